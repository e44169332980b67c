"""Wake the presses. A lost ring costs at most the loop's own look a second later: the table is the truth.

SQLite: an empty datagram to each press's Unix socket, when the transaction has committed. PostgreSQL: `NOTIFY` in the
transaction itself, which the server passes on at the commit, to presses on any machine. The task queue is no way to do
it: it sleeps between looks, so a page within 100 ms cannot be had through it.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings
from django.db import connection, transaction

from broadsheet.press.lock import ServerSlot, Slot

CHANNEL: Final = "broadsheet_press"


def wake() -> None:
    """Ring every press when the caller's transaction commits; where none is listening, nothing happens."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
    else:
        transaction.on_commit(_ring)


def _ring() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        for address in Path(settings.RUN_ROOT).glob("press-*.sock"):
            with contextlib.suppress(OSError):
                sender.sendto(b"", str(address))


class Bell(Protocol):
    """A press's end of it."""

    def wait(self, max_seconds: float) -> None:
        """Return when somebody rang, or after ``max_seconds``; rings of the same moment count as one."""

    def has_rung(self) -> bool:
        """Return, without waiting, whether somebody rang since the last time that anybody asked or waited."""


@contextlib.contextmanager
def hang_bell(slot: Slot) -> Iterator[Bell]:
    """Yield the bell of a press."""
    if isinstance(slot, ServerSlot):
        yield ServerBell(slot)
        return
    bell = SocketBell(slot.number)
    try:
        yield bell
    finally:
        bell.close()


class SocketBell:
    """A bell by a Unix socket; whose slot it is has the lock, so a file that lies there is a dead one's."""

    def __init__(self, number: int) -> None:
        self._address = Path(settings.RUN_ROOT) / f"press-{number}.sock"
        self._address.parent.mkdir(parents=True, exist_ok=True)
        self._address.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self._address))

    def wait(self, max_seconds: float) -> None:
        """Return when somebody rang, or after ``max_seconds``; rings of the same moment count as one."""
        self._socket.settimeout(max(max_seconds, 0.001))
        with contextlib.suppress(TimeoutError):
            self._socket.recv(1)
            self.has_rung()

    def has_rung(self) -> bool:
        """Return, without waiting, whether somebody rang since the last time that anybody asked or waited."""
        self._socket.setblocking(False)
        rang = False
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.recv(1)
                rang = True
        return rang

    def close(self) -> None:
        """Take the socket away."""
        self._address.unlink(missing_ok=True)
        self._socket.close()


class ServerBell:
    """A bell by `LISTEN`, in the session that holds the slot."""

    def __init__(self, slot: ServerSlot) -> None:
        with slot.session.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        self._server = slot.session

    def wait(self, max_seconds: float) -> None:
        """Return when somebody rang, or after ``max_seconds``; rings of the same moment count as one.

        Raises:
            django.db.OperationalError: the server is gone.
        """
        with self._server.wrap_database_errors:
            for _ in self._server.connection.notifies(timeout=max_seconds, stop_after=1):
                pass
        self.has_rung()

    def has_rung(self) -> bool:
        """Return, without waiting, whether somebody rang since the last time that anybody asked or waited."""
        with self._server.wrap_database_errors:
            return bool(list(self._server.connection.notifies(timeout=0)))
