"""The pictures' search index: our own, over the database's full-text engine, newest first; Wagtail's is switched off.

FTS5 on SQLite, `tsvector` with GIN on PostgreSQL (decision 6). A picture goes in with its row, in the same transaction.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db import connection

TABLE = "photos_search"
MAX_WORDS = 12
FIELDS = ("title", "creator", "credit_line", "source", "copyright_notice", "caption", "alt_text", "provider", "guid")
_WORDS = re.compile(r"[^\W_]+")


def text_of(picture: Any) -> str:
    """Return what is searched of a picture: its name, who is credited, caption, alt text, provider and guid."""
    text = "\n".join(str(getattr(picture, name)) for name in FIELDS)
    return unicodedata.normalize("NFC", text).replace("\x00", " ")


def remember(picture: Any) -> None:
    """Make a picture findable by what it says now."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DELETE FROM {TABLE} WHERE rowid = %s", [picture.pk])
            cursor.execute(f"INSERT INTO {TABLE} (rowid, body) VALUES (%s, %s)", [picture.pk, text_of(picture)])
        else:
            cursor.execute(
                f"INSERT INTO {TABLE} (id, body) VALUES (%s, to_tsvector('simple', %s))"
                " ON CONFLICT (id) DO UPDATE SET body = EXCLUDED.body",
                [picture.pk, text_of(picture)],
            )


def forget(number: int) -> None:
    """Take a picture out of the index."""
    column = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE {column} = %s", [number])


def find(words: str, *, limit: int) -> list[int]:
    """Return numbers of the pictures that have all the words (as beginnings), newest first; `[]` for no words."""
    terms = _WORDS.findall(unicodedata.normalize("NFC", words[:400]))[:MAX_WORDS]
    if not terms:
        return []
    if connection.vendor == "sqlite":
        sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid DESC LIMIT %s"
        query = " ".join(f'"{term}"*' for term in terms)
    else:
        sql = f"SELECT id FROM {TABLE} WHERE body @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT %s"
        query = " & ".join(f"{term}:*" for term in terms)
    with connection.cursor() as cursor:
        cursor.execute(sql, [query, limit])
        return [row[0] for row in cursor.fetchall()]
