"""The clock of a page: how an instant is printed, so that it stays true for as long as the page stands.

A page is a file, read years after it was made, and made again byte for byte. So nothing is told from the moment of
rendering: no "today", no "two hours ago". A page carries a day, that of its newest story, and prints it; instants
are told from that day. No babel: two patterns and the names of the months, which the catalogues hold.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Clock:
    """Prints instants in one time zone and one language."""

    zone: ZoneInfo
    words: NullTranslations

    def iso(self, instant: datetime) -> str:
        """Return the instant for a machine, in UTC, to the second: `2026-11-22T13:32:00Z`."""
        return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

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
        return f"{instant.astimezone(self.zone):%H:%M}"

    def day(self, moment: date) -> str:
        """Return the day in full: `22 November 2026`. Takes an instant or a day."""
        day = self._day_of(moment)
        return self.words.pgettext("date", "%(day)s %(month)s %(year)s") % {
            "day": day.day,
            "month": self._months()[day.month - 1],
            "year": day.year,
        }

    def weekday(self, moment: date) -> str:
        """Return the day as the masthead prints it: `Sunday 22 November 2026`."""
        name = self._weekdays()[self._day_of(moment).weekday()]
        return self.words.pgettext("date", "%(weekday)s %(date)s") % {"weekday": name, "date": self.day(moment)}

    def when(self, instant: datetime, today: date | None) -> str:
        """Return `14:32` for an instant of the page's day, `22 Nov` of its year, `22 Nov 2025` of another year."""
        if today is not None and self._day_of(instant) == self._day_of(today):
            return self.time(instant)
        return self._short(instant, today)

    def stamp(self, instant: datetime, today: date | None) -> str:
        """Return the same with its time always: `14:32`, `22 Nov, 14:32`, `22 Nov 2025, 14:32`."""
        if today is not None and self._day_of(instant) == self._day_of(today):
            return self.time(instant)
        return f"{self._short(instant, today)}, {self.time(instant)}"

    def _day_of(self, moment: date) -> date:
        return moment.astimezone(self.zone).date() if isinstance(moment, datetime) else moment

    def _short(self, instant: datetime, today: date | None) -> str:
        day = self._day_of(instant)
        named = self.words.pgettext("short date", "%(day)s %(month)s") % {
            "day": day.day,
            "month": self._short_months()[day.month - 1],
        }
        return named if today is not None and day.year == self._day_of(today).year else f"{named} {day.year}"

    def _weekdays(self) -> list[str]:
        return self.words.gettext("Monday Tuesday Wednesday Thursday Friday Saturday Sunday").split()

    def _months(self) -> list[str]:
        names = "January February March April May June July August September October November December"
        return self.words.gettext(names).split()

    def _short_months(self) -> list[str]:
        return self.words.gettext("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
