"""Render a picture: make the public files that readers get, once for each state of the picture.

WebP for nearly everybody and JPEG for the rest, in steps of width, whole and in two crops around the focal point; AVIF
after these, because nobody waits for it. Files are named by their content, so that they may be kept for a year.

They are made in a folder that only the desk reads, when the picture comes, so that a publication has not to wait for
them; a file is put among the public ones when a page that anyone may read shows the picture, and not before (W16).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from broadsheet.photos import decoding, metadata
from broadsheet.photos.acts import note_copies
from broadsheet.photos.acts.note_shown import note_awaited, note_shown
from broadsheet.photos.credentials import signed
from broadsheet.photos.darkroom.specs import FIRST, JPEG, LATER
from broadsheet.photos.errors import (
    CopiesPutOffError,
    CopiesStoppedError,
    DecoderStoppedError,
    NotAPictureError,
    PictureUnreadableError,
)
from broadsheet.photos.files import MADE, are_there, keep, keep_ready, remove_files, reveal, sync_waiting
from broadsheet.photos.gone import settle_revealed
from broadsheet.photos.models import Picture, PublishedRendition
from broadsheet.photos.originals import original_of
from broadsheet.photos.published import AnyCopy, Copy, PublishedPicture, as_shown
from broadsheet.photos.rights import ruling
from broadsheet.photos.waiting import in_force

log = structlog.get_logger(__name__)
KEPT_FOR = timedelta(days=1)
"""How long the files of an earlier state stay, for pages that still show it."""


def published(picture: Picture) -> PublishedPicture | None:
    """Return one picture as a page shows it, its files public from now on; None if the page has to do without it."""
    return published_for([picture]).get(picture.pk)


def published_for(pictures: Iterable[Picture], *, now: datetime | None = None) -> dict[int, PublishedPicture]:
    """Return pictures by their id as a page shows them, their files public from now on; what may not be shown is left out.

    Asked for the moment of a page, `now`; that of the clock unless given.

    Only a page that anyone may read asks this. A few queries for all, and a few for each that must be made now. A picture
    of which no copies can be made is left out, logged, and told at the desk: it stops no page, which hears of it when they
    are there after all.
    """
    now = now or timezone.now()
    asked = list(pictures)
    in_force(asked, now=now)
    wanted, to_come = {}, []
    for picture in asked:
        found = ruling(picture, now=now)
        if found.may_be_shown:
            wanted[picture.pk] = picture
        elif found.may_be_chosen:
            to_come.append(picture)
    note_awaited(to_come)
    made = _public(wanted, _without_the_unreadable(wanted))
    note_shown((wanted[number] for number in made), now=now)
    return {number: as_shown(wanted[number], rows, address=settings.PICTURES_URL) for number, rows in made.items()}


def previewed_for(pictures: Iterable[Picture], *, now: datetime | None = None) -> dict[int, PublishedPicture]:
    """Return pictures by their id as a page will show them, by addresses that only the desk may open.

    One under embargo is shown; what may not be chosen, and what no copies can be made of, is left out.
    """
    now = now or timezone.now()
    asked = list(pictures)
    in_force(asked, now=now)
    wanted = {picture.pk: picture for picture in asked if ruling(picture, now=now).may_be_chosen}
    return _at_the_desk(wanted, _without_the_unreadable(wanted))


def made_for(pictures: Iterable[Picture]) -> dict[int, PublishedPicture]:
    """Have the files of pictures ready before a publication, and return them as a preview shows them. None is public yet.

    Raises:
        PictureUnreadableError: a file is missing or damaged, or the machine is at fault; then none is returned.
    """
    wanted = {picture.pk: picture for picture in pictures if not picture.withdrawn_at}
    found = _found(wanted)
    return _at_the_desk(wanted, {number: _made(one, found[number]) for number, one in wanted.items()})


def render(picture: Picture, formats: Sequence[str]) -> None:
    """Make the copies in these formats, unless they are there.

    Raises:
        PictureUnreadableError: the file is missing or damaged, or the decoder stopped.
    """
    rows = picture.published_renditions.filter(recipe=picture.recipe, format__in=formats)
    names = list(rows.values_list("name", flat=True))
    if not names or not are_there(names):
        _rendered(picture, formats)


def _at_the_desk(wanted: Mapping[int, Picture], made: Mapping[int, list[AnyCopy]]) -> dict[int, PublishedPicture]:
    address = f"{settings.MEDIA_URL}{MADE}/"
    for rows in made.values():
        keep_ready(_names(rows))
    return {number: as_shown(wanted[number], rows, address=address) for number, rows in made.items()}


def _found(wanted: Mapping[int, Picture]) -> dict[int, list[AnyCopy]]:
    """Return the copies that there are of each picture as it is now; one query."""
    found: dict[int, list[AnyCopy]] = defaultdict(list)
    recipes = {number: picture.recipe for number, picture in wanted.items()}
    rows = PublishedRendition.objects.filter(picture__in=wanted).order_by("width").values_list(*Copy._fields)
    for row in map(Copy._make, rows):
        if row.recipe == recipes[row.picture_id]:
            found[row.picture_id].append(row)
    return found


def _without_the_unreadable(wanted: Mapping[int, Picture]) -> dict[int, list[AnyCopy]]:
    """Return the copies of each picture that has any or can be given them; a page does not try what has just failed."""
    found, made = _found(wanted), {}
    for number, picture in wanted.items():
        try:
            made[number] = _made(picture, found[number], is_worth_a_try=not _has_just_failed(picture))
        except (PictureUnreadableError, OSError) as err:
            log.warning("picture.left_out", picture=number, reason=str(err))
    return made


def _has_just_failed(picture: Picture) -> bool:
    is_put_off = picture.copies_due_at is not None and picture.copies_due_at > timezone.now()
    return is_put_off or picture.copies_state == Picture.CopiesState.FAILED


def _made(picture: Picture, found: Sequence[AnyCopy], *, is_worth_a_try: bool = True) -> list[AnyCopy]:
    """Return the copies of a picture; what a page cannot do without is made now where it is missing."""
    first = [row for row in found if row.format in FIRST]
    later = [row for row in found if row.format in LATER]
    if not first or not are_there(_names(first)):
        if not is_worth_a_try:
            raise PictureUnreadableError(picture.pk, f"not tried: {picture.copies_error}")
        first = [*_rendered(picture, FIRST)]
    if later and not are_there(_names(later)):
        note_copies.lost(picture)
        later = []
    return first + later


def _public(wanted: Mapping[int, Picture], made: Mapping[int, list[AnyCopy]]) -> dict[int, list[AnyCopy]]:
    """Make the files public, and return the copies of those pictures with which that went well."""
    public, fresh = {}, []
    for number, rows in made.items():
        try:
            if reveal(_names(rows)):
                fresh.append(number)
        except OSError as err:
            log.exception("picture.left_out", picture=number)
            note_copies.put_off(wanted[number], CopiesPutOffError(number, str(err)))
            continue
        public[number] = rows
    if fresh:
        settle_revealed(fresh)
    return public


def _rendered(picture: Picture, formats: Sequence[str]) -> list[PublishedRendition]:
    """Make the files, then record them; what another process recorded meanwhile stands."""
    has_first = tuple(formats) == LATER
    try:
        rows = list(_kept(picture, original_of(picture), formats))
        sync_waiting()
    except DecoderStoppedError as err:
        error = CopiesStoppedError(picture.pk, err.detail)
        raise note_copies.put_off(picture, error, has_first=has_first) from err
    except (ValueError, NotAPictureError) as err:
        raise note_copies.failed(picture, PictureUnreadableError(picture.pk, str(err))) from err
    except Exception as err:  # no room, no memory, no file handle, no store: nothing that the picture could help
        raise note_copies.put_off(picture, CopiesPutOffError(picture.pk, repr(err)), has_first=has_first) from err
    return _recorded(picture, rows, formats)


def _recorded(picture: Picture, rows: list[PublishedRendition], formats: Sequence[str]) -> list[PublishedRendition]:
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


def _names(rows: Iterable[AnyCopy]) -> set[str]:
    return {row.name for row in rows}
