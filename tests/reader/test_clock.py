"""An instant is printed so that it stays true."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.reader.clock import Clock
from broadsheet.reader.templating import words_of

PAGE_DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def clock(language: str = "en") -> Clock:
    """Return an Oslo clock."""
    return Clock(ZoneInfo("Europe/Oslo"), words_of(language))


@pytest.mark.parametrize(
    ("instant", "printed"),
    [
        pytest.param(datetime(2026, 11, 22, 13, 32, tzinfo=UTC), "14:32", id="the page's own day"),
        pytest.param(datetime(2026, 11, 21, 23, 30, tzinfo=UTC), "00:30", id="its day in Oslo, not in UTC"),
        pytest.param(datetime(2026, 11, 20, 8, tzinfo=UTC), "20 Nov", id="its year"),
        pytest.param(datetime(2025, 5, 17, 8, tzinfo=UTC), "17 May 2025", id="another year"),
    ],
)
def test_an_instant_is_told_from_the_day_of_the_page(instant: datetime, printed: str) -> None:
    assert clock().when(instant, PAGE_DAY) == printed


def test_a_page_without_a_day_prints_the_year() -> None:
    assert clock().when(PAGE_DAY, None) == "22 Nov 2026"


def test_a_stamp_keeps_its_time_on_another_day() -> None:
    assert clock().stamp(datetime(2026, 11, 23, 10, 48, tzinfo=UTC), PAGE_DAY) == "23 Nov, 11:48"


def test_the_masthead_names_the_weekday() -> None:
    assert clock().weekday(PAGE_DAY) == "Sunday 22 November 2026"


def test_norwegian_has_its_own_patterns_and_months() -> None:
    assert clock("nb").weekday(date(2026, 5, 17)) == "Søndag 17. mai 2026"
    assert clock("nb").when(datetime(2026, 10, 3, tzinfo=UTC), PAGE_DAY) == "3. okt."


def test_machines_get_utc_to_the_second() -> None:
    assert clock().iso(datetime(2026, 11, 22, 14, 32, 5, tzinfo=ZoneInfo("Europe/Oslo"))) == "2026-11-22T13:32:05Z"


def test_rss_gets_english_names_whatever_the_locale() -> None:
    assert clock("nb").rfc822(PAGE_DAY) == "Sun, 22 Nov 2026 12:00:00 +0000"
