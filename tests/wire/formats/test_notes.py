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
