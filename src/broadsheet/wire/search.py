"""The wire's search index: our own, over the database's full-text engine, newest first.

FTS5 on SQLite without a copy of the text, `tsvector` with GIN on PostgreSQL (decision 6). A row goes in with its
dispatch, in the same transaction. It is one table for all feeds; who may see what is asked of the records.

An index without a copy cannot look up what it has of a row: who changes or forgets a row gives the words that went in.
How often and where a word stands is not kept (`detail = 'none'`).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import OperationalError, connection, transaction

from broadsheet.wire.inserting import copy_rows
from broadsheet.wire.opening import Searched
from broadsheet.wire.words import as_words, split, text_in, words_in

TABLE = "wire_search"
MAX_WORDS = 12


def searched() -> Searched:
    """Return what makes of an item what this database's index takes soonest, for whoever opens files beforehand."""
    return words_in if connection.vendor == "postgresql" else text_in


def remember_many(rows: Sequence[tuple[int, str]]) -> None:
    """Make dispatches findable by their text or words (`wire.words`); each number must be new to the index."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        # Words as they are make a `tsvector`: PostgreSQL's own parser takes as long as all the rest of storing a dispatch.
        copy_rows(TABLE, ("id", "body"), ((number, as_words(text)) for number, text in rows))
        return
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} (rowid, body) VALUES (%s, %s)", rows)


def forget_many(rows: Sequence[tuple[int, str]]) -> None:
    """Take dispatches out of the index, each with a text of the words that it went in with."""
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
    terms = split(words[:400])[:MAX_WORDS]
    if not terms:
        return []
    if connection.vendor == "sqlite":
        sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid DESC LIMIT %s OFFSET %s"
        query = " ".join(f'"{term}"' + "*" * (len(term) > 1) for term in terms)
    else:
        sql = f"SELECT id FROM {TABLE} WHERE body @@ %s::tsquery ORDER BY id DESC LIMIT %s OFFSET %s"
        query = " & ".join(f"'{term}'" + ":*" * (len(term) > 1) for term in terms)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [query, limit, offset])
            return [row[0] for row in cursor.fetchall()]
    except OperationalError as error:
        if "phrase queries" in str(error):  # letters younger than the engine's table split a word; it has none of them
            return []
        raise
