"""A database whose first making was interrupted begins anew: nobody can have written into it (D11).

Our own migrations are each one transaction, and so are nearly all of others. One of Wagtail's is not
(`wagtailcore.0070`): killed in its middle it can never be run again. It runs when a newsroom is made, and never later.
A file of SQLite's is ours to remove; a database on a server is not, so there a sentence says what to do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import click

from broadsheet.settings.links import database_from
from broadsheet.settings.table import Settings

#: With this one comes the table of stories. It rests on all of Wagtail's.
WRITABLE_SINCE: Final = ("desk", "0002_stories")
MIGRATIONS: Final = "django_migrations"
MAKE_ANEW: Final = (
    "The database {name} was left half made by an earlier start that was cut off, and cannot be finished. "
    "No story can be in it. Make it anew, empty (dropdb {name}; createdb {name}), and run this again."
)


def clear_half_made(settings: Settings) -> bool:
    """Remove an SQLite database that never came as far as stories; returns whether there was one."""
    database = database_from(settings["database.url"], settings.data)
    file = Path(database["NAME"])
    if "sqlite3" not in database["ENGINE"] or not file.is_file() or not _is_half_made(file):
        return False
    for name in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        name.unlink(missing_ok=True)
    return True


def _is_half_made(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file, timeout=20)) as connection:
            return (
                connection.execute(
                    "SELECT count(*) FROM django_migrations WHERE (app, name) = (?, ?)", WRITABLE_SINCE
                ).fetchone()[0]
                == 0
            )
    except sqlite3.OperationalError as err:
        return "no such table: django_migrations" in str(err)


@contextmanager
def plain_when_half_made() -> Iterator[None]:
    """Say what to do where migrations fail over what a first making that was cut off has left.

    Raises:
        ClickException: they failed, and the database never came as far as stories.
    """
    from django.db import DatabaseError, connection

    try:
        yield
    except DatabaseError as err:
        connection.close()
        if not lacks_stories():
            raise
        raise click.ClickException(MAKE_ANEW.format(name=connection.settings_dict["NAME"])) from err


def lacks_stories() -> bool:
    """Return whether the making of the database was begun and never came as far as stories; it has to answer."""
    from django.db import connection

    with connection.cursor() as cursor:
        if MIGRATIONS not in connection.introspection.table_names(cursor):
            return False
        cursor.execute(f"SELECT count(*) FROM {MIGRATIONS} WHERE app = %s AND name = %s", WRITABLE_SINCE)
        return cursor.fetchone() == (0,)
