"""Render pages that are held, bring them into the store, and write down what they carry.

Outside any transaction, so that nobody waits for a rendering. The files are durable before the row that vouches for
them; a crash in between only repeats the work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from broadsheet.press.acts.record import Outcome, record
from broadsheet.press.errors import SlotLostError, UnsafePathError
from broadsheet.press.models import Page, PageJob
from broadsheet.press.purge import purge
from broadsheet.press.store import store
from broadsheet.press.stores.kinds import Finished, StoredPage
from broadsheet.press.worker import Worker
from broadsheet.reader.render import Rendered, render_many, render_path

log = structlog.get_logger(__name__)
#: What says that the database itself is gone, and nothing about a page.
DATABASE_GONE = (OperationalError, InterfaceError)


@dataclass(frozen=True)
class Pressed:
    """What was done: keys and waiting pages taken, pages rendered, pages that changed in the store, pages that failed."""

    keys: int = 0
    pages: int = 0
    changed: int = 0
    failed: int = 0
    waits: tuple[timedelta, ...] = ()
    """From the oldest change that asked for it to the durable page, of each page that changed and that somebody waited for."""
    finished: dict[str, StoredPage] = field(default_factory=dict)
    """What stands at each address that was rendered now; an address where nothing stands is not in it."""


def press_held(worker: Worker, jobs: Sequence[PageJob], *, now: datetime) -> Pressed:
    """Press these pages, all held by the worker. A page that fails stops no other: it is tried again later.

    A batch that is not urgent is broken off when the worker is called; what was not rendered then is given back.

    Raises:
        SlotLostError: the worker's lock is gone, so nothing was written.
        django.db.OperationalError: the database is gone; what is held is freed with the slot.
    """
    edition = worker.edition()
    outcomes = list(_rendered(jobs, now, until=worker.is_called))
    known = dict(Page.objects.filter(path__in=[one.path for one in outcomes]).values_list("path", "digest"))
    for one in outcomes:
        one.is_changed = _is_changed(one, known)
    if not worker.slot.is_ours():
        raise SlotLostError(worker.number)
    _bring(outcomes)
    live_at = timezone.now()
    record(worker.number, jobs, outcomes, edition=edition, now=now)
    good = [one for one in outcomes if not one.error]
    changed = [one for one in good if one.is_changed]
    purge({f"page:{one.path}" for one in changed})
    waits = (live_at - one.job.asked_at for one in changed if one.job.urgency != PageJob.Urgency.LATER)
    return Pressed(
        keys=len(jobs),
        pages=len(outcomes),
        changed=len(changed),
        failed=len(outcomes) - len(good),
        waits=tuple(waits),
        finished={one.path: _stored(one.rendered) for one in good if one.rendered},
    )


def _rendered(jobs: Sequence[PageJob], now: datetime, *, until: Callable[[], bool]) -> Iterator[Outcome]:
    """Yield each page with what became of it: together, and one by one from where they fail together."""
    left = {job.path: job for job in jobs}
    patient = [job for job in jobs if job.urgency != PageJob.Urgency.AT_ONCE]
    try:
        for path, found in render_many(list(left), now=now):
            yield _outcome(left.pop(path), found)
            if patient and until():
                return
    except DATABASE_GONE:
        raise
    except Exception:  # which of them it was shows when each is rendered alone
        log.warning("press.batch_failed", pages=len(jobs))
    for job in left.values():
        yield _alone(job, now)


def _alone(job: PageJob, now: datetime) -> Outcome:
    try:
        return _outcome(job, render_path(job.path, now=now))
    except DATABASE_GONE:
        raise
    except Exception as err:  # a page that cannot be rendered must not stop the press; it is tried again and shown
        return _failed(Outcome(job), err)


def _outcome(job: PageJob, rendered: Rendered | None) -> Outcome:
    return Outcome(job, rendered, digest=_digest(rendered) if rendered else "")


def _failed(one: Outcome, err: Exception) -> Outcome:
    log.error("press.failed", path=one.path, exc_info=err)
    one.error = f"{type(err).__name__}: {err}"[:500]
    return one


def _digest(rendered: Rendered) -> str:
    head = f"{rendered.status} {rendered.extension} {rendered.location or ''}\n".encode()
    return hashlib.sha256(head + rendered.body).hexdigest()


def _is_changed(one: Outcome, known: dict[str, str]) -> bool:
    """Return whether the store has to be written; where the digest says no, the store itself is asked."""
    if one.rendered is None:
        return one.path in known or store().read(one.path) is not None
    return known.get(one.path) != one.digest or store().read(one.path) != _stored(one.rendered)


def _stored(rendered: Rendered) -> StoredPage:
    return StoredPage(rendered.status, rendered.body, rendered.extension, rendered.location)


def _bring(outcomes: Iterable[Outcome]) -> None:
    """Write, withdraw, move or drop what changed: all together, and one by one where that fails."""
    good = [one for one in outcomes if not one.error]
    up = [(one, _finished(one.path, one.rendered)) for one in good if one.rendered and one.is_changed]
    try:
        if up:
            store().put([page for _, page in up])
    except Exception:  # which of them it was shows when each is put alone
        for one, page in up:
            _attempt(one, partial(store().put, [page]))
    for one in good:
        if one.rendered is None:
            _attempt(one, partial(store().drop, one.path))


def _attempt(one: Outcome, write: Callable[[], None]) -> None:
    try:
        write()
    except UnsafePathError:
        log.warning("press.no_place", path=one.path)  # no later try can find a place for it in the store
        one.has_place = one.is_changed = False
        store().drop(one.path)
    except Exception as err:  # a full disk, or a store that is gone: the page stays as it was and is tried again
        _failed(one, err)


def _finished(path: str, page: Rendered) -> Finished:
    return Finished(path, page.status, page.body, page.extension, page.location, page.keys)
