"""Is a commit on the disk when it returns? A newsroom does not start on a database that is set to lose data (D1).

No Django: the supervisor asks before it starts anything, over a connection that is opened as the app's are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from broadsheet.settings.errors import LossyDatabaseError
from broadsheet.settings.links import database_from
from broadsheet.settings.table import Settings

CONNECT_SECONDS: Final = 3
#: What must be on at the server. Without the second and third a crash of the machine damages what was committed.
#: Source: PostgreSQL 15, 20.5.1.
POSTGRESQL_ON: Final = ("synchronous_commit", "fsync", "full_page_writes")
#: Levels of `PRAGMA synchronous`: 2 is FULL, 3 is EXTRA. Source: sqlite.org/pragma.html.
SQLITE_SAFE: Final = ("2", "3")
#: Journals that outlive a process that is killed.
SQLITE_JOURNALS: Final = ("wal", "delete", "truncate", "persist")
COMMIT_SAFE: Final = ("on", "remote_apply")


def refuse_lossy_database(settings: Settings) -> None:
    """Make sure that the database keeps what it has acknowledged; one that does not answer is waited for elsewhere.

    Raises:
        LossyDatabaseError: it is set to lose data.
    """
    database = database_from(settings["database.url"], settings.data)
    fault = _fault_of_sqlite(database) if "sqlite3" in database["ENGINE"] else _fault_of_postgresql(database)
    if fault:
        raise LossyDatabaseError(fault)


def fault_of(ask: Callable[[str], object], vendor: str) -> str | None:
    """Return what makes a database lose data, None if nothing does. `ask` returns the one value that a query gives."""
    if vendor == "sqlite":
        if str(ask("PRAGMA synchronous")) not in SQLITE_SAFE:
            return "SQLite's synchronous is below FULL"
        journal = str(ask("PRAGMA journal_mode")).lower()
        return None if journal in SQLITE_JOURNALS or _in_memory(ask) else f"SQLite's journal_mode is {journal}"
    for name in POSTGRESQL_ON:
        if str(ask(f"SHOW {name}")) not in COMMIT_SAFE:
            return f"PostgreSQL's {name} is off"
    return None


def _in_memory(ask: Callable[[str], object]) -> bool:
    """Return whether the database has no file at all, as in tests."""
    return not ask("SELECT file FROM pragma_database_list WHERE name = 'main'")


def _fault_of_sqlite(database: Mapping[str, Any]) -> str | None:
    if not Path(database["NAME"]).exists():
        return None
    try:
        with closing(sqlite3.connect(database["NAME"], timeout=CONNECT_SECONDS)) as connection:
            connection.executescript(database["OPTIONS"]["init_command"])
            return fault_of(lambda sql: connection.execute(sql).fetchone()[0], "sqlite")
    except sqlite3.Error:
        return None


def _fault_of_postgresql(database: Mapping[str, Any]) -> str | None:
    import psycopg

    try:
        with psycopg.connect(
            dbname=database["NAME"],
            host=database["HOST"] or None,
            port=database["PORT"] or None,
            user=database["USER"] or None,
            password=database["PASSWORD"] or None,
            connect_timeout=CONNECT_SECONDS,
            **database["OPTIONS"],
        ) as connection:
            return fault_of(lambda sql: (connection.execute(sql).fetchone() or [None])[0], "postgresql")
    except psycopg.Error:
        return None
