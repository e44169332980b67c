"""SQLite whose migrations do not read the whole archive.

Django turns foreign keys off while it migrates SQLite, and after each migration reads every row of every table for
references to nothing: in an archive of a million stories some twenty gigabytes a migration. Here the statements of a
migration say which tables are looked at (`touched.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor

from broadsheet.settings.sqlite3.touched import Touched, tables_to_look_at


class SchemaEditor(DatabaseSchemaEditor):
    """Django's, with somebody who listens to what it does."""

    connection: DatabaseWrapper

    def __enter__(self) -> Self:
        """Begin a migration."""
        super().__enter__()
        self.connection.touched = touched = Touched()
        self._listening = self.connection.execute_wrapper(touched)
        self._listening.__enter__()
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Look where a reference may be broken, and end the migration."""
        self._listening.__exit__(exc_type, exc_value, traceback)
        try:
            super().__exit__(exc_type, exc_value, traceback)
        finally:
            self.connection.touched = None


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with our schema editor."""

    SchemaEditorClass = SchemaEditor
    touched: Touched | None = None

    def check_constraints(self, table_names: Iterable[str] | None = None) -> None:
        """Look for broken references: in these tables, else in all, but in a migration where it may have broken one."""
        if table_names is None and self.touched is not None:
            with self.cursor() as cursor:
                table_names = tables_to_look_at(self.touched, _references(cursor))
        super().check_constraints(table_names)


def _references(cursor: Any) -> dict[str, list[tuple[str, str]]]:
    """Return for each table, in lower case, the tables and columns that it refers to."""
    rows = cursor.execute(
        'SELECT lower(m.name), lower(f."table"), lower(f."to") FROM sqlite_master m'
        " LEFT JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"
    ).fetchall()
    found: dict[str, list[tuple[str, str]]] = {table: [] for table, _, _ in rows}
    for table, parent, column in rows:
        if parent:
            found[table].append((parent, column or ""))
    return found
