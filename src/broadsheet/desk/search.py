"""The search index: our own, over the database's full-text engine, newest first.

FTS5 on SQLite, ``tsvector`` with GIN on PostgreSQL. Wagtail's own backend is quadratic on SQLite and refreshes statistics
over all rows on every save. Two tables of the same form: what readers may find, and what the desk may find (drafts too).
"""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.utils.html import strip_tags

from broadsheet.desk.models import Story

PUBLIC = "desk_search_public"
DESK = "desk_search_desk"
MAX_WORDS = 12


def remember(story: Story) -> None:
    """Make a published story findable for readers and at the desk."""
    text = plain_text(story)
    _put(PUBLIC, story.pk, f"{story.headline}\n{story.standfirst}\n{text}")
    remember_draft(story)


def remember_draft(story: Story) -> None:
    """Make a story findable at the desk, slugline and all."""
    names = f"{story.headline}\n{story.slugline}\n{story.byline}\n{story.provider}"
    _put(DESK, story.pk, f"{names}\n{plain_text(story)}")


def forget(story_id: int) -> None:
    """Take a story out of what readers may find; the desk still finds it."""
    _delete(PUBLIC, story_id)


def find(words: str, *, table: str = PUBLIC, limit: int = 20, offset: int = 0) -> list[int]:
    """Return numbers of stories that have all the words (as beginnings), newest first; ``[]`` for no words."""
    terms = re.findall(r"\w+", words[:400])[:MAX_WORDS]
    if not terms:
        return []
    if connection.vendor == "sqlite":
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH %s ORDER BY rowid DESC LIMIT %s OFFSET %s"
        query = " ".join(f'"{term}"*' for term in terms)
    else:
        sql = f"SELECT id FROM {table} WHERE body @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT %s OFFSET %s"
        query = " & ".join(f"{term}:*" for term in terms)
    with connection.cursor() as cursor:
        cursor.execute(sql, [query, limit, offset])
        return [row[0] for row in cursor.fetchall()]


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
    return ""


def _put(table: str, story_id: int, text: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DELETE FROM {table} WHERE rowid = %s", [story_id])
            cursor.execute(f"INSERT INTO {table} (rowid, body) VALUES (%s, %s)", [story_id, text])
        else:
            cursor.execute(
                f"INSERT INTO {table} (id, body) VALUES (%s, to_tsvector('simple', %s))"
                " ON CONFLICT (id) DO UPDATE SET body = EXCLUDED.body",
                [story_id, text],
            )


def _delete(table: str, story_id: int) -> None:
    column = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [story_id])
