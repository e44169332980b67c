"""Where a migration may have broken a reference, as its statements tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

#: A table's name, with or without quotes; Django fills a remade one under a name that it then loses.
_TABLE = r'"?(?:new__)?(\w+)"?'
_INSERT = re.compile(rf"INSERT (?:OR IGNORE )?INTO {_TABLE}", re.IGNORECASE)
_UPDATE = re.compile(rf"UPDATE {_TABLE} SET (.*?)(?: WHERE |$)", re.IGNORECASE | re.DOTALL)
_REPLACE = re.compile(rf"(?:REPLACE|INSERT OR REPLACE) INTO {_TABLE}", re.IGNORECASE)
_DELETE = re.compile(rf"DELETE FROM {_TABLE}", re.IGNORECASE)
#: A table that is dropped to be made anew has all its rows again; one that is gone is missed by those that refer to it.
_MOVES_NO_ROW = re.compile(
    r"(SELECT|PRAGMA|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|ALTER TABLE|EXPLAIN|ANALYZE"
    r"|(CREATE|DROP) (UNIQUE |VIRTUAL )?(INDEX|TRIGGER|TABLE|VIEW))\b",
    re.IGNORECASE,
)


class Touched:
    """What a migration's statements may have broken: hears each of them."""

    def __init__(self) -> None:
        #: Tables into which rows came, or in which a column changed; those that lost rows; what was set in which.
        self.filled: set[str] = set()
        self.emptied: set[str] = set()
        self.set: list[tuple[str, str]] = []
        #: Whether each statement was of a kind that is known.
        self.is_all_known = True

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Hear a statement, and run it."""
        self.hear(str(sql).strip())
        return execute(sql, params, many, context)

    def hear(self, sql: str) -> None:
        """Note what a statement may break."""
        if found := _INSERT.match(sql):
            self.filled.add(found[1].lower())
        elif found := _UPDATE.match(sql):
            self.filled.add(found[1].lower())
            self.set.append((found[1].lower(), found[2].lower()))
        elif found := _REPLACE.match(sql):
            self.filled.add(found[1].lower())
            self.emptied.add(found[1].lower())
        elif found := _DELETE.match(sql):
            self.emptied.add(found[1].lower())
        elif not _MOVES_NO_ROW.match(sql):
            self.is_all_known = False


def tables_to_look_at(touched: Touched, references: Mapping[str, Iterable[tuple[str, str]]]) -> list[str] | None:
    """Return the tables in which a reference may be broken, None for all. `references`: what each table refers to."""
    if not touched.is_all_known:
        return None
    return sorted(
        table for table, to in references.items() if table in touched.filled or _lost_one(touched, to, references)
    )


def _lost_one(touched: Touched, to: Iterable[tuple[str, str]], tables: Mapping[str, Any]) -> bool:
    """Return whether what is referred to may be gone: rows were taken, the table is, or the column has other values."""
    return any(
        parent in touched.emptied
        or parent not in tables
        or any(table == parent and re.search(rf'\b{column}"? = ', text) for table, text in touched.set)
        for parent, column in to
    )
