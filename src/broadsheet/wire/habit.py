"""When a feed is silent for longer than is its habit.

A feed's habit is its last four weeks, hour by hour of the week: what share of those Mondays at nine brought something,
and how much the leanest of them brought. Every hour without copy then counts by how unusual it is, and hours that are
always quiet (nights, weekends) count for nothing. Once the whole silence has a chance of about one in a thousand, the
feed is silent. A mean of the gaps would call every Sunday an alarm, or no weekday ever.

Public holidays are not known: the desk gets an alarm on Christmas Eve, and clears it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from math import log
from zoneinfo import ZoneInfo

WEEKS = 4
MIN_WEEKS = 2
MIN_HOURS_WITH_COPY = 20
FLOOR = timedelta(minutes=30)
LIMIT = log(1000)
MOST_REGULAR = 0.9
"""However regular an hour was, its silence alone is no proof: three such hours are."""
ITEMS_THAT_TELL = 3.0
"""An hour whose leanest week brought so many times `LIMIT` items proves the silence by itself."""
HOUR = timedelta(hours=1)


def is_silent(hours: Mapping[datetime, int], *, last: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Return whether a feed that last brought something at `last` has been silent beyond its habit.

    `hours` are items by beginning of hour (UTC), of the four weeks before `last`. A feed that is younger than two
    weeks, or brought something in fewer than twenty hours, has no habit yet.
    """
    if now - last < FLOOR:
        return False
    before = {hour: count for hour, count in hours.items() if hour <= last and count > 0}
    if len(before) < MIN_HOURS_WITH_COPY:
        return False
    weeks = min(WEEKS, int((last - min(before)) / timedelta(weeks=1)))
    if weeks < MIN_WEEKS:
        return False
    total = 0.0
    for hour, share in _hours_between(last, now):
        total += share * _surprise(before, hour, last=last, weeks=weeks, zone=zone)
        if total >= LIMIT:
            return True
    return False


def _surprise(before: Mapping[datetime, int], hour: datetime, *, last: datetime, weeks: int, zone: ZoneInfo) -> float:
    """Return how unusual it is that nothing came in this hour, as the negative logarithm of its chance."""
    same = _same_hours(hour, last=last, weeks=weeks, zone=zone)
    counts = [before.get(one, 0) for one in same]
    regular = sum(count > 0 for count in counts) / len(counts)
    return max(-log(1 - min(regular, MOST_REGULAR)), min(LIMIT, min(counts) / ITEMS_THAT_TELL))


def _same_hours(hour: datetime, *, last: datetime, weeks: int, zone: ZoneInfo) -> list[datetime]:
    """Return the same hour, by the clock on the wall, of the weeks before the last item."""
    local = hour.astimezone(zone).replace(tzinfo=None)
    found: list[datetime] = []
    while len(found) < weeks:
        local -= timedelta(weeks=1)
        one = local.replace(tzinfo=zone).astimezone(hour.tzinfo)
        if one + HOUR <= last:
            found.append(one)
    return found


def _hours_between(last: datetime, now: datetime) -> Iterator[tuple[datetime, float]]:
    """Yield each hour that the time between touches, and what share of it lies between."""
    hour = last.replace(minute=0, second=0, microsecond=0)
    end = min(now, last + timedelta(weeks=WEEKS))
    while hour < end:
        yield hour, (min(end, hour + HOUR) - max(last, hour)) / HOUR
        hour += HOUR
