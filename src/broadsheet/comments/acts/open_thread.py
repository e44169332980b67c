"""The desk says that a story may be discussed, and until when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from broadsheet.comments.models import Thread
from broadsheet.comments.signals import comments_changed


def open_thread(story_id: int, closes_at: datetime | None) -> Thread:
    """Return the story's thread, made if it is new; None as the closing instant is never.

    Meant to be called at every publication: a thread that a moderator has closed stays closed (`reopen_thread`), and
    an open one takes the new closing instant.
    """
    with transaction.atomic():
        thread, is_new = Thread.objects.select_for_update().get_or_create(
            story_id=story_id, defaults={"closes_at": closes_at}
        )
        is_moved = thread.state == Thread.State.OPEN and thread.closes_at != closes_at
        if is_moved:
            thread.closes_at = closes_at
            thread.save(update_fields=["closes_at"])
        if is_new or is_moved:
            comments_changed.send(Thread, story_id=story_id)
    return thread
