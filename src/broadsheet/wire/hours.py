"""What a feed brought, counted by the hour as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest

from broadsheet.wire.models import DispatchRecord, Feed, FeedHour, hour_of


def count_hour(feed: Feed, now: datetime, *, records: Sequence[DispatchRecord], refused: int) -> None:
    """Add a batch to the hour that `now` is in. A delay below nothing, of a clock that is ahead, counts as none.

    Raises:
        IntegrityError: another process has begun the same hour in the same moment; look again.
    """
    if not records and not refused:
        return
    times = [record.version_created for record in records if record.version_created]
    delays = [max(0.0, (now - made).total_seconds()) for made in times]
    added = {
        "items": len(records),
        "quarantined": refused,
        "timed_items": len(delays),
        "delay_seconds": sum(delays),
    }
    longest = max(delays, default=0.0)
    hour = FeedHour.objects.filter(feed=feed, hour=hour_of(now))
    changes = {name: F(name) + value for name, value in added.items()}
    if not hour.update(**changes, longest_delay_seconds=Greatest(F("longest_delay_seconds"), longest)):
        FeedHour.objects.create(feed=feed, hour=hour_of(now), longest_delay_seconds=longest, **added)
