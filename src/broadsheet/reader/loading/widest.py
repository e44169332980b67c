"""The one file of each picture that a sitemap names: a month may have ten thousand, so no picture is loaded for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from broadsheet.photos.models import Picture, PublishedRendition
from broadsheet.photos.rights import ruling


@dataclass(slots=True)
class _Rights:
    """A picture's number, and the fields that decide whether it may be shown."""

    pk: int
    barred_in: list[str]
    only_in: list[str]
    is_barred_from_web: bool
    embargoed_until: datetime | None
    ends_at: datetime | None
    withdrawn_at: datetime | None


def widest_files(numbers: QuerySet[Any, Any], *, now: datetime) -> Mapping[int, str]:
    """Return the address of the widest JPEG of each picture that may be shown at `now`, by its number; two queries.

    `numbers` is a query for the pictures' numbers. Of copies made at different times those made last count.
    """
    rights = Picture.objects.filter(pk__in=numbers, ended_at=None, is_barred_from_social=False).order_by()
    rows = rights.values_list(*(field.name for field in fields(_Rights)))
    allowed = {row.pk for row in (_Rights(*values) for values in rows) if ruling(row, now=now).may_be_shown}
    copies = PublishedRendition.objects.filter(
        picture__in=numbers, crop=PublishedRendition.Crop.FULL, format=PublishedRendition.Format.JPEG
    )
    state: dict[int, str] = {}
    widest: dict[int, tuple[int, str]] = {}
    for number, recipe, width, name in copies.order_by("picture", "-pk").values_list(
        "picture", "recipe", "width", "name"
    ):
        if state.setdefault(number, recipe) == recipe:
            widest[number] = max(widest.get(number, (0, "")), (width, name))
    return {number: settings.PICTURES_URL + name for number, (_width, name) in widest.items() if number in allowed}
