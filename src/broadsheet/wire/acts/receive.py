"""Receive a file: keep its bytes, read it, and record every item in it in one transaction.

The bytes are safe on disk before the transaction begins, so a crash at any point loses nothing that was
acknowledged, and the same file sent again ends as `duplicate`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire import raw
from broadsheet.wire.acts.attachments import is_picture, names_in
from broadsheet.wire.errors import OversizedError, UnreadableFileError
from broadsheet.wire.formats import read
from broadsheet.wire.models import Delivery, DispatchRecord, Feed, Quarantined, WireFile
from broadsheet.wire.signals import dispatch_received

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_NAME = 255


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


def feed_named(name: str) -> Feed:
    """Return the feed of this name, made if it is new."""
    return Feed.objects.get_or_create(name=name)[0]


def receive_file(path: Path, *, feed: Feed, now: datetime) -> list[Received]:
    """Receive one file through `feed`, and first the pictures beside it that its items name.

    A picture is recorded under its name and gives no `Received`. A symbolic link is not followed.

    Raises:
        OSError: the file cannot be read, or the disk is full. Nothing is recorded.
    """
    data = _bytes_at(path)
    if isinstance(data, OversizedError):
        return [_refuse(data, feed=feed, filename=path.name, now=now)]
    return receive_bytes(data, feed=feed, filename=path.name, now=now, beside=path.parent)


def receive_bytes(
    data: bytes, *, feed: Feed, filename: str, now: datetime, beside: Path | None = None
) -> list[Received]:
    """Receive one file's bytes through `feed`. Pictures that its items name are looked for in the folder `beside`.

    Raises:
        OSError: the disk is full. Nothing is recorded.
    """
    if len(data) > MAX_FILE_BYTES:
        error = OversizedError("bytes", limit=MAX_FILE_BYTES, found=len(data))
        return [_refuse(error, feed=feed, filename=filename, now=now)]
    kept = raw.keep(Path(settings.WIRE_ROOT), data)
    if is_picture(data):
        with transaction.atomic():
            _record_picture(kept, feed=feed, filename=filename, now=now)
        return []
    try:
        items = read(data, filename=filename, time_zone=feed.zone)
    except UnreadableFileError as error:
        return [_refuse(error, feed=feed, filename=filename, now=now, kept=kept)]
    pictures = _pictures_beside(beside, items) if beside else ()
    with transaction.atomic():
        for name, picture in pictures:
            _record_picture(picture, feed=feed, filename=name, now=now)
    try:
        return _record_all(items, kept, feed=feed, filename=filename, now=now)
    except IntegrityError:
        # Another process has recorded the same version in the same moment; the second look sees it.
        return _record_all(items, kept, feed=feed, filename=filename, now=now)


def _record_all(
    items: Sequence[Dispatch], kept: raw.Kept, *, feed: Feed, filename: str, now: datetime
) -> list[Received]:
    with transaction.atomic():
        delivery = _deliver(kept, feed=feed, filename=filename, now=now)
        received = [_record(item, number, delivery, now) for number, item in enumerate(items)]
        Feed.objects.filter(pk=feed.pk).update(last_received_at=now)
    return received


def _bytes_at(path: Path) -> bytes | OversizedError:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            return OversizedError("bytes", limit=MAX_FILE_BYTES, found=os.fstat(file.fileno()).st_size)
        return data


def _deliver(kept: raw.Kept, *, feed: Feed, filename: str, now: datetime) -> Delivery:
    return Delivery.objects.create(
        feed=feed, filename=filename[:MAX_NAME], sha256=kept.sha256, size_bytes=kept.size, received_at=now
    )


def _refuse(
    error: UnreadableFileError, *, feed: Feed, filename: str, now: datetime, kept: raw.Kept | None = None
) -> Received:
    """Put a file into quarantine with the reason. Its bytes are kept unless there are too many of them."""
    name, detail = type(error).__name__, str(error)
    with transaction.atomic():
        delivery = _deliver(kept, feed=feed, filename=filename, now=now) if kept else None
        Quarantined.objects.create(
            feed=feed, delivery=delivery, filename=filename[:MAX_NAME], error=name, detail=detail, received_at=now
        )
        Feed.objects.filter(pk=feed.pk).update(last_received_at=now)
    return Received(None, None, "quarantined", file=filename, error=name, detail=detail)


def _record_picture(kept: raw.Kept, *, feed: Feed, filename: str, now: datetime) -> None:
    known = WireFile.objects.filter(feed=feed, name=filename[:MAX_NAME], delivery__sha256=kept.sha256)
    if not known.exists():
        delivery = _deliver(kept, feed=feed, filename=filename, now=now)
        WireFile.objects.create(feed=feed, name=filename[:MAX_NAME], delivery=delivery)


def _pictures_beside(folder: Path, items: Iterable[Dispatch]) -> Sequence[tuple[str, raw.Kept]]:
    """Keep the pictures in `folder` that the items name; what is no file there, or no picture, is passed over."""
    found = []
    for name in dict.fromkeys(name for item in items for name in names_in(item)):
        try:
            data = _bytes_at(folder / name)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO}:
                raise
            continue
        if isinstance(data, bytes) and is_picture(data):
            found.append((name, raw.keep(Path(settings.WIRE_ROOT), data)))
    return found


def _record(item: Dispatch, number: int, delivery: Delivery, now: datetime) -> Received:
    """Record one item and announce it; the same guid and version again is a duplicate, unless it now cancels."""
    guid, version = _identity(item, number, delivery)
    same = DispatchRecord.objects.filter(guid=guid, version=version).first()
    if same is not None and (item.pubstatus != "canceled" or same.pubstatus == "canceled"):
        return Received(guid, item.version, "duplicate", same, delivery.filename)
    latest = _latest(guid)
    result = _result(item, latest)
    if same is not None:
        record = _cancel(same, item, delivery)
    else:
        previous = None if result == "stale" else latest
        record = _create(item, (guid, version), delivery=delivery, previous=previous, result=result, now=now)
    if latest is not None and result != "stale" and latest.pk != record.pk:
        DispatchRecord.objects.filter(pk=latest.pk, state="new").update(state="superseded")
    dispatch_received.send(sender=DispatchRecord, record=record, result=result)
    return Received(guid, item.version, result, record, delivery.filename)


def _identity(item: Dispatch, number: int, delivery: Delivery) -> tuple[str, str]:
    """Return guid and version. An item without a guid is known by its bytes, one without a version by its time."""
    guid = item.guid or f"urn:sha256:{delivery.sha256}:{number}"
    created = item.version_created.isoformat() if item.version_created else ""
    return guid[:500], (item.version or created)[:100]


def _latest(guid: str) -> DispatchRecord | None:
    """Return the newest version of an item: the one that no other calls its predecessor and that came in order."""
    versions = list(DispatchRecord.objects.filter(guid=guid).order_by("pk"))
    latest = None
    for version in versions:
        if latest is None or not _is_older(version.version_created, version.version, latest):
            latest = version
    return latest


def _is_older(created: datetime | None, version: str | None, other: DispatchRecord) -> bool:
    """Return whether a version comes before `other`: by the time of the version, then by its number.

    Where neither tells, the order of arrival does.
    """
    if created and other.version_created and created != other.version_created:
        return created < other.version_created
    mine, theirs = version or "", other.version
    if mine.isdecimal() and theirs.isdecimal():
        return int(mine[:100]) < int(theirs)
    return False


def _result(item: Dispatch, latest: DispatchRecord | None) -> str:
    if latest is not None and _is_older(item.version_created, item.version, latest):
        return "stale"
    if item.pubstatus == "canceled":
        return "kill"
    return "new" if latest is None else "update"


def _create(
    item: Dispatch,
    identity: tuple[str, str],
    *,
    delivery: Delivery,
    previous: DispatchRecord | None,
    result: str,
    now: datetime,
) -> DispatchRecord:
    return DispatchRecord.objects.create(
        feed_id=delivery.feed_id,
        delivery=delivery,
        guid=identity[0],
        version=identity[1],
        version_created=item.version_created,
        kind=item.kind,
        pubstatus=item.pubstatus,
        urgency=item.urgency,
        headline=item.headline or "",
        slugline=(item.slugline or "")[:500],
        provider=(item.provider or delivery.feed.provider)[:500],
        language=(item.language or "")[:40],
        received_at=now,
        embargoed_until=item.embargoed_until,
        data=item.to_json(),
        state=DispatchRecord.State.SUPERSEDED if result == "stale" else DispatchRecord.State.NEW,
        previous=previous,
    )


def _cancel(record: DispatchRecord, item: Dispatch, delivery: Delivery) -> DispatchRecord:
    """Cancel a version that has come before: a provider may kill without counting up."""
    record.pubstatus = DispatchRecord.PubStatus.CANCELED
    record.delivery = delivery
    record.data = item.to_json()
    record.save(update_fields=["pubstatus", "delivery", "data"])
    return record
