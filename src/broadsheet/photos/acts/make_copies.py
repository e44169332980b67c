"""Make the copies of pictures that wait for them: the loop's work, one picture a call, so that nobody at the desk waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.utils import timezone

from broadsheet.photos.acts import note_copies
from broadsheet.photos.acts.render import render
from broadsheet.photos.darkroom.specs import FIRST, LATER
from broadsheet.photos.errors import CopiesPutOffError, PictureUnreadableError
from broadsheet.photos.models import Picture

log = structlog.get_logger(__name__)
State = Picture.CopiesState
STEPS: tuple[tuple[State, Sequence[str], State], ...] = (
    (State.WAITING, FIRST, State.BASIC),
    (State.BASIC, LATER, State.READY),
)
"""What a state waits for, and what is noted then: WebP and JPEG of all go before AVIF of any."""


def make_due(now: datetime | None = None) -> bool:
    """Make what one picture waits for, and return whether another may be asked for at once.

    A picture that copies cannot be made of is noted as failed, with a line in its log, and waits for somebody's word
    (`note_copies.again`) or a change. Where the machine is at fault it is tried again later, and the caller pauses: the
    next picture would have no more luck. Idle, these are four queries by an index.
    """
    for waits, formats, done in STEPS:
        if picture := _due(waits, now or timezone.now()):
            return _tried(picture, formats, done)
    return False


def _due(state: str, now: datetime) -> Picture | None:
    """Return the newest picture that was not put off, else the one that was put off for the shortest time."""
    waiting = Picture.objects.filter(copies_state=state, withdrawn_at=None)
    fresh = waiting.filter(copies_due_at=None).order_by("-pk")
    return fresh.first() or waiting.filter(copies_due_at__lte=now).order_by("copies_due_at", "pk").first()


def _tried(picture: Picture, formats: Sequence[str], done: State) -> bool:
    try:
        render(picture, formats)
    except CopiesPutOffError as err:
        log.warning("copies.put_off", picture=picture.pk, reason=err.detail)
        return False
    except PictureUnreadableError as err:
        log.warning("copies.failed", picture=picture.pk, reason=err.detail)
        return True
    note_copies.made(picture, done)
    return True
