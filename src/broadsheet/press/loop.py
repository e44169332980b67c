"""A press's own loop: woken by a ring, with the table as the truth. Any number of them work beside each other."""

from __future__ import annotations

import time
from threading import Event
from typing import Final

import structlog
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from broadsheet.press.acts.claim import free_dead, next_due
from broadsheet.press.acts.fold_reads import fold_reads
from broadsheet.press.acts.press_stale import press_round
from broadsheet.press.design import note_design
from broadsheet.press.errors import SlotLostError
from broadsheet.press.measures import keep_measures, observe_live, observe_pages
from broadsheet.press.store import store
from broadsheet.press.wake import Bell, hang_bell
from broadsheet.press.worker import Worker, hire

log = structlog.get_logger(__name__)
#: How long the loop sleeps when nobody rings: the longest that a lost ring, or a dead press, can delay a page.
LOOK_SECONDS: Final = 1.0
#: How often the counts of the page servers are taken.
FOLD_SECONDS: Final = 30.0


def run(stop: Event) -> None:
    """Press until ``stop`` is set; a database that is gone is waited for, and the store is served meanwhile."""
    store().clear_leftovers()
    while not stop.is_set():
        try:
            with hire() as worker, hang_bell(worker.slot) as bell:
                worker.slot.share_loops()
                worker.is_called = bell.has_rung
                note_design(worker.design)
                _press(worker, bell, stop)
        except (Error, SlotLostError) as err:
            log.warning("press.begins_again", reason=str(err))
            connection.close()
            stop.wait(LOOK_SECONDS)


def _press(worker: Worker, bell: Bell, stop: Event) -> None:
    looked_at = folded_at = time.monotonic()
    while not stop.is_set():
        now = timezone.now()
        done = press_round(worker, now=now)
        for wait in done.waits:
            observe_live(wait.total_seconds())
        observe_pages(pressed=done.pages, failed=done.failed)
        if time.monotonic() - looked_at >= LOOK_SECONDS:
            looked_at = time.monotonic()
            free_dead(worker.number)
            keep_measures(worker.number)
        if done.keys:
            continue
        if time.monotonic() - folded_at >= FOLD_SECONDS:
            folded_at = time.monotonic()
            fold_reads(worker.number, now=now)
        close_old_connections()
        bell.wait(_seconds_to_sleep())


def _seconds_to_sleep() -> float:
    now = timezone.now()
    due = next_due(now)
    return LOOK_SECONDS if due is None else min(LOOK_SECONDS, (due - now).total_seconds())
