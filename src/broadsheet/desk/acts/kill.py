"""Kill a story: canceled after publication, final, page withdrawn, notice kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from broadsheet.comments.acts.close_thread import close_thread
from broadsheet.desk import search
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.errors import KilledStoryError
from broadsheet.desk.models import FrontPin, Story
from broadsheet.desk.shown import no_longer_shown, pictures_of
from broadsheet.desk.signals import pages_changed, story_killed
from broadsheet.desk.touched import keys_of
from broadsheet.photos.acts.withdraw import hide


def kill(story: Story, notice: str, *, user: Any = None, now: datetime | None = None) -> None:
    """Withdraw the story for good; its address answers 410 with the notice, and pictures that only it showed are gone.

    Raises:
        KilledStoryError: it is dead already.
    """
    with transaction.atomic():
        row = Story.objects.select_for_update().get(pk=story.pk)
        if row.killed_at:
            raise KilledStoryError
        before = keys_of(row.pk)
        if row.live:
            hide(no_longer_shown(pictures_of(row), without=row.pk))
            row.unpublish_through_wagtail(user=user)
        Story.objects.filter(pk=row.pk).update(
            killed_at=now or timezone.now(),
            kill_notice=notice.strip(),
            pubstatus=Story.PubStatus.CANCELED,
            live=False,
            go_live_at=None,
        )
        row.revisions.update(approved_go_live_at=None)
        FrontPin.objects.filter(story=row).delete()
        close_thread(row.pk, by=None)
        search.forget(row.pk)
        audit(who=user, what="story.killed", subject=str(row.pk), before=row.headline, after=notice)
        story_killed.send(sender=Story, story=row, by=user, notice=notice)
        pages_changed.send(sender=Story, keys=before)
