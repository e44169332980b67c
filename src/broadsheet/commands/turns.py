"""Which machine's turn it is, where several work for one newsroom: by PostgreSQL's locks, which end with their holder.

On SQLite there is one machine, and it is always its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any, Final

PREPARING: Final = 502_003
WORKING: Final = 502_004
LOOK_SECONDS: Final = 1.0


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one machine do this while the others wait."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    session = connection.copy()
    try:
        with session.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        yield
    finally:
        session.close()


class Turn:
    """The turn at what one machine does for all: the clock, the desk's answers, pictures' copies, what is fetched.

    All of it may be done twice without harm, but not without work. Another machine takes over a second or two after
    the one that had the turn, or its way to the database, has died.
    """

    def __init__(self) -> None:
        self._lost = Event()
        self._lost.set()
        self._session: Any = None

    @property
    def is_ours(self) -> bool:
        """Whether it is this machine's turn."""
        return not self._lost.is_set()

    def keep(self, stop: Event) -> None:
        """Take the turn whenever it is free, and know when it is lost; a loop of its own."""
        while True:
            if self._has():
                self._lost.clear()
            else:
                self._lost.set()
            if stop.wait(LOOK_SECONDS):
                break
        self._lost.set()
        self._close()

    def work(self, loop: Callable[[Event], None], stop: Event) -> None:
        """Run a loop, which ends when its event is set, whenever it is our turn."""
        while not stop.is_set():
            if self.is_ours:
                loop(self._lost)
            stop.wait(LOOK_SECONDS / 5)

    def _has(self) -> bool:
        from django.db import DatabaseError, connection

        if connection.vendor != "postgresql":
            return True
        try:
            if self._session is None:
                self._session = connection.copy()
            with self._session.cursor() as cursor:
                if self.is_ours:
                    cursor.execute("SELECT true")
                else:
                    cursor.execute("SELECT pg_try_advisory_lock(%s)", [WORKING])
                return bool(cursor.fetchone()[0])
        except DatabaseError:
            self._close()
            return False

    def _close(self) -> None:
        from django.db import DatabaseError

        session, self._session = self._session, None
        if session is not None:
            with suppress(DatabaseError):
                session.close()
