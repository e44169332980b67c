"""Published pictures as a page shows them: one query for all of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from broadsheet.photos.acts.render import PublishedPicture, made_for, published_for
from broadsheet.reader.values import Picture, Variant


def load_pictures(pictures: Iterable[Any], *, is_preview: bool = False) -> dict[int, Picture]:
    """Return the pictures by number, without those that were withdrawn. A preview makes no file public (W16)."""
    wanted = {picture.pk: picture for picture in pictures}
    if not wanted:
        return {}
    shown = made_for(wanted.values()) if is_preview else published_for(wanted.values())
    return {number: _value(one) for number, one in shown.items()}


def captioned(picture: Picture | None, caption: str) -> Picture | None:
    """Return the picture with the story's own caption, where it has one."""
    return replace(picture, caption=caption) if picture and caption else picture


def _value(shown: PublishedPicture) -> Picture:
    return Picture(
        width=shown.width,
        height=shown.height,
        variants=tuple(Variant(v.width, v.height, v.webp_url, v.jpeg_url) for v in shown.widths),
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
