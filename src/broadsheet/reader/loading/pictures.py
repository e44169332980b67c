"""Published pictures as a page shows them: one query for all of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from broadsheet.core import keys
from broadsheet.core.credit import parse_caption_tail
from broadsheet.photos.acts.render import previewed_for, published_for
from broadsheet.photos.published import PublishedPicture
from broadsheet.photos.rights import Ruling, ruling
from broadsheet.reader.loading.provenance import with_provenance
from broadsheet.reader.values import Picture, PictureGone, Variant


class Pictures(dict[int, Picture]):
    """The pictures that a page may show, by number.

    `gone` are those in whose place it says that they are gone. `carried` are the keys of all that it has a place for: a
    page is rendered again when one of them goes, and when it comes back.
    """

    def __init__(
        self, shown: Mapping[int, Picture], *, gone: Mapping[int, PictureGone], carried: frozenset[str]
    ) -> None:
        super().__init__(shown)
        self.gone, self.carried = gone, carried


def load_pictures(pictures: Iterable[Any], *, now: datetime, is_preview: bool = False) -> Pictures:
    """Return the pictures without those that may not or cannot be shown at `now`. A preview makes no file public (W16).

    A preview shows what is under embargo, as the page will; the page does not, nor what was withdrawn for good.
    """
    wanted = {picture.pk: picture for picture in pictures}
    if not wanted:
        return Pictures({}, gone={}, carried=frozenset())
    shown = (previewed_for if is_preview else published_for)(wanted.values(), now=now)
    rulings = {number: ruling(picture, now=now) for number, picture in wanted.items()}
    return Pictures(
        {number: _shown(one, wanted[number]) for number, one in shown.items()},
        gone={n: _gone(wanted[n]) for n, found in rulings.items() if n not in shown and _had_its_day(found)},
        carried=frozenset(keys.photo(number) for number in wanted),
    )


def _had_its_day(found: Ruling) -> bool:
    """Return whether an empty place is kept: not for a killed picture, nor for one that is still to come."""
    return not found.is_killed and not found.may_be_chosen


def captioned(picture: Picture | None, caption: str) -> Picture | None:
    """Return the picture with the story's own caption, where it has one."""
    return replace(picture, caption=caption) if picture and caption else picture


def gone_captioned(gone: PictureGone | None, caption: str) -> PictureGone | None:
    """Return the empty place with the story's own caption, where it has one; without the credit that may end it."""
    return PictureGone(parse_caption_tail(caption)[0]) if gone and caption else gone


def _gone(picture: Any) -> PictureGone:
    return PictureGone(parse_caption_tail(picture.caption)[0])


def _shown(one: PublishedPicture, picture: Any) -> Picture:
    return replace(with_provenance(_value(one), picture), is_for_social=not picture.is_barred_from_social)


def _value(shown: PublishedPicture) -> Picture:
    return Picture(
        width=shown.width,
        height=shown.height,
        variants=_variants(shown, "full"),
        lead=_variants(shown, "lead"),
        card=_variants(shown, "card"),
        alt=shown.alt_text or ("" if shown.is_decorative else shown.caption),
        caption=shown.caption,
        credit=shown.credit,
        creator=shown.creator,
        credit_line=shown.credit_line,
        copyright_notice=shown.copyright_notice,
        creators=shown.creators,
        license_url=shown.license_url,
        acquire_url=shown.acquire_url,
        focus=shown.focus,
    )


def _variants(shown: PublishedPicture, crop: str) -> tuple[Variant, ...]:
    return tuple(Variant(v.width, v.height, v.webp_url, v.jpeg_url, v.avif_url) for v in shown.crops[crop])
