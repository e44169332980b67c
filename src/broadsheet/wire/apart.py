"""Do what is asked in a process of its own, with little memory and little time: what hostile bytes may cost (W1).

Limits before the parser refuse what is known to be dear; this is for what nobody has thought of. The process is asked
for one piece of work after another and is started anew only when it has died, grown or been idle. It dies of its
limits, set by the kernel, so no library has to cooperate: more computing than it may (`RLIMIT_CPU`), more memory
(`RLIMIT_AS`). Whoever asked gets the reason for that piece of work alone.

Why not `concurrent.futures`: a pool of it whose process dies is broken for good, and it sets no limits a piece.
"""

from __future__ import annotations

import atexit
import math
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, NoReturn, TypeVar

from broadsheet.wire.errors import ExhaustingFileError

MAX_IDLE_SECONDS = 60.0
MAX_PROCESSES = 2
_GROWN_BYTES = 64 * 1024 * 1024
_OUT_OF_MEMORY = 3
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "TZDIR")
_ENDED_BY_OTHERS = frozenset({0, -signal.SIGKILL, -signal.SIGHUP})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take.

    `max_seconds` of computing: the kernel counts whole ones, so it may be up to one more. `max_memory_bytes` beyond
    what the process has when it starts, about 40 MB. `max_wait_seconds` for what neither computes nor ends.
    """

    max_seconds: int = 4
    max_memory_bytes: int = 240 * 1024 * 1024
    max_wait_seconds: float = 60.0


LIMITS = Limits()
T = TypeVar("T")
Work = Callable[[], Any]
"""Something that can be pickled: a function of a module with its arguments, by `functools.partial`."""


class _EndedError(Exception):
    """The process has ended before it answered."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Running:
    process: subprocess.Popen[bytes]
    pipe: Connection


class Worker:
    """One such process. It is started with the first piece of work; who has one closes it."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._running: _Running | None = None
        self._works: list[Work] = []

    def begin(self, works: Sequence[Work]) -> None:
        """Hand over some work, to be asked for by `finish`."""
        self._works = list(works)
        self._send(self._works)

    def finish(self) -> list[Any]:
        """Return what came of each piece, in order: its value, or the exception that it raised.

        `ExhaustingFileError` stands for one that took too much. If the process died over several pieces, each is done
        again by itself.

        Raises:
            OSError: the process cannot be started.
        """
        works, self._works = self._works, []
        try:
            return self._answer(len(works))
        except _EndedError as ended:
            if len(works) == 1 and ended.code not in _ENDED_BY_OTHERS:
                return [_reason(ended.code, self._limits)]
        return [self._alone(work) for work in works]

    def close(self) -> None:
        """End the process, whatever it is doing."""
        running, self._running = self._running, None
        if running is not None:
            running.pipe.close()
            running.process.kill()
            running.process.wait()

    def _alone(self, work: Work) -> Any:
        """Return what comes of one piece; where something else ended the process, it is tried once more."""
        code = 0
        for _attempt in range(2):
            self._send([work])
            try:
                return self._answer(1)[0]
            except _EndedError as ended:
                code = ended.code
            if code not in _ENDED_BY_OTHERS:
                break
        return _reason(code, self._limits)

    def _send(self, works: list[Work]) -> None:
        if self._running is None or self._running.process.poll() is not None:
            self.close()
            self._running = self._started()
        with suppress(OSError):  # it has just ended; the answer that does not come tells
            self._running.pipe.send(works)

    def _started(self) -> _Running:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-m", __name__, str(theirs.fileno())]
        command += [str(self._limits.max_seconds), str(self._limits.max_memory_bytes)]
        quiet = subprocess.DEVNULL
        with theirs:
            process = subprocess.Popen(
                command, pass_fds=(theirs.fileno(),), stdin=quiet, stdout=quiet, stderr=quiet, env=_environment()
            )
        self._running = _Running(process, Connection(ours.detach()))
        if not self._running.pipe.poll(self._limits.max_wait_seconds) or _received(self._running.pipe) != "ready":
            self.close()
            raise OSError("The process that reads agency files cannot be started.")
        return self._running

    def _answer(self, count: int) -> list[Any]:
        if self._running is None:
            raise _EndedError(0)
        if not self._running.pipe.poll(self._limits.max_wait_seconds * count):
            self.close()
            raise _EndedError(-signal.SIGXCPU)
        answer = _received(self._running.pipe)
        if answer is None:
            code = self._running.process.wait()
            self.close()
            raise _EndedError(code)
        outcomes, ends = answer
        if ends:
            self.close()
        return list(outcomes)


def _received(pipe: Connection) -> Any:
    """Return what the process says, or `None` if it has ended."""
    try:
        return pipe.recv()
    except (EOFError, OSError):
        return None


def _environment() -> dict[str, str]:
    """Return what the process is to know of this one's environment: no secret."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}


