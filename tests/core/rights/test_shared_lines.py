"""The terms and instructions of the shared agency files: what forbids is found, and nothing is made up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broadsheet.core.rights import NOTHING, Terms, read_terms

pytestmark = pytest.mark.shared
NAMES = ("usageterms", "usage_terms", "instructions")


@pytest.fixture
def lines(shared_dir: Path) -> list[str]:
    """Return every different text of that kind."""
    rows = (shared_dir / "wire/expected.jsonl").read_text("utf-8").splitlines()
    return sorted({text for row in rows for text in _texts(json.loads(row))})


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and name.casefold().rpartition(":")[2] in NAMES and inner.strip():
                yield inner
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def read(text: str) -> Terms:
    """Return what a newsroom in Oslo reads."""
    return read_terms([text], zone=ZoneInfo("Europe/Oslo"))


def test_the_codes_of_an_agency_are_understood(lines: list[str]) -> None:
    (coded,) = [text for text in lines if "SALESOUT" in text]
    terms = read(coded)

    assert (terms.barred_in, terms.has_no_archive, terms.is_editorial_only) == (("SY",), True, True)


def test_editorial_use_is_found_in_every_text_that_says_so(lines: list[str]) -> None:
    saying = [text for text in lines if "editorial use" in text.casefold()]

    assert saying
    assert all(read(text).is_editorial_only for text in saying)


def test_no_other_text_bars_a_place_or_ends_a_licence(lines: list[str]) -> None:
    told = [read(text) for text in lines if "SALESOUT" not in text]

    acting = [(terms.barred_in, terms.only_in, terms.licensed_until, terms.archive_days) for terms in told]
    assert set(acting) == {(NOTHING.barred_in, NOTHING.only_in, None, None)}
