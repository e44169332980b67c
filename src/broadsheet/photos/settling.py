"""Where a picture's rights come from: set by hand, then its own texts, then the contract with its provider.

Bars of texts and contract count together; of ends and days the picture's own text goes before the contract.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Literal

from django.conf import settings
from django.utils import timezone

from broadsheet.core.rights import Terms
from broadsheet.photos.models.contracts import ProviderContract
from broadsheet.photos.rights import ruling, terms_of

SETTLED = (
    "barred_in",
    "only_in",
    "licensed_until",
    "archive_days",
    "is_editorial_only",
    "is_barred_from_social",
    "is_barred_from_web",
    "embargoed_until",
)
"""What a person may set by hand, and what texts and contract say otherwise."""
ASKED = frozenset({*SETTLED, "usage_terms", "instructions", "provider", "rights_by_hand", "first_shown_at"})
"""The fields that the rights rest on."""
Turn = Literal["off", "on", ""]
FOLLOWS = ("ends_at", "ended_at", "settles_at")
_NONE = ProviderContract()


def settle(picture: Any, *, contract: ProviderContract | None = None, now: datetime | None = None) -> set[str]:
    """Set the picture's rights as its texts and contract say them, and return the names of the fields that changed.

    Nothing is saved. What a person has set stays. `ended_at` follows: it is set where readers saw the picture and may no
    longer, and taken back where they may again.
    """
    now = now or timezone.now()
    names = (*SETTLED, *FOLLOWS)
    before = {name: getattr(picture, name) for name in names}
    contract = contract or contract_of(picture.provider)
    terms, came = terms_of(picture), picture.created_at or now
    for name, value in _said(terms, contract, came=came, now=now).items():
        if name not in picture.rights_by_hand:
            setattr(picture, name, value)
    picture.settles_at = min((end for _, end in _bars(terms, came) if end > now), default=None)
    picture.ends_at = end_of(picture.licensed_until, picture.first_shown_at, picture.archive_days)
    may_be_shown = ruling(picture, now=now).may_be_shown
    if may_be_shown:
        picture.ended_at = None
    elif picture.first_shown_at and not picture.ended_at and not picture.withdrawn_at:
        picture.ended_at = now
    return {name for name in names if getattr(picture, name) != before[name]}


def settle_saved(picture: Any) -> Turn:
    """Settle a picture that is about to be saved whole; what other processes have noted of it meanwhile stays.

    Called in the transaction of the save: the row is locked from here on.
    """
    if picture.pk:
        row = type(picture).objects.select_for_update().filter(pk=picture.pk)
        noted = row.values_list("first_shown_at", "ended_at", "withdrawn_at", "is_awaited").first()
        first_shown_at, ended_at, withdrawn_at, is_awaited = noted or (None, None, None, False)
        picture.is_awaited = picture.is_awaited or is_awaited
        picture.first_shown_at = picture.first_shown_at or first_shown_at
        picture.ended_at = picture.ended_at or ended_at
        picture.withdrawn_at = picture.withdrawn_at or withdrawn_at  # a kill is final, whatever form was open
    before = picture.ended_at
    settle(picture)
    return turned(before, picture.ended_at)


def turned(before: datetime | None, after: datetime | None) -> Turn:
    """Return which way `ended_at` went: "off" the pages, "on" again, or neither."""
    if bool(before) == bool(after):
        return ""
    return "off" if after else "on"


def contract_of(provider: str) -> ProviderContract:
    """Return the contract with a provider, or an empty one. Case makes no difference."""
    name = " ".join(provider.split())
    return (ProviderContract.objects.filter(name__iexact=name).first() if name else None) or _NONE


def end_of(
    licensed_until: datetime | None, first_shown_at: datetime | None, archive_days: int | None
) -> datetime | None:
    """Return when a picture has to go: the earlier of its licence's end and its last day on the site."""
    ends = [licensed_until] if licensed_until else []
    if first_shown_at and archive_days is not None:
        ends.append(first_shown_at + timedelta(days=archive_days))
    return min(ends, default=None)


def _bars(terms: Terms, came: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield the countries that are barred for some time only, each with the instant from which they are not."""
    for code, end in terms.barred_until:
        yield code, end
    for code, days in terms.barred_for:
        yield code, came + timedelta(days=days)


def _said(terms: Terms, contract: ProviderContract, *, came: datetime, now: datetime) -> dict[str, Any]:
    days = terms.archive_days
    if days is None and terms.has_no_archive:
        days = settings.PICTURES_NO_ARCHIVE_DAYS or None
    until = terms.licensed_until
    license_days = terms.license_days if terms.license_days is not None else contract.license_days
    if license_days is not None and (until is None or terms.license_days is not None):
        counted = came + timedelta(days=license_days)
        until = min(until, counted) if until else counted
    return {
        "barred_in": sorted(
            {*terms.barred_in, *contract.barred_in, *(code for code, end in _bars(terms, came) if end > now)}
        ),
        "only_in": list(terms.only_in),
        "licensed_until": until,
        "archive_days": contract.archive_days if days is None else days,
        "is_editorial_only": terms.is_editorial_only or contract.is_editorial_only,
        "is_barred_from_social": terms.is_barred_from_social or contract.is_barred_from_social,
        "is_barred_from_web": terms.is_barred_from_web,
        "embargoed_until": terms.embargoed_until,
    }
