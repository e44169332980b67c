"""Note how far the making of a picture's copies is. The lawful moves are `MOVES`; a change of the picture begins anew.

A fault of the picture itself is final. A fault of the machine says nothing about the picture: it is tried again, each time
after a longer pause. A decoder that stops may be either, so it is tried a few times.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from broadsheet.photos.errors import CopiesStoppedError, PictureUnreadableError
from broadsheet.photos.models import Picture, PictureEvent
from broadsheet.photos.signals import picture_changed

State = Picture.CopiesState
MOVES: Mapping[str, frozenset[str]] = {
    State.WAITING: frozenset({State.BASIC, State.FAILED, State.WAITING}),
    State.BASIC: frozenset({State.READY, State.FAILED, State.WAITING, State.BASIC}),
    State.READY: frozenset({State.BASIC, State.FAILED, State.WAITING}),
    State.FAILED: frozenset({State.WAITING}),
}
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
MAX_STOPS = 4
"""So often the decoder may stop at a picture before it is the picture's fault."""
MAX_TRIES = 1_000


def made(picture: Picture, state: str) -> bool:
    """Note what is made, unless the picture has changed since it was read; return whether that was noted.

    Pages are told where they may lack it: AVIF that has come, and copies that a page had to do without.
    """
    with transaction.atomic():
        row = _locked(picture)
        if row is None or row.recipe != picture.recipe or not _move(row, state):
            return False
        if state == State.READY or row.copies_tries:
            picture_changed.send(sender=Picture, picture=picture)
    return True


def lost(picture: Picture) -> None:
    """Note that files which are made in the background are gone from the disk: they are made again."""
    with transaction.atomic():
        row = _locked(picture)
        if row is not None and row.copies_state == State.READY:
            _move(row, State.BASIC)


def failed(picture: Picture, error: PictureUnreadableError) -> PictureUnreadableError:
    """Note a failure that is final, once in the picture's log, and return the error to be raised.

    What the desk shows is the error's sentence, before it is translated.
    """
    with transaction.atomic():
        row = _locked(picture)
        if row is not None and _move(row, State.FAILED, error=error.template, tries=max(1, row.copies_tries)):
            _log(row, error)
    return error


def put_off(picture: Picture, error: PictureUnreadableError, *, has_first: bool = False) -> PictureUnreadableError:
    """Note that it is tried again later, in the log for the first time only, and return the error to be raised.

    `has_first` says that what a page cannot do without is there. A decoder that has stopped too often is a failure.
    """
    with transaction.atomic():
        row = _locked(picture)
        if row is None or row.copies_state == State.FAILED:
            return error
        tries = min(row.copies_tries + 1, MAX_TRIES)
        if isinstance(error, CopiesStoppedError) and tries >= MAX_STOPS:
            return failed(picture, error)
        state = State.BASIC if has_first and row.copies_state != State.WAITING else State.WAITING
        _move(row, state, error=error.template, tries=tries, due_at=timezone.now() + _pause(tries))
        if tries == 1:
            _log(row, error)
    return error


def again(picture: Picture) -> bool:
    """Have copies that could not be made tried once more, at once; return whether there was a failure to mend."""
    with transaction.atomic():
        row = _locked(picture)
        has_failed = row is not None and (row.copies_tries > 0 or row.copies_state == State.FAILED)
        return row is not None and has_failed and _move(row, State.WAITING, tries=max(1, row.copies_tries))


def _pause(tries: int) -> timedelta:
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(tries - 1, 10))


def _locked(picture: Picture) -> Picture | None:
    row: Picture | None = Picture.objects.select_for_update(of=("self",)).filter(pk=picture.pk).first()
    return row


def _log(row: Picture, error: PictureUnreadableError) -> None:
    detail = {"error": error.template}
    PictureEvent.objects.create(picture=row, kind=PictureEvent.Kind.FAILED, at=timezone.now(), detail=detail)


def _move(row: Picture, state: str, *, error: str = "", tries: int = 0, due_at: datetime | None = None) -> bool:
    if state not in MOVES[row.copies_state]:
        return False
    Picture.objects.filter(pk=row.pk).update(
        copies_state=state, copies_error=error, copies_tries=tries, copies_due_at=due_at
    )
    return True
