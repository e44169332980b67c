"""One round of a press: take keys, press what is urgent, then what waits, then pages of an older edition."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from broadsheet.press.acts.ask_for import GAP
from broadsheet.press.acts.claim import AT_MOST, claim_older, claim_waiting, free_dead, held_by
from broadsheet.press.acts.expand_keys import expand_keys
from broadsheet.press.acts.press_held import Pressed, press_held
from broadsheet.press.models import PageJob
from broadsheet.press.wake import wake
from broadsheet.press.worker import Worker, hire

NO_TIME: Final = timedelta()
A_LOT: Final = AT_MOST[PageJob.Urgency.LIST]


def press_round(worker: Worker, *, now: datetime, patience: timedelta = NO_TIME) -> Pressed:
    """Do one round and say what was done; ``Pressed().keys`` is 0 when nothing is left to do at ``now``.

    A page that was rendered a moment ago counts as due so much earlier as ``patience`` says.
    """
    taken = expand_keys(worker.number, now=now)
    jobs = held_by(worker.number) if taken.keys else []
    if taken.pages > A_LOT:
        wake()  # there is more than one press can do at once, and the others may be asleep
    if taken.keys and not jobs:
        return Pressed(keys=taken.keys)
    jobs = jobs or claim_waiting(worker.number, due=now + patience)
    if not jobs and free_dead(worker.number):
        jobs = claim_waiting(worker.number, due=now + patience)
    if not jobs and (edition := worker.edition()):
        jobs = claim_older(worker.number, edition=edition, now=now)
    return press_held(worker, jobs, now=now) if jobs else Pressed()


def press_stale(now: datetime | None = None) -> Pressed:
    """Do one round as a press of its own, which does not wait between two renderings of a page."""
    with hire() as worker:
        return press_round(worker, now=now or timezone.now(), patience=GAP)
