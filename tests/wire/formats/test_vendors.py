"""AP's and Reuters' services."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from broadsheet.core.dispatch import Dispatch, Term
from broadsheet.wire.errors import UnreadableFileError
from broadsheet.wire.formats import read
from tests.wire.conftest import FIXTURES

OSLO = ZoneInfo("Europe/Oslo")
AP = json.loads((FIXTURES / "item.ap-media.json").read_bytes())
REUTERS = json.loads((FIXTURES / "item.reuters-api.json").read_bytes())
NAMES = sorted({*AP["data"]["item"], *REUTERS["data"]["item"]})
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=10),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(NAMES), inner),
    max_leaves=8,
)
Load = Callable[[str], Dispatch]


def changed(document: dict[str, Any], **fields: Any) -> bytes:
    item = {**document["data"]["item"], **fields}
    return json.dumps({**document, "data": {"item": item}}).encode()


def test_an_ap_item_is_known_by_what_its_versions_share(read_fixture: Load) -> None:
    item = read_fixture("item.ap-media.json")
    assert (item.format, item.guid, item.version) == ("ap-media", "abc", "2")
    assert (item.byline, item.located, item.credit_line) == ("By KARI VIK", "BODO", "WIRE")
    assert (item.abstract, item.usage_terms) == ("Nine days of storm.", "Editorial use only.")
    assert item.signals == ("newscontent", "sig:correction")
    assert item.associations["1"].guid == "def"


@pytest.mark.parametrize(
    ("word", "expected"), [("Kill", "canceled"), ("Takedown", "canceled"), ("Hold", "withheld"), ("Lead", "usable")]
)
def test_an_editorial_type_of_ap_that_stops_an_item_is_heeded(word: str, expected: str) -> None:
    [item] = read(changed(AP, editorialtypes=[word]), filename="a", time_zone=OSLO)
    assert item.pubstatus == expected


def test_every_item_of_an_ap_feed_is_read() -> None:
    feed = {**AP, "data": {"items": [{"item": AP["data"]["item"]}] * 2}}
    assert len(read(json.dumps(feed).encode(), filename="a", time_zone=OSLO)) == 2


def test_a_reuters_item_says_all_that_the_contract_asks(read_fixture: Load) -> None:
    item = read_fixture("item.reuters-api.json")
    assert (item.format, item.guid) == ("reuters-api", "tag:reuters.com,2026:newsml_EXAMPLE1")
    assert (item.headline, item.byline, item.slugline) == ("Ferry sails again", "Kari Vik", "NORWAY-FERRY/")
    assert item.subjects == (Term("SHP", "Shipping", "N2"), Term("04015000", None, "subj"))
    assert item.caption == "The ferry at the quay"


def test_an_empty_title_in_reuters_xhtml_hides_no_text(read_fixture: Load) -> None:
    assert read_fixture("item.reuters-api.json").body_text == "It sailed at six."


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(some.sampled_from([AP, REUTERS]), some.dictionaries(some.sampled_from(NAMES), VALUES, max_size=12))
def test_any_values_are_an_item_or_an_error_of_ours(document: dict[str, Any], fields: dict[str, Any]) -> None:
    try:
        items = read(changed(document, **fields), filename="a", time_zone=OSLO)
    except UnreadableFileError:
        return
    for item in items:
        assert Dispatch.from_json(json.loads(json.dumps(item.to_json()))) == item
