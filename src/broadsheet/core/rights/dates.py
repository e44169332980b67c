"""Days and instants as they are written in a line about rights.

Read by hand: a general date parser takes "May", a lone number or a page of an address for a day, and an invented end of
a licence is as wrong as a missed one. A day needs its day, month and year here, or it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar januari janvier jan janv",
            "february februar februari fevrier feb fev fevr febr",
            "march mars marts marz mar mrz maerz",
            "april avril apr avr",
            "may mai maj",
            "june juni juin jun",
            "july juli juillet jul juil",
            "august augusti aout aug",
            "september septembre sept sep",
            "october oktober octobre oct okt",
            "november novembre nov",
            "december desember dezember decembre dec des dez",
        ),
        start=1,
    )
    for name in names.split()
}
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "pst": -8, "pdt": -7,
}  # fmt: skip
"""Hours east of UTC."""

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_CLOCK = (
    r"(?:[ t,]*(?:at |kl\.? ?|um |a )?(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?)?"
    r" ?(?P<half>am|pm)?(?: ?(?:uhr|hrs?|h)\b)?)"
)
_ZONE = rf" ?(?P<zone>{'|'.join(ZONES)}\b|[+-]\d\d:?\d\d)"
_DAYS = (
    rf"(?P<y1>{_YEAR})[-/.](?P<m1>0?[1-9]|1[0-2])[-/.](?P<d1>3[01]|[12]\d|0?[1-9])",
    rf"(?P<d2>3[01]|[12]\d|0?[1-9])[-./ ]{{1,2}}(?P<m2>1[0-2]|0?[1-9])[-./ ]{{1,2}}(?P<y2>{_YEAR}|\d\d(?![\d:]))",
    rf"(?P<m6>1[0-2]|0?[1-9])/(?P<d6>3[01]|[12]\d)/(?P<y6>{_YEAR})",
    rf"(?P<d3>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|er|\.)?(?: of)?[ -]?(?P<m3>{_MONTH})\.?,?[ -]?(?P<y3>{_YEAR})",
    rf"(?P<m4>{_MONTH})\.? (?P<d4>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,? (?P<y4>{_YEAR})",
    rf"(?P<y5>{_YEAR})(?P<m5>0[1-9]|1[0-2])(?P<d5>3[01]|[12]\d|0[1-9])",
)
_DAY = "|".join(_DAYS)
_BEFORE = (
    r"(?P<hour0>[01]?\d|2[0-3])[:.](?P<minute0>[0-5]\d)(?: ?(?:uhr|hrs?|h)\b)? ?(?P<zone0>[a-z]{3,4}\b)?,?(?: on|"
    r" am| den| d\.)? "
)
WRITTEN = re.compile(rf"(?<![\w./-])(?:{_BEFORE})?(?:{_DAY})(?:{_CLOCK}(?:{_ZONE})?(?![\w/]))?(?!\d)")


@dataclass(frozen=True, slots=True)
class Written:
    """A day, or an instant of it, and where it stands in the folded text. `others` are days that it may also mean."""

    start: int
    end: int
    day: date
    others: tuple[date, ...] = ()
    at: time | None = None
    zone: tzinfo | None = None

    def first_instant(self, zone: tzinfo) -> datetime:
        """Return the instant, or the beginning of the latest day that it may mean: an embargo's end. In UTC."""
        return self._instant(max((self.day, *self.others)), zone)

    def last_instant(self, zone: tzinfo) -> datetime:
        """Return the instant, or the end of the earliest day that it may mean: a licence's end. In UTC."""
        day = min((self.day, *self.others))
        return self._instant(day if self.at else day + timedelta(days=1), zone)

    def _instant(self, day: date, zone: tzinfo) -> datetime:
        return datetime.combine(day, self.at or time.min, tzinfo=self.zone or zone).astimezone(UTC)


def written_in(text: str) -> Iterator[Written]:
    """Yield the days that a folded text names. One that there is none of (31 February) is passed over."""
    for found in WRITTEN.finditer(text):
        days = _days(found)
        if days:
            at, zone = _clock(found)
            if at == time.max:
                days, at = [day + timedelta(days=1) for day in days], time.min
            yield Written(found.start(), found.end(), days[0], tuple(days[1:]), at, zone)


def _days(found: re.Match[str]) -> list[date]:
    number = next(number for number in "123456" if found[f"d{number}"])
    day, year = int(found[f"d{number}"]), int(found[f"y{number}"])
    month = MONTHS[found[f"m{number}"]] if number in "34" else int(found[f"m{number}"])
    year += 2000 if year < 100 else 0
    orders = [(month, day)]
    if number == "2" and "/" in found[0] and month <= 12 and day <= 12 and day != month:
        orders.append((day, month))
    return [made for one in orders if (made := _day(year, *one))]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> tuple[time | None, tzinfo | None]:
    """Return the time and its zone; `time.max` stands for 24:00."""
    hour, minute, zone = found["hour"] or found["hour0"], found["minute"] or found["minute0"], found["zone"]
    if hour is None:
        return None, None
    is_bare = (
        found["hour"] and not found["minute"] and not found["half"] and not re.search(r"kl|uhr|at \d|h\b", found[0])
    )
    if is_bare and not zone:
        return None, None
    value = int(hour)
    if found["half"]:
        value = value % 12 + (12 if found["half"] == "pm" else 0)
    named = zone or (found["zone0"] if found["zone0"] in ZONES else None)
    if value == 24:
        return time.max, _zone(named)
    return time(value, int(minute or 0)), _zone(named)


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    if name in ZONES:
        return timezone(timedelta(hours=ZONES[name]))
    sign = -1 if name[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(name[1:3]), minutes=int(name[-2:])))
