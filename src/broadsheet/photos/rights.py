"""What may be done with a picture at a moment, and why not: a pure function of its fields, the time and the country.

Where the fields come from says `photos.settling`. A newsroom's country is the setting `site.country`; where it is unset,
no picture that is not for every country is used, since nobody can say whether the bar is meant for us.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Any, Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from broadsheet.core.rights import Terms, read_terms


class Why(StrEnum):
    """Why something may not be done with a picture."""

    KILLED = "killed"
    ENDED = "ended"
    BARRED = "barred"
    ELSEWHERE = "elsewhere"
    COUNTRY_UNKNOWN = "country-unknown"
    NOT_WEB = "not-web"
    EMBARGOED = "embargoed"


SENTENCES: Mapping[Why, str] = {
    Why.KILLED: gettext_noop("the agency has withdrawn it"),
    Why.ENDED: gettext_noop("its licence ended %(when)s"),
    Why.BARRED: gettext_noop("it may not be used in this country (%(country)s)"),
    Why.ELSEWHERE: gettext_noop("it may be used only in %(places)s, and the newsroom is in %(country)s"),
    Why.COUNTRY_UNKNOWN: gettext_noop(
        "it is barred in some countries, and nobody has said where the newsroom is: set site.country"
    ),
    Why.NOT_WEB: gettext_noop("it is for print alone"),
    Why.EMBARGOED: gettext_noop("it is under embargo until %(when)s"),
}
"""One a reason, to stand after "It cannot be used:", as the catalogue has them."""


class HasRights(Protocol):
    """The fields that decide."""

    barred_in: list[str]
    only_in: list[str]
    is_barred_from_web: bool
    embargoed_until: datetime | None
    ends_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code, and what fills its sentence (words and instants)."""

    why: Why
    values: Mapping[str, str | datetime] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return its sentence as the catalogue has it, in English and with its gaps."""
        return SENTENCES[self.why]

    def __str__(self) -> str:
        """Return its sentence in the language that is spoken now."""
        return gettext(self.text) % {name: _in_words(value) for name, value in self.values.items()}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What may be done at one moment. `reasons` are all that stand against showing it, the gravest first.

    A picture under embargo alone may be chosen: for a story that is scheduled for later.
    """

    reasons: tuple[Reason, ...]
    ends_at: datetime | None
    days_left: int | None

    @property
    def may_be_shown(self) -> bool:
        """Return whether readers may see it, and so whether a story with it may be published at that moment."""
        return not self.reasons

    @property
    def may_be_chosen(self) -> bool:
        """Return whether an editor may put it into a story."""
        return not self.against_choosing

    @property
    def against_choosing(self) -> tuple[Reason, ...]:
        """Return the reasons that no later publication would help with."""
        return tuple(reason for reason in self.reasons if reason.why is not Why.EMBARGOED)

    @property
    def is_killed(self) -> bool:
        """Return whether the agency has withdrawn it: then not even its caption is kept."""
        return any(reason.why is Why.KILLED for reason in self.reasons)


def ruling(picture: HasRights, *, now: datetime, country: str | None = None) -> Ruling:
    """Return what may be done with the picture at `now`. `country` is ISO 3166-1 alpha-2, None for the newsroom's.

    An embargo and a licence end at their second: at `embargoed_until` it may be shown, at `ends_at` no longer.
    """
    country = settings.SITE_COUNTRY if country is None else country
    reasons = [
        *([Reason(Why.KILLED)] if picture.withdrawn_at else ()),
        *([Reason(Why.ENDED, {"when": picture.ends_at})] if picture.ends_at and picture.ends_at <= now else ()),
        *_territories(picture, country),
        *([Reason(Why.NOT_WEB)] if picture.is_barred_from_web else ()),
    ]
    if picture.embargoed_until and picture.embargoed_until > now:
        reasons.append(Reason(Why.EMBARGOED, {"when": picture.embargoed_until}))
    left = ceil((picture.ends_at - now) / timedelta(days=1)) if picture.ends_at else None
    return Ruling(tuple(reasons), picture.ends_at, max(0, left) if left is not None else None)


def terms_of(picture: Any) -> Terms:
    """Return what the picture's own texts were understood to say, and what of them was not."""
    return read_terms((picture.usage_terms, picture.instructions), zone=timezone.get_default_timezone())


def notes_of(picture: Any) -> tuple[str, ...]:
    """Return, in the language that is spoken now, what the desk has to know beside the reasons: it stops nothing."""
    terms = terms_of(picture)
    told = (
        (picture.is_editorial_only, gettext_noop("For editorial use only.")),
        (picture.is_barred_from_social, gettext_noop("Not for social media.")),
        (terms.has_no_archive, gettext_noop("Not to be kept in an archive.")),
        (terms.has_no_sales, gettext_noop("Not to be sold on.")),
        (terms.has_no_commercial_use, gettext_noop("Not for commercial use.")),
        (terms.asks_for_credit, gettext_noop("The credit must be printed.")),
    )
    return (*(gettext(text) for is_so, text in told if is_so), *terms.unread)


def _territories(picture: HasRights, country: str) -> list[Reason]:
    barred, only = set(picture.barred_in), set(picture.only_in)
    if not country and (barred or only):
        return [Reason(Why.COUNTRY_UNKNOWN)]
    if country in barred:
        return [Reason(Why.BARRED, {"country": country})]
    if only and country not in only:
        return [Reason(Why.ELSEWHERE, {"places": ", ".join(sorted(only)), "country": country})]
    return []


def _in_words(value: str | datetime) -> str:
    if isinstance(value, str):
        return value
    local = timezone.localtime(value)
    return f"{date_format(local, 'j M Y')} {local:%H:%M}"
