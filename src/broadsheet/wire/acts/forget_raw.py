"""Forget the bytes of deliveries that are older than the newsroom wants to keep them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from broadsheet.wire import kept
from broadsheet.wire.models import Delivery, RawBytes

ROWS_A_BATCH = 500
MAX_BATCHES = 20


def forget_raw(now: datetime) -> int:
    """Delete bytes older than `settings.WIRE_KEEP_DAYS`, and return of how many files; 0 days keep all.

    Those of a file in quarantine that nobody has settled are kept whatever their age. The records stay. It goes batch
    by batch, so that nobody waits for the database; what is left after `MAX_BATCHES` is for the next hour.
    """
    if not settings.WIRE_KEEP_DAYS:
        return 0
    before = now - timedelta(days=settings.WIRE_KEEP_DAYS)
    return sum(_forgotten_texts(before)) + _forget_pictures(before)


def _forgotten_texts(before: datetime) -> Iterator[int]:
    for _ in range(MAX_BATCHES):
        with transaction.atomic():
            old = RawBytes.objects.filter(kept_at__lt=before).exclude(pk__in=_waiting())
            some = list(old.order_by("kept_at").values_list("pk", flat=True)[:ROWS_A_BATCH])
            RawBytes.objects.filter(pk__in=some).delete()
        yield len(some)
        if len(some) < ROWS_A_BATCH:
            break


def _forget_pictures(before: datetime) -> int:
    """Delete old files of the raw store: pictures, and texts of editions that kept those there as well."""
    return kept.forget_before(before, spared=set(_waiting()), limit=ROWS_A_BATCH * MAX_BATCHES)


def _waiting() -> QuerySet[Delivery, str]:
    """Return the digests of files that somebody may want to read again."""
    waiting = Delivery.objects.filter(quarantined__isnull=False, quarantined__settled_at=None)
    return waiting.values_list("sha256", flat=True)
