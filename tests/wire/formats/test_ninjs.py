"""ninjs in its three spellings."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broadsheet.core.dispatch import Creator, Dispatch, Link, Term
from broadsheet.wire.errors import MalformedDispatchError, UnknownFormatError
from broadsheet.wire.formats import read

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def feature(read_fixture: Callable[[str], Dispatch]) -> Dispatch:
    return read_fixture("feature.ninjs-1.json")


@pytest.fixture
def story(read_fixture: Callable[[str], Dispatch]) -> Dispatch:
    return read_fixture("story.ninjs-3.json")


def _read(document: Any) -> list[Dispatch]:
    return read(json.dumps(document).encode(), filename="a.json", time_zone=OSLO)


def test_ninjs_1_gives_identity_times_and_display_text(feature: Dispatch) -> None:
    assert (feature.format, feature.guid, feature.version) == ("ninjs-1", "tag:agency.example:2026:feature-1", "4")
    assert feature.version_created == datetime(2026, 5, 16, 7, 0, 4, tzinfo=UTC)
    assert (feature.headline, feature.byline, feature.slugline) == ("Oil edges up", "By Ann Ask", "GLOBAL-OIL")
    assert (feature.provider, feature.located, feature.ednote) == ("Agency", "Singapore", "Updates prices")
    assert feature.abstract == "Oil prices edged up."


def test_ninjs_1_has_its_body_in_the_desks_tags(feature: Dispatch) -> None:
    assert feature.body_html == "<p>Oil edged up on <strong>Monday</strong>.</p><p>A second paragraph.</p>"


def test_keywords_keep_their_hash_and_their_spaces(feature: Dispatch) -> None:
    assert feature.keywords == ("#North Sea", "oil")


def test_feature_media_is_an_item_of_its_own(feature: Dispatch) -> None:
    picture = feature.associations["featuremedia"]
    assert (picture.kind, picture.caption, picture.abstract) == ("picture", "A rig at dusk.", None)
    assert picture.creators == (Creator("Bo Berg"),)
    assert picture.renditions[0].href == "https://agency.example/files/rig-77.jpg?token=1"
    assert (picture.renditions[0].name, picture.renditions[0].width) == ("original", 1200)


def test_ninjs_3_is_told_by_its_standard(story: Dispatch) -> None:
    assert story.format == "ninjs-3"


def test_ninjs_3_gives_the_main_headline(story: Dispatch) -> None:
    assert story.headline == "Har kjøpt tomt i Skien"


def test_ninjs_3_gives_embargo_rights_and_terms(story: Dispatch) -> None:
    assert story.embargoed_until == datetime(2026, 5, 16, 10, tzinfo=UTC)
    assert (story.copyright_holder, story.ednote, story.byline) == ("NTB", "Noe utvidet.", "NTB")
    assert story.subjects == (Term("13010000", "Teknologi"),)
    assert story.places == (Term(name="Skien"),)


def test_ninjs_3_associations_are_known_by_their_names(story: Dispatch) -> None:
    picture = story.associations["picture"]
    assert (picture.caption, picture.credit_line) == ("Tomta.", "NTB")
    assert (picture.renditions[0].mimetype, picture.renditions[0].bytes) == ("image/jpeg", 12)


def test_plain_text_becomes_paragraphs() -> None:
    [item] = _read({"uri": "a", "body_text": "One & two\n\nThree"})
    assert item.body_html == "<p>One &amp; two</p><p>Three</p>"
    assert item.body_text == "One & two\n\nThree"


def test_a_list_and_an_envelope_give_every_item() -> None:
    assert [item.guid for item in _read([{"uri": "a"}, {"uri": "b"}])] == ["a", "b"]
    assert [item.guid for item in _read({"total": 1, "item": [{"uri": "a"}]})] == ["a"]


@pytest.mark.parametrize("document", [{}, {"a": 1}, {"items": []}, {"item": "x"}], ids=str)
def test_json_that_is_no_ninjs_is_an_unknown_format(document: Any) -> None:
    with pytest.raises(UnknownFormatError):
        _read(document)


def test_a_list_with_something_else_in_it_is_malformed() -> None:
    with pytest.raises(MalformedDispatchError):
        _read([{"uri": "a"}, 3])


@pytest.mark.parametrize(
    "field",
    [
        "headline",
        "byline",
        "language",
        "urgency",
        "versioncreated",
        "body_html",
        "subject",
        "associations",
        "renditions",
        "keywords",
        "pubstatus",
        "type",
        "version",
    ],
)
@pytest.mark.parametrize("value", [{"a": 1}, [1, [2]], True, 1e300, "\x00"], ids=str)
def test_a_value_of_the_wrong_type_never_loses_the_item(field: str, value: Any) -> None:
    [item] = _read({"uri": "a", field: value})
    assert item.guid == "a"


def test_items_inside_items_end_somewhere() -> None:
    document: dict[str, Any] = {"uri": "innermost"}
    for number in range(30):
        document = {"uri": str(number), "associations": {"inner": document}}
    assert _read(document)[0].guid == "29"


def test_a_pubstatus_that_nobody_knows_withholds_the_item() -> None:
    assert _read({"uri": "a", "pubstatus": "commissioned"})[0].pubstatus == "withheld"


def test_a_version_with_an_address_of_its_own_replaces_the_earlier_ones() -> None:
    [item] = _read(
        {
            "uri": "http://tt.example/a3",
            "versioncreated": "2026-05-16T10:00:00Z",
            "replacing": "http://tt.example/a2",
            "revisions": [
                {"uri": "http://tt.example/a1", "versioncreated": "2026-05-16T08:00:00Z"},
                {"uri": "http://tt.example/a2", "versioncreated": "2026-05-16T09:00:00Z"},
                {"uri": "http://tt.example/a3", "versioncreated": "2026-05-16T10:00:00Z"},
                {"uri": "http://tt.example/a4", "versioncreated": "2026-05-16T11:00:00Z"},
            ],
        }
    )
    assert item.links == (Link("replaces", "http://tt.example/a2"), Link("replaces", "http://tt.example/a1"))


@pytest.mark.parametrize(
    ("fields", "headline"),
    [
        ({"headlines": [{"value": "B"}, {"role": "main", "value": "A"}]}, "A"),
        ({"headline_short": "A", "title": "B"}, "A"),
        ({"title": "A"}, "A"),
        ({"headlines": [{"contentType": "text/html", "value": "<b>A</b> &amp; B"}]}, "A & B"),
    ],
    ids=["main", "any", "title", "html"],
)
def test_the_headline_is_the_main_one(fields: dict[str, Any], headline: str) -> None:
    assert _read({"uri": "a", **fields})[0].headline == headline


def test_markup_without_a_content_type_is_markup() -> None:
    [item] = _read({"uri": "a", "bodies": [{"value": "<p>En</p><p>To</p>"}]})
    assert item.body_text == "En\nTo"


def test_associations_may_be_an_array_or_an_object_or_lists_in_it() -> None:
    [two] = _read({"uri": "a", "associations": [{"name": "x", "uri": "b"}, {"uri": "c"}]})
    [one] = _read({"uri": "a", "associations": {"x": {"uri": "b"}, "more": [{"uri": "c"}]}})
    assert [(name, item.guid) for name, item in two.associations.items()] == [("x", "b"), ("item-2", "c")]
    assert [(name, item.guid) for name, item in one.associations.items()] == [("x", "b"), ("more-1", "c")]


def test_an_address_of_the_rights_is_a_link() -> None:
    [item] = _read({"uri": "a", "rightsInfo": {"linkedRights": "https://example.org/r"}})
    assert item.links == (Link("rights", "https://example.org/r"),)


def test_an_item_without_a_uri_says_so() -> None:
    [item] = _read({"guid": "a", "headline": "b"})
    assert item.guid == "a"
    assert item.warnings == ("The item has no uri, which ninjs asks for.",)
