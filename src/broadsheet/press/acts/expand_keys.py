"""Turn stale keys into jobs: the addresses that a key brings into being, and those of the pages that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

import structlog
from django.db import connection, transaction

from broadsheet.core import keys as names
from broadsheet.press.acts.ask_for import Asked, ask_for
from broadsheet.press.design import raise_edition
from broadsheet.press.lock import LOCKS
from broadsheet.press.models import LateKey, PageJob, PageKey, StaleKey
from broadsheet.reader.render import paths_of

log = structlog.get_logger(__name__)
MAX_KEYS: Final = 500
#: Pages asked for in one transaction: a key on a hundred thousand pages must not hold up who wants to publish.
MAX_PAGES: Final = 2000
#: Kinds of keys whose own addresses are pressed at once, and of those the ones that may come as a storm.
AT_ONCE: Final = ("story:", "comments:", "standing:")
STORMY: Final = ("comments:",)
#: What stands on every page; these raise the edition, and no page is noted as carrying them.
EVERYWHERE: Final = frozenset({names.LAYOUT, names.SITE})
#: The advisory lock of PostgreSQL by which keys are taken and pages recorded one after the other; SQLite needs none.
RECORDS: Final = 1_000_000


class Taken(NamedTuple):
    """How many keys were taken from the list, and for how many pages that asked."""

    keys: int = 0
    pages: int = 0


def expand_keys(slot: int, *, now: datetime) -> Taken:
    """Take what is on the list and ask for its pages, held by ``slot`` where they are urgent."""
    rows = list(StaleKey.objects.order_by("after_page", "id")[:MAX_KEYS])
    if not rows:
        return Taken()
    own = {row.key: _own_paths(row.key) for row in rows}
    with transaction.atomic():
        hold_records(alone=True)
        there = set(StaleKey.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        return _expand([row for row in rows if row.pk in there], own, slot=slot, now=now) if there else Taken()


def _expand(rows: list[StaleKey], own: dict[str, list[str]], *, slot: int, now: datetime) -> Taken:
    rows, carried, unfinished = _carried(rows)
    since: dict[str, datetime] = {}
    for row in rows:
        since.setdefault(row.key, row.recorded_at)
    if EVERYWHERE & since.keys():
        raise_edition()
    asked: dict[str, Asked] = {}
    for key, at in since.items():
        urgency = PageJob.Urgency.AT_ONCE if key.startswith(AT_ONCE) else PageJob.Urgency.LIST
        is_patient = not key.startswith(AT_ONCE) or key.startswith(STORMY)
        for path in own[key]:
            _add(asked, Asked(path, urgency, at, is_patient))
    for key, path in carried:
        _add(asked, Asked(path, PageJob.Urgency.LIST, since[key], is_patient=True))
    ask_for(asked.values(), now=now, slot=slot)
    if requests := sorted({row.request for row in rows} - {""}):
        log.info("press.taken", keys=len(rows), pages=len(asked), requests=requests)
    _tell_busy(since, but=slot)
    StaleKey.objects.filter(pk__in=[row.pk for row in rows if row.pk != unfinished]).delete()
    return Taken(len(rows), len(asked))


def _own_paths(key: str) -> list[str]:
    """Return the addresses that a key brings into being; a key that means nothing must not stop those behind it."""
    try:
        return paths_of(key)
    except ValueError:
        log.exception("press.key_without_meaning", key=key)
        return []


def _add(asked: dict[str, Asked], one: Asked) -> None:
    known = asked.get(one.path, one)
    is_patient = known.is_patient and one.is_patient
    asked[one.path] = Asked(one.path, min(known.urgency, one.urgency), min(known.since, one.since), is_patient)


def _carried(rows: list[StaleKey]) -> tuple[list[StaleKey], list[tuple[str, str]], int | None]:
    """Return the rows to deal with now, (key, address) of the pages that carry them, and the row that is not done yet.

    Many pages for all of them together: the first row alone, so many of its pages, and the rest another time.
    """
    fresh = [row for row in rows if not row.after_page]
    if fresh:
        carrying = PageKey.objects.filter(key__in={row.key for row in fresh} - EVERYWHERE)
        found = list(carrying.values_list("key", "page__path")[: MAX_PAGES + 1])
        if len(found) <= MAX_PAGES:
            return fresh, found, None
    row = rows[0]
    part = PageKey.objects.filter(key=row.key, page_id__gt=row.after_page).order_by("page_id")[:MAX_PAGES]
    pages = list(part.values_list("page_id", "page__path"))
    if len(pages) == MAX_PAGES:
        row.after_page = pages[-1][0]
        row.save(update_fields=["after_page"])
    return [row], [(row.key, path) for _, path in pages], row.pk if len(pages) == MAX_PAGES else None


def _tell_busy(keys: Iterable[str], *, but: int) -> None:
    """Leave the keys with everyone who holds pages just now, since nobody knows yet what those will carry."""
    busy = PageJob.objects.filter(worker__isnull=False).exclude(worker=but).values_list("worker", flat=True).distinct()
    workers = [number for number in busy if number is not None]
    LateKey.objects.bulk_create([LateKey(worker=worker, key=key) for worker in workers for key in keys])


def hold_records(*, alone: bool) -> None:
    """Wait, until the end of the transaction, for those who take keys (``alone``) or who record pages (together)."""
    if connection.vendor == "postgresql":
        function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [LOCKS, RECORDS])
