"""The press's own loop: woken by a datagram, with the table as the truth. One process a newsroom writes the page store."""

from __future__ import annotations

from threading import Event

import structlog
from django.db import OperationalError, close_old_connections

from broadsheet.press.acts.press_stale import press_stale
from broadsheet.press.lock import PressLock
from broadsheet.press.store import store
from broadsheet.press.wake import Bell

log = structlog.get_logger(__name__)
#: How long the loop sleeps when nobody rings: the longest that a lost datagram can delay a page.
LOOK_SECONDS = 1.0


def run(stop: Event) -> None:
    """Press until ``stop`` is set; a database that is gone is waited for, and the store is served meanwhile."""
    with PressLock() as lock, Bell() as bell:
        lock.take(stop)
        store().clear_leftovers()
        while not stop.is_set():
            try:
                done = press_stale()
            except OperationalError:
                log.exception("press.database_gone")
                close_old_connections()
                bell.wait(LOOK_SECONDS)
                continue
            if not done.keys:
                close_old_connections()
                bell.wait(LOOK_SECONDS)
