"""Cuts the line of a reader who takes nearly nothing of an answer that waits for him.

Granian sends as fast as the other end takes and waits for ever when it takes nothing: two thousand such readers of a
large picture would hold two thousand answers. Nothing in Granian or asyncio sees that line, so the kernel is asked: how
much of what we sent was taken (`TCP_INFO`), and how much still waits (`TIOCOUTQ`). A line that is cut is reset, so that
the kernel keeps nothing for it either.

Source: tcp(7); struct tcp_info in linux/tcp.h, which only ever grows at its end.
"""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import stat
import struct
import sys
import termios
from asyncio import AbstractEventLoop, Task, sleep
from contextlib import suppress
from typing import Final, NamedTuple

log = logging.getLogger("broadsheet.press.server")

LOOKS_A_STALL: Final = 4
"""So often a line is looked at in the time that it may stall; so many looks it has to fail at."""

LEAST_BYTES_PER_SECOND: Final = 1024
"""A tenth of the slowest telephone line that anybody reads pictures over."""

_OPEN_STATES: Final = frozenset({1, 4, 5, 8})
"""ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT."""
_BYTES_ACKED_AT: Final = 120
_INFO_BYTES: Final = 128
_RESET: Final = struct.pack("ii", 1, 0)


class Line(NamedTuple):
    """How a line stood when its time began to run: the moment, and what the other end had taken."""

    since: float
    taken: int


class SlowReaders:
    """Watches the lines of one worker."""

    def __init__(self, stall_seconds: float) -> None:
        self._stall_seconds = stall_seconds
        self._lines: dict[int, Line] = {}
        self._task: Task[None] | None = None

    def start(self, loop: AbstractEventLoop) -> None:
        """Look from time to time, for as long as the loop runs."""
        if sys.platform == "linux":
            self._task = loop.create_task(self._look_for_ever(loop))

    def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _look_for_ever(self, loop: AbstractEventLoop) -> None:
        while True:
            await sleep(self._stall_seconds / LOOKS_A_STALL)
            cut = await loop.run_in_executor(None, self.look, loop.time())
            if cut:
                log.warning("%d readers took nearly nothing of what they had asked for, and were cut", cut)

    def look(self, now: float) -> int:
        """Look at every line of this process once; cut those that stalled for too long, and return how many."""
        lines: dict[int, Line] = {}
        cut = 0
        for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 (names are wanted, of up to thousands)
            with suppress(OSError):
                cut += self._look_at(int(name), now, lines)
        self._lines = lines
        return cut

    def _look_at(self, descriptor: int, now: float, lines: dict[int, Line]) -> bool:
        """Look at one line; return whether it was cut. Those that are to be looked at again are put into `lines`."""
        found = os.fstat(descriptor)
        if not stat.S_ISSOCK(found.st_mode):
            return False
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM, fileno=os.dup(descriptor)) as line:
            taken = _taken_of_what_waits(line)
            if taken is None:
                return False
            seen = self._lines.get(found.st_ino)
            if seen is None or taken - seen.taken >= LEAST_BYTES_PER_SECOND * self._stall_seconds:
                lines[found.st_ino] = Line(now, taken)
            elif now - seen.since < self._stall_seconds:
                lines[found.st_ino] = seen
            else:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                line.shutdown(socket.SHUT_RDWR)
                return True
        return False


def _taken_of_what_waits(line: socket.socket) -> int | None:
    """Return how many bytes the other end has taken, or None where nothing waits for it.

    Raises:
        OSError: it is no TCP line, or none any more.
    """
    info = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
    if len(info) < _INFO_BYTES or info[0] not in _OPEN_STATES:
        return None
    waiting = struct.unpack("i", fcntl.ioctl(line.fileno(), termios.TIOCOUTQ, b"\0\0\0\0"))[0]
    return int(struct.unpack_from("Q", info, _BYTES_ACKED_AT)[0]) if waiting > 0 else None
