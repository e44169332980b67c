"""Note how far the making of a picture's copies is. The lawful moves are `MOVES`; a change of the picture begins anew."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from broadsheet.photos.errors import PictureUnreadableError
from broadsheet.photos.models import Picture, PictureEvent

State = Picture.CopiesState
MOVES: Mapping[str, frozenset[str]] = {
    State.WAITING: frozenset({State.BASIC, State.FAILED}),
    State.BASIC: frozenset({State.READY, State.FAILED, State.WAITING}),
    State.READY: frozenset({State.BASIC, State.FAILED, State.WAITING}),
    State.FAILED: frozenset({State.WAITING}),
}


def made(picture: Picture, state: str) -> bool:
    """Note what is made, unless the picture has changed since it was read; return whether that was noted."""
    with transaction.atomic():
        row = Picture.objects.select_for_update(of=("self",)).get(pk=picture.pk)
        return row.recipe == picture.recipe and _move(row, state)


def lost(picture: Picture) -> None:
    """Note that files which are made in the background are gone from the disk: they are made again."""
    with transaction.atomic():
        _move(Picture.objects.select_for_update(of=("self",)).get(pk=picture.pk), State.BASIC)


def failed(picture: Picture, error: PictureUnreadableError) -> PictureUnreadableError:
    """Note the failure, once in the picture's log, and return the error to be raised.

    What the desk shows is the error's sentence, before it is translated.
    """
    with transaction.atomic():
        row = Picture.objects.select_for_update(of=("self",)).filter(pk=picture.pk).first()
        if row is not None and _move(row, State.FAILED, error=error.template):
            PictureEvent.objects.create(
                picture=row, kind=PictureEvent.Kind.FAILED, at=timezone.now(), detail={"error": error.template}
            )
    return error


def again(picture: Picture) -> bool:
    """Have copies that could not be made tried once more; return whether there was a failure to mend."""
    with transaction.atomic():
        row = Picture.objects.select_for_update(of=("self",)).get(pk=picture.pk)
        return row.copies_state == State.FAILED and _move(row, State.WAITING)


def _move(row: Picture, state: str, *, error: str = "") -> bool:
    if state not in MOVES[row.copies_state]:
        return False
    Picture.objects.filter(pk=row.pk).update(copies_state=state, copies_error=error)
    return True
