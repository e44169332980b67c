"""Django's SQLite, with migrations that look for broken references only where they may have broken one."""
