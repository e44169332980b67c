"""Markers that tell the page server, which has no database, that a picture was there and is gone: 410, and not 404.

An empty file under the picture's name, in a folder beside the public files that no address reaches. A public file wins
over its marker, so that a licence which is prolonged needs nothing but the file.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from broadsheet.photos.files import hide_files
from broadsheet.photos.models import Picture, PublishedRendition
from broadsheet.photos.rights import ruling
from broadsheet.photos.shelf import shelf
from broadsheet.photos.waiting import in_force

MAX_ASKED = 500


def take_off(pictures: Iterable[Picture]) -> None:
    """Take the pictures' files away from the public at once; their old addresses say from then on that they are gone.

    A full disk may cost the markers, and must not keep a file public.
    """
    names = list(PublishedRendition.objects.filter(picture__in=pictures).values_list("name", flat=True))
    seen = shelf().public(names)
    try:
        mark_gone(seen)
    finally:
        hide_files(names)


def take_off_again() -> int:
    """Take off what is public and may not be: after a crash or a full disk between a change and its files.

    Looks at the names of the public files, and asks the database for those pictures alone that were taken off or
    withdrawn; returns how many of them had a file.
    """
    public = {int(head) for name in shelf().all_public() if (head := name.partition("-")[0]).isdecimal()}
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
    return bool(shelf().public(names))


def settle_revealed(numbers: Iterable[int]) -> None:
    """Look once more at pictures whose files have just become public, and take off what may not be shown after all.

    A page may have been begun before the end of a licence and be done after it: the files would stay for ever.
    """
    now = timezone.now()
    pictures = list(Picture.objects.filter(pk__in=list(numbers)))
    in_force(pictures, now=now)
    for picture in pictures:
        found = ruling(picture, now=now)
        if found.is_killed:
            hide_files(picture.published_renditions.values_list("name", flat=True))
        elif not found.may_be_shown:
            take_off([picture])
        else:
            unmark(picture.published_renditions.values_list("name", flat=True))


def mark_gone(names: Iterable[str]) -> None:
    """Put up the markers, durable when it returns."""
    if names := list(names):
        shelf().mark_gone(names)


def unmark(names: Iterable[str]) -> None:
    """Take markers away; where there is none, that is no error."""
    shelf().unmark(names)
