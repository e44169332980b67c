"""Make the copies of pictures that wait for them: the loop's work, one picture a call, so that nobody at the desk waits."""

from __future__ import annotations

from django.db import transaction

from broadsheet.photos.acts import note_copies
from broadsheet.photos.acts.render import render
from broadsheet.photos.darkroom.specs import FIRST, LATER
from broadsheet.photos.errors import PictureUnreadableError
from broadsheet.photos.models import Picture
from broadsheet.photos.signals import picture_changed

State = Picture.CopiesState


def make_due() -> bool:
    """Make what one picture waits for, and return whether one did: WebP and JPEG of all go before AVIF of any.

    A picture whose copies cannot be made is noted as failed, with a line in its log, and waits for a second try
    (`note_copies.again`) or a change. Pages that show a picture are looked at again when its AVIF is there.
    """
    pictures = Picture.objects.filter(withdrawn_at=None).order_by("-pk")
    try:
        if picture := pictures.filter(copies_state=State.WAITING).first():
            _make_first(picture)
        elif picture := pictures.filter(copies_state=State.BASIC).first():
            _make_later(picture)
    except PictureUnreadableError:
        return True
    return picture is not None


def _make_first(picture: Picture) -> None:
    render(picture, FIRST)
    note_copies.made(picture, State.BASIC)


def _make_later(picture: Picture) -> None:
    render(picture, LATER)
    with transaction.atomic():
        if note_copies.made(picture, State.READY):
            picture_changed.send(sender=Picture, picture=picture)
