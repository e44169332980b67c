"""NewsML-G2: a text, a picture, a package, a message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.core.dispatch import Creator, Dispatch, Link, Rendition, Term
from broadsheet.wire.formats import read

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def text(read_fixture: Callable[[str], Dispatch]) -> Dispatch:
    return read_fixture("text.newsml-g2.xml")


@pytest.fixture
def picture(read_fixture: Callable[[str], Dispatch]) -> Dispatch:
    return read_fixture("picture.newsml-g2.xml")


def _read(xml: str) -> list[Dispatch]:
    return read(xml.encode(), filename="a.xml", time_zone=OSLO)


def test_a_text_has_its_identity_and_its_times_in_utc(text: Dispatch) -> None:
    assert (text.guid, text.version, text.kind) == ("urn:newsml:agency.example:text-1", "3", "text")
    assert text.version_created == datetime(2026, 5, 16, 7, 0, 4, tzinfo=UTC)
    assert text.first_created == datetime(2026, 5, 16, 6, tzinfo=UTC)
    assert text.embargoed_until == datetime(2026, 5, 16, 10, tzinfo=UTC)


def test_a_text_has_its_display_text(text: Dispatch) -> None:
    assert (text.headline, text.byline, text.dateline) == ("Der Hafen öffnet", "Von Jens Jensen", "Kiel (ag) -")
    assert (text.located, text.language, text.urgency, text.provider) == ("Kiel", "de", 3, "Agentur")
    assert (text.ednote, text.credit_line) == ("Zusammenfassung folgt", "ag")


def test_the_body_leaves_out_the_header_that_repeats_the_metadata(text: Dispatch) -> None:
    assert text.body_html == (
        "<p>Am Morgen kam das erste Schiff.</p><h2>Viele warten</h2>"
        '<p>Mehr <a href="https://example.org/">dazu</a>.</p>'
    )


def test_a_first_subhead_that_repeats_the_headline_is_left_out() -> None:
    body = "<html><body><h1>Same</h1><p>Text</p></body></html>"
    [item] = _read(
        '<newsItem guid="a"><contentMeta><headline>Same</headline></contentMeta>'
        f"<contentSet><inlineXML>{body}</inlineXML></contentSet></newsItem>"
    )
    assert item.body_html == "<p>Text</p>"


def test_codes_are_parted_from_their_schemes(text: Dispatch) -> None:
    assert text.subjects[0] == Term("20001065", "Fußball", "medtop")
    assert text.genres == (Term("Current", "Current", "genre"),)
    assert Term("1", "Deutschland", "geo") in text.places


def test_signals_links_and_keywords_are_kept(text: Dispatch) -> None:
    assert text.signals == ("sig:update",)
    assert text.links == (Link("irel:seeAlso", "https://example.org/mehr"),)
    assert text.keywords == ("Hafen",)


def test_a_picture_has_caption_creator_and_credit_apart(picture: Dispatch) -> None:
    assert picture.kind == "picture"
    assert picture.caption == "Der Hafen am Morgen."
    assert picture.creators == (Creator("Jens Jensen"),)
    assert picture.credit_line == "Jens Jensen/Agentur"


def test_a_picture_has_its_rights(picture: Dispatch) -> None:
    assert picture.copyright_holder == "Agentur"
    assert picture.copyright_notice == "Copyright 2026, Agentur"
    assert picture.usage_terms == "Nur nach Vereinbarung"


def test_a_picture_names_its_file(picture: Dispatch) -> None:
    assert picture.renditions == (Rendition("rnd:main", "hafen-1.jpeg", "image/jpeg", 1200, 800, 90210),)


def test_a_place_that_the_item_itself_explains_has_its_name(picture: Dispatch) -> None:
    assert picture.located == "Kiel"


def test_a_message_gives_each_of_its_items() -> None:
    items = _read('<newsMessage><itemSet><newsItem guid="a"/><newsItem guid="b"/></itemSet></newsMessage>')
    assert [item.guid for item in items] == ["a", "b"]


def test_an_empty_message_gives_none() -> None:
    assert _read("<newsMessage><header/><itemSet/></newsMessage>") == []


@pytest.mark.parametrize(
    ("xml", "kind"),
    [
        ('<packageItem guid="a"/>', "package"),
        ('<conceptItem guid="a"/>', "concept"),
        ('<conceptItem guid="a"><concept><eventDetails/></concept></conceptItem>', "event"),
        ('<planningItem guid="a"/>', "planning"),
        ('<knowledgeItem guid="a"/>', "other"),
        ('<newsItem guid="a"><itemMeta><itemClass qcode="icls:audio"/></itemMeta></newsItem>', "audio"),
    ],
)
def test_the_kind_is_the_items(xml: str, kind: str) -> None:
    assert _read(xml)[0].kind == kind


def test_a_package_refers_to_its_items() -> None:
    [item] = _read(
        '<packageItem guid="p"><groupSet root="g"><group id="g"><itemRef residref="urn:a">'
        '<itemClass qcode="ninat:picture"/><title>T</title></itemRef></group></groupSet></packageItem>'
    )
    assert item.associations["urn:a"].kind == "picture"
    assert item.associations["urn:a"].headline == "T"


def test_an_embargo_without_an_end_withholds_the_item() -> None:
    [item] = _read('<newsItem guid="a"><itemMeta><embargoed/></itemMeta></newsItem>')
    assert item.pubstatus == "withheld"


def test_a_status_that_nobody_knows_withholds_the_item() -> None:
    [item] = _read('<newsItem guid="a"><itemMeta><pubStatus qcode="stat:commissioned"/></itemMeta></newsItem>')
    assert item.pubstatus == "withheld"
    assert item.warnings


@pytest.mark.parametrize(
    ("attributes", "content", "expected"),
    [
        ('contenttype="text/plain"', "One &lt;b&gt;\n\nTwo", "<p>One &lt;b&gt;</p><p>Two</p>"),
        ('contenttype="text/html"', "&lt;p&gt;One&lt;/p&gt;", "<p>One</p>"),
        ('contenttype="text/plain" encoding="http://cv.iptc.org/newscodes/encoding/base64"', "T25l", "<p>One</p>"),
        ('contenttype="application/pdf"', "JVBERi0", None),
    ],
    ids=["plain", "html", "base64", "pdf"],
)
def test_inline_data_that_is_text_is_the_body(attributes: str, content: str, expected: str | None) -> None:
    [item] = _read(
        f'<newsItem guid="a"><contentSet><inlineData {attributes}>{content}</inlineData></contentSet></newsItem>'
    )
    assert item.body_html == expected


def test_a_body_in_nitf_is_read_as_nitf() -> None:
    content = "<body.content><p>One</p><hl2>Two</hl2></body.content>"
    body = f"<nitf><body><body.head><hl1>H</hl1></body.head>{content}</body></nitf>"
    [item] = _read(f'<newsItem guid="a"><contentSet><inlineXML>{body}</inlineXML></contentSet></newsItem>')
    assert item.body_html == "<p>One</p><h2>Two</h2>"
