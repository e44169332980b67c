"""Store opened files: everything that a batch brings, in the one transaction that the caller has begun.

Rows go in by the table and not by the item, so that a batch of fifty costs about as many statements as one of five.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from broadsheet.wire.hours import count_hour
from broadsheet.wire.inserting import insert_many, keep_bytes
from broadsheet.wire.models import Delivery, Feed, Quarantined, WireFile
from broadsheet.wire.opening import MAX_NAME, Opened
from broadsheet.wire.recording import Received, Recording

Picture = tuple[str, str, int]
"""A picture that is safe in the raw store: file name, digest, bytes."""


def store(
    files: Sequence[Opened],
    pictures: Sequence[Picture],
    *,
    feed: Feed,
    now: datetime,
    cursor: Mapping[str, Any] | None,
    handled_at: datetime | None,
) -> list[list[Received]]:
    """Store the files and the pictures, move the feed on, announce every item; return what became of each file."""
    deliveries = _deliver(files, feed=feed, now=now)
    _store_pictures(pictures, feed=feed, now=now)
    refused = _refuse(files, deliveries, feed=feed, now=now)
    recording = Recording(feed, now, handled_at)
    received = recording.record(files, deliveries)
    count_hour(feed, now, records=[record for record, _ in recording.told], refused=refused)
    changes: dict[str, Any] = {} if cursor is None else {"cursor": dict(cursor)}
    if files or pictures:
        changes["last_received_at"] = now
    if changes:
        Feed.objects.filter(pk=feed.pk).update(**changes)
    recording.announce()
    return received


def _deliver(files: Sequence[Opened], *, feed: Feed, now: datetime) -> list[Delivery | None]:
    """Store the bytes of the texts, and a delivery of each file whose bytes are kept; in the files' order."""
    packed = {file.sha256: file.packed for file in files if file.packed is not None}
    keep_bytes(packed, now=now)
    wanted = [
        _delivery(file.filename, file.sha256, file.size_bytes, feed=feed, now=now) for file in files if file.is_kept
    ]
    insert_many(wanted)
    kept = iter(wanted)
    return [next(kept) if file.is_kept else None for file in files]


def _delivery(filename: str, sha256: str, size: int, *, feed: Feed, now: datetime) -> Delivery:
    return Delivery(feed=feed, filename=_label(filename), sha256=sha256, size_bytes=size, received_at=now)


def _label(filename: str) -> str:
    """Return the name as a label that every database can hold. Never a path."""
    return filename.encode("utf-8", "replace").decode().replace("\x00", "")[:MAX_NAME]


def _store_pictures(pictures: Sequence[Picture], *, feed: Feed, now: datetime) -> None:
    """Store a row for each picture that is not known under its name."""
    wanted = {(_label(name), sha256): size for name, sha256, size in pictures}
    if not wanted:
        return
    names, digests = {name for name, _ in wanted}, {sha256 for _, sha256 in wanted}
    known = WireFile.objects.filter(feed=feed, name__in=names, delivery__sha256__in=digests)
    for pair in known.values_list("name", "delivery__sha256"):
        wanted.pop(pair, None)
    deliveries = Delivery.objects.bulk_create(
        [_delivery(name, sha256, size, feed=feed, now=now) for (name, sha256), size in wanted.items()]
    )
    WireFile.objects.bulk_create([WireFile(feed=feed, name=one.filename, delivery=one) for one in deliveries])


def _refuse(files: Sequence[Opened], deliveries: Sequence[Delivery | None], *, feed: Feed, now: datetime) -> int:
    """Put the files that cannot be read into quarantine, and return how many they are."""
    refused = [
        Quarantined(
            feed=feed,
            delivery=delivery,
            filename=_label(file.filename),
            error=file.error,
            detail=(file.detail or "").replace("\x00", ""),
            received_at=now,
        )
        for file, delivery in zip(files, deliveries, strict=True)
        if file.error
    ]
    if refused:
        Quarantined.objects.bulk_create(refused)
    return len(refused)
