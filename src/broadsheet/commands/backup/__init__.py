"""The newsroom in one file, and back. A door: it touches every room's files and tables, so it belongs to none."""
