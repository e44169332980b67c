"""A story's comments as a page shows them: finished values, in two queries whatever their number.

This is the only way from the room to a reader's page, and what it returns has no place for an e-mail address, a
network or a comment that was not published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone
from markupsafe import Markup

from broadsheet.comments.models import Comment, Thread
from broadsheet.comments.text import paragraphs
from broadsheet.comments.token import hidden_fields

_FIELDS = ("number", "name", "body", "created_at", "parent__number", "state", "reason")


@dataclass(frozen=True, kw_only=True)
class CommentData:
    """One published comment, or the tombstone of a removed one: then `name` is empty and there are no paragraphs."""

    number: int
    name: str
    paragraphs: tuple[Markup, ...]
    created_at: datetime
    parent_number: int | None
    removed: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class ThreadData:
    """The discussion of a story. `count` leaves tombstones out; the form posts `hidden_fields` to `action`."""

    story_id: int
    state: str
    count: int
    comments: tuple[CommentData, ...]
    hidden_fields: tuple[tuple[str, str], ...]
    action: str


def thread_of(story_id: int, now: datetime | None = None) -> ThreadData | None:
    """Return the story's discussion at an instant (now, unless given), or None if it has none."""
    thread = Thread.objects.filter(story_id=story_id).first()
    if thread is None:
        return None
    shown = Comment.objects.filter(thread=thread, number__isnull=False).order_by("number").values_list(*_FIELDS)
    comments = tuple(map(_data, shown))
    return ThreadData(
        story_id=story_id,
        state=Thread.State.OPEN.value if thread.is_open(now or timezone.now()) else Thread.State.CLOSED.value,
        count=sum(not comment.removed for comment in comments),
        comments=comments,
        hidden_fields=hidden_fields(thread),
        action=action_for(story_id),
    )


def counts(story_ids: Iterable[int]) -> dict[int, int]:
    """Return how many published comments each story has; one without any is left out. One query."""
    published = Comment.objects.filter(state=Comment.State.PUBLISHED, thread__story_id__in=list(story_ids))
    return dict(published.values_list("thread__story_id").annotate(Count("pk")).order_by("thread__story_id"))


def action_for(story_id: int) -> str:
    """Return the root-relative address that a comment's form posts to."""
    return f"/comments/{story_id}/"


def _data(row: tuple[Any, ...]) -> CommentData:
    number, name, body, created_at, parent_number, state, reason = row
    removed = state == Comment.State.REMOVED
    return CommentData(
        number=number,
        name="" if removed else name,
        paragraphs=() if removed else paragraphs(body),
        created_at=created_at,
        parent_number=parent_number,
        removed=removed,
        reason=reason if removed else "",
    )
