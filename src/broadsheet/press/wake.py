"""Wake the press: an empty datagram on a Unix socket. A lost one costs at most the loop's own look a second later.

The task queue is no way to do it: it sleeps between looks, so a page within 100 ms cannot be had through it.
"""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path
from types import TracebackType

from django.conf import settings


def _address() -> Path:
    return Path(settings.RUN_ROOT) / "press.sock"


def wake() -> None:
    """Send the datagram; where no press is listening, nothing happens."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        sender.connect(str(_address()))
        sender.send(b"")


class Bell:
    """The press's end of the socket."""

    def __enter__(self) -> Bell:
        address = _address()
        address.parent.mkdir(parents=True, exist_ok=True)
        address.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(address))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def wait(self, max_seconds: float) -> None:
        """Return when somebody rang, or after ``max_seconds``; rings of the same moment count as one."""
        self._socket.settimeout(max_seconds)
        try:
            self._socket.recv(1)
            self._socket.setblocking(False)
            while True:
                self._socket.recv(1)
        except (TimeoutError, BlockingIOError):
            return
