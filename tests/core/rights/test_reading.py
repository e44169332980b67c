"""What is read from a line about rights, and what is not."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broadsheet.core.rights import NOTHING, Terms, read_terms
from tests.core.rights.lines import LINES

OSLO = ZoneInfo("Europe/Oslo")
SHORT = {
    "has_no_archive": "no_archive",
    "is_editorial_only": "editorial",
    "is_barred_from_social": "no_social",
    "is_barred_from_web": "no_web",
    "has_no_sales": "no_sales",
    "has_no_commercial_use": "no_commercial",
    "asks_for_credit": "credit",
    "archive_days": "days",
    "license_days": "license_days",
}


def read(*texts: str) -> Terms:
    """Return what a newsroom in Oslo reads."""
    return read_terms(texts, zone=OSLO)


def in_short(terms: Terms) -> dict[str, Any]:
    """Return what was understood, as the table writes it."""
    told: dict[str, Any] = {short: value for name, short in SHORT.items() if (value := asdict(terms)[name])}
    told |= {"barred": " ".join(terms.barred_in)} if terms.barred_in else {}
    told |= {"barred_for": " ".join(f"{code} {days}" for code, days in terms.barred_for)} if terms.barred_for else {}
    bars = " ".join(f"{code} {end:%Y-%m-%dT%H:%M}" for code, end in terms.barred_until)
    told |= {"barred_until": bars} if bars else {}
    told |= {"only": " ".join(terms.only_in)} if terms.only_in else {}
    told |= {"until": f"{terms.licensed_until:%Y-%m-%dT%H:%M}"} if terms.licensed_until else {}
    return told | ({"embargo": f"{terms.embargoed_until:%Y-%m-%dT%H:%M}"} if terms.embargoed_until else {})


@pytest.mark.parametrize(("line", "said"), LINES, ids=[line for line, _ in LINES])
def test_a_line_says_what_it_plainly_says_and_no_more(line: str, said: dict[str, Any]) -> None:
    assert in_short(read(line)) == said


def test_the_table_has_as_many_lines_as_it_promises() -> None:
    assert len({line for line, _ in LINES}) == len(LINES) >= 120


@pytest.mark.parametrize("line", [line for line, said in LINES if not said])
def test_a_line_that_says_nothing_stays_text_for_the_desk(line: str) -> None:
    assert "".join(read(line).unread).strip() != ""


def test_every_sentence_of_every_text_counts() -> None:
    terms = read("NORWAY OUT. Valid until 31 Dec 2026; valid until 1 Dec 2026", "Ej i Sverige\nEDS: a file photo")

    assert terms.barred_in == ("NO", "SE")
    assert f"{terms.licensed_until:%d.%m.}" == "01.12."
    assert terms.unread == ("EDS: a file photo",)


def test_of_two_embargoes_the_later_holds() -> None:
    assert f"{read('Embargo 5 June 2026', 'Embargo 7 June 2026').embargoed_until:%d}" == "06"


def test_only_here_and_only_there_is_only_where_both_leave() -> None:
    assert read("UK AND NORWAY ONLY", "NORWAY ONLY").only_in == ("NO",)


@pytest.mark.parametrize("text", ["", "   ", "\n;\n", "***", "\x00\ud800"])
def test_no_words_say_nothing_and_raise_nothing(text: str) -> None:
    assert in_short(read(text)) == in_short(NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        "no " * 7_000,
        "norway, " * 2_500,
        "no use tv, " * 1_800,
        "1" * 20_000,
        "not for use in " * 1_300,
        "until " * 3_300,
    ],
    ids=["no", "places", "media", "digits", "use", "until"],
)
def test_i_hostile_lines_are_read_within_a_moment(text: str) -> None:
    begun = time.perf_counter()
    read(text)
    assert time.perf_counter() - begun < 2
