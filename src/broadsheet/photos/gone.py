"""Markers that tell the page server, which has no database, that a picture was there and is gone: 410, and not 404.

An empty file under the picture's name, in a folder beside the public files that no address reaches. A public file wins
over its marker, so that a licence which is prolonged needs nothing but the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from broadsheet.core.places import GONE
from broadsheet.photos.files import hide_files, sync_folder
from broadsheet.photos.models import Picture, PublishedRendition
from broadsheet.photos.rights import ruling

MAX_ASKED = 500


def take_off(pictures: Iterable[Picture]) -> None:
    """Take the pictures' files away from the public at once; their old addresses say from then on that they are gone.

    A full disk may cost the markers, and must not keep a file public.
    """
    names = list(PublishedRendition.objects.filter(picture__in=pictures).values_list("name", flat=True))
    seen = [name for name in names if (Path(settings.PICTURES_ROOT) / name).exists()]
    try:
        mark_gone(seen)
    finally:
        hide_files(names)


def take_off_again() -> int:
    """Take off what is public and may not be: after a crash or a full disk between a change and its files.

    Looks at the names of the public files, and asks the database for those pictures alone that were taken off or
    withdrawn; returns how many of them had a file.
    """
    root = Path(settings.PICTURES_ROOT)
    names = [path.name for path in root.iterdir()] if root.is_dir() else []
    public = {int(head) for name in names if (head := name.partition("-")[0]).isdecimal()}
    numbers = sorted(public)
    off = Q(ended_at__isnull=False) | Q(withdrawn_at__isnull=False)
    found = 0
    for start in range(0, len(numbers), MAX_ASKED):
        some = Picture.objects.filter(off, pk__in=numbers[start : start + MAX_ASKED])
        wrong = list(some.values_list("pk", flat=True))
        settle_revealed(wrong)
        found += len(wrong)
    return found


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
        sync_folder(each)


def unmark(names: Iterable[str]) -> None:
    """Take markers away; where there is none, that is no error."""
    for name in names:
        (_folder() / name).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.PICTURES_ROOT) / GONE
