"""The search index: our own, over the database's full-text engine, newest first.

FTS5 on SQLite, ``tsvector`` with GIN on PostgreSQL. Wagtail's own backend is quadratic on SQLite and refreshes statistics
over all rows on every save. One row a story: what readers may find, and what the desk alone may find (drafts too).

Nothing is ranked: in an archive of a million a common word has hundreds of thousands of matches, and each would have to be
read to be ranked. The newest are found without looking at the rest, and a page goes on where the last one ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import OperationalError, connection
from django.utils.html import strip_tags

from broadsheet.desk.models import Story

TABLE = "desk_search"
#: Who asks: readers, or the desk, which finds what readers find and more.
PUBLIC, DESK = "public", "desk"
MAX_WORDS = 12
#: No story has so high a number.
END = 2**62
#: FTS5 keeps beginnings of so many letters (migration 0011); longer ones it gathers from all words that begin so.
KEPT_BEGINNINGS = (2, 3)
#: A word is common where so many of the newest stories have it; see `_is_common`.
LOOKED_AT, COMMON = 2_000, 500
#: PostgreSQL looks for the matches among so many times as many stories as are wanted, before it asks the whole index.
NEWEST_A_MATCH = 100


def remember(story: Story) -> None:
    """Make a published story findable for readers and at the desk."""
    remember_many([(story.pk, *texts_of(story))])


def remember_draft(story: Story) -> None:
    """Make a story findable at the desk by its latest draft, slugline and all; readers find what they found before."""
    names = f"{story.headline}\n{story.slugline}\n{story.byline}\n{story.provider}"
    words = f"{names}\n{plain_text(story)}"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"UPDATE {TABLE} SET desk = %s WHERE rowid = %s", [words, story.pk])
            if not cursor.rowcount:
                cursor.execute(f"INSERT INTO {TABLE} (rowid, public, desk) VALUES (%s, '', %s)", [story.pk, words])
        else:
            cursor.execute(
                f"INSERT INTO {TABLE} AS kept (id, public, desk) VALUES (%s, '', strip(to_tsvector('simple', %s)))"
                " ON CONFLICT (id) DO UPDATE SET desk = kept.public || EXCLUDED.desk",
                [story.pk, words],
            )


def texts_of(story: Story) -> tuple[str, str]:
    """Return the words of a published story that readers may find, and those that the desk alone may."""
    return (
        f"{story.headline}\n{story.standfirst}\n{plain_text(story)}",
        f"{story.slugline}\n{story.byline}\n{story.provider}",
    )


def remember_many(rows: Iterable[tuple[int, str, str]]) -> None:
    """Make stories findable: number, words for readers, words for the desk alone. What was known of them is replaced."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"REPLACE INTO {TABLE} (rowid, public, desk) VALUES (%s, %s, %s)", list(rows))
        else:
            # As words without places: nothing is ranked, and rows are half as large.
            cursor.executemany(
                f"INSERT INTO {TABLE} (id, public, desk)"
                " VALUES (%s, strip(to_tsvector('simple', %s)), strip(to_tsvector('simple', %s)))"
                " ON CONFLICT (id) DO UPDATE SET public = EXCLUDED.public, desk = EXCLUDED.desk",
                [(number, words, f"{words}\n{more}") for number, words, more in rows],
            )


def forget(story_id: int) -> None:
    """Take a story out of what readers may find; the desk still finds it."""
    column, keep = ("rowid", "desk = public || char(10) || desk, ") if connection.vendor == "sqlite" else ("id", "")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {keep}public = '' WHERE {column} = %s", [story_id])


def find(words: str, *, among: str = PUBLIC, limit: int = 20, before: int = END) -> list[int]:
    """Return numbers of stories that have all the words (as beginnings), newest first; ``[]`` for no words.

    Only stories with a number below ``before`` are looked at: the last number of a page leads to the next page.
    """
    terms = terms_of(words)
    if not terms:
        return []
    if connection.vendor == "sqlite":
        return _fts5(terms, among, f"rowid < {int(before)} ORDER BY rowid DESC LIMIT {int(limit)}")
    return _tsvector(terms, among, before, limit)


