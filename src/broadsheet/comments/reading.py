"""A story's comments as a page shows them: finished values, in two queries whatever their number, of one story or of many.

This is the only way from the room to a reader's page, and what it returns has no place for an e-mail address, a
network or a comment that was not published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from markupsafe import Markup

from broadsheet.comments.models import Comment, Thread
from broadsheet.comments.text import paragraphs
from broadsheet.comments.token import hidden_fields

AT_ONCE = 4_000
_FIELDS = ("pk", "thread", "number", "parent", "name", "body", "created_at", "state", "reason")


@dataclass(frozen=True, kw_only=True, slots=True)
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
    (found,) = threads_of([story_id], now or timezone.now())
    return found


def threads_of(story_ids: Sequence[int], now: datetime) -> Iterator[ThreadData | None]:
    """Yield the discussion of each story at an instant, in their order, or None for one that has none.

    One query for all threads and one for the comments of several, some thousands at a time: what is yielded need not be
    kept, so that a hundred stories with ten thousand comments each fit in as much memory as one.
    """
    threads = {thread.story_id: thread for thread in Thread.objects.filter(story_id__in=set(story_ids))}
    for group in _groups([threads.get(number) for number in story_ids]):
        comments = _comments_of([thread for thread in group if thread])
        for thread in group:
            yield _thread(thread, comments[thread.pk], now) if thread else None


def _groups(threads: Sequence[Thread | None]) -> Iterator[list[Thread | None]]:
    """Yield the threads in groups that have some thousands of comments together; one has at least one thread."""
    group: list[Thread | None] = []
    size = 0
    for thread in threads:
        count = thread.last_number if thread else 0
        if group and size + count > AT_ONCE:
            yield group
            group, size = [], 0
        group.append(thread)
        size += count
    if group:
        yield group


def _comments_of(threads: Sequence[Thread]) -> Mapping[int, list[CommentData]]:
    found: dict[int, list[CommentData]] = defaultdict(list)
    if not threads:
        return found
    shown = Comment.objects.filter(thread__in=threads, number__isnull=False).order_by("thread", "number")
    rows = list(shown.values_list(*_FIELDS))
    numbers = {number_in_all: number for number_in_all, _thread, number, *_rest in rows}
    for _pk, thread, number, parent, *words in rows:
        found[thread].append(_data(number, numbers.get(parent), words))
    return found


def _thread(thread: Thread, comments: list[CommentData], now: datetime) -> ThreadData:
    return ThreadData(
        story_id=thread.story_id,
        state=Thread.State.OPEN.value if thread.is_open(now) else Thread.State.CLOSED.value,
        count=sum(not comment.removed for comment in comments),
        comments=tuple(comments),
        hidden_fields=hidden_fields(thread),
        action=action_for(thread.story_id),
    )


def counts(story_ids: Iterable[int]) -> dict[int, int]:
    """Return how many published comments each story has; one without any is left out. One query."""
    # From the threads on: by their state SQLite would read every published comment that there is.
    published = Count("comments", filter=Q(comments__state=Comment.State.PUBLISHED))
    threads = Thread.objects.filter(story_id__in=list(story_ids), last_number__gt=0)
    rows = threads.annotate(published=published).order_by("story_id").values_list("story_id", "published")
    return {story_id: count for story_id, count in rows if count}


def action_for(story_id: int) -> str:
    """Return the root-relative address that a comment's form posts to."""
    return f"/comments/{story_id}/"


def _data(number: int, parent_number: int | None, words: list[Any]) -> CommentData:
    name, body, created_at, state, reason = words
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