def _reason(code: int, limits: Limits) -> ExhaustingFileError:
    """Return why it ended, in words. A library that finds no memory often ends by SIGSEGV or SIGABRT."""
    if code == -signal.SIGXCPU:
        return ExhaustingFileError(f"takes more than {limits.max_seconds} seconds of computing")
    return ExhaustingFileError(
        f"takes more than {limits.max_memory_bytes >> 20} MB of memory, or breaks down what reads it"
    )


class _Pool:
    """The processes that wait for the next piece of work of whichever thread."""

    def __init__(self) -> None:
        self.places = BoundedSemaphore(MAX_PROCESSES)
        self.idle: list[Worker] = []

    @contextmanager
    def borrowed(self) -> Iterator[Worker]:
        with self.places:
            worker = self.idle.pop() if self.idle else Worker()
            try:
                yield worker
            except BaseException:
                worker.close()
                raise
            self.idle.append(worker)

    def close(self) -> None:
        while self.idle:
            self.idle.pop().close()


_pools = [_Pool()]


def done(work: Callable[[], T]) -> T:
    """Return what the work returns, done apart by a process that is kept for the next.

    Raises:
        ExhaustingFileError: it takes too much time or memory.
        Exception: what the work itself raises.
        OSError: the process cannot be started.
    """
    with _pools[-1].borrowed() as worker:
        worker.begin([work])
        [outcome] = worker.finish()
    if isinstance(outcome, Exception):
        raise outcome
    value: T = outcome
    return value


def close_all() -> None:
    """End the processes that are kept. The next piece of work starts one."""
    _pools[-1].close()


atexit.register(close_all)
# A fork has no part in its parent's processes: it leaves them alone, and starts its own.
os.register_at_fork(after_in_child=lambda: _pools.append(_Pool()))


def _serve(pipe: Connection, max_seconds: int, max_memory_bytes: int) -> None:
    """Do the work that comes until the pipe closes, nothing comes for a while, or the process has grown."""
    begun_with = _address_space()
    _limit(resource.RLIMIT_CORE, 0)
    if begun_with:
        _limit(resource.RLIMIT_AS, begun_with + max_memory_bytes)
    pipe.send("ready")
    ends = False
    while not ends and pipe.poll(MAX_IDLE_SECONDS):
        outcomes = [_outcome(work, max_seconds) for work in pipe.recv()]
        ends = _address_space() > begun_with + _GROWN_BYTES
        pipe.send((outcomes, ends))


def _outcome(work: Work, max_seconds: int) -> Any:
    _limit(resource.RLIMIT_CPU, math.ceil(time.process_time()) + max_seconds)
    try:
        return work()
    except MemoryError:
        raise
    except Exception as error:
        return error


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _address_space() -> int:
    """Return how many bytes of addresses the process has; 0 where the system does not say so."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def _main() -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears them, and closes the pipe
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    import broadsheet.wire.opening  # noqa: F401 - before its limits are set

    try:
        handle, *limits = map(int, sys.argv[1:])
        _serve(Connection(handle), *limits)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except (EOFError, OSError):
        pass
    os._exit(0)


if __name__ == "__main__":
    _main()
