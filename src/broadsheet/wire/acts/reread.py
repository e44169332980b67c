"""Read kept bytes again with today's readers, after one of them was improved.

What is read from the bytes is put right in the records: the item itself and the columns that repeat it. What the desk
decided (state, stories, dismissals), which item a record is a version of and which version is the newest stay. A
delivery whose bytes are not kept any more, or that no longer reads, is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Q, QuerySet

from broadsheet.wire import kept, search
from broadsheet.wire.acts.retry import retry
from broadsheet.wire.models import Delivery, DispatchRecord, Quarantined
from broadsheet.wire.opening import ItemRow
from broadsheet.wire.opening_apart import open_bytes
from broadsheet.wire.owning import is_called
from broadsheet.wire.recording import COLUMNS, columns_of
from broadsheet.wire.signals import dispatch_received
from broadsheet.wire.words import text_of

DELIVERIES_A_BATCH = 50
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which deliveries: of one feed, received since an instant, with an item of this guid. None asks nothing."""

    feed: str | None = None
    since: datetime | None = None
    guid: str | None = None


@dataclass(frozen=True, slots=True)
class Reread:
    """One dispatch that changed, and the names of the fields that did; or what came of a file in quarantine."""

    guid: str | None
    version: str | None
    result: str
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch brought, once it is durable: `done` files more, of `total`."""

    rows: list[Reread]
    done: int
    total: int


def reread(chosen: Chosen, *, clock: Clock) -> Iterator[Batch]:
    """Read again what is chosen, the oldest first, in batches of a transaction each; then what is in quarantine.

    A record that reads as canceled now and did not before is a kill, and announced as one; one that is held in another
    way than before, by status or embargo, is announced as an update. Safe to repeat.

    Raises:
        OSError, OperationalError: a full disk, a database that is away. What was yielded is stored.
    """
    numbers = list(_deliveries(chosen).order_by("pk").values_list("pk", flat=True))
    waiting = [] if chosen.guid else list(_waiting(chosen).order_by("pk").values_list("pk", flat=True))
    total = len(numbers) + len(waiting)
    for start in range(0, len(numbers), DELIVERIES_A_BATCH):
        some = numbers[start : start + DELIVERIES_A_BATCH]
        with transaction.atomic():
            rows = _reread_some(some, clock())
        yield Batch(rows, len(some), total)
    for number in waiting:
        file = Quarantined.objects.select_related("feed", "delivery").get(pk=number)
        received = retry(file, now=clock())
        rows = [Reread(one.guid, one.version, one.result) for one in received if one.result != "quarantined"]
        yield Batch(rows, 1, total)


def _deliveries(chosen: Chosen) -> QuerySet[Delivery]:
    wanted = Q(dispatches__isnull=False)
    if chosen.guid:
        wanted &= Q(dispatches__guid=chosen.guid) | Q(dispatches__item_guid=chosen.guid)
    return Delivery.objects.filter(wanted, **_common(chosen)).distinct()


def _waiting(chosen: Chosen) -> QuerySet[Quarantined]:
    return Quarantined.objects.filter(settled_at=None, delivery__isnull=False, **_common(chosen))


def _common(chosen: Chosen) -> dict[str, Any]:
    asked = {"feed__name": chosen.feed, "received_at__gte": chosen.since}
    return {name: value for name, value in asked.items() if value is not None}


def _reread_some(numbers: Sequence[int], now: datetime) -> list[Reread]:
    deliveries = Delivery.objects.filter(pk__in=numbers).select_related("feed").in_bulk()
    data = kept.load_many(one.sha256 for one in deliveries.values())
    found: dict[int, tuple[ItemRow, ...]] = {}
    for number, delivery in deliveries.items():
        if delivery.sha256 in data:
            zone, format = delivery.feed.zone, delivery.feed.format or None
            found[number] = open_bytes(
                data[delivery.sha256], filename=delivery.filename, time_zone=zone, format=format
            ).items
    records = DispatchRecord.objects.filter(delivery__in=found).select_related("feed").order_by("pk")
    pairs = ((record, _row_of(record, found[record.delivery_id])) for record in records)
    return _put_right([(record, row) for record, row in pairs if row is not None], now)


def _row_of(record: DispatchRecord, rows: Sequence[ItemRow]) -> ItemRow | None:
    """Return the item that the record was made of: the one in its place, else the one of its guid."""
    in_place = rows[record.item_number] if record.item_number < len(rows) else None
    if in_place is not None and is_called(in_place.guid, record):
        return in_place
    return next((row for row in rows if is_called(row.guid, record)), None)


def _put_right(pairs: Sequence[tuple[DispatchRecord, ItemRow]], now: datetime) -> list[Reread]:
    done: list[Reread] = []
    records: list[DispatchRecord] = []
    told: list[tuple[DispatchRecord, str]] = []
    outworn: list[tuple[int, str]] = []
    for record, row in pairs:
        values = columns_of(row, record.feed)
        was_canceled = record.pubstatus == "canceled"
        if was_canceled:
            values["pubstatus"] = "canceled"
        changed = _changed(record, values)
        if not changed:
            continue
        outworn.append((record.pk, text_of(record.data)))
        for name, value in values.items():
            setattr(record, name, value)
        records.append(record)
        is_kill = record.pubstatus == "canceled" and not was_canceled
        if is_kill:
            record.handled_at = record.handled_at or now
            told.append((record, "kill"))
        elif record.is_latest and not {"pubstatus", "embargoed_until"}.isdisjoint(changed):
            told.append((record, "update"))
        done.append(Reread(record.guid, record.version, "kill" if is_kill else "reread", changed))
    if records:
        DispatchRecord.objects.bulk_update(records, [*COLUMNS, "handled_at"])
        search.forget_many(outworn)
        search.remember_many([(record.pk, text_of(record.data)) for record in records])
    for record, result in told:
        dispatch_received.send(sender=DispatchRecord, record=record, result=result)
    return done


def _changed(record: DispatchRecord, values: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of the fields that read differently now: of the item, and of the columns beside it."""
    before, after = record.data, orjson.loads(orjson.dumps(values["data"]))
    of_item = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    of_columns = {name for name in COLUMNS if name != "data" and getattr(record, name) != values[name]}
    return tuple(sorted(of_item | of_columns))
