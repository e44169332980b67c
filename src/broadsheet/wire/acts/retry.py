"""Try a file in quarantine again: its kept bytes with today's readers."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError, transaction

from broadsheet.wire import kept
from broadsheet.wire.hours import count_hour
from broadsheet.wire.models import Quarantined
from broadsheet.wire.opening import Opened, unexpected
from broadsheet.wire.opening_apart import open_bytes
from broadsheet.wire.recording import Received, Recording

NOT_KEPT = "The bytes of this file are not kept any more; ask the agency to send it again."
log = structlog.get_logger(__name__)


def retry(file: Quarantined, *, now: datetime) -> list[Received]:
    """Read the file again, record what is in it and settle it; a file that is settled already gives `[]`.

    A file that still cannot be read stays, with today's reason, as one `Received` with the result `quarantined`.

    Raises:
        OSError, OperationalError: a full disk, a database that is away. Nothing is changed.
    """
    feed, delivery = file.feed, file.delivery
    try:
        data = kept.load(delivery.sha256 if delivery else "")
    except FileNotFoundError:
        return [Received(None, None, "quarantined", file=file.filename, error=file.error, detail=NOT_KEPT)]
    opened = open_bytes(data, filename=file.filename, time_zone=feed.zone, format=feed.format or None)
    if opened.error:
        return [_stays(file, opened.error, opened.detail or "")]
    try:
        return _record(file, opened, now)
    except (OperationalError, InterfaceError, OSError, MemoryError):
        raise
    except Exception as error:
        log.exception("wire.poison", feed=feed.name, file=file.filename)
        return [_stays(file, type(error).__name__, unexpected(error))]


def _record(file: Quarantined, opened: Opened, now: datetime) -> list[Received]:
    with transaction.atomic():
        if not Quarantined.objects.filter(pk=file.pk, settled_at=None).update(settled_at=now):
            return []
        recording = Recording(file.feed, now, None)
        [received] = recording.record([opened], [file.delivery])
        count_hour(file.feed, now, records=[record for record, _ in recording.told], refused=0)
        recording.announce()
    file.settled_at = now
    return received


def _stays(file: Quarantined, error: str, detail: str) -> Received:
    Quarantined.objects.filter(pk=file.pk).update(error=error, detail=detail)
    file.error, file.detail = error, detail
    return Received(None, None, "quarantined", file=file.filename, error=error, detail=detail)
