"""How long it takes from a change to its durable page, counted by every press and kept where all machines can read it.

Not by the metrics client itself: a press has no address to be asked at, and its counts must outlive it.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from broadsheet.press.models import PressMeasure

BUCKETS: Final = (0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds in seconds; what took longer is in one more."""

KEEP_SECONDS: Final = 5.0
#: Presses share so many rows, since a press that is started again may have another number.
ROWS: Final = 16


@dataclass
class Counts:
    """Counts of a press, or of all: of each bucket alone (not added up), seconds in all, pages, pages that failed."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    seconds: float = 0.0
    pages: int = 0
    failed: int = 0

    def add(self, other: Counts) -> None:
        """Add another's counts to these."""
        self.buckets = [ours + theirs for ours, theirs in zip(self.buckets, other.buckets, strict=True)]
        self.seconds += other.seconds
        self.pages += other.pages
        self.failed += other.failed


_fresh = Counts()
_kept_at = 0.0


def observe_live(seconds: float) -> None:
    """Count a page that is durable in the store so long after the change that asked for it."""
    _fresh.buckets[bisect_left(BUCKETS, seconds)] += 1
    _fresh.seconds += seconds


def observe_pages(*, pressed: int, failed: int) -> None:
    """Count pages that were rendered, and pages that could not be."""
    _fresh.pages += pressed
    _fresh.failed += failed


def keep_measures(slot: int) -> None:
    """Add what was counted since to a row of the presses, at most every few seconds; nothing new writes nothing."""
    global _fresh, _kept_at
    if _fresh == Counts() or time.monotonic() - _kept_at < KEEP_SECONDS:
        return
    with transaction.atomic():
        number, _ = PressMeasure.objects.get_or_create(worker=slot % ROWS, defaults={"taken_at": timezone.now()})
        row = PressMeasure.objects.select_for_update().get(pk=number.pk)
        kept = _read(row)
        kept.add(_fresh)
        row.histogram = {"buckets": kept.buckets, "seconds": kept.seconds}
        row.pages, row.failed, row.taken_at = kept.pages, kept.failed, timezone.now()
        row.save()
    _fresh, _kept_at = Counts(), time.monotonic()


def summed() -> Counts:
    """Return the counts of all presses together."""
    total = Counts()
    for row in PressMeasure.objects.all():
        total.add(_read(row))
    return total


def _read(row: PressMeasure) -> Counts:
    known: dict[str, Any] = row.histogram
    buckets = known.get("buckets", [])
    if len(buckets) != len(BUCKETS) + 1:  # written by a version with other bounds
        return Counts(pages=row.pages, failed=row.failed)
    return Counts(buckets, known["seconds"], row.pages, row.failed)
