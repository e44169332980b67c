"""Open the next files in a process of their own while the last ones are being stored. No Django in that process.

Reading and cleaning cost as much as storing, and Python does one thing at a time: two processes keep two cores busy.
The two hand over batch by batch, so neither can run ahead of the other and memory holds two batches at most. The
process has limits (`apart`), and a file that breaks them is refused alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broadsheet.wire.apart import Worker
from broadsheet.wire.errors import ExhaustingFileError
from broadsheet.wire.opening import Opened, Searched, bytes_at, open_path, unopened
from broadsheet.wire.opening_apart import open_at
from broadsheet.wire.words import text_in

Batch = Sequence[Path]


def opened_ahead(
    batches: Iterable[Batch], *, time_zone: ZoneInfo, format: str | None, searched: Searched = text_in
) -> Iterator[list[Opened]]:
    """Yield each batch opened, in order, while the next one is being opened.

    Raises:
        OSError: a file cannot be read, or the process cannot be started; every batch before it has been yielded.
    """
    worker = Worker()
    try:
        before: Batch | None = None
        for batch in batches:
            outcomes = worker.finish() if before is not None else []
            worker.begin(
                [partial(open_path, path, time_zone=time_zone, format=format, searched=searched) for path in batch]
            )
            if before is not None:
                yield _opened(before, outcomes)
            before = batch
        if before is not None:
            yield _opened(before, worker.finish())
    finally:
        worker.close()


def opened_here(batches: Iterable[Batch], *, time_zone: ZoneInfo, format: str | None) -> Iterator[list[Opened]]:
    """Yield each batch opened by this process: for a few files, which are done before another one has started.

    A large file is opened apart even so.

    Raises:
        OSError: a file cannot be read.
    """
    for batch in batches:
        yield [open_at(path, time_zone=time_zone, format=format) for path in batch]


def _opened(batch: Batch, outcomes: list[Any]) -> list[Opened]:
    return [_file(path, outcome) for path, outcome in zip(batch, outcomes, strict=True)]


def _file(path: Path, outcome: Opened | Exception) -> Opened:
    if isinstance(outcome, ExhaustingFileError):
        return unopened(bytes_at(path), outcome, path.name)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
