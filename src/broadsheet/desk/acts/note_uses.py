"""Note where readers see a picture: a row opens when they begin to and closes when they cease to.

Heard from the desk's and the photo room's announcements (`desk/receivers.py`), and so in the transaction of the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from broadsheet.desk.blocks import pictures_in
from broadsheet.desk.models import Author, PictureUse, StandingPage, Story
from broadsheet.desk.shown import pages_with, stories_with
from broadsheet.photos.models import Picture, PictureEvent
from broadsheet.photos.rights import ruling

Place = PictureUse.Place
MAX_CREDIT = 500


def note_story(story: Story, *, now: datetime) -> None:
    """Make the open uses of a story equal to what readers see in it; of one that is not live there are none."""
    _note({"story": story}, dict(_shown_in(story, now)) if story.live else {}, _facts_of(story), now)


def note_author(author: Author, *, now: datetime) -> None:
    """Make the open use of an author's face equal to what readers see."""
    face = author.picture
    shown = {(face.pk, Place.FACE.value): face} if face and _is_seen(face, now) else {}
    _note({"author": author}, shown, {"address": f"/authors/{author.slug}/", "headline": author.name}, now)


def note_page(page: StandingPage, *, now: datetime) -> None:
    """Make the open uses of a standing page equal to what readers see in it; of one that is not live there are none."""
    numbers = {one.number for one in pictures_in(page.body)} if page.live else set()
    pictures = Picture.objects.filter(pk__in=numbers)
    shown = {(picture.pk, Place.PAGE.value): picture for picture in pictures if _is_seen(picture, now)}
    _note({"page": page}, shown, {"address": page.address, "headline": page.title}, now)


def note_picture(picture: Picture, *, now: datetime) -> None:
    """Close the uses of a picture that readers may not see any more, else open those that are wanting.

    Of one that is seen already, the uses take on the provider and the credit that it has now: an invoice asks for them.
    """
    row = Picture.objects.filter(pk=picture.pk).first()
    uses = PictureUse.objects.filter(picture_id=picture.pk, until=None)
    if row is None or not _is_seen(row, now):
        _close(list(uses), (row and (row.withdrawn_at or row.ended_at)) or now)
        return
    facts = _facts_from(row)
    uses.exclude(**facts).update(**facts)
    seen_in = stories_with(row).filter(live=True)
    for story in seen_in.exclude(pk__in=uses.filter(story__isnull=False).order_by().values("story_id")):
        note_story(story, now=now)
    for author in Author.objects.filter(picture=row).exclude(picture_uses__in=uses):
        note_author(author, now=now)
    for page in pages_with(row).exclude(picture_uses__in=uses):
        note_page(page, now=now)


def close_without_picture(*, now: datetime) -> None:
    """Close the uses of pictures that were deleted; the rows stay, without them."""
    PictureUse.objects.filter(picture=None, until=None).update(until=now)


def close_author(author: Author, *, now: datetime) -> None:
    """Close the use of a face whose author is about to be deleted; the row stays, with the name."""
    _close(list(PictureUse.objects.filter(author=author, until=None)), now)


def _note(
    owner: dict[str, Any], shown: Mapping[tuple[int, str], Picture], facts: dict[str, str], now: datetime
) -> None:
    open_now = {(use.picture_id, use.place): use for use in PictureUse.objects.filter(**owner, until=None)}
    _close([use for key, use in open_now.items() if key not in shown], now)
    for key, picture in shown.items():
        _keep(open_now.get(key), owner, picture, place=key[1], facts=facts, now=now)


def _is_seen(picture: Picture, now: datetime) -> bool:
    """Return whether a page shows the picture; the clock that has taken it off may run ahead of ours."""
    return picture.ended_at is None and ruling(picture, now=now).may_be_shown


def _shown_in(story: Story, now: datetime) -> Iterable[tuple[tuple[int, str], Picture]]:
    lead = story.lead_picture
    if lead and _is_seen(lead, now):
        yield (lead.pk, Place.LEAD.value), lead
    numbers = dict.fromkeys(one.number for one in pictures_in(story.body))
    found = Picture.objects.in_bulk(numbers)
    for picture in (found[number] for number in numbers if number in found):
        if _is_seen(picture, now):
            yield (picture.pk, Place.BODY.value), picture


def _facts_of(story: Story) -> dict[str, str]:
    address: QuerySet[Any, str] = story.addresses.filter(current=True).values_list("path", flat=True)
    return {"address": address.first() or "", "headline": story.headline}


def _facts_from(picture: Picture) -> dict[str, str]:
    return {"provider": picture.provider, "guid": picture.guid, "credit": picture.credit[:MAX_CREDIT]}


def _keep(
    use: PictureUse | None,
    owner: dict[str, Any],
    picture: Picture,
    *,
    place: str,
    facts: dict[str, str],
    now: datetime,
) -> None:
    """Open a use, or bring one that is open up to date."""
    if use is not None:
        PictureUse.objects.filter(pk=use.pk).update(**facts)
        return
    PictureUse.objects.create(picture=picture, **owner, place=place, since=now, **facts, **_facts_from(picture))
    _log(picture.pk, PictureEvent.Kind.SHOWN, now, place, facts)


def _close(uses: list[PictureUse], now: datetime) -> None:
    PictureUse.objects.filter(pk__in=[use.pk for use in uses]).update(until=now)
    for use in uses:
        if use.picture_id:
            facts = {"address": use.address, "headline": use.headline}
            _log(use.picture_id, PictureEvent.Kind.LEFT, now, use.place, facts)


def _log(number: int, kind: PictureEvent.Kind, now: datetime, place: str, facts: dict[str, str]) -> None:
    PictureEvent.objects.create(picture_id=number, kind=kind, at=now, detail={"place": place, **facts})
