"""The newsroom's database as one file, taken while everybody writes, and back into an empty one (B1).

SQLite: `VACUUM INTO`, which reads one state of the database and leaves out what was deleted (T18, B6). PostgreSQL: its
own `pg_dump` and `pg_restore`, in one snapshot that the names of the pictures are read in too.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from broadsheet.commands.errors import BackupNotWrittenError, BackupRefusedError, RestorePlaceError

LOOK_SECONDS: Final = 0.2
SQLITE, POSTGRESQL = "sqlite", "postgresql"
Progress = Callable[[int], None]
#: Table and column of each field that names a file.
Columns = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Snapshot:
    """A copy of the database on the disk, and the names of files that it holds."""

    file: Path
    names: frozenset[str]


def kind_of(database: Mapping[str, Any]) -> str:
    """Return the kind of a database as Django describes it."""
    return SQLITE if "sqlite3" in database["ENGINE"] else POSTGRESQL


@contextmanager
def snapshot(database: Mapping[str, Any], target: Path, columns: Columns, progress: Progress) -> Iterator[Snapshot]:
    """Yield a copy at `target`, whole and of one instant; it is removed at the end. `progress` hears its size in bytes.

    Raises:
        BackupNotWrittenError: the database does not answer, is damaged, or the disk is full.
    """
    copy = _copy_sqlite if kind_of(database) == SQLITE else _copy_postgresql
    try:
        yield Snapshot(target, copy(database, target, columns, progress))
    finally:
        target.unlink(missing_ok=True)


def restore_sqlite(dump: Path, database: Path) -> None:
    """Put a copy in its place.

    Raises:
        BackupRefusedError: SQLite finds it damaged.
    """
    try:
        with closing(sqlite3.connect(dump)) as connection:
            [said] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as err:
        raise BackupRefusedError(f"SQLite cannot read its database ({err}).") from err
    if said != "ok":
        raise BackupRefusedError(f"SQLite finds its database damaged ({said}).")
    dump.replace(database)


def restore_postgresql(dump: Path, database: Mapping[str, Any]) -> None:
    """Fill an empty database from a copy, in one transaction.

    Raises:
        RestorePlaceError: it is not empty, or does not answer.
    """
    refuse_full_database(database)
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    try:
        _run(["pg_restore", *options, f"--dbname={database['NAME']}", str(dump)], database, lambda: None)
    except BackupNotWrittenError as err:
        raise RestorePlaceError(err.reason) from err


def refuse_full_database(database: Mapping[str, Any]) -> None:
    """Make sure that nothing is in a database of PostgreSQL.

    Raises:
        RestorePlaceError: something is, or it does not answer.
    """
    import psycopg

    try:
        with psycopg.connect(**_connection(database)) as connection:
            found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()").fetchone()
    except psycopg.Error as err:
        raise RestorePlaceError(f"the database does not answer ({str(err).strip()}).") from err
    if found and found[0]:
        raise RestorePlaceError(f"the database {database['NAME']} is not empty. Make a new one, and name it.")


def _copy_sqlite(database: Mapping[str, Any], target: Path, columns: Columns, progress: Progress) -> frozenset[str]:
    def copy() -> None:
        with closing(sqlite3.connect(database["NAME"], timeout=60)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))

    try:
        with ThreadPoolExecutor(1) as pool:
            work = pool.submit(copy)
            while wait([work], LOOK_SECONDS).not_done:
                progress(_size(target))
            work.result()
        with closing(sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            [said] = connection.execute("PRAGMA quick_check(1)").fetchone()
            if said != "ok":
                raise BackupNotWrittenError(f"SQLite finds the database damaged ({said}).")
            names = _names(lambda sql: connection.execute(sql).fetchall(), columns)
    except sqlite3.Error as err:
        raise BackupNotWrittenError(f"SQLite could not copy the database ({err}).") from err
    progress(_size(target))
    return names


def _copy_postgresql(database: Mapping[str, Any], target: Path, columns: Columns, progress: Progress) -> frozenset[str]:
    import psycopg

    try:
        with psycopg.connect(**_connection(database), autocommit=False) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            exported = connection.execute("SELECT pg_export_snapshot()").fetchone()
            names = _names(lambda sql: connection.execute(sql).fetchall(), columns)
            options = ("--format=custom", "--compress=0", "--no-owner", "--no-privileges")
            command = ["pg_dump", *options, f"--snapshot={exported[0] if exported else ''}", f"--file={target}"]
            _run([*command, f"--dbname={database['NAME']}"], database, lambda: progress(_size(target)))
    except psycopg.Error as err:
        raise BackupNotWrittenError(f"the database does not answer ({str(err).strip()}).") from err
    progress(_size(target))
    return names


def _names(ask: Callable[[str], list[Any]], columns: Columns) -> frozenset[str]:
    found: set[str] = set()
    for table, column in columns:
        found.update(name for (name,) in ask(f'SELECT DISTINCT "{column}" FROM "{table}"') if name)
    return frozenset(found)


def _run(command: list[str], database: Mapping[str, Any], look: Callable[[], None]) -> None:
    words = _connection(database)
    named = {"PGHOST": words["host"], "PGPORT": words["port"], "PGUSER": words["user"], "PGPASSWORD": words["password"]}
    environment = {**os.environ, **{name: str(word) for name, word in named.items() if word}}
    try:
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            while True:
                try:
                    _, said = process.communicate(timeout=LOOK_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    look()
    except FileNotFoundError as err:
        reason = f"{command[0]} is not there. Install PostgreSQL's client programs (Debian: postgresql-client)."
        raise BackupNotWrittenError(reason) from err
    if process.returncode:
        raise BackupNotWrittenError(f"{command[0]} says: {said.decode(errors='replace').strip()[:500]}")


def _connection(database: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "dbname": database["NAME"],
        "host": database.get("HOST") or None,
        "port": database.get("PORT") or None,
        "user": database.get("USER") or None,
        "password": database.get("PASSWORD") or None,
    }


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
