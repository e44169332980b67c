"""Heed a hold on the wire: an embargo or a withholding that comes with a new version of an item reaches its stories."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_noop as _

from broadsheet.desk.acts.alarm import raise_alarm
from broadsheet.desk.holds import Hold, HoldKind, holds_of_dispatch, latest_versions
from broadsheet.desk.models import Alarm, Story
from broadsheet.desk.own import is_own
from broadsheet.desk.resting import living_stories_on
from broadsheet.desk.said import Said, said
from broadsheet.wire.models import DispatchRecord


def heed_hold(record: DispatchRecord, *, now: datetime | None = None) -> list[Story]:
    """Let the new version's holds count for the stories of its item, and return those that were unpublished.

    A story that the newsroom has made its own stays out, with an alarm. One that was taken down does not come back by
    itself when the hold is lifted: the desk is told.
    """
    now = now or timezone.now()
    withdrawn = []
    with transaction.atomic():
        for story in living_stories_on(record):
            _carry_over(record, story)
            holds = holds_of_dispatch(record, now)
            if holds and story.live and _hold(record, story, holds):
                withdrawn.append(story)
            elif not holds:
                _tell_of_release(record, story)
    return withdrawn


def _hold(record: DispatchRecord, story: Story, holds: tuple[Hold, ...]) -> bool:
    own = is_own(story)
    if own:
        text = _(
            "“%(headline)s” rests on an item that the agency now holds: %(hold)s. The story is largely our own and stays published."
        )
    else:
        story.unpublish()
        text = _("“%(headline)s” was taken down: %(hold)s.")
    told = said(text, headline=story.headline, hold=tuple(in_words(hold) for hold in holds))
    raise_alarm(Alarm.Kind.HOLD, f"story:{story.pk}", told, story=story, dispatch=record)
    return not own


def _tell_of_release(record: DispatchRecord, story: Story) -> None:
    standing = Alarm.objects.filter(kind=Alarm.Kind.HOLD, subject=f"story:{story.pk}", cleared_at=None)
    if standing.exists():
        told = said(_("The agency has lifted its hold on the item of “%(headline)s”."), headline=story.headline)
        raise_alarm(Alarm.Kind.HOLD, f"story:{story.pk}", told, story=story, dispatch=record)


def in_words(hold: Hold) -> Said:
    """Return the hold as the desk reads it, an embargo with its end on the newsroom's clock, to the second."""
    if hold.kind is HoldKind.WITHHELD or hold.until is None:
        return said(_("the agency withholds it"))
    return said(_("embargo until %(end)s"), end=hold.until)


def _carry_over(record: DispatchRecord, story: Story) -> None:
    """Take over what the desk had from the earlier version: an embargo that nobody changed, and the status."""
    is_withheld = any(row.pubstatus == Story.PubStatus.WITHHELD for row in latest_versions(story.pk))
    status = Story.PubStatus.WITHHELD if is_withheld else Story.PubStatus.USABLE
    Story.objects.filter(pk=story.pk).exclude(pubstatus=status).update(pubstatus=status)
    story.pubstatus = status
    before = record.previous.embargoed_until if record.previous else None
    if before is None or before == record.embargoed_until:
        return
    Story.objects.filter(pk=story.pk, embargoed_until=before).update(embargoed_until=record.embargoed_until)
    for revision in {story.latest_revision, *story.revisions.filter(approved_go_live_at__isnull=False)} - {None}:
        _carry_into(revision, before, record.embargoed_until)


def _carry_into(revision: Any, before: datetime, until: datetime | None) -> None:
    written = revision.content.get("embargoed_until")
    if written and parse_datetime(written) == before:
        revision.content["embargoed_until"] = until.isoformat() if until else None
        revision.save(update_fields=["content"])
