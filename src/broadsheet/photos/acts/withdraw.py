"""Withdraw pictures from readers: for good, when an agency kills them, or until a page shows them again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from broadsheet.photos.files import hide_files
from broadsheet.photos.models import Picture, PublishedRendition
from broadsheet.photos.signals import picture_changed

MAX_GUID = 255


def pictures_under(guids: Iterable[str]) -> QuerySet[Picture]:
    """Return the pictures that came under these guids and were not withdrawn before."""
    wanted = {guid if len(guid) <= MAX_GUID else guid[: MAX_GUID - 1].rstrip() + "…" for guid in guids if guid}
    return Picture.objects.filter(guid__in=wanted, withdrawn_at=None).order_by("pk")


def withdraw(guids: Iterable[str], *, now: datetime, spared: Collection[int] = ()) -> list[Picture]:
    """Withdraw for good the pictures that came under these guids, and return those that were not withdrawn before.

    Their public files are gone when the transaction is, and no page shows them from then on. Those with the numbers
    `spared` stay.
    """
    with transaction.atomic():
        pictures = list(pictures_under(guids).exclude(pk__in=spared).select_for_update(of=("self",)))
        Picture.objects.filter(pk__in=[picture.pk for picture in pictures]).update(withdrawn_at=now)
        hide(pictures)
    return pictures


def hide(pictures: Iterable[Picture]) -> None:
    """Take the pictures' files away from the public on commit, and have every page that carries them looked at again.

    A page that still shows one, unless it was withdrawn, makes its files public again.
    """
    for picture in pictures:
        names = list(PublishedRendition.objects.filter(picture=picture).values_list("name", flat=True))
        picture_changed.send(sender=Picture, picture=picture)
        transaction.on_commit(lambda names=names: hide_files(names), robust=True)  # type: ignore[misc]
