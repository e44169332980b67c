"""How often each page is read: the press makes the ones that many read before the others when the design changes.

Counted in memory, and left in a file for the press from time to time: a reader waits for nothing, and a crash costs half
a minute of counts that nobody misses. Only addresses are counted, nothing of who asked.

The file is `reads-<pid>.json` in the run folder, an object of address to count. Whoever takes it, takes it by renaming
it first; so does this process when it adds to counts that nobody took yet.
"""

from __future__ import annotations

import json
import logging
import os
from asyncio import AbstractEventLoop, Task, sleep
from collections.abc import Iterator
from contextlib import suppress
from heapq import nlargest
from operator import itemgetter
from pathlib import Path
from typing import Final

log = logging.getLogger("broadsheet.press.server")

LEAVE_SECONDS: Final = 30.0
MAX_ADDRESSES: Final = 10_000


class Reads:
    """The reads of one worker. A folder of `""` keeps nothing."""

    def __init__(self, folder: str, pid: int) -> None:
        self.counts: dict[str, int] = {}
        self._folder = folder
        self._file = Path(folder, f"reads-{pid}.json")
        self._taken = Path(folder, f".reads-{pid}.adding")
        self._task: Task[None] | None = None

    def count(self, path: str) -> None:
        """Count one read of a page. Beyond a number of addresses, no new one is taken up until the next half minute."""
        counts = self.counts
        if path in counts:
            counts[path] += 1
        elif len(counts) < MAX_ADDRESSES:
            counts[path] = 1

    def start(self, loop: AbstractEventLoop) -> None:
        """Leave the counts for the press every half minute, for as long as the loop runs."""
        if self._folder:
            self._task = loop.create_task(self._leave_for_ever())

    def stop(self) -> None:
        """Leave what was counted since, and count no more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self.leave()

    def leave(self) -> None:
        """Write the counts where the press finds them, added to those that it did not take yet."""
        counts, self.counts = self.counts, {}
        if not counts:
            return
        try:
            self._write(_added(counts, self._not_taken_yet()))
        except OSError as err:
            log.warning("The counts of reads could not be written: %s", err)

    async def _leave_for_ever(self) -> None:
        while True:
            await sleep(LEAVE_SECONDS)
            self.leave()

    def _not_taken_yet(self) -> dict[str, int]:
        try:
            self._file.rename(self._taken)
        except FileNotFoundError:
            if not self._taken.exists():
                return {}
        with suppress(ValueError):
            found = json.loads(self._taken.read_bytes())
            return dict(_readable(found)) if isinstance(found, dict) else {}
        return {}

    def _write(self, counts: dict[str, int]) -> None:
        """Write to the file that was taken, and give it back under its name: the press sees a whole one or none."""
        written = self._file.with_name(f"{self._taken.name}.new")
        written.write_text(json.dumps(counts), "utf-8")
        written.rename(self._file)
        self._taken.unlink(missing_ok=True)


def _added(counts: dict[str, int], older: dict[str, int]) -> dict[str, int]:
    total = {path: counts.get(path, 0) + older.get(path, 0) for path in {*counts, *older}}
    if len(total) <= MAX_ADDRESSES:
        return total
    return dict(nlargest(MAX_ADDRESSES, total.items(), key=itemgetter(1)))


def _readable(found: dict[str, object]) -> Iterator[tuple[str, int]]:
    for path, count in found.items():
        if isinstance(count, int):
            yield path, count


def reads_of_this_process(folder: str) -> Reads:
    """Return the counter of the worker that asks."""
    return Reads(folder, os.getpid())
