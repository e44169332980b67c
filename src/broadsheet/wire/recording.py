"""The items of one batch on their way into the database: what each is to its item, and one insert for them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from broadsheet.wire import search
from broadsheet.wire.identity import changes_in_place, effect_of
from broadsheet.wire.inserting import Written, insert_many
from broadsheet.wire.models import Delivery, DispatchRecord, Feed
from broadsheet.wire.opening import ItemRow, Opened
from broadsheet.wire.owning import Owned
from broadsheet.wire.placing import Items
from broadsheet.wire.signals import dispatch_received
from broadsheet.wire.words import text_of

COLUMNS = (
    "version_created",
    "kind",
    "pubstatus",
    "urgency",
    "headline",
    "slugline",
    "provider",
    "language",
    "embargoed_until",
    "is_correction",
    "data",
)
"""What is read from the bytes. Nothing that the desk decides is among them (criterion W15)."""

_IN_PLACE = (*COLUMNS, "delivery", "item_number", "state", "is_latest", "handled_at", "previous")


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one item, or of a file that could not be read (`quarantined`, with error and detail)."""

    guid: str | None
    version: str | None
    result: str
    record: DispatchRecord | None = None
    file: str | None = None
    error: str | None = None
    detail: str | None = None


def columns_of(row: ItemRow, feed: Feed) -> dict[str, Any]:
    """Return the values of `COLUMNS`; a provider that the item does not name is the feed's."""
    return _columns(row, feed) | {"data": orjson.loads(row.data)}


def _columns(row: ItemRow, feed: Feed) -> dict[str, Any]:
    """Return the values of `COLUMNS` for an insert: `data` as it is written."""
    values = {name: getattr(row, name) for name in COLUMNS}
    return values | {"provider": row.provider or feed.provider, "data": Written(row.data)}


class Recording:
    """Records one batch, in the caller's transaction.

    `told` is what the desk is to be told, in the order of arrival: everything but duplicates and refusals.
    """

    def __init__(self, feed: Feed, now: datetime, handled_at: datetime | None) -> None:
        self.told: list[tuple[DispatchRecord, str]] = []
        self._feed, self._now, self._handled_at = feed, now, handled_at
        self._new: list[DispatchRecord] = []
        self._changed: list[DispatchRecord] = []
        self._previous: list[tuple[DispatchRecord, DispatchRecord]] = []
        self._outworn: list[tuple[int, str]] = []
        self._searched: dict[int, str] = {}

    def record(self, files: Sequence[Opened], deliveries: Sequence[Delivery | None]) -> list[list[Received]]:
        """Decide what each item is, in the order of arrival, and store them all; return what became of each file."""
        self._owned = Owned(self._feed, [row for file in files for row in file.items])
        self._items = Items([self._owned.row(row) for file in files for row in file.items], now=self._now)
        received = [list(self._file(file, delivery)) for file, delivery in zip(files, deliveries, strict=True)]
        self._items.save_superseded()
        self._store()
        return received

    def announce(self) -> None:
        """Tell the desk of each item that came."""
        late = ((killed, "kill") for killed in self._items.late_kills)
        for record, result in (*late, *self.told):
            dispatch_received.send(sender=DispatchRecord, record=record, result=result)

    def _file(self, file: Opened, delivery: Delivery | None) -> Iterator[Received]:
        if file.error or delivery is None:
            yield Received(None, None, "quarantined", file=file.filename, error=file.error, detail=file.detail)
            return
        for number, row in enumerate(file.items):
            record, result = self._item(self._owned.row(row), number, delivery)
            yield Received(row.guid, row.delivered_version, result, record, delivery.filename)

    def _item(self, row: ItemRow, number: int, delivery: Delivery) -> tuple[DispatchRecord, str]:
        same, latest = self._items.same.get((row.guid, row.version)), self._items.latest(row.guid)
        if same is not None and not changes_in_place(row, same):
            return same, "duplicate"
        result = effect_of(row, latest)
        if same is None:
            record = self._create(row)
            self._items.same[row.guid, row.version] = record
        else:
            record = self._change(same, row)
        record.delivery, record.item_number = delivery, number
        record.handled_at = self._now if result in {"stale", "kill"} else self._handled_at
        self._place(record, latest, result)
        self.told.append((record, result))
        return record, result

    def _create(self, row: ItemRow) -> DispatchRecord:
        record = DispatchRecord(
            feed=self._feed,
            guid=row.guid,
            version=row.version,
            item_guid=self._items.item_guid(row.guid),
            received_at=self._now,
            **_columns(row, self._feed),
        )
        self._new.append(record)
        self._searched[id(record)] = row.searched
        return record

    def _change(self, record: DispatchRecord, row: ItemRow) -> DispatchRecord:
        """Change a version that has come before: a provider may kill or hold without counting up."""
        if record.pk and record not in self._changed:
            self._outworn.append((record.pk, text_of(record.data)))
            self._changed.append(record)
        self._searched[id(record)] = row.searched
        for name, value in columns_of(row, self._feed).items():
            setattr(record, name, value)
        return record

    def _place(self, record: DispatchRecord, latest: DispatchRecord | None, result: str) -> None:
        """Make the record the newest version of its item, or put it behind."""
        if latest is record:
            return
        record.is_latest = result != "stale"
        record.state = DispatchRecord.State.NEW if record.is_latest else DispatchRecord.State.SUPERSEDED
        if record.is_latest:
            self._items.supersede(latest, by=record)
            if latest is not None:
                self._previous.append((record, latest))

    def _store(self) -> None:
        stored = {id(record): previous for record, previous in self._previous if previous.pk}
        for record in self._new:
            record.previous = stored.get(id(record))
        insert_many(self._new)
        within = [(record, previous) for record, previous in self._previous if id(record) not in stored]
        for record, previous in within:
            record.previous = previous
        if within:
            DispatchRecord.objects.bulk_update([record for record, _ in within], ["previous"])
        if self._changed:
            DispatchRecord.objects.bulk_update(self._changed, _IN_PLACE)
            search.forget_many(self._outworn)
        search.remember_many([(record.pk, self._searched[id(record)]) for record in (*self._new, *self._changed)])
