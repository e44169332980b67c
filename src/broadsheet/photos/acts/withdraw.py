"""Withdraw pictures from readers: for good, when an agency kills them, or until a page shows them again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from broadsheet.photos.acts.render import hide_files
from broadsheet.photos.models import Picture, PublishedRendition
from broadsheet.photos.signals import picture_changed

MAX_GUID = 255


def withdraw(guids: Iterable[str], *, now: datetime) -> list[Picture]:
    """Withdraw for good the pictures that came under these guids, and return those that were not withdrawn before.

    Their public files are gone when the transaction is, and no page shows them from then on.
    """
    wanted = {guid if len(guid) <= MAX_GUID else guid[: MAX_GUID - 1].rstrip() + "…" for guid in guids if guid}
    with transaction.atomic():
        found = Picture.objects.select_for_update(of=("self",)).filter(guid__in=wanted, withdrawn_at=None)
        pictures = list(found.order_by("pk")) if wanted else []
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
        transaction.on_commit(lambda names=names: hide_files(names))  # type: ignore[misc]
