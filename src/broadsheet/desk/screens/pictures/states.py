"""The state of a picture's rights in one word, alike for a row (by `photos.rights`) and for a filter (in the database)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from broadsheet.photos.models import Picture
from broadsheet.photos.rights import Why, ruling

SOON = timedelta(days=7)
WORDS: dict[str, str | Promise] = {
    "free": _("Free to use"),
    "restricted": _("Restricted"),
    "barred": _("Barred here"),
    "embargoed": _("Embargoed"),
    "soon": _("Ends within 7 days"),
    "ended": _("Ended"),
    "killed": _("Killed by the provider"),
}


_BY_REASON = {
    Why.KILLED: "killed",
    Why.ENDED: "ended",
    Why.BARRED: "barred",
    Why.ELSEWHERE: "barred",
    Why.COUNTRY_UNKNOWN: "barred",
    Why.NOT_WEB: "barred",
    Why.EMBARGOED: "embargoed",
}


def state_of(picture: Picture, now: datetime) -> str:
    """Return the state that matters most: killed, ended, barred, embargoed, about to end, restricted, or free."""
    ruled = ruling(picture, now=now)
    if ruled.reasons:
        return _BY_REASON[ruled.reasons[0].why]
    if picture.ends_at and picture.ends_at <= now + SOON:
        return "soon"
    restrictions = (
        picture.barred_in,
        picture.only_in,
        picture.is_editorial_only,
        picture.is_barred_from_social,
        picture.ends_at,
    )
    return "restricted" if any(restrictions) else "free"


def in_state(state: str, now: datetime) -> Q:
    """Return the same as a condition: the pictures whose state is that one."""
    wanted = Q()
    for name, condition in _ranked(now).items():
        if name == state:
            return wanted & condition
        wanted &= ~condition
    return wanted


def _ranked(now: datetime) -> dict[str, Q]:
    """Return what each state asks for, what matters most first; being free asks for nothing."""
    limits = Q(ends_at__isnull=False) | Q(is_editorial_only=True) | Q(is_barred_from_social=True)
    return {
        "killed": Q(withdrawn_at__isnull=False),
        "ended": Q(ends_at__lte=now, ends_at__isnull=False),
        "barred": _barred(),
        "embargoed": Q(embargoed_until__gt=now, embargoed_until__isnull=False),
        "soon": Q(ends_at__gt=now, ends_at__lte=now + SOON, ends_at__isnull=False),
        "restricted": limits | ~Q(barred_in=[]) | ~Q(only_in=[]),
    }


def _barred() -> Q:
    here = settings.SITE_COUNTRY
    if not here:
        return Q(is_barred_from_web=True) | ~Q(barred_in=[]) | ~Q(only_in=[])
    return Q(is_barred_from_web=True) | Q(_names("barred_in", here)) | (~Q(only_in=[]) & ~Q(_names("only_in", here)))


def _names(field: str, country: str) -> Contains:
    return Contains(Cast(F(field), TextField()), f'"{country}"')
