"""Pictures as the photo desk's screens show them: finished values, made with a fixed number of queries a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.models import PictureUse
from broadsheet.desk.screens.pictures.states import WORDS, state_of
from broadsheet.photos.credit import LACKS_ALT_TEXT, LACKS_CREDIT, LACKS_CREDIT_LINE, lacking
from broadsheet.photos.files import MADE
from broadsheet.photos.models import NearPair, Picture, ProviderContract, PublishedRendition

LACKS_OWN_ALT_TEXT = "own_alt_text"
LACKING: dict[str, str | Promise] = {
    LACKS_CREDIT: _("credit: a creator or an agency"),
    LACKS_CREDIT_LINE: _("the credit line that the provider's contract asks for"),
    LACKS_ALT_TEXT: _("alt text"),
    LACKS_OWN_ALT_TEXT: _("alt text of its own: the caption stands in"),
}
#: A list has a word for each and not the sentence.
LACKING_SHORT: dict[str, str | Promise] = {
    LACKS_CREDIT: _("credit"),
    LACKS_CREDIT_LINE: _("credit line"),
    LACKS_ALT_TEXT: _("alt text"),
    LACKS_OWN_ALT_TEXT: _("own alt text"),
}
THUMB_WIDTH = 320
#: Without a copy yet, the desk's own small one is made when the browser asks for it.
STAND_IN = "max-165x165"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One picture in a list. `lacks` are words; `thumb` is an address that only the desk opens."""

    id: int
    title: str
    url: str
    thumb: str
    credit: str
    provider: str
    state: str
    state_word: str | Promise
    ends_at: datetime | None
    lacks: tuple[str | Promise, ...]
    uses: int
    looks_alike: int
    copies_failed: bool
    came: datetime
    size: str


def rows_of(pictures: Iterable[Picture], now: datetime, *, seen: QuerySet[Picture]) -> list[Row]:
    """Return the rows of some pictures; four queries, however many they are. `seen` is what the person may see."""
    pictures = list(pictures)
    thumbs, uses, alike, asking = thumbs_of(pictures), _uses(pictures), _alike(pictures, seen), asking_providers()
    return [
        Row(
            id=picture.pk,
            title=picture.title,
            url=reverse("wagtailimages:edit", args=[picture.pk]),
            thumb=thumbs[picture.pk],
            credit=picture.credit,
            provider=picture.provider,
            state=(state := state_of(picture, now)),
            state_word=WORDS[state],
            ends_at=picture.ends_at,
            lacks=tuple(LACKING_SHORT[code] for code in lacks_of(picture, asking)),
            uses=uses.get(picture.pk, 0),
            looks_alike=alike.get(picture.pk, 0),
            copies_failed=picture.copies_tries > 0,
            came=picture.created_at,
            size=f"{picture.width} × {picture.height}",
        )
        for picture in pictures
    ]


def lacks_of(picture: Picture, asking: frozenset[str]) -> tuple[str, ...]:
    """Return codes of what the picture lacks; `asking` has the providers whose contracts ask for a credit line."""
    asks = " ".join(picture.provider.lower().split()) in asking
    codes = lacking(picture.chain, picture.credit_line, asks_credit_line=asks)
    if picture.is_decorative:
        return codes
    if not picture.alt_text.strip():
        return (*codes, LACKS_ALT_TEXT)
    return (*codes, LACKS_OWN_ALT_TEXT) if picture.alt_text_is_caption else codes


def asking_providers() -> frozenset[str]:
    """Return the names, in small letters, of the providers whose contracts ask for the credit line."""
    names = ProviderContract.objects.filter(asks_credit_line=True).values_list("name", flat=True)
    return frozenset(" ".join(name.lower().split()) for name in names)


def thumbs_of(pictures: Iterable[Picture]) -> dict[int, str]:
    """Return an address of a small copy for each picture: a finished one where it is made; one query."""
    found = {picture.pk: reverse("wagtailimages:preview", args=[picture.pk, STAND_IN]) for picture in pictures}
    small = PublishedRendition.objects.filter(
        picture__in=found, crop=PublishedRendition.Crop.FULL, format=PublishedRendition.Format.WEBP
    )
    recipes = {picture.pk: picture.recipe for picture in pictures}
    for number, recipe, name in small.order_by("-width").values_list("picture_id", "recipe", "name"):
        if recipe == recipes[number]:
            found[number] = f"{settings.MEDIA_URL}{MADE}/{name}"
    return found


def _uses(pictures: list[Picture]) -> dict[int, int]:
    rows: Any = PictureUse.objects.filter(picture__in=pictures, until=None).order_by().values("picture_id")
    counts = {f"in_{name}": Count(f"{name}_id", distinct=True) for name in ("story", "author", "page")}
    return {row["picture_id"]: sum(row[name] for name in counts) for row in rows.annotate(**counts)}


def open_pairs(pictures: Iterable[Picture], seen: QuerySet[Picture]) -> QuerySet[NearPair]:
    """Return the pairs of these pictures about which nobody has said anything, of which the person may see both."""
    numbers = [picture.pk for picture in pictures]
    pairs = NearPair.objects.filter(Q(first__in=numbers) | Q(second__in=numbers), settled_at=None)
    if not seen.query.where:
        return pairs
    return pairs.filter(first__in=seen.order_by().values("pk"), second__in=seen.order_by().values("pk"))


def _alike(pictures: list[Picture], seen: QuerySet[Picture]) -> dict[int, int]:
    pairs = open_pairs(pictures, seen)
    counts: dict[int, int] = dict.fromkeys((picture.pk for picture in pictures), 0)
    for pair in pairs.values_list("first_id", "second_id"):
        for number in pair:
            counts[number] = counts.get(number, 0) + 1
    return counts
