"""A closed discussion is opened again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from broadsheet.comments.acts.move import MODERATE, Person, require
from broadsheet.comments.errors import NoThreadError
from broadsheet.comments.models import Thread
from broadsheet.comments.signals import comments_changed


def reopen_thread(story_id: int, *, closes_at: datetime | None, by: Person | None) -> Thread:
    """Open a story's thread again until an instant, or for good if that is None.

    Raises:
        ForbiddenModerationError: the person may not moderate.
        NoThreadError: the story never had a thread.
    """
    require(by, MODERATE)
    with transaction.atomic():
        thread = Thread.objects.select_for_update().filter(story_id=story_id).first()
        if thread is None:
            raise NoThreadError(story_id)
        thread.state = Thread.State.OPEN
        thread.closes_at = closes_at
        thread.save(update_fields=["state", "closes_at"])
        comments_changed.send(Thread, story_id=story_id)
    return thread
