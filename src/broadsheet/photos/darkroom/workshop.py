"""The side of the darkroom that asks: a few workers, each used again for picture after picture until it dies.

One that has had nothing to do for a while is ended, and one that died meanwhile is buried: a quiet night costs no memory
and leaves no zombies.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, cast

from broadsheet.photos.darkroom import messages
from broadsheet.photos.errors import DecoderStoppedError, NotAPictureError

MAX_WORKERS = 2
MAX_IDLE_SECONDS = 120.0
"""So long a worker waits for the next picture; it is ended at most as long after that."""
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

    def __init__(
        self, limits: Limits | None = None, *, niceness: int = 0, max_idle_seconds: float = MAX_IDLE_SECONDS
    ) -> None:
        self.limits, self.niceness, self.max_idle_seconds = limits or Limits(), niceness, max_idle_seconds
        self._begin()
        atexit.register(self.close)
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        """Start with nobody: also in a forked child, since the workers answer its parent."""
        self._idle: list[Worker] = []
        self._places = threading.BoundedSemaphore(MAX_WORKERS)
        self._sweeping = threading.Lock()
        self._sweeper: threading.Timer | None = None

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
            self._rest(worker)
        if "refused" in told:
            raise NotAPictureError(str(told["refused"]))
        return told, made

    def close(self) -> None:
        """End the workers that have nothing to do."""
        with self._sweeping:
            if self._sweeper:
                self._sweeper.cancel()
            self._sweeper = None
        while (worker := self._next_idle()) is not None:
            worker.end()

    def sweep(self, now: float) -> None:
        """End the workers that have been idle for too long or are dead, and come back as long as one is left.

        `now` is an instant of the clock that only goes forward, in seconds.
        """
        for worker in list(self._idle):
            is_dead = worker.process.poll() is not None
            if is_dead or now - worker.idle_since >= self.max_idle_seconds:
                with suppress(ValueError):  # somebody has just taken it
                    self._idle.remove(worker)
                    worker.end()
        with self._sweeping:
            self._sweeper = None
            if self._idle:
                self._come_back()

    def _rest(self, worker: Worker) -> None:
        worker.idle_since = time.monotonic()
        self._idle.append(worker)
        with self._sweeping:
            if self._sweeper is None:
                self._come_back()

    def _come_back(self) -> None:
        """Have a look at the idle ones later; on a machine that has no thread to give, they stay until the next picture."""
        sweeper = threading.Timer(self.max_idle_seconds, lambda: self.sweep(time.monotonic()))
        sweeper.daemon = True
        with suppress(RuntimeError):
            sweeper.start()
            self._sweeper = sweeper

    def _next_idle(self) -> Worker | None:
        try:
            return self._idle.pop()
        except IndexError:  # the sweep was faster
            return None

    def _worker(self) -> Worker:
        """Return a worker that lives: one that has died between two pictures is replaced and not asked."""
        while (worker := self._next_idle()) is not None:
            if worker.process.poll() is None:
                return worker
            worker.end()
        return Worker(self.limits, self.niceness)


class Worker:
    """One process and the pipes to it."""

    def __init__(self, limits: Limits, niceness: int) -> None:
        self.idle_since = 0.0
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
