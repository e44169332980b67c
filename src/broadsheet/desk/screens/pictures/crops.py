"""The crops that readers get, as the picture's page previews them before anything is made."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.photos.darkroom import specs
from broadsheet.photos.models import Picture

SHOWN: tuple[tuple[str, str | Promise], ...] = ((specs.LEAD, _("Lead, 16:9")), (specs.CARD, _("Card, 3:2")))


@dataclass(frozen=True, slots=True, kw_only=True)
class CropPreview:
    """One crop. `view_box` is an SVG viewBox in the picture's own pixels; `ratio` is width by height."""

    label: str | Promise
    ratio: float
    view_box: str


def crops_of(picture: Picture) -> list[CropPreview]:
    """Return the crops around the focal point that the picture has now."""
    found = []
    for crop, label in SHOWN:
        ratio = specs.CROPS[crop][0] or picture.width / picture.height
        left, top, width, height = specs.box(picture.width, picture.height, ratio, picture.focus)
        found.append(CropPreview(label=label, ratio=round(ratio, 6), view_box=f"{left} {top} {width} {height}"))
    return found
