"""A discussion ends: by hand, or because its closing instant has come."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from broadsheet.comments.acts.move import MODERATE, Person, require
from broadsheet.comments.models import Thread
from broadsheet.comments.signals import comments_changed


def close_thread(story_id: int, *, by: Person | None) -> None:
    """Close a story's thread; a story without one, or with a closed one, is left as it is.

    Raises:
        ForbiddenModerationError: the person may not moderate.
    """
    require(by, MODERATE)
    with transaction.atomic():
        if Thread.objects.filter(story_id=story_id, state=Thread.State.OPEN).update(state=Thread.State.CLOSED):
            comments_changed.send(Thread, story_id=story_id)


def close_due_threads(now: datetime) -> list[int]:
    """Close every thread whose instant has come, and return their stories' ids.

    A comment is refused from the instant itself, whether or not this has run: it only makes the pages say so.
    """
    with transaction.atomic():
        due = Thread.objects.filter(state=Thread.State.OPEN, closes_at__lte=now)
        story_ids = list(due.order_by("story_id").values_list("story_id", flat=True))
        due.filter(story_id__in=story_ids).update(state=Thread.State.CLOSED)
        for story_id in story_ids:
            comments_changed.send(Thread, story_id=story_id)
    return story_ids
