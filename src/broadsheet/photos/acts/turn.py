"""What follows when a change of a picture's rights turns it off or on: its public files, its log, the pages."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from broadsheet.photos.acts.log import note
from broadsheet.photos.gone import take_off
from broadsheet.photos.models import Picture, PictureEvent
from broadsheet.photos.settling import Turn


def follow(picture: Picture, turn: Turn, now: datetime) -> None:
    """Note a turn in the log, and take the public files away on commit. The caller announces the change."""
    if turn == "off":
        note(picture, PictureEvent.Kind.ENDED, now)
        transaction.on_commit(lambda: take_off([picture]), robust=True)
    elif turn == "on":
        note(picture, PictureEvent.Kind.RENEWED, now)
