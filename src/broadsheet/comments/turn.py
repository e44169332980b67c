"""A few comments at a time are stored by a process, where the database is SQLite; the others wait in a queue.

SQLite has one writer at a time, and those who wait look again and again, in no order: of fifty at once some look in vain
until their time is over, and are told that the database is locked (criterion D10). Three keep it busy, and none of three
looks in vain for long. PostgreSQL has queues of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from django.db import connection

AT_ONCE: Final = 3
_places: Final = BoundedSemaphore(AT_ONCE)


@contextmanager
def in_turn() -> Iterator[None]:
    """Wait for one's turn to write."""
    if connection.vendor != "sqlite":
        yield
        return
    with _places:
        yield
