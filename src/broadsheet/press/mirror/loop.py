"""The mirror's own loop: woken by PostgreSQL's `NOTIFY`, with the table of changes as the truth.

The database or the store may be gone for as long as they like: the folder is served meanwhile, and the loop tries on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import DatabaseError, OperationalError, close_old_connections, connection
from psycopg import Error as ServerError

from broadsheet.core.bucket import Bucket, BucketAddress, BucketError
from broadsheet.press.errors import StoreError
from broadsheet.press.mirror import changes
from broadsheet.press.mirror.mirror import Mirror
from broadsheet.press.mirror.pictures import PictureCopy
from broadsheet.press.mirror.status import Lag, note
from broadsheet.press.stores.folder import FolderStore
from broadsheet.press.stores.s3 import S3Store

log = structlog.get_logger(__name__)
LOOK_SECONDS: Final = 1.0
"""The longest that a lost ring can delay a page; SQLite, which rings nobody, is asked more often."""

LOOK_WITHOUT_BELL_SECONDS: Final = 0.2
PAUSE_SECONDS: Final = 1.0
NOTE_SECONDS: Final = 2.0


def this_mirror(address: BucketAddress) -> Mirror:
    """Return the mirror of this machine's folders."""
    bucket = Bucket(address)
    folder = FolderStore(Path(settings.PAGES_ROOT))
    pictures = PictureCopy(Path(settings.PICTURES_ROOT), bucket)
    return Mirror(folder, pictures, S3Store(bucket), words=address.words)


def run(stop: Event, address: BucketAddress, progress: Callable[[int], None] = lambda _done: None) -> None:
    """Copy until ``stop`` is set."""
    mirror, bell = this_mirror(address), Bell()
    FolderStore(Path(settings.PAGES_ROOT)).clear_leftovers()
    noted = 0.0
    while not stop.is_set():
        try:
            bell.listen()  # before the look: a change in between rings
            done = mirror.catch_up(progress)
            if done or time.monotonic() > noted + NOTE_SECONDS:
                waiting, oldest = changes.waiting(mirror.place.number)
                note(Lag(waiting, oldest, time.time(), is_whole=not mirror.is_new))
                noted = time.monotonic()
            close_old_connections()
            bell.wait(LOOK_SECONDS)
        except (StoreError, BucketError, OSError, DatabaseError, ServerError) as err:
            log.warning("mirror.waits", error=type(err).__name__, reason=str(err)[:200])
            note(Lag(0, 0.0, time.time(), is_whole=not mirror.is_new, error=type(err).__name__))
            bell.close()
            with suppress(OperationalError):
                connection.close()
            stop.wait(PAUSE_SECONDS)
    bell.close()


class Bell:
    """A session that hears `NOTIFY`; where the database is SQLite, a short wait."""

    def __init__(self) -> None:
        self._session: Any = None

    def listen(self) -> None:
        """Listen, unless it does already.

        Raises:
            OperationalError: the database is gone.
        """
        if connection.vendor == "postgresql" and self._session is None:
            self._session = connection.copy()
            with self._session.cursor() as cursor:
                cursor.execute(f"LISTEN {changes.CHANNEL}")

    def wait(self, max_seconds: float) -> None:
        """Return when somebody rang, or after ``max_seconds``; rings of the same moment count as one.

        Raises:
            psycopg.OperationalError: the session has ended.
        """
        if self._session is None:
            time.sleep(LOOK_WITHOUT_BELL_SECONDS)
            return
        for _ in self._session.connection.notifies(timeout=max_seconds, stop_after=1):
            pass

    def close(self) -> None:
        """End the session."""
        session, self._session = self._session, None
        if session is not None:
            with suppress(DatabaseError):
                session.close()
