"""How many requests were answered, and by whom: figures for those who watch, and nothing of who asked.

Each worker counts in memory and leaves its counts in `served-<pid>.json` in the run folder, an object of kind to count.
Counters must never fall. So a worker that begins takes up the file of one that has ended, by renaming it, and counts on
from there; what a killed worker had not left yet is lost.
"""

from __future__ import annotations

import json
import logging
import os
from asyncio import AbstractEventLoop, Task, sleep
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

log = logging.getLogger("broadsheet.press.server")

LEAVE_SECONDS: Final = 5.0
KINDS: Final = ("page", "file", "app", "unanswered", "refused")
"""From the page store; a static file or a picture; what the app said; what it should have; what was never passed on."""
UNCHANGED: Final = "unchanged"
"""Pages and files of which the client had this version already; they are counted under their kind too."""


class Served:
    """The counts of one worker. A folder of `""` keeps nothing."""

    __slots__ = ("_file", "_folder", "_left", "_task", "app", "file", "page", "refused", "unanswered", "unchanged")

    def __init__(self, folder: str, pid: int) -> None:
        self.page = self.file = self.app = self.unanswered = self.refused = self.unchanged = 0
        self._folder = folder
        self._file = Path(folder, f"served-{pid}.json")
        self._left: dict[str, int] = {}
        self._task: Task[None] | None = None

    def start(self, loop: AbstractEventLoop) -> None:
        """Count on from where a worker that has ended was, and leave the counts for as long as the loop runs."""
        if self._folder:
            self.take_up()
            self._task = loop.create_task(self._leave_for_ever())

    def stop(self) -> None:
        """Leave what was counted since."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self.leave()

    def take_up(self) -> None:
        """Add the counts of one worker that has ended; another one's are left to the next that begins."""
        for file in sorted(Path(self._folder).glob("served-*.json"), key=lambda file: file != self._file):
            if file != self._file and _is_alive(file):
                continue
            with suppress(OSError):  # another worker was faster
                file.rename(self._file)
                break
        for kind, number in _read(self._file).items():
            setattr(self, kind, getattr(self, kind) + number)

    def leave(self) -> None:
        """Write the counts, if they have changed; who looks sees a whole file."""
        counts = {kind: getattr(self, kind) for kind in (*KINDS, UNCHANGED)}
        if counts == self._left:
            return
        written = self._file.with_name(f".{self._file.name}.new")
        try:
            written.write_text(json.dumps(counts), "ascii")
            written.rename(self._file)
        except OSError as err:
            log.warning("The counts of requests could not be written: %s", err)
        else:
            self._left = counts

    async def _leave_for_ever(self) -> None:
        while True:
            await sleep(LEAVE_SECONDS)
            self.leave()


def served_of_this_process(folder: str) -> Served:
    """Return the counts of the worker that asks."""
    return Served(folder, os.getpid())


def served_by_all(folder: Path) -> Mapping[str, int]:
    """Return the counts of all workers of this machine, those that have ended too."""
    counts = Counter(dict.fromkeys((*KINDS, UNCHANGED), 0))
    for file in folder.glob("served-*.json"):
        counts.update(_read(file))
    return counts


def _is_alive(file: Path) -> bool:
    pid = file.stem.removeprefix("served-")
    return not pid.isdigit() or Path("/proc", pid).exists()


def _read(file: Path) -> dict[str, int]:
    """Return the counts of a file; of one that is gone or torn, none."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return dict(_readable(found)) if isinstance(found, dict) else {}


def _readable(found: Mapping[str, object]) -> Iterator[tuple[str, int]]:
    for kind, number in found.items():
        if kind in (*KINDS, UNCHANGED) and isinstance(number, int):
            yield kind, number
