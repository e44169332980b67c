"""Ingest a folder's worth of files: batch by batch, each in a transaction of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path

from django.db import connection

from broadsheet.wire import search
from broadsheet.wire.acts.receive import Arrived, Received, receive_opened
from broadsheet.wire.models import Feed
from broadsheet.wire.opening_ahead import opened_ahead, opened_here

FILES_A_BATCH = 200
BYTES_A_BATCH = 16 * 1024 * 1024
"""Of pictures a batch has fewer: two batches are in memory at a time."""
PAGES_A_CHECKPOINT = 16_000
FEW_FILES = 200
"""Up to so many, a second process costs more than it brings."""

Outcome = tuple[Path, list[Received]]


def ingest(paths: Sequence[Path], *, feed: Feed, clock: Callable[[], datetime]) -> Iterator[list[Outcome]]:
    """Receive the files in their order; yield what became of each file of a batch once the batch is durable.

    Raises:
        OSError, OperationalError: a file that cannot be read, a full disk. What was yielded is stored.
    """
    _let_log_grow()
    batches = list(_batches(paths))
    zone, format = feed.zone, feed.format or None
    if len(paths) > FEW_FILES and len(os.sched_getaffinity(0)) > 1:
        opened = opened_ahead(batches, time_zone=zone, format=format, searched=search.searched())
    else:
        opened = opened_here(batches, time_zone=zone, format=format)
    for batch, files in zip(batches, opened, strict=True):
        arrived = [Arrived(file, path.parent) for path, file in zip(batch, files, strict=True)]
        yield list(zip(batch, receive_opened(arrived, feed=feed, now=clock()), strict=True))


def _let_log_grow() -> None:
    """Have SQLite move pages from its log to the database once in 64 MB, not in every batch; for this connection.

    What is durable and when stays as it is: each commit syncs the log.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA wal_autocheckpoint = {PAGES_A_CHECKPOINT}")


def ingest_one_by_one(paths: Sequence[Path], *, feed: Feed, clock: Callable[[], datetime]) -> Iterator[list[Outcome]]:
    """Receive each file in a transaction of its own, as handled: the caller publishes what is in it before the next."""
    opened = opened_here(([path] for path in paths), time_zone=feed.zone, format=feed.format or None)
    for path, file in zip(paths, chain.from_iterable(opened), strict=True):
        now = clock()
        yield [(path, receive_opened([Arrived(file, path.parent)], feed=feed, now=now, handled_at=now)[0])]


def _batches(paths: Sequence[Path]) -> Iterator[list[Path]]:
    batch: list[Path] = []
    size = 0
    for path in paths:
        batch.append(path)
        size += path.lstat().st_size
        if len(batch) == FILES_A_BATCH or size >= BYTES_A_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
