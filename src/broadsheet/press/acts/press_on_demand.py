"""A page that a reader waits for and that the store does not have: pressed once, however many ask at the same moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db.models import Q

from broadsheet.desk.models import StoryAddress
from broadsheet.press.acts.ask_for import MAX_PATH
from broadsheet.press.acts.claim import claim_page, give_back
from broadsheet.press.acts.press_held import press_held
from broadsheet.press.errors import PageNotReadyError
from broadsheet.press.models import Page, PageJob
from broadsheet.press.store import store
from broadsheet.press.stores.kinds import StoredPage
from broadsheet.press.stores.layout import is_address, is_target
from broadsheet.press.worker import Worker, hire
from broadsheet.reader.render import render_path

MAX_WAIT_SECONDS: Final = 3.0
LOOK_SECONDS: Final = 0.02


def press_on_demand(path: str, *, now: datetime, pause: Callable[[float], None] = time.sleep) -> StoredPage | None:
    """Return what stands at an address, from the store or pressed into it now; None where nothing stands.

    Who finds that somebody presses it already waits for that. An address at which nothing stands writes nothing, so
    that no list of guessed addresses can keep the database busy.

    Raises:
        PageNotReadyError: somebody presses it, or it failed a moment ago, and it is not there yet.
    """
    if len(path) > MAX_PATH or not is_address(path):
        return _shown_only(path, now)
    if found := store().read(path):
        return found
    if not _is_known(path):
        found = _shown_only(path, now)
        if found is None or (found.location and not is_target(found.location)):
            return found
    deadline = time.monotonic() + MAX_WAIT_SECONDS
    while time.monotonic() < deadline:
        job = PageJob.objects.filter(path=path).first()
        if job is None or (job.worker is None and not job.attempts):
            with hire() as worker:
                if held := claim_page(worker.number, path, now=now):
                    return _press(worker, held, now)
        elif job.worker is None:
            break  # it failed a moment ago; the press tries it again in its time
        pause(LOOK_SECONDS)
        if found := store().read(path):
            return found
    raise PageNotReadyError(path)


def _press(worker: Worker, job: PageJob, now: datetime) -> StoredPage | None:
    if found := store().read(job.path):  # somebody was faster, and done before we held it
        give_back(worker.number, job)
        return found
    done = press_held(worker, [job], now=now)
    if done.failed:
        raise PageNotReadyError(job.path)
    return done.finished.get(job.path)


def _is_known(path: str) -> bool:
    """Return whether the newsroom knows the address, by two looks into an index; lists that are new it may not know."""
    shown = Q(story__live=True) | Q(story__killed_at__isnull=False)
    return StoryAddress.objects.filter(shown, path=path).exists() or Page.objects.filter(path=path).exists()


def _shown_only(path: str, now: datetime) -> StoredPage | None:
    """Return what stands at an address without keeping it."""
    found = render_path(path, now=now)
    return StoredPage(found.status, found.body, found.extension, found.location) if found else None
