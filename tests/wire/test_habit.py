"""When a feed is silent beyond its habit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadsheet.wire.habit import is_silent

OSLO = ZoneInfo("Europe/Oslo")
MONDAY = datetime(2026, 5, 18, tzinfo=UTC)


def hours(weeks: int, *, days: range = range(7), of_day: range = range(24), items: int = 2) -> dict[datetime, int]:
    """Return an even habit of so many weeks before `MONDAY`, in hours of Oslo's clock."""
    start = MONDAY - timedelta(weeks=weeks)
    every = (start + timedelta(hours=number) for number in range(weeks * 168))
    local = ((hour, hour.astimezone(OSLO)) for hour in every)
    return {hour: items for hour, clock in local if clock.weekday() in days and clock.hour in of_day}


def silent(habit: dict[datetime, int], last: datetime, after: timedelta) -> bool:
    known = {hour: count for hour, count in habit.items() if hour <= last}
    return is_silent(known, last=last, now=last + after, zone=OSLO)


def test_a_feed_that_always_talks_is_silent_after_some_hours() -> None:
    last = MONDAY - timedelta(days=3)
    assert not silent(hours(4), last, timedelta(hours=2))
    assert silent(hours(4), last, timedelta(hours=4))


def test_a_busy_feed_is_silent_after_an_hour_or_so() -> None:
    last = MONDAY - timedelta(days=3)
    assert not silent(hours(4, items=30), last, timedelta(minutes=25))
    assert silent(hours(4, items=30), last, timedelta(minutes=65))


@pytest.mark.parametrize("weeks", [3, 4])
def test_a_night_is_no_silence(weeks: int) -> None:
    habit = hours(weeks, of_day=range(7, 22))
    last = max(hour for hour in habit if hour < MONDAY - timedelta(days=2))
    assert not silent(habit, last, timedelta(hours=10))
    assert silent(habit, last, timedelta(hours=15))


def test_a_weekend_is_no_silence() -> None:
    habit = hours(4, days=range(5), of_day=range(7, 18))
    friday = max(hour for hour in habit if hour.weekday() == 4)
    assert not silent(habit, friday, timedelta(hours=62))
    assert silent(habit, friday, timedelta(hours=68))


def test_summer_time_moves_the_habit_with_the_clock() -> None:
    monday = datetime(2026, 3, 30, tzinfo=UTC)  # the clock went forward the night before
    start = monday - timedelta(weeks=4)
    every = [start + timedelta(hours=number) for number in range(4 * 168)]
    habit = {hour: 2 for hour in every if hour.astimezone(OSLO).hour in range(7, 22)}
    last = max(habit)
    assert not is_silent(habit, last=last, now=datetime(2026, 3, 30, 7, tzinfo=OSLO), zone=OSLO)
    assert is_silent(habit, last=last, now=datetime(2026, 3, 30, 11, tzinfo=OSLO), zone=OSLO)


def test_a_new_feed_has_no_habit() -> None:
    assert not silent(hours(1), MONDAY, timedelta(days=5))


def test_a_feed_that_rarely_sends_is_given_days() -> None:
    habit = {MONDAY - timedelta(days=number): 1 for number in range(1, 28, 3)}
    assert not silent(habit, MONDAY - timedelta(days=1), timedelta(days=6))


def test_without_the_hours_of_the_week_a_night_would_be_a_silence() -> None:
    habit = hours(4, of_day=range(7, 22))
    last = max(hour for hour in habit if hour < MONDAY - timedelta(days=2))
    everywhere = {**hours(4), **habit}
    assert silent(everywhere, last, timedelta(hours=10))
