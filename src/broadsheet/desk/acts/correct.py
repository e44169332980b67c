"""Correct a published story: an error put right, labelled and noted on the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from broadsheet.core import keys
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.corrections import is_scheduled
from broadsheet.desk.errors import EmptyCorrectionError, NotPublishedError, ScheduledCorrectionError
from broadsheet.desk.models import Correction, PublishedVersion, Story
from broadsheet.desk.signals import pages_changed
from broadsheet.desk.touched import keys_of


def correct(story: Story, text: str, *, user: Any = None, now: datetime | None = None) -> Correction:
    """Publish the latest draft as a correction, with the text that says what was wrong.

    Raises:
        EmptyCorrectionError: the text is empty.
        NotPublishedError: there is no page to correct.
        ScheduledCorrectionError: the draft waits for a time that is ahead.
        DeskError: what ``publish`` refuses.
    """
    if not text.strip():
        raise EmptyCorrectionError
    now = now or timezone.now()
    with transaction.atomic():
        row = Story.objects.get(pk=story.pk)
        if not row.live:
            raise NotPublishedError
        # Written first: the publication below asks whether what was wrong has been said.
        correction = row.corrections.create(text=text.strip(), made_at=now, made_by=user)
        if row.has_unpublished_changes and row.latest_revision:
            _publish_draft(row, user, now)
        number = row.versions.count() + 1
        kind = PublishedVersion.Kind.CORRECTED
        row.versions.create(
            number=number, kind=kind, at=now, sentence=text.strip()[:500], revision_id=row.live_revision_id
        )
        Story.objects.filter(pk=row.pk).update(corrected_at=now)
        audit(who=user, what="story.corrected", subject=str(row.pk), after=text)
        pages_changed.send(sender=Story, keys=keys_of(row.pk) | {keys.CORRECTIONS})
    return correction


def _publish_draft(row: Story, user: Any, now: datetime) -> None:
    """Publish the latest draft; the version that this makes gives way to the corrected one."""
    if is_scheduled(row.latest_revision.as_object(), now):
        raise ScheduledCorrectionError
    row.latest_revision.publish(user=user, skip_permission_checks=True)
    row.versions.order_by("-number").first().delete()  # type: ignore[union-attr]
    row.refresh_from_db()
