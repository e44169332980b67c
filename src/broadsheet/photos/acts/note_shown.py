"""Note that readers see a picture for the first time: the days that it may stand are counted from there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from broadsheet.photos.models import Picture
from broadsheet.photos.settling import end_of


def note_shown(pictures: Iterable[Picture], *, now: datetime) -> None:
    """Note it of those that were never shown; no query where all were. Safe to repeat, by two processes at once too."""
    for picture in pictures:
        if picture.first_shown_at is None and picture.pk:
            _first_time(picture, now)


def _first_time(picture: Picture, now: datetime) -> None:
    ends_at = end_of(picture.licensed_until, now, picture.archive_days)
    if Picture.objects.filter(pk=picture.pk, first_shown_at=None).update(first_shown_at=now, ends_at=ends_at):
        picture.first_shown_at, picture.ends_at = now, ends_at
