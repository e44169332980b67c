"""Pictures whose rights wait to be settled anew: until then the stricter of the old and the new rule holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from broadsheet.photos.models import Picture, RightsSettling
from broadsheet.photos.settling import SETTLED, end_of, settle

ALL = ""
"""What stands for every provider."""


def name_of(provider: str) -> str:
    """Return a provider's name as a settling has it."""
    return " ".join(provider.split()).casefold()


def in_force(pictures: Iterable[Picture], *, now: datetime) -> None:
    """Have those of the pictures that wait say the stricter of both, in memory alone; one query, and none for each.

    Whoever saves such a picture settles it: then it says what its texts and its contract say.
    """
    cursors = dict(RightsSettling.objects.order_by().values_list("provider", "cursor"))
    if not cursors:
        return
    for picture in pictures:
        waits = (cursors.get(name) for name in (ALL, name_of(picture.provider)))
        if any(cursor is not None and picture.pk > cursor for cursor in waits):
            _tighten(picture, now)


def _tighten(picture: Picture, now: datetime) -> None:
    names = (*SETTLED, "ends_at", "ended_at", "settles_at")
    old = {name: getattr(picture, name) for name in names}
    settle(picture, now=now)
    new = {name: getattr(picture, name) for name in names}
    both = {name: _stricter(name, old[name], new[name]) for name in SETTLED}
    ends = [old["ends_at"], end_of(both["licensed_until"], picture.first_shown_at, both["archive_days"])]
    kept = {"ends_at": min(filter(None, ends), default=None), "ended_at": old["ended_at"]}
    for name, value in {**both, **kept, "settles_at": old["settles_at"]}.items():
        setattr(picture, name, value)


def _stricter(name: str, old: Any, new: Any) -> Any:
    match name:
        case "barred_in":
            return sorted({*old, *new})
        case "only_in":
            return sorted({*old} & {*new}) or old or new
        case "licensed_until" | "archive_days":
            return min((value for value in (old, new) if value is not None), default=None)
        case "embargoed_until":
            return max(filter(None, (old, new)), default=None)
    return old or new
