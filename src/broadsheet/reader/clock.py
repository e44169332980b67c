"""The clock of a page: how an instant is printed, so that it stays true for as long as the page stands.

A page is a file, read years after it was made, and made again byte for byte. So nothing is told from the moment of
rendering: no "today", no "two hours ago". A page carries a day, that of its newest story, and prints it; instants
are told from that day. No babel: two patterns and the names of the months, which the catalogues hold.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from gettext import NullTranslations
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Clock:
    """Prints instants in one time zone and one language."""

    zone: ZoneInfo
    words: NullTranslations
    months: tuple[str, ...] = field(init=False)
    short_months: tuple[str, ...] = field(init=False)
    weekdays: tuple[str, ...] = field(init=False)
    short: str = field(init=False)

    def __post_init__(self) -> None:
        """Look the names up once: a page with many comments prints many dates."""
        months = "January February March April May June July August September October November December"
        short_months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
        weekdays = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
        for name, text in (("months", months), ("short_months", short_months), ("weekdays", weekdays)):
            object.__setattr__(self, name, tuple(self.words.gettext(text).split()))
        object.__setattr__(self, "short", self.words.pgettext("short date", "%(day)s %(month)s"))

    def iso(self, instant: datetime) -> str:
        """Return the instant for a machine, in UTC, to the second: `2026-11-22T13:32:00Z`."""
        moment = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
        return moment.isoformat()[:19] + "Z"

    def rfc822(self, instant: datetime) -> str:
        """Return the instant as RSS wants it, in UTC.

        Source: RSS 2.0, `pubDate`; RFC 822, section 5, with the four-digit year of RFC 1123.
        """
        moment = instant.astimezone(UTC)
        days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
        return f"{days[moment.weekday()]}, {moment.day:02} {months[moment.month - 1]} {moment:%Y %H:%M:%S} +0000"

    def time(self, instant: datetime) -> str:
        """Return the hour and minute: `14:32`."""
        return _hour(instant.astimezone(self.zone))

    def day(self, moment: date) -> str:
        """Return the day in full: `22 November 2026`. Takes an instant or a day."""
        day = _day_in(self.zone, moment)
        return self.words.pgettext("date", "%(day)s %(month)s %(year)s") % {
            "day": day.day,
            "month": self.months[day.month - 1],
            "year": day.year,
        }

    def weekday(self, moment: date) -> str:
        """Return the day as the masthead prints it: `Sunday 22 November 2026`."""
        name = self.weekdays[_day_in(self.zone, moment).weekday()]
        return self.words.pgettext("date", "%(weekday)s %(date)s") % {"weekday": name, "date": self.day(moment)}

    def when(self, instant: datetime, today: date | None) -> str:
        """Return `14:32` for an instant of the page's day, `22 Nov` of its year, `22 Nov 2025` of another year."""
        local, day = instant.astimezone(self.zone), today and _day_in(self.zone, today)
        return _hour(local) if local.date() == day else self._short(local, day)

    def stamp(self, instant: datetime, today: date | None) -> str:
        """Return the same with its time always: `14:32`, `22 Nov, 14:32`, `22 Nov 2025, 14:32`."""
        local, day = instant.astimezone(self.zone), today and _day_in(self.zone, today)
        return _hour(local) if local.date() == day else f"{self._short(local, day)}, {_hour(local)}"

    def _short(self, local: date, today: date | None) -> str:
        named = self.short % {"day": local.day, "month": self.short_months[local.month - 1]}
        return named if today is not None and local.year == today.year else f"{named} {local.year}"


@lru_cache(maxsize=256)
def _day_in(zone: ZoneInfo, moment: date) -> date:
    """Return the day that it is then; a page asks for its own with every comment."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def _hour(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"
