"""Receive files: keep their bytes, read them, and record every item in them, a batch in one transaction.

The bytes of a text lie in the database and become durable together with what was read from them; those of a picture
are safe in the raw store before the transaction begins (docs/decisions/0011). A crash at any point loses nothing that
was acknowledged, and the same file sent again ends as `duplicate`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import structlog
from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from broadsheet.wire import kept
from broadsheet.wire.acts.attachments import pictures_beside
from broadsheet.wire.models import Feed
from broadsheet.wire.opening import MAX_FILE_BYTES, Opened, unexpected
from broadsheet.wire.opening_apart import open_at, open_bytes
from broadsheet.wire.recording import Received
from broadsheet.wire.storing import Picture, store

__all__ = [
    "MAX_FILE_BYTES",
    "Arrived",
    "Incoming",
    "Received",
    "feed_named",
    "receive_bytes",
    "receive_file",
    "receive_many",
    "receive_opened",
]

MAX_TRIES = 5
NOT_THE_FILES_FAULT = (OperationalError, InterfaceError, OSError)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file as it came. Pictures that its items name are looked for in the folder `beside`."""

    data: bytes
    filename: str
    beside: Path | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """One file that has been opened already; `beside` as for `Incoming`."""

    opened: Opened
    beside: Path | None = None


def feed_named(name: str) -> Feed:
    """Return the feed of this name, made if it is new."""
    return Feed.objects.get_or_create(name=name)[0]


def receive_many(
    incoming: Sequence[Incoming], *, feed: Feed, now: datetime, cursor: Mapping[str, Any] | None = None
) -> list[Received]:
    """Receive files through `feed`, all of them and the feed's new cursor in one transaction; in the order given.

    A cursor of None leaves the feed's alone; no files and a cursor move the cursor alone. Pictures give no `Received`.
    A file that cannot be read, or that something of ours fails on, is quarantined alone and the others are stored.

    Raises:
        OSError, OperationalError: a full disk, a database that is away. Nothing is recorded, the cursor stays.
    """
    zone, format = feed.zone, feed.format or None
    arrived = [
        Arrived(open_bytes(one.data, filename=one.filename, time_zone=zone, format=format), one.beside)
        for one in incoming
    ]
    return _flat(receive_opened(arrived, feed=feed, now=now, cursor=cursor))


def receive_file(path: Path, *, feed: Feed, now: datetime) -> list[Received]:
    """Receive one file through `feed`, and with it the pictures beside it that its items name.

    A symbolic link is not followed.

    Raises:
        OSError, OperationalError: the file cannot be read, a full disk, a database that is away. Nothing is recorded.
    """
    opened = open_at(path, time_zone=feed.zone, format=feed.format or None)
    return _flat(receive_opened([Arrived(opened, path.parent)], feed=feed, now=now))


def receive_bytes(
    data: bytes, *, feed: Feed, filename: str, now: datetime, beside: Path | None = None
) -> list[Received]:
    """Receive one file's bytes through `feed`: `receive_many` of one."""
    return receive_many([Incoming(data, filename, beside)], feed=feed, now=now)


def receive_opened(
    arrived: Sequence[Arrived],
    *,
    feed: Feed,
    now: datetime,
    cursor: Mapping[str, Any] | None = None,
    handled_at: datetime | None = None,
) -> list[list[Received]]:
    """Record files that have been opened already, as `receive_many` does; return what became of each, in their order.

    With `handled_at` the records are stored as handled: the caller does with them what the desk's rules would do.
    """
    pictures = _keep_pictures(arrived)
    files = [one.opened for one in arrived if one.opened.is_copy]
    received = iter(_stored(files, pictures, feed=feed, now=now, cursor=cursor, handled_at=handled_at))
    return [next(received) if one.opened.is_copy else [] for one in arrived]


def _stored(
    files: Sequence[Opened], pictures: Sequence[Picture], *, feed: Feed, now: datetime, **others: Any
) -> list[list[Received]]:
    for tries_left in reversed(range(MAX_TRIES)):
        try:
            with transaction.atomic():
                return store(files, pictures, feed=feed, now=now, **others)
        except IntegrityError:
            # Another process has recorded the same version in the same moment; the next look sees it.
            if not tries_left:
                raise
        except (*NOT_THE_FILES_FAULT, MemoryError):
            raise
        except Exception:
            if not tries_left:
                raise
            files = [_tried_alone(file, feed=feed, now=now) for file in files]
    raise AssertionError("unreachable")


def _flat(received: Sequence[Sequence[Received]]) -> list[Received]:
    return list(chain.from_iterable(received))


def _keep_pictures(arrived: Sequence[Arrived]) -> list[Picture]:
    """Put the pictures that came, and those beside the files that name them, safely into the raw store."""
    found: list[Picture] = []
    for one in arrived:
        if one.opened.picture is not None:
            stored = kept.keep_picture(one.opened.picture)
            found.append((one.opened.filename, stored.sha256, stored.size))
        elif one.beside is not None:
            found += pictures_beside(one.beside, one.opened.pictures)
    return found


def _tried_alone(file: Opened, *, feed: Feed, now: datetime) -> Opened:
    """Return the file, or refused if it cannot be stored even alone; nothing is stored here."""
    try:
        with transaction.atomic():
            store([file], [], feed=feed, now=now, cursor=None, handled_at=None)
            transaction.set_rollback(True)
    except (*NOT_THE_FILES_FAULT, MemoryError):
        raise
    except Exception as error:
        log.exception("wire.poison", feed=feed.name, file=file.filename)
        return replace(file, items=(), pictures=(), error=type(error).__name__, detail=unexpected(error))
    return file
