"""All feeds side by side, a thread each: one that hangs, lies or breaks stops no other (criterion W9).

Threads and no event loop: three of the four protocols come with blocking clients, reading XML blocks anyway, and a
thread that is stuck is stuck alone. Which feeds there are is looked up every two seconds, so a new, changed or
switched-off feed needs no restart.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Event, Thread

import structlog
from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.utils import timezone

from broadsheet.wire.acts.look import look
from broadsheet.wire.acts.note_look import delay, note_failure, note_success
from broadsheet.wire.acts.note_silence import note_silence
from broadsheet.wire.errors import BusyFeedError, MissedFileError, WireError
from broadsheet.wire.models import Feed
from broadsheet.wire.transports.batches import Transport
from broadsheet.wire.transports.folder import SECONDS_BETWEEN_LOOKS, WatchedFolder


def _http() -> Transport:
    from broadsheet.wire.transports.http import Http

    return Http()


def _ftp() -> Transport:
    from broadsheet.wire.transports.ftp import Ftp

    return Ftp()


def _sftp() -> Transport:
    from broadsheet.wire.transports.sftp import Sftp

    return Sftp()


def _imap() -> Transport:
    from broadsheet.wire.transports.imap import Imap

    return Imap()


TRANSPORTS: dict[str, Callable[[], Transport]] = {
    Feed.Transport.FOLDER: WatchedFolder,
    Feed.Transport.HTTP: _http,
    Feed.Transport.FTP: _ftp,
    Feed.Transport.SFTP: _sftp,
    Feed.Transport.IMAP: _imap,
}
"""What is pushed to us needs nobody to look. The clients are large, and come when the first feed asks for one."""

SECONDS_BETWEEN_ROUNDS = 2.0
SECONDS_BETWEEN_SILENCE_CHECKS = 60.0
SECONDS_TO_END = 5.0
MAX_WAIT = timedelta(minutes=30)
MAX_WAIT_FOR_A_FOLDER = timedelta(minutes=1)
"""A folder that is away is a disk that somebody is just mounting."""

log = structlog.get_logger(__name__)


class Watcher(Thread):
    """Looks at one feed until it is told to stop."""

    def __init__(self, feed: Feed, transport: Transport, *, clock: Callable[[], datetime] = timezone.now) -> None:
        super().__init__(name=f"feed-{feed.name}", daemon=True)
        self.feed = feed
        self.definition = definition_of(feed)
        self.stop = Event()
        self._transport = transport
        self._clock = clock

    def run(self) -> None:
        """Look, wait, look again."""
        self._rest_after_a_restart()
        while not self.stop.is_set():
            wait = self.look_once()
            close_old_connections()
            self.stop.wait(wait.total_seconds())

    def look_once(self) -> timedelta:
        """Look once, note how it went, and return how long to wait."""
        every = every_of(self.feed)
        try:
            problem = self._problem()
            now = self._clock()
            if problem is None:
                wait = every
                note_success(self.feed, now=now, next_look_at=now + wait)
            else:
                wait = self._wait_after(problem, every)
                note_failure(self.feed, problem, now=now, next_look_at=now + wait)
        except Exception as err:
            log.warning("wire.feed_state_unsaved", feed=self.feed.name, error=str(err))
            return max(every, timedelta(seconds=5))
        return wait

    def _problem(self) -> Exception | None:
        """Look, and return what went wrong, if anything."""
        try:
            look(self.feed, self._transport, stop=self.stop, clock=self._clock)
        except Exception as err:  # a reader or a library that breaks is this feed's trouble alone
            expected = isinstance(err, WireError | OSError | DatabaseError)
            log.warning("wire.look_failed", feed=self.feed.name, error=str(err), exc_info=not expected)
            return err
        return None

    def _wait_after(self, problem: Exception, every: timedelta) -> timedelta:
        """Return how long to stay away: one file that cannot be had is no reason to keep the others waiting."""
        if isinstance(problem, MissedFileError):
            return every
        asked = problem.retry_after_seconds if isinstance(problem, BusyFeedError) else 0.0
        longest = MAX_WAIT_FOR_A_FOLDER if self.feed.transport == Feed.Transport.FOLDER else MAX_WAIT
        die = random.random()  # noqa: S311
        return delay(self.feed.failures + 1, every, longest=longest, die=die, at_least=timedelta(seconds=asked))

    def _rest_after_a_restart(self) -> None:
        """Keep to the back-off of before: a program that restarts in circles must not hammer an agency."""
        if self.feed.failures and self.feed.next_look_at is not None:
            self.stop.wait(max(0.0, (self.feed.next_look_at - self._clock()).total_seconds()))


def watch(
    feeds: Callable[[], Iterable[Feed]],
    stop: Event,
    *,
    seconds: float = SECONDS_BETWEEN_ROUNDS,
    clock: Callable[[], datetime] = timezone.now,
) -> None:
    """Keep a thread for each of `feeds()` that is in use, until `stop` is set."""
    watchers: dict[int, Watcher] = {}
    next_check = 0.0
    while not stop.is_set():
        close_old_connections()
        try:
            _arrange(watchers, {feed.pk: feed for feed in feeds() if feed.is_active}, clock)
            if time.monotonic() >= next_check:
                next_check = time.monotonic() + SECONDS_BETWEEN_SILENCE_CHECKS
                note_silence(clock())
        except Exception as err:
            log.warning("wire.feeds_unknown", error=str(err), exc_info=not isinstance(err, DatabaseError))
        stop.wait(seconds)
    for watcher in watchers.values():
        watcher.stop.set()
    ends = time.monotonic() + SECONDS_TO_END
    for watcher in watchers.values():
        watcher.join(max(0.0, ends - time.monotonic()))


def _arrange(watchers: dict[int, Watcher], feeds: dict[int, Feed], clock: Callable[[], datetime]) -> None:
    """Start, stop and start anew, so that there is one thread for each feed as it is now."""
    for pk, watcher in list(watchers.items()):
        feed = feeds.get(pk)
        if feed is None or not watcher.is_alive() or watcher.definition != definition_of(feed):
            watcher.stop.set()
            del watchers[pk]
    for pk, feed in feeds.items():
        make = TRANSPORTS.get(feed.transport)
        if make is not None and pk not in watchers:
            watchers[pk] = Watcher(feed, make(), clock=clock)
            watchers[pk].start()


def every_of(feed: Feed) -> timedelta:
    """Return the time between two looks: a folder is looked at once a second, whatever its row says."""
    is_folder = feed.transport == Feed.Transport.FOLDER
    return timedelta(seconds=SECONDS_BETWEEN_LOOKS if is_folder else feed.every_seconds)


def definition_of(feed: Feed) -> tuple[object, ...]:
    """Return what makes a feed the feed that it is: if it changes, its thread starts anew."""
    return (
        *(feed.name, feed.transport, feed.folder, feed.address, feed.username, bytes(feed.secret or b"")),
        *(feed.host_key, feed.every_seconds, feed.format, feed.time_zone, feed.provider, feed.section),
    )
