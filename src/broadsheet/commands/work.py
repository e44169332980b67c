"""``broadsheet work``: what happens by itself: queued tasks, the clock, the feeds, the desk's answer to them, pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

import click

from broadsheet.commands.newsroom import start_django
from broadsheet.commands.press import stop_on_signal
from broadsheet.commands.turns import Turn

if TYPE_CHECKING:
    from broadsheet.wire.models import Feed

TICK_SECONDS = 1.0
#: How often the desk looks for dispatches that nobody has acted on: one indexed query a look.
DESK_SECONDS = 0.2
#: How often the desk is told of licences that end: whole days before, so minutes make no difference.
WARN_EVERY = timedelta(minutes=10)
#: How often it looks for pictures whose copies are to be made: four indexed queries a look.
PICTURES_SECONDS = 0.5
#: How often it looks for pictures whose rights are to be settled, or that nobody knows the likeness of: two queries a look.
LIBRARY_SECONDS = 0.5


@click.command(hidden=True)
def work() -> None:
    """Run queued tasks, the clock, the feeds and the pictures' copies until told to stop; `broadsheet up` does it."""
    settings = start_django()
    from broadsheet.comments.scoring.learn import keep_learning
    from broadsheet.wire.acts.know_feeds import know_feeds
    from broadsheet.wire.transports.runner import watch

    know_feeds(settings.feeds)
    stop, turn = stop_on_signal(), Turn()
    loops: list[tuple[str, Callable[[], None]]] = [
        ("clock", lambda: turn.work(_clock, stop)),
        ("tasks", lambda: _tasks(stop)),
        ("desk", lambda: turn.work(_desk, stop)),
        ("pictures", lambda: turn.work(_pictures, stop)),
        ("library", lambda: turn.work(_library, stop)),
        ("scorer", lambda: turn.work(keep_learning, stop)),
        ("feeds", lambda: watch(lambda: _feeds(turn), stop)),
        ("turn", lambda: turn.keep(stop)),
    ]
    threads = [Thread(target=run, name=name, daemon=True) for name, run in loops]
    for thread in threads:
        thread.start()
    while not stop.wait(0.5):
        if not all(thread.is_alive() for thread in threads):
            raise click.ClickException("One of the loops ended by itself; the supervisor starts them all again.")
    for thread in threads:
        thread.join(timeout=8)


def _feeds(turn: Turn) -> list[Feed]:
    """Return the feeds that this machine looks at: its own folders always, what is fetched when it is its turn."""
    from broadsheet.wire.models import Feed

    feeds = Feed.objects.all() if turn.is_ours else Feed.objects.filter(transport=Feed.Transport.FOLDER)
    return list(feeds)


def _clock(stop: Event) -> None:
    """Publish what is due, withdraw what has expired, take pictures off, and close conversations whose time has come."""
    import structlog
    from django.db import close_old_connections
    from django.utils import timezone

    from broadsheet.commands.lost_tasks import take_up_lost_tasks
    from broadsheet.comments.acts.close_thread import close_due_threads
    from broadsheet.core import keys
    from broadsheet.desk.acts.publish_due import publish_due
    from broadsheet.desk.acts.warn_of_ends import warn_of_ends
    from broadsheet.photos.acts.end_rights import end_rights
    from broadsheet.photos.gone import take_off_again
    from broadsheet.press.acts.mark_stale import mark_stale
    from broadsheet.press.sampling import EVERY, take_sample
    from broadsheet.wire.acts.forget_raw import forget_raw
    from broadsheet.wire.acts.group import forget_near_keys

    log = structlog.get_logger(__name__)
    next_warning = next_sample = timezone.now()
    next_hour = next_warning + timedelta(hours=1)
    while not stop.wait(TICK_SECONDS):
        try:
            now = timezone.now()
            end_rights(now)
            publish_due(now)
            close_due_threads(now)
            if now >= next_warning:
                warn_of_ends(now)
                take_off_again()
                take_up_lost_tasks(now)
                next_warning = now + WARN_EVERY
            if now >= next_sample:
                take_sample(now)
                next_sample = now + EVERY
            if now >= next_hour:  # the news sitemap holds the last 48 hours
                mark_stale([keys.SITEMAP])
                forget_raw(now)
                forget_near_keys(now)
                next_hour = now + timedelta(hours=1)
        except Exception:  # one story that cannot be published must not stop the clock; it is tried again
            log.exception("clock.failed")
        close_old_connections()


def _desk(stop: Event) -> None:
    """Act on what the wire has brought; a full look is followed by another at once, a failed one by a pause."""
    import structlog
    from django.db import close_old_connections
    from django.utils import timezone

    from broadsheet.desk.acts.follow import follow_due

    log = structlog.get_logger(__name__)
    pause = DESK_SECONDS
    while not stop.wait(pause):
        try:
            pause = 0 if follow_due(timezone.now()) else DESK_SECONDS
        except Exception:  # the database or the disk: nothing is marked, so nothing is lost
            log.exception("desk.failed")
            pause = TICK_SECONDS
        close_old_connections()


def _pictures(stop: Event) -> None:
    """Make the copies that pictures wait for, one after the other, in the darkroom."""
    import structlog
    from django.db import close_old_connections

    from broadsheet.photos.acts.make_copies import make_due

    log = structlog.get_logger(__name__)
    pause = PICTURES_SECONDS
    while not stop.wait(pause):
        try:
            pause = 0 if make_due() else PICTURES_SECONDS
        except Exception:  # the database: the picture waits as before. Of the disk and the decoder the act takes note
            log.exception("pictures.failed")
            pause = TICK_SECONDS
        close_old_connections()


def _library(stop: Event) -> None:
    """Settle the rights of many pictures some at a time, and find out what an old library's pictures look like."""
    import structlog
    from django.db import close_old_connections
    from django.utils import timezone

    from broadsheet.photos.acts.note_likeness import note_unknown
    from broadsheet.photos.acts.settle_rights import settle_due

    log = structlog.get_logger(__name__)
    pause = LIBRARY_SECONDS
    while not stop.wait(pause):
        try:
            is_busy = settle_due(timezone.now()) or note_unknown()
            pause = 0.05 if is_busy else LIBRARY_SECONDS  # the desk writes in between
        except Exception:  # the database: what waited still waits
            log.exception("library.failed")
            pause = TICK_SECONDS
        close_old_connections()


def _tasks(stop: Event) -> None:
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["default"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="broadsheet",
        excluded_queue_names=[],
    )

    def stop_worker() -> None:
        stop.wait()
        worker.running = False

    Thread(target=stop_worker, daemon=True).start()
    worker.run()
