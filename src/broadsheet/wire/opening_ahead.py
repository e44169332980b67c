"""Open the next files in a process of their own while the last ones are being stored. No Django in that process.

Reading and cleaning cost as much as storing, and Python does one thing at a time: two processes keep two cores busy.
The two hand over batch by batch, so neither can run ahead of the other and memory holds two batches at most. The child
ends by itself when its pipe closes, however its parent ended.
"""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo

from broadsheet.wire.opening import Opened, open_path

Batch = Sequence[Path]


def opened_ahead(batches: Iterable[Batch], *, time_zone: ZoneInfo, format: str | None) -> Iterator[list[Opened]]:
    """Yield each batch opened, in order, while the next one is being opened.

    Raises:
        OSError: a file cannot be read; every batch before it has been yielded.
        EOFError: the process that opens files has died.
    """
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_work, args=(theirs, time_zone.key, format), daemon=True)
    process.start()
    theirs.close()
    try:
        waits = False
        for batch in batches:
            answer = ours.recv() if waits else None
            ours.send(list(batch))
            waits = True
            if answer is not None:
                yield _checked(answer)
        if waits:
            yield _checked(ours.recv())
    finally:
        ours.close()
        process.join()


def opened_here(batches: Iterable[Batch], *, time_zone: ZoneInfo, format: str | None) -> Iterator[list[Opened]]:
    """Yield each batch opened by this process: for a few files, which are done before another one has started.

    Raises:
        OSError: a file cannot be read.
    """
    for batch in batches:
        yield [open_path(path, time_zone=time_zone, format=format) for path in batch]


def _checked(answer: list[Opened] | Exception) -> list[Opened]:
    if isinstance(answer, Exception):
        raise answer
    return answer


def _work(pipe: Connection, time_zone: str, format: str | None) -> None:
    """Open batch after batch until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and closes the pipe
    zone = ZoneInfo(time_zone)
    while True:
        try:
            batch = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: list[Opened] | Exception = [open_path(path, time_zone=zone, format=format) for path in batch]
        except (OSError, MemoryError) as error:
            answer = error
        try:
            pipe.send(answer)
        except OSError:
            return
