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
        ('<knowledgeItem guid="a"/>', "concept"),
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


def _item(meta: str = "", content: str = "", more: str = "") -> Dispatch:
    [item] = _read(
        f'<newsItem guid="a" xml:lang="en"><itemMeta>{meta}</itemMeta><contentMeta>{content}</contentMeta>{more}</newsItem>'
    )
    return item


def test_the_items_own_language_comes_first() -> None:
    item = _item(content='<headline xml:lang="de">Hafen</headline><headline xml:lang="en-GB">Harbour</headline>')
    assert item.headline == "Harbour"


def test_the_languages_tag_is_the_contents() -> None:
    both = '<headline xml:lang="en">Harbour</headline><headline xml:lang="de">Hafen</headline>'
    assert _item(content=f'<language tag="de"/>{both}').headline == "Hafen"


@pytest.mark.parametrize("rel", ["irel:replaces", "irel:previousVersion", "http://cv.iptc.org/x/replaces"])
def test_a_link_to_what_is_replaced_is_said_in_our_word_too(rel: str) -> None:
    item = _item(meta=f'<link rel="{rel}" residref="urn:old"/>')
    assert item.links == (Link(rel, "urn:old"), Link("replaces", "urn:old"))


def test_a_link_to_an_earlier_version_under_the_same_guid_replaces_nothing() -> None:
    assert _item(meta='<link rel="irel:previousVersion" residref="a"/>').links == (Link("irel:previousVersion", "a"),)


def test_rights_of_one_part_are_not_the_items() -> None:
    rights = '<rightsInfo idrefs="p1"><usageTerms>part</usageTerms></rightsInfo><rightsInfo><usageTerms>all</usageTerms></rightsInfo>'
    assert _item(more=rights).usage_terms == "all"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<inlineData contenttype="text/plain">En\n\nTo</inlineData>', "En\nTo"),
        ('<inlineData contenttype="text/html">&lt;p&gt;En&lt;/p&gt;&lt;p&gt;To&lt;/p&gt;</inlineData>', "En\nTo"),
        ('<inlineData contenttype="text/plain; charset=utf-8" encoding="base64">RW4=</inlineData>', "En"),
        (
            '<inlineData contenttype="application/nitf+xml"><![CDATA[<nitf><body><body.content><p>En</p></body.content>'
            "</body></nitf>]]></inlineData>",
            "En",
        ),
        ('<inlineXML contenttype="xhtml/xml"><html><body><p>En</p></body></html></inlineXML>', "En"),
        (
            '<inlineXML contenttype="application/nitf+xml"><nitf><body><body.content><p>En</p></body.content></body></nitf>'
            "</inlineXML>",
            "En",
        ),
    ],
    ids=["plain", "html", "base64", "nitf as data", "xhtml", "nitf"],
)
def test_the_body_is_read_in_six_media_types(content: str, text: str) -> None:
    assert _item(more=f"<contentSet>{content}</contentSet>").body_text == text


def test_an_nitf_body_fills_what_the_item_leaves_empty() -> None:
    nitf = (
        "<nitf><body><body.head><hedline><hl1>Harbour</hl1></hedline><byline>By Ann</byline></body.head><body.content>"
        '<p>Text</p><media media-type="image"><media-reference source="a.jpg"/></media></body.content></body></nitf>'
    )
    item = _item(more=f'<contentSet><inlineXML contenttype="application/nitf+xml">{nitf}</inlineXML></contentSet>')
    assert (item.headline, item.byline, item.body_text) == ("Harbour", "By Ann", "Text")
    assert item.associations["media-1"].renditions[0].href == "a.jpg"


def test_a_nested_package_refers_to_every_item_in_its_groups() -> None:
    [item] = _read(
        '<packageItem guid="p"><groupSet root="g"><group id="g"><groupRef idref="h"/><itemRef residref="a"/></group>'
        '<group id="h"><itemRef residref="b"><title>B</title></itemRef></group></groupSet></packageItem>'
    )
    assert {name: part.headline for name, part in item.associations.items()} == {"a": None, "b": "B"}


def test_a_message_may_mix_kinds() -> None:
    items = _read(
        '<newsMessage><itemSet><newsItem guid="a"/><packageItem guid="b"/><conceptItem guid="c"/><planningItem guid="d"/>'
        "</itemSet></newsMessage>"
    )
    assert [item.kind for item in items] == ["text", "package", "concept", "planning"]


def test_a_concept_has_its_name_for_a_headline_and_its_definition_for_an_abstract() -> None:
    [item] = _read(
        '<conceptItem guid="a" xml:lang="nb"><concept><name xml:lang="en">Port</name><name xml:lang="nb">Havn</name>'
        "<definition>Et sted</definition></concept></conceptItem>"
    )
    assert (item.headline, item.abstract) == ("Havn", "Et sted")


def test_a_holder_that_is_only_an_address_is_the_whole_address() -> None:
    item = _item(more='<rightsInfo><copyrightHolder uri="http://example.org"/></rightsInfo>')
    assert item.copyright_holder == "http://example.org"


def test_withheld_and_embargoed_hold_each_by_itself() -> None:
    item = _item(meta='<embargoed>2026-05-16T12:00:00Z</embargoed><pubStatus qcode="stat:Withheld"/>')
    assert (item.pubstatus, item.embargoed_until) == ("withheld", datetime(2026, 5, 16, 12, tzinfo=UTC))
