"""Note that readers see a picture for the first time, or that a page has a place for it that an embargo keeps empty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from broadsheet.photos.models import Picture
from broadsheet.photos.settling import end_of


def note_shown(pictures: Iterable[Picture], *, now: datetime) -> None:
    """Note it of those that were never shown: the days that it may stand are counted from there.

    No query where all were. Safe to repeat, by two processes at once too.
    """
    for picture in pictures:
        if picture.first_shown_at is None and picture.pk:
            _first_time(picture, now)


def note_awaited(pictures: Iterable[Picture]) -> None:
    """Note it of those that no page has waited for yet: when their embargo passes, the pages are told."""
    numbers = [picture.pk for picture in pictures if not picture.is_awaited]
    if numbers:
        Picture.objects.filter(pk__in=numbers).update(is_awaited=True)


def _first_time(picture: Picture, now: datetime) -> None:
    """Count from the rights that the row has now: a contract may have changed since the picture was read."""
    with transaction.atomic():
        locked = Picture.objects.select_for_update(of=("self",))
        row = locked.filter(pk=picture.pk, first_shown_at=None).first()
        if row is None:
            return
        ends_at = end_of(row.licensed_until, now, row.archive_days)
        Picture.objects.filter(pk=row.pk).update(first_shown_at=now, ends_at=ends_at)
    picture.first_shown_at, picture.ends_at = now, ends_at
