"""One process a newsroom writes the page store: who holds this lock is the press."""

from __future__ import annotations

import fcntl
from pathlib import Path
from threading import Event
from types import TracebackType

from django.conf import settings

TRY_AGAIN_SECONDS = 0.2


class PressLock:
    """A lock on a file, let go by the kernel when its holder dies."""

    def __enter__(self) -> PressLock:
        path = Path(settings.RUN_ROOT) / "press.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def try_take(self) -> bool:
        """Take the lock if nobody holds it, and return whether it is ours."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def take(self, stop: Event) -> None:
        """Wait for the lock; gives up when ``stop`` is set."""
        while not self.try_take():
            if stop.wait(TRY_AGAIN_SECONDS):
                return
