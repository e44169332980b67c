"""Texts, times, statuses and captions."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.core.dispatch import Creator
from broadsheet.wire.formats.notes import Notes, split_caption, squeeze


@pytest.fixture
def notes() -> Notes:
    return Notes(ZoneInfo("Europe/Oslo"))


@pytest.mark.parametrize(
    "value",
    [
        "2026-07-01T12:00:00Z",
        "20260701T120000Z",
        "20260701T140000+0200",
        "2026-07-01 12:00:00+00:00",
        " 2026-07-01T12:00:00.000Z ",
    ],
)
def test_a_time_with_an_offset_is_utc(notes: Notes, value: str) -> None:
    assert notes.time(value, "sent") == datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert notes.warnings == []


@pytest.mark.parametrize("value", ["2026-07-01T14:00:00", "20260701T140000", "2026-07-01 14:00:00"])
def test_a_time_without_an_offset_is_the_feeds(notes: Notes, value: str) -> None:
    assert notes.time(value, "sent") == datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert "Europe/Oslo" in notes.warnings[0]


@pytest.mark.parametrize(
    "value",
    ["YYYYMMDD000000-HHMM", "2026", "2026-W20-1", "2026-13-01", "2026-07-01T25:00:00Z", "0001-01-01T00:00:00+14:00"],
)
def test_what_is_no_time_is_none_and_a_warning(notes: Notes, value: str) -> None:
    assert notes.time(value, "sent") is None
    assert len(notes.warnings) == 1


@pytest.mark.parametrize(
    ("value", "expected"), [("1", 1), (" 9 ", 9), ("0", None), ("10", None), ("x", None), ("²", None)]
)
def test_an_urgency_is_from_1_to_9(notes: Notes, value: str, expected: int | None) -> None:
    assert notes.urgency(value) == expected


@pytest.mark.parametrize(
    ("caption", "text", "creators", "credit"),
    [
        ("En bil. Foto: Amit Sharma / AP / NTB", "En bil.", (Creator("Amit Sharma", "photographer"),), "AP / NTB"),
        ("En bil. (Foto: NTB)", "En bil.", (), "NTB"),
        ("Ein Auto. Foto: Jens Jensen/dpa", "Ein Auto.", (Creator("Jens Jensen", "photographer"),), "dpa"),
        ("Photo: Ann Ask", None, (Creator("Ann Ask", "photographer"),), None),
        ("No tail here", "No tail here", (), None),
        (None, None, (), None),
    ],
)
def test_the_tail_of_a_caption_is_creator_and_credit(
    caption: str | None, text: str | None, creators: tuple[Creator, ...], credit: str | None
) -> None:
    assert split_caption(caption) == (text, creators, credit)


def test_a_text_is_one_line_without_control_characters() -> None:
    assert squeeze(" a\n\tb\x00\x07  c ") == "a b c"
    assert squeeze(" \n ") is None


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("2026-05-16T24:00:00Z", datetime(2026, 5, 17, tzinfo=UTC)),
        ("2026-05-16T24:00:00+02:00", datetime(2026, 5, 16, 22, tzinfo=UTC)),
        ("20261231T240000Z", datetime(2027, 1, 1, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2026-05-16t09:00:04z", datetime(2026, 5, 16, 9, 0, 4, tzinfo=UTC)),
        ("2026-05-16T09:00:04.123456789Z", datetime(2026, 5, 16, 9, 0, 4, 123456, tzinfo=UTC)),
        ("2026-05-16T09:00+0100", datetime(2026, 5, 16, 8, tzinfo=UTC)),
        ("2026-05-16T09:00:04,5+01", datetime(2026, 5, 16, 8, 0, 4, 500000, tzinfo=UTC)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_time_in_an_odd_but_lawful_form_is_read(notes: Notes, value: str, instant: datetime) -> None:
    assert notes.time(value, "sent") == instant
    assert notes.warnings == []


@pytest.mark.parametrize("value", ["2026", "2026-05", "16.05.2026", "2026-W20-6", "2026-05-16T25:00:00Z", "soon"])
def test_what_names_no_instant_is_left_out_with_a_warning(notes: Notes, value: str) -> None:
    assert notes.time(value, "sent") is None
    assert "no time" in notes.warnings[0]


def test_an_hour_that_never_comes_is_an_hour_later(notes: Notes) -> None:
    moment = notes.time("2026-03-29T02:30:00", "sent")
    assert moment == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment.isoformat() == "2026-03-29T03:30:00+02:00"


def test_of_an_hour_that_comes_twice_a_version_has_the_first_and_an_embargo_the_second(notes: Notes) -> None:
    assert notes.time("2026-10-25T02:30:00", "sent") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    released = notes.release("2026-10-25T02:30:00", "embargoed")
    assert released is not None
    assert released.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_release_with_an_offset_is_what_it_says(notes: Notes) -> None:
    assert notes.release("2026-10-25T02:30:00+02:00", "embargoed") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_two_times_in_the_doubled_hour_are_compared_by_instant(notes: Notes) -> None:
    issued, released = notes.time("2026-10-25T02:45:00", "issue"), notes.release("2026-10-25T02:30:00", "release")
    assert issued is not None
    assert released is not None
    assert released > issued
