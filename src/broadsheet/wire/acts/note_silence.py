"""Find the feeds that have gone silent beyond their habit, and those that are heard again; tell the desk of either."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from broadsheet.wire.habit import FLOOR, WEEKS, is_silent
from broadsheet.wire.models import Feed, FeedHour
from broadsheet.wire.signals import feed_changed


def note_silence(now: datetime) -> None:
    """Look at every feed in use; safe to repeat. One that is switched off is not silent, it is off."""
    for feed in Feed.objects.filter(silent_since__isnull=False, last_received_at__gt=F("silent_since")):
        _change(feed, None, what="heard")
    quiet = Feed.objects.filter(is_active=True, silent_since__isnull=True, last_received_at__lte=now - FLOOR)
    for feed in quiet:
        last = feed.last_received_at
        if last is not None and is_silent(_hours(feed, last), last=last, now=now, zone=feed.zone):
            _change(feed, last, what="silent")


def _hours(feed: Feed, last: datetime) -> dict[datetime, int]:
    rows = FeedHour.objects.filter(feed=feed, hour__gt=last - timedelta(weeks=WEEKS, hours=1), hour__lte=last)
    return {hour: items + quarantined for hour, items, quarantined in rows.values_list("hour", "items", "quarantined")}


def _change(feed: Feed, silent_since: datetime | None, *, what: str) -> None:
    with transaction.atomic():
        Feed.objects.filter(pk=feed.pk).update(silent_since=silent_since)
        feed.silent_since = silent_since
        feed_changed.send(sender=Feed, feed=feed, what=what)
