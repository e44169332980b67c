"""A sample a minute of how the press is doing, for the plot at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from broadsheet.desk.screens.operations.state import Moment
from broadsheet.press.figures import waiting
from broadsheet.press.measures import BUCKETS, summed
from broadsheet.press.models import Sample
from broadsheet.press.status import status

EVERY: Final = timedelta(minutes=1)
KEPT: Final = timedelta(days=2)
SHOWN: Final = timedelta(hours=6)


def take_sample(now: datetime) -> None:
    """Keep how the press is doing; of several machines that do it in one minute, the first. Old samples go."""
    counts = summed()
    values = {
        "waiting": waiting(),
        "oldest_seconds": status(now)["oldest_stale_seconds"],
        "histogram": {"buckets": counts.buckets},
    }
    Sample.objects.get_or_create(taken_at=now.replace(second=0, microsecond=0), defaults=values)
    Sample.objects.filter(taken_at__lt=now - KEPT).delete()


def moments(now: datetime) -> list[Moment]:
    """Return the last hours, a moment a sample; what was published between two samples is told by the later."""
    rows = list(Sample.objects.filter(taken_at__gte=now - SHOWN - EVERY).order_by("taken_at"))
    return [_moment(before, row) for before, row in pairwise(rows)]


def _moment(before: Sample, row: Sample) -> Moment:
    gone = _difference(before.histogram, row.histogram)
    return Moment(
        at=row.taken_at,
        half=quantile(gone, 0.5),
        most=quantile(gone, 0.95),
        waiting=sum(row.waiting.values()),
        oldest_seconds=row.oldest_seconds,
    )


def _difference(before: dict[str, Any], after: dict[str, Any]) -> list[int]:
    old, new = before.get("buckets", []), after.get("buckets", [])
    if len(old) != len(new) or len(new) != len(BUCKETS) + 1:
        return []
    return [max(0, late - early) for early, late in zip(old, new, strict=True)]


def quantile(counts: Sequence[int], part: float) -> float | None:
    """Return the duration that this part of all stayed below, as fine as the buckets are; None of none."""
    rank = sum(counts) * part
    if not rank:
        return None
    seen, low = 0.0, 0.0
    for bound, number in zip((*BUCKETS, BUCKETS[-1] * 2), counts, strict=True):
        if number and seen + number >= rank:
            return round(low + (bound - low) * (rank - seen) / number, 4)
        seen, low = seen + number, bound
    return low
