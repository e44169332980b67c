"""The darkroom's workers, seen from outside as an operator sees them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MODULE = b"broadsheet.photos.darkroom.worker"


def pids_of_workers() -> set[int]:
    """Return the workers that this process has started and that live."""
    children = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # a thread that ends meanwhile
            children |= {int(pid) for pid in (task / "children").read_text().split()}
    return {pid for pid in children if MODULE in Path(f"/proc/{pid}/cmdline").read_bytes()}


@contextmanager
def kill_at_work(number: int, *, min_ticks: int = 20) -> Iterator[None]:
    """Send a signal to the worker that computes next, once it has computed for so many hundredths of a second."""
    begun = {pid: _ticks(pid) for pid in pids_of_workers()}
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            for pid in pids_of_workers():
                if _ticks(pid) - begun.get(pid, 0) > min_ticks:
                    os.kill(pid, number)
                    return

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _ticks(pid: int) -> int:
    """Return the processor time that a process has used, in ticks of 10 ms; 0 if it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(fields[11]) + int(fields[12])