def find_after(words: str, *, after: int, limit: int = 20) -> list[int]:
    """Return what readers may find with a number above ``after``: of it the oldest so many, newest first."""
    terms = terms_of(words)
    if not terms:
        return []
    if connection.vendor == "sqlite":
        return _fts5(terms, PUBLIC, f"rowid > {int(after)} ORDER BY rowid LIMIT {int(limit)}")[::-1]
    return _tsvector(terms, PUBLIC, after, limit, is_upward=True)[::-1]


def terms_of(words: str) -> list[str]:
    """Return the words that are looked for, at most twelve, as either engine tells words apart."""
    return re.findall(r"[^\W_]+", words[:400])[:MAX_WORDS]


def _fts5(terms: list[str], among: str, rest: str) -> list[int]:
    found = " ".join(f'"{term}"' if _is_common(term) else f'"{term}"*' for term in terms)
    query = f"{PUBLIC} : ({found})" if among == PUBLIC else found
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND {rest}", [query])
            return [row[0] for row in cursor.fetchall()]
        except OperationalError as err:
            if "phrase queries are not supported" in str(err):
                return []  # a letter younger than SQLite's tables parts the term in two, and was never indexed
            raise


def _is_common(term: str) -> bool:
    """Return whether every fourth of the newest stories has the word as it stands: it is then not looked for as a beginning.

    For a beginning that is not kept FTS5 gathers every match in the archive before it gives the first. Of such words as
    “this” or “etter” that is most of the archive, and their beginnings tell no more than they do.
    """
    if len(term) in KEPT_BEGINNINGS:
        return False
    if len(term) < min(KEPT_BEGINNINGS):
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(rowid) FROM {TABLE}")
        newest = cursor.fetchone()[0] or 0
        if newest < LOOKED_AT:
            return False
        first = newest - LOOKED_AT
        sql = f"SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid > %s LIMIT 1 OFFSET %s"
        try:
            return cursor.execute(sql, [f'"{term}"', first, COMMON - 1]).fetchone() is not None
        except OperationalError:
            return True


def _tsvector(terms: list[str], among: str, edge: int, limit: int, *, is_upward: bool = False) -> list[int]:
    """Look among the stories next to ``edge`` first: a common word is found there without a look at the whole index.

    Where they hold too few, the words are rare, and the index gives all of their matches. PostgreSQL, left to choose,
    sorts half the archive for a common word, or walks through all of it for a rare one.
    """
    beyond, order = (">", "ASC") if is_upward else ("<", "DESC")
    query = " & ".join(f"{term}:*" for term in terms)
    near = (
        f"SELECT id FROM (SELECT id, {among} AS words FROM {TABLE} WHERE id {beyond} %s ORDER BY id {order} LIMIT %s) near"
        f" WHERE words @@ to_tsquery('simple', %s) ORDER BY id {order} LIMIT %s"
    )
    everywhere = (
        f"WITH found AS MATERIALIZED (SELECT id FROM {TABLE} WHERE {among} @@ to_tsquery('simple', %s) AND id {beyond} %s)"
        f" SELECT id FROM found ORDER BY id {order} LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(near, [edge, limit * NEWEST_A_MATCH, query, limit])
        found = [row[0] for row in cursor.fetchall()]
        if len(found) < limit:
            cursor.execute(everywhere, [query, edge, limit])
            found = [row[0] for row in cursor.fetchall()]
    return found


def plain_text(story: Story) -> str:
    """Return the words of the body, without marks."""
    return "\n".join(_words(block) for block in story.body)


def _words(block: Any) -> str:
    value = block.value
    match block.block_type:
        case "text":
            return strip_tags(value.source.replace("</p>", "</p> ").replace("</li>", "</li> "))
        case "subhead":
            return str(value)
        case "quote":
            return f"{value['text']} {value['name']}"
        case "picture":
            return str(value["caption"])
        case "gallery":
            return "\n".join(str(one["caption"]) for one in value)
    return ""
