"""The wire's search index: our own, over the database's full-text engine, newest first.

FTS5 on SQLite without a copy of the text, `tsvector` with GIN on PostgreSQL (decision 6). A row goes in with its
dispatch, in the same transaction. It is one table for all feeds; who may see what is asked of the records.

An index without a copy cannot look up what it has of a row: who changes or forgets a row gives the text that went in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import OperationalError, connection, transaction

from broadsheet.wire.inserting import copy_rows

TABLE = "wire_search"
MAX_WORDS = 12
MAX_CHARACTERS = 100_000
"""Of one dispatch: PostgreSQL's `tsvector` holds less than a megabyte."""
MAX_WORD = 200
"""PostgreSQL takes words of 2,046 bytes."""

_FIELDS = ("headline", "slugline", "byline", "located", "abstract", "body_text", "caption")
_WORDS = re.compile(r"[^\W_]+")


def text_of(data: Mapping[str, Any]) -> str:
    """Return what is searched of an item, as `Dispatch.to_json` gives it: headline, names, keywords and body."""
    parts = [data[name] for name in _FIELDS if data.get(name)]
    text = "\n".join([*parts, " ".join(data.get("keywords") or ())])[:MAX_CHARACTERS]
    return unicodedata.normalize("NFC", text).replace("\x00", " ")


def remember_many(rows: Sequence[tuple[int, str]]) -> None:
    """Make dispatches findable by `text_of` them; each number must be new to the index."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        copy_rows(TABLE, ("id", "body"), ((number, _vector(text)) for number, text in rows))
        return
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} (rowid, body) VALUES (%s, %s)", rows)


def _vector(text: str) -> str:
    """Return the words of a text as a `tsvector` is written.

    PostgreSQL's own parser takes as long as all the rest of storing a dispatch, and makes one word of an address.
    """
    return " ".join(word[:MAX_WORD] for word in set(_WORDS.findall(text.lower())))


def forget_many(rows: Sequence[tuple[int, str]]) -> None:
    """Take dispatches out of the index, each with the text that it went in with."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT INTO {TABLE} ({TABLE}, rowid, body) VALUES ('delete', %s, %s)", rows)
        else:
            cursor.execute(f"DELETE FROM {TABLE} WHERE id = ANY(%s)", [[row[0] for row in rows]])


def find(words: str, *, limit: int, offset: int = 0) -> list[int]:
    """Return numbers of the dispatches that have all the words, newest first; `[]` for no words.

    A word is taken as a beginning ("olje" finds "oljefondet"), one of a single letter or digit as a whole word.
    """
    terms = _WORDS.findall(unicodedata.normalize("NFC", words[:400]).lower())[:MAX_WORDS]
    if not terms:
        return []
    if connection.vendor == "sqlite":
        sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid DESC LIMIT %s OFFSET %s"
        query = " ".join(f'"{term}"' + "*" * (len(term) > 1) for term in terms)
    else:
        sql = f"SELECT id FROM {TABLE} WHERE body @@ %s::tsquery ORDER BY id DESC LIMIT %s OFFSET %s"
        query = " & ".join(f"'{term[:MAX_WORD]}'" + ":*" * (len(term) > 1) for term in terms)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [query, limit, offset])
            return [row[0] for row in cursor.fetchall()]
    except OperationalError as error:
        if "phrase queries" in str(error):  # letters younger than the engine's table split a word; it has none of them
            return []
        raise
