"""Render a picture: make the public files that readers get, once for each state of the picture.

WebP for nearly everybody and JPEG for the rest, in steps of width, whole and in two crops around the focal point; AVIF
after these, because nobody waits for it. Files are named by their content, so that they may be kept for a year.

They are made in a folder that only the desk reads, when the picture comes, so that a publication has not to wait for
them; a file is put among the public ones when a page that anyone may read shows the picture, and not before (W16).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from broadsheet.photos import decoding, metadata
from broadsheet.photos.acts import note_copies
from broadsheet.photos.acts.note_shown import note_shown
from broadsheet.photos.credentials import signed
from broadsheet.photos.darkroom.specs import FIRST, JPEG, LATER
from broadsheet.photos.errors import (
    CopiesStoppedError,
    DecoderStoppedError,
    NotAPictureError,
    PictureUnreadableError,
)
from broadsheet.photos.files import MADE, are_there, keep, keep_ready, remove_files, reveal, sync_waiting
from broadsheet.photos.gone import settle_revealed
from broadsheet.photos.models import Picture, PublishedRendition
from broadsheet.photos.published import PublishedPicture, as_shown
from broadsheet.photos.rights import ruling

KEPT_FOR = timedelta(days=1)
"""How long the files of an earlier state stay, for pages that still show it."""


def published(picture: Picture) -> PublishedPicture | None:
    """Return one picture as a page shows it, its files public from now on; None if it was withdrawn.

    Raises:
        PictureUnreadableError: its file is missing or damaged.
    """
    return published_for([picture]).get(picture.pk)


def published_for(pictures: Iterable[Picture]) -> dict[int, PublishedPicture]:
    """Return pictures by their id as a page shows them, their files public from now on; what may not be shown is left out.

    Only a page that anyone may read asks this. One query for all, and a few for each that must be made now.

    Raises:
        PictureUnreadableError: a file is missing or damaged; then none is returned.
    """
    now = timezone.now()
    wanted = {picture.pk: picture for picture in pictures if ruling(picture, now=now).may_be_shown}
    made = _made(wanted)
    note_shown(wanted.values(), now=now)
    if revealed := [number for number, rows in made.items() if reveal(_names(rows))]:
        settle_revealed(revealed)
    return {number: as_shown(one, made[number], address=settings.PICTURES_URL) for number, one in wanted.items()}


def made_for(pictures: Iterable[Picture]) -> dict[int, PublishedPicture]:
    """Return pictures by their id as a page will show them, by addresses that only the desk may open.

    Nothing becomes public: for previews, and to have the files ready before a publication.

    Raises:
        PictureUnreadableError: a file is missing or damaged; then none is returned.
    """
    wanted = {picture.pk: picture for picture in pictures if not picture.withdrawn_at}
    made = _made(wanted)
    address = f"{settings.MEDIA_URL}{MADE}/"
    for rows in made.values():
        keep_ready(_names(rows))
    return {number: as_shown(one, made[number], address=address) for number, one in wanted.items()}


def render(picture: Picture, formats: Sequence[str]) -> None:
    """Make the copies in these formats, unless they are there.

    Raises:
        PictureUnreadableError: the file is missing or damaged, or the decoder stopped.
    """
    rows = picture.published_renditions.filter(recipe=picture.recipe, format__in=formats)
    names = list(rows.values_list("name", flat=True))
    if not names or not are_there(names):
        _rendered(picture, formats)


def _made(wanted: Mapping[int, Picture]) -> dict[int, list[PublishedRendition]]:
    """Return the copies of each picture; what a page cannot do without is made now where it is missing."""
    found: dict[int, list[PublishedRendition]] = defaultdict(list)
    for row in PublishedRendition.objects.filter(picture__in=wanted).order_by("width"):
        if row.recipe == wanted[row.picture_id].recipe:
            found[row.picture_id].append(row)
    for number, picture in wanted.items():
        first = [row for row in found[number] if row.format in FIRST]
        later = [row for row in found[number] if row.format in LATER]
        if not first or not are_there(_names(first)):
            first = _rendered(picture, FIRST)
        if later and not are_there(_names(later)):
            note_copies.lost(picture)
            later = []
        found[number] = first + later
    return found


def _rendered(picture: Picture, formats: Sequence[str]) -> list[PublishedRendition]:
    """Make the files, then record them; what another process recorded meanwhile stands."""
    try:
        with picture.open_file() as file:
            rows = list(_kept(picture, file.read(), formats))
    except DecoderStoppedError as err:
        raise note_copies.failed(picture, CopiesStoppedError(picture.pk, err.detail)) from err
    except (OSError, ValueError, NotAPictureError) as err:
        raise note_copies.failed(picture, PictureUnreadableError(picture.pk, str(err))) from err
    sync_waiting()
    long_ago = timezone.now() - KEPT_FOR
    with transaction.atomic():
        earlier = picture.published_renditions.exclude(recipe=picture.recipe)
        last = earlier.order_by("-made_at").values_list("recipe", flat=True).first()
        old = earlier.exclude(recipe=last).filter(made_at__lt=long_ago)  # pages and feeds still name those of the last
        unused = set(old.values_list("name", flat=True)) | _names(rows)
        old.delete()
        PublishedRendition.objects.bulk_create(rows, ignore_conflicts=True)
        now_there = list(picture.published_renditions.all())
        unused -= _names(now_there)
        transaction.on_commit(lambda: remove_files(unused))
    return [row for row in now_there if row.recipe == picture.recipe and row.format in formats]


def _kept(picture: Picture, data: bytes, formats: Sequence[str]) -> Iterator[PublishedRendition]:
    facts = picture.embedded_facts
    xmp = metadata.packet(facts) if any(facts.values()) else b""
    names: dict[bytes, str] = {}
    sizes: dict[bytes, int] = {}
    for copy in decoding.copies(data, focus=picture.focus, formats=formats, xmp=xmp):
        if copy.content not in names:
            told = metadata.embed(copy.content, facts) if copy.format == JPEG else copy.content
            content = signed(told, format=copy.format, picture=picture, crop=copy.crop)
            names[copy.content] = keep(picture.pk, content, width=copy.width, format=copy.format)
            sizes[copy.content] = len(content)
        yield PublishedRendition(
            picture=picture,
            recipe=picture.recipe,
            crop=copy.crop,
            format=copy.format,
            width=copy.width,
            height=copy.height,
            name=names[copy.content],
            size_bytes=sizes[copy.content],
        )


def _names(rows: Iterable[PublishedRendition]) -> set[str]:
    return {row.name for row in rows}
