"""The side of the darkroom that asks: a few workers, each used again for picture after picture until it dies."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, cast

from broadsheet.photos.darkroom import messages
from broadsheet.photos.errors import DecoderStoppedError, NotAPictureError

MAX_WORKERS = 2
MAX_DYING_SECONDS = 5.0
ENVIRONMENT = {"VIPS_CONCURRENCY": "2", "VIPS_WARNING": "0", "MALLOC_ARENA_MAX": "2"}
"""All that a worker is told, besides where its libraries are: no secret of ours stands in its environment."""

PASSED_ON = ("PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Limits:
    """What one job may take. `max_seconds` are by the clock on the wall, for a worker that waits instead of working.

    Measured at the largest that is taken in, 50 million pixels: 2 s and 550 MB of addresses, 340 MB of them in use.
    """

    max_cpu_seconds: int = 20
    max_seconds: float = 60.0
    max_memory_bytes: int = 768 * 1024 * 1024


class Workshop:
    """At most two workers of one kind, started when they are needed. Threads may ask at the same time."""

    def __init__(self, limits: Limits | None = None, *, niceness: int = 0) -> None:
        self.limits, self.niceness = limits or Limits(), niceness
        self._begin()
        atexit.register(self.close)
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        """Start with nobody: also in a forked child, since the workers answer its parent."""
        self._idle: list[Worker] = []
        self._places = threading.BoundedSemaphore(MAX_WORKERS)

    def ask(self, job: str, *parts: bytes, **facts: Any) -> tuple[dict[str, Any], list[bytes]]:
        """Have a worker do a job, and return its facts and parts.

        Raises:
            NotAPictureError: the picture is damaged.
            DecoderStoppedError: the worker died, or took more than a limit allows.
        """
        with self._places:
            worker = self._worker()
            try:
                told, made = worker.ask({"job": job, **facts}, parts, self.limits)
            except BaseException:
                worker.end()
                raise
            self._idle.append(worker)
        if "refused" in told:
            raise NotAPictureError(str(told["refused"]))
        return told, made

    def close(self) -> None:
        """End the workers that have nothing to do."""
        while self._idle:
            self._idle.pop().end()

    def _worker(self) -> Worker:
        """Return a worker that lives: one that has died between two pictures is replaced and not asked."""
        while self._idle:
            worker = self._idle.pop()
            if worker.process.poll() is None:
                return worker
            worker.end()
        return Worker(self.limits, self.niceness)


class Worker:
    """One process and the pipes to it."""

    def __init__(self, limits: Limits, niceness: int) -> None:
        environment: Mapping[str, str] = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "broadsheet.photos.darkroom.worker", str(limits.max_memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**environment, **ENVIRONMENT},
            cwd="/",
        )
        if niceness:
            os.setpriority(os.PRIO_PROCESS, self.process.pid, niceness)

    def ask(
        self, facts: dict[str, Any], parts: tuple[bytes, ...], limits: Limits
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Say one thing and return the answer.

        Raises:
            DecoderStoppedError: no answer, or none in time.
        """
        late = threading.Event()
        watch = threading.Timer(limits.max_seconds, self._stop_late, (late,))
        watch.start()
        try:
            messages.write(self._stdin, {**facts, "max_cpu_seconds": limits.max_cpu_seconds}, parts)
            return messages.read(self._stdout)
        except (EOFError, OSError, messages.GarbledMessageError) as err:
            raise DecoderStoppedError(self._end_told(late, limits)) from err
        finally:
            watch.cancel()

    def end(self) -> None:
        """End it, whatever it does, and leave nothing behind."""
        self.process.kill()
        self.process.wait()
        for pipe in (self._stdin, self._stdout):
            with suppress(OSError):  # what was written last and nobody read
                pipe.close()

    @property
    def _stdin(self) -> IO[bytes]:
        return cast(IO[bytes], self.process.stdin)

    @property
    def _stdout(self) -> IO[bytes]:
        return cast(IO[bytes], self.process.stdout)

    def _stop_late(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def _end_told(self, late: threading.Event, limits: Limits) -> str:
        if late.is_set():
            return f"took longer than {limits.max_seconds:g} s"
        with suppress(subprocess.TimeoutExpired):  # its pipe closes a moment before it is dead
            self.process.wait(timeout=MAX_DYING_SECONDS)
        self.process.kill()
        code = self.process.wait()
        return f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
