"""What the tests of the acts share."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from broadsheet.comments.models import Comment, Thread
from broadsheet.press.acts.press_stale import press_stale
from broadsheet.press.models import PageJob


def press_until_done() -> None:
    """Press until nothing is left, without waiting between two renderings of a page."""
    while press_stale(timezone.now()).keys:
        pass


def path_of(story: Any) -> str:
    """Return the address of a story."""
    return str(story.addresses.get(current=True).path)


def job(path: str = "/news/x/", **values: Any) -> PageJob:
    """Return a job that waits."""
    values = {"urgency": PageJob.Urgency.AT_ONCE, "asked_at": timezone.now(), **values}
    return PageJob.objects.create(path=path, **values)


def give_comments(story: Any, *, first: int, count: int) -> None:
    """Publish so many comments under a story, from that number on, without telling the press."""
    thread, now = Thread.objects.get(story_id=story.pk), timezone.now()
    Thread.objects.filter(pk=thread.pk).update(last_number=first + count - 1)
    words = {"name": "Kari", "body": "Well said.", "state": "published", "created_at": now, "published_at": now}
    numbers = range(first, first + count)
    Comment.objects.bulk_create(Comment(thread=thread, number=n, digest=f"{story.pk}-{n}", **words) for n in numbers)
