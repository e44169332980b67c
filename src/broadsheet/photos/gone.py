"""Markers that tell the page server, which has no database, that a picture was there and is gone: 410, and not 404.

An empty file under the picture's name, in a folder beside the public files that no address reaches. A public file wins
over its marker, so that a licence which is prolonged needs nothing but the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from broadsheet.core.places import GONE
from broadsheet.photos.files import hide_files
from broadsheet.photos.models import Picture, PublishedRendition
from broadsheet.photos.rights import ruling


def take_off(pictures: Iterable[Picture]) -> None:
    """Take the pictures' files away from the public at once; their old addresses say from then on that they are gone."""
    names = list(PublishedRendition.objects.filter(picture__in=pictures).values_list("name", flat=True))
    mark_gone(names)
    hide_files(names)


def is_public(picture: Picture) -> bool:
    """Return whether readers can ask for one of its files."""
    names = PublishedRendition.objects.filter(picture=picture).values_list("name", flat=True)
    return any((Path(settings.PICTURES_ROOT) / name).exists() for name in names)


def settle_revealed(numbers: Iterable[int]) -> None:
    """Look once more at pictures whose files have just become public, and take off what may not be shown after all.

    A page may have been begun before the end of a licence and be done after it: the files would stay for ever.
    """
    now = timezone.now()
    for picture in Picture.objects.filter(pk__in=list(numbers)):
        found = ruling(picture, now=now)
        if found.is_killed:
            hide_files(picture.published_renditions.values_list("name", flat=True))
        elif not found.may_be_shown:
            take_off([picture])
        else:
            unmark(picture.published_renditions.values_list("name", flat=True))


def mark_gone(names: Iterable[str]) -> None:
    """Put up the markers, on the disk when it returns."""
    names = list(names)
    if not names:
        return
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch()
    for each in (folder, folder.parent):
        descriptor = os.open(each, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def unmark(names: Iterable[str]) -> None:
    """Take markers away; where there is none, that is no error."""
    for name in names:
        (_folder() / name).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.PICTURES_ROOT) / GONE
