"""dpa digitalwires JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from broadsheet.core.dispatch import Dispatch, Term
from broadsheet.wire.errors import MalformedDispatchError, UnreadableFileError
from broadsheet.wire.formats import dpa_digitalwires, read
from broadsheet.wire.formats.notes import Notes
from tests.wire.conftest import FIXTURES

OSLO = ZoneInfo("Europe/Oslo")
DOCUMENT = json.loads((FIXTURES / "article.dpa-digitalwires.json").read_bytes())
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=10),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(sorted(DOCUMENT)), inner),
    max_leaves=8,
)
Load = Callable[[str], Dispatch]


def changed(**fields: Any) -> Dispatch:
    [item] = read(json.dumps({**DOCUMENT, **fields}).encode(), filename="a", time_zone=OSLO)
    return item


def test_an_article_says_all_that_the_contract_asks(read_fixture: Load) -> None:
    item = read_fixture("article.dpa-digitalwires.json")
    assert (item.format, item.guid, item.version) == (
        "dpa-digitalwires",
        "urn:newsml:wire.example:20260101:260303-10",
        "3",
    )
    assert item.embargoed_until == datetime(2026, 3, 3, 14, tzinfo=UTC)
    assert (item.headline, item.slugline, item.abstract) == ("Die Fähre fährt wieder", "Hafen", "Neun Tage Sturm.")
    assert (item.urgency, item.language, item.located, item.provider) == (3, "de", "Bodø", "wx")
    assert item.genres == (Term("1", "Meldung", "dpatextgenre"),)
    assert item.subjects == (Term("9", "Schifffahrt", "dpasubject"), Term("wi", "wi", "dpacat"))
    assert item.signals == ("sig:correction",)


def test_the_notes_to_the_desk_are_never_in_the_body(read_fixture: Load) -> None:
    item = read_fixture("article.dpa-digitalwires.json")
    assert item.ednote == "Uhrzeit berichtigt\nTel. 1234"
    assert item.body_text == "Um sechs Uhr.\nFahrplan"


def test_a_place_on_the_map_goes_by_its_short_name(read_fixture: Load) -> None:
    assert Term(None, "Kai 3") in read_fixture("article.dpa-digitalwires.json").places


def test_a_picture_is_an_item_with_its_own_credit(read_fixture: Load) -> None:
    picture = read_fixture("article.dpa-digitalwires.json").associations["featureimage"]
    assert (picture.kind, picture.caption, picture.credit_line) == ("picture", "Am Kai.", "Sand/wx")
    assert picture.renditions[0].width == 2048


@pytest.mark.parametrize(
    ("status", "expected"), [("canceled", "canceled"), ("withheld", "withheld"), (None, "usable"), ("odd", "withheld")]
)
def test_the_status_is_heeded(status: str | None, expected: str) -> None:
    assert changed(pubstatus=status).pubstatus == expected


def test_w12_script_in_an_article_is_gone(read_fixture: Load) -> None:
    assert "script" not in (read_fixture("article.dpa-digitalwires.json").body_html or "")


def test_articles_in_a_list_are_all_read() -> None:
    two = json.dumps([DOCUMENT, {**DOCUMENT, "urn": "b"}]).encode()
    assert len(read(two, filename="a", time_zone=OSLO)) == 2


def test_other_json_that_is_said_to_be_digitalwires_is_refused() -> None:
    with pytest.raises(UnreadableFileError):
        read(b'{"uri": "a"}', filename="a", time_zone=OSLO, format="dpa-digitalwires")
    with pytest.raises(MalformedDispatchError):
        dpa_digitalwires.read({}, Notes(OSLO))


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(some.dictionaries(some.sampled_from(sorted(DOCUMENT)), VALUES, max_size=12))
def test_any_values_are_an_item_or_an_error_of_ours(fields: dict[str, Any]) -> None:
    data = json.dumps({**DOCUMENT, **fields}).encode()
    try:
        items = read(data, filename="a", time_zone=OSLO)
    except UnreadableFileError:
        return
    for item in items:
        assert Dispatch.from_json(json.loads(json.dumps(item.to_json()))) == item
