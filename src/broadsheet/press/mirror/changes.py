"""The list of what changed in a shared store, which every machine's mirror works off.

A number is the time in microseconds, or one more than the last where that is later. So numbers stay in order through
a backup that is put back: what happens after it has higher numbers than anything that a mirror has seen before.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from broadsheet.press.mirror.place import load
from broadsheet.press.models import Page, PageKey, StoreChange

CHANNEL: Final = "broadsheet_store"
LOCK: Final = 502_002
Area = StoreChange.Area


class Change(NamedTuple):
    """One name that changed, and its number."""

    number: int
    name: str


def record(area: StoreChange.Area, names: Iterable[str]) -> None:
    """Note in the caller's transaction that these names changed in the store; the objects must be durable already.

    Nothing where the store is a folder of this machine. Whoever notes holds a lock until the transaction ends, so that
    numbers become visible in their order: do it last.
    """
    names = sorted(set(names))
    if not names or not settings.STORE_IS_SHARED:
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                cursor.execute(f"NOTIFY {CHANNEL}")
        first = max(newest() + 1, time.time_ns() // 1000)
        now = timezone.now()
        rows = [StoreChange(number=first + at, area=area, name=name, changed_at=now) for at, name in enumerate(names)]
        StoreChange.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["area", "name"], update_fields=["number", "changed_at"]
        )


def newest() -> int:
    """Return the highest number, 0 where nothing was ever noted."""
    return StoreChange.objects.aggregate(newest=Max("number"))["newest"] or 0


def after(number: int, *, until: int, areas: Sequence[str], limit: int) -> list[tuple[str, Change]]:
    """Return the next changes above a number and up to another, with their areas, in order."""
    rows = StoreChange.objects.filter(number__gt=number, number__lte=until, area__in=areas).order_by("number")
    return [(area, Change(at, name)) for area, at, name in rows.values_list("area", "number", "name")[:limit]]


def waiting(number: int) -> tuple[int, float]:
    """Return how many changes are above a number, and the age of the oldest in seconds."""
    rows = StoreChange.objects.filter(number__gt=number).order_by("number")
    oldest = rows.values_list("changed_at", flat=True).first()
    return rows.count(), (timezone.now() - oldest).total_seconds() if oldest else 0.0


def known(area: StoreChange.Area, names: Sequence[str]) -> set[str]:
    """Return those of the names that were ever noted, and of pages also those that the press has recorded otherwise."""
    noted = set(StoreChange.objects.filter(area=area, name__in=names).values_list("name", flat=True))
    if area == Area.PAGE:
        noted |= set(Page.objects.filter(path__in=names).values_list("path", flat=True))
    return noted


def not_copied(pictures: Iterable[str]) -> set[str]:
    """Return those pictures that changed since the mirror of this machine last saw to them; none without a mirror."""
    address = settings.STORE_ADDRESS
    if address is None:
        return set()
    place = load(Path(settings.PAGES_ROOT), address.words)
    rows = StoreChange.objects.filter(
        area=Area.PICTURE, name__in=pictures, number__gt=max(place.number, place.pictures)
    )
    return set(rows.values_list("name", flat=True))


def keys_of(paths: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return the keys that pages carry; two queries, however many pages."""
    found: dict[str, set[str]] = {}
    for path, key in PageKey.objects.filter(page__path__in=paths).values_list("page__path", "key"):
        found.setdefault(path, set()).add(key)
    return {path: frozenset(keys) for path, keys in found.items()}
