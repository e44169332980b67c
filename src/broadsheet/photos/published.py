"""A picture as a page shows it: finished values, made of the picture and its copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.photos.darkroom.specs import CROPS, FULL
from broadsheet.photos.models import Picture, PublishedRendition

Format = PublishedRendition.Format


class Copy(NamedTuple):
    """The fields of a `PublishedRendition` that a page is made from: some hundred a page, too many to be models."""

    picture_id: int
    recipe: str
    crop: str
    format: str
    width: int
    height: int
    name: str


AnyCopy = PublishedRendition | Copy


@dataclass(frozen=True, slots=True)
class Variant:
    """One width of a picture by root-relative addresses. `avif_url` is "" as long as it is not made."""

    width: int
    height: int
    webp_url: str
    jpeg_url: str
    avif_url: str = ""


@dataclass(frozen=True)
class PublishedPicture:
    """A picture as a page shows it. Texts are data and not safe for HTML.

    `crops` has "full", "lead" (16:9) and "card" (3:2), each from narrow to wide and never empty; `widths` is "full".
    In one crop all variants have AVIF or none has. `width` and `height` are those of the whole picture, upright, in its
    widest copy. `credit` is without the word Photo. `focus` is the point that a crop has to keep, in percent of width
    and height.
    """

    id: int
    width: int
    height: int
    crops: Mapping[str, tuple[Variant, ...]]
    creator: str
    credit_line: str
    credit: str
    caption: str
    alt_text: str
    is_decorative: bool
    copyright_notice: str
    creators: tuple[str, ...]
    license_url: str
    acquire_url: str
    focus: tuple[int, int]

    @property
    def widths(self) -> tuple[Variant, ...]:
        """Return the copies of the whole picture."""
        return self.crops[FULL]


def as_shown(picture: Picture, rows: Iterable[AnyCopy], *, address: str) -> PublishedPicture:
    """Return the picture with the addresses of its copies: `address` and the file's name."""
    rows = list(rows)
    crops = {crop: _variants((row for row in rows if row.crop == crop), address) for crop in CROPS}
    widest = crops[FULL][-1]
    return PublishedPicture(
        id=picture.pk,
        width=widest.width,
        height=widest.height,
        crops=crops,
        creator=picture.creator,
        credit_line=picture.credit_line,
        credit=picture.credit,
        caption=picture.caption,
        alt_text="" if picture.is_decorative else picture.alt_text,
        is_decorative=picture.is_decorative,
        copyright_notice=picture.copyright_notice,
        creators=picture.chain.creators,
        license_url=picture.license_url,
        acquire_url=picture.acquire_url,
        focus=(round(picture.focus[0] * 100), round(picture.focus[1] * 100)),
    )


def _variants(rows: Iterable[AnyCopy], address: str) -> tuple[Variant, ...]:
    by_width: dict[int, dict[str, AnyCopy]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: row.width):
        by_width[row.width][row.format] = row
    has_avif = all(Format.AVIF in formats for formats in by_width.values())
    return tuple(
        Variant(
            width=width,
            height=formats[Format.WEBP].height,
            webp_url=address + formats[Format.WEBP].name,
            jpeg_url=address + formats[Format.JPEG].name,
            avif_url=address + formats[Format.AVIF].name if has_avif else "",
        )
        for width, formats in by_width.items()
    )
