"""A press's slot: the number under which it holds addresses, with a lock that is let go when its holder dies.

By the kernel, on a file, where the database is SQLite and so on this machine; by the server, in a session of its own,
where it is PostgreSQL. So a held address whose slot can be taken belongs to nobody any more.
"""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, Protocol

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from broadsheet.press.errors import NoSlotError

log = structlog.get_logger(__name__)
SLOTS: Final = range(1, 1000)
#: A slot on PostgreSQL has a number drawn from these, so that none is used twice. A session may be lost while its press
#: still writes: under the number of the next one its pages would look as if they were still held by it.
SESSIONS: Final = range(2_000_000, 2**31)
#: Advisory locks of PostgreSQL are pairs of numbers; the first is ours, the second the slot.
LOCKS: Final = 502_001
#: No slot: whoever runs the press's loop shares it, so that one can ask whether any loop runs.
LOOPS: Final = 0
#: By these the server notices within seconds that the machine of a press is gone; by default it takes two hours.
NOTICE_DEATH: Final = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3"


class Slot(Protocol):
    """The right to hold addresses under a number."""

    number: int

    def is_ours(self) -> bool:
        """Return whether the lock is still held; a server that was started again has forgotten it."""

    def share_loops(self) -> None:
        """Say, as long as the slot is held, that a press runs."""

    def close(self) -> None:
        """Let the lock go."""


@contextmanager
def take_slot() -> Iterator[Slot]:
    """Take a slot that nobody has, and let it go at the end.

    Raises:
        NoSlotError: all are taken.
    """
    slot: Slot = ServerSlot() if connection.vendor == "postgresql" else FileSlot()
    try:
        yield slot
    finally:
        slot.close()


class FileSlot:
    """A slot by a lock on a file."""

    def __init__(self) -> None:
        for number in SLOTS:
            file = _locked(number, fcntl.LOCK_EX)
            if file is not None:
                self.number, self._files = number, [file]
                return
        raise NoSlotError

    def is_ours(self) -> bool:
        """Return True: the kernel takes no lock from a living process."""
        return True

    def share_loops(self) -> None:
        """Hold the loops' lock together with the other loops."""
        file = _open(LOOPS)
        fcntl.flock(file, fcntl.LOCK_SH)
        self._files.append(file)

    def close(self) -> None:
        """Close the files, and the locks with them."""
        for file in self._files:
            file.close()


class ServerSlot:
    """A slot by an advisory lock in a database session of its own; the loop listens in that session, too."""

    def __init__(self) -> None:
        self.session = connection.copy()
        try:
            with self.session.cursor() as cursor:
                cursor.execute(NOTICE_DEATH)
            self.number = secrets.choice(SESSIONS)
            while not self._ask("pg_try_advisory_lock", self.number):
                self.number = secrets.choice(SESSIONS)
        except DatabaseError:
            self.session.close()
            raise

    def is_ours(self) -> bool:
        """Return whether the session that holds the lock still answers."""
        try:
            with self.session.cursor() as cursor:
                cursor.execute("SELECT 1")
                return True
        except DatabaseError:
            log.warning("press.slot_lost", slot=self.number)
            return False

    def share_loops(self) -> None:
        """Hold the loops' lock together with the other loops."""
        self._ask("pg_advisory_lock_shared", LOOPS)

    def close(self) -> None:
        """End the session, and the locks with it."""
        self.session.close()

    def _ask(self, function: str, number: int) -> Any:
        with self.session.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [LOCKS, number])
            return cursor.fetchone()[0]


@contextmanager
def if_free(number: int) -> Iterator[bool]:
    """Say whether nobody has that lock; nobody can take it meanwhile."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, number])
            yield bool(cursor.fetchone()[0])
        return
    file = _locked(number, fcntl.LOCK_EX)
    try:
        yield file is not None
    finally:
        if file is not None:
            file.close()


def is_press_running() -> bool:
    """Return whether some press runs its loop on this newsroom, wherever it is."""
    with if_free(LOOPS) as free:
        return not free


def _open(number: int) -> IO[str]:
    path = Path(settings.RUN_ROOT) / f"press-{number}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("a")


def _locked(number: int, how: int) -> IO[str] | None:
    file = _open(number)
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
