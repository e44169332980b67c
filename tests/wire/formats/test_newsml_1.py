"""NewsML 1.0 to 1.2: an item with a picture, its revisions and statuses, and what senders do to the standard."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from broadsheet.core.dispatch import Creator, Dispatch, Link, Term
from broadsheet.wire.errors import OversizedError, UnreadableEntityError, WireError
from broadsheet.wire.formats import read
from tests.wire.conftest import FIXTURES

OSLO = ZoneInfo("Europe/Oslo")
TEXT = (FIXTURES / "text.newsml-1.xml").read_text("ISO-8859-1")
BARE = """<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>bureau.example</ProviderId>
<DateId>20260516</DateId><NewsItemId>a1</NewsItemId>{revision}</NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20260516T080000Z</FirstCreated>{management}</NewsManagement>
<NewsComponent>{component}</NewsComponent></NewsItem></NewsML>"""


def _read(xml: str) -> list[Dispatch]:
    return read(xml.encode(), filename="a.xml", time_zone=OSLO)


def _item(*, management: str = "", component: str = "", revision: str = "") -> Dispatch:
    [item] = _read(BARE.format(revision=revision, management=management, component=component))
    return item


def _content(inside: str, words: str = "") -> str:
    return f"<ContentItem>{words}<DataContent>{inside}</DataContent></ContentItem>"


@pytest.fixture
def story(read_fixture: Callable[[str], Dispatch]) -> Dispatch:
    return read_fixture("text.newsml-1.xml")


def test_a_revision_has_its_address_its_number_and_its_times(story: Dispatch) -> None:
    assert (story.format, story.guid, story.version) == (
        "newsml-1",
        "urn:newsml:bureau.example:20260516:harbour-41:3",
        "3",
    )
    assert story.version_created == datetime(2026, 5, 16, 8, 15, tzinfo=UTC)
    assert story.first_created == datetime(2026, 5, 16, 6, tzinfo=UTC)
    assert (story.kind, story.pubstatus, story.urgency, story.language) == ("text", "usable", 2, "en-GB")


def test_a_revision_replaces_those_before_it_and_links_what_it_names(story: Dispatch) -> None:
    stem = "urn:newsml:bureau.example:20260516:harbour-41"
    assert story.links == (
        Link("replaces", f"{stem}:1"),
        Link("replaces", f"{stem}:2"),
        Link("associatedWith", "urn:newsml:bureau.example:20260515:harbour-40"),
        Link("derivedFrom", "urn:newsml:bureau.example:20260514:harbour-39"),
    )


def test_w3_the_lines_of_a_file_with_a_doctype_and_nitf_entities_are_read(story: Dispatch) -> None:
    assert (story.headline, story.slugline, story.byline) == (
        "Crane falls — nobody hurt",
        "Harbour-crane",
        "By Ola Quay",
    )
    assert story.dateline == "SANDVIKA, May 16 (Bureau) -"
    assert story.abstract == "A crane fell into the harbour."
    assert (story.copyright_notice, story.copyright_holder) == ("© 2026 The Bureau", "Bureau Ltd")
    assert story.usage_terms == "NO ARCHIVAL USE\nNot in Atlantis"
    assert story.ednote == "UPDATES with the harbour master"
    assert story.signals == ("Alert",)


def test_metadata_becomes_terms_places_and_people(story: Dispatch) -> None:
    assert story.subjects == (Term("03010000", None, "subj"), Term("03010004", None, "subj"))
    assert story.places == (Term("NOR", "Sandvika", "iso3166-1"), Term(None, "Drammen"))
    assert (story.located, story.provider) == ("Sandvika", "The Bureau")
    assert story.keywords == ("HARBOUR", "crane")
    assert story.creators == (Creator("Ola Quay"), Creator("Per Pier", "Translator"))


def test_w4_the_body_has_the_signs_of_named_entities(story: Dispatch) -> None:
    assert story.body_html == "<p>A crane fell at the <em>café</em> quay.</p><p>Nobody was hurt.</p>"


def test_w4_an_entity_that_nobody_knows_refuses_the_file() -> None:
    with pytest.raises(UnreadableEntityError):
        _read(TEXT.replace("&eacute;", "&bureau;").replace("ISO-8859-1", "UTF-8"))


def test_a_picture_with_its_sizes_is_an_item_inside_the_story(story: Dispatch) -> None:
    picture = story.associations["photo0"]
    assert (picture.kind, picture.headline, picture.caption) == ("picture", "The crane", "The crane in the water.")
    assert (picture.credit_line, picture.creators) == ("Bureau Photo", (Creator("Kari Kai"),))
    assert [(size.name, size.href, size.mimetype) for size in picture.renditions] == [
        ("HighDef", "crane.jpg", "image/jpeg"),
        ("Thumbnail", "crane-small.jpg", "image/jpeg"),
    ]
    assert (picture.renditions[0].width, picture.renditions[0].bytes) == (768, 166046)


def test_a_picture_alone_is_a_picture_with_caption_and_sizes() -> None:
    item = _item(
        component="<NewsLines><ByLine>Kari Kai</ByLine></NewsLines>"
        f"<NewsComponent><Role FormalName='Caption'/>{_content('<p>A quay. Foto: Kari Kai / Bureau</p>')}</NewsComponent>"
        "<NewsComponent><Role FormalName='main'/><ContentItem Href='q.jpg'><MediaType FormalName='Photo'/></ContentItem>"
        "</NewsComponent>"
    )
    assert (item.kind, item.body_html, item.caption, item.credit_line) == ("picture", None, "A quay.", "Bureau")
    assert [size.href for size in item.renditions] == ["q.jpg"]
    assert item.associations == {}


STATUSES = {
    "usable": ("<Status FormalName='Usable'/>", "usable", None),
    "in capitals": ("<Status FormalName='CANCELED'/>", "canceled", None),
    "in british": ("<Status FormalName='Cancelled'/>", "canceled", None),
    "killed": ("<Status FormalName='Killed'/>", "canceled", None),
    "withheld": ("<Status FormalName='withheld'/>", "withheld", None),
    "an unknown word": ("<Status FormalName='OPEN'/>", "withheld", None),
    "none": ("", "usable", None),
    "embargo without an end": ("<Status FormalName='Embargoed'/>", "withheld", None),
    "embargo": (
        "<Status FormalName='Embargoed'/><StatusWillChange><FutureStatus FormalName='Usable'/>"
        "<DateAndTime>20260601T0900+0200</DateAndTime></StatusWillChange>",
        "usable",
        datetime(2026, 6, 1, 7, tzinfo=UTC),
    ),
    "withheld until": (
        "<Status FormalName='Withheld'/><StatusWillChange><FutureStatus FormalName='Usable'/>"
        "<DateAndTime>20260601T070000Z</DateAndTime></StatusWillChange>",
        "withheld",
        datetime(2026, 6, 1, 7, tzinfo=UTC),
    ),
}


@pytest.mark.parametrize(("management", "status", "until"), STATUSES.values(), ids=STATUSES.keys())
def test_a_status_in_any_case_is_the_publishing_status(management: str, status: str, until: datetime | None) -> None:
    item = _item(management=management)
    assert (item.pubstatus, item.embargoed_until) == (status, until)


def test_a_status_that_will_end_is_when_the_item_expires() -> None:
    item = _item(
        management="<Status FormalName='Usable'/><StatusWillChange><FutureStatus FormalName='Canceled'/>"
        "<DateAndTime>20260601T070000Z</DateAndTime></StatusWillChange>"
    )
    assert (item.pubstatus, item.expires) == ("usable", datetime(2026, 6, 1, 7, tzinfo=UTC))


BODIES = {
    "bare paragraphs": (_content("<p>One.</p><p>Two.</p>"), "<p>One.</p><p>Two.</p>"),
    "xhtml": (
        _content(
            "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head><body><p>One.</p></body></html>"
        ),
        "<p>One.</p>",
    ),
    "html in a cdata": (
        _content("<![CDATA[<h1>Head</h1><p>One.</p>]]>", "<MimeType FormalName='text/html'/>"),
        "<h2>Head</h2><p>One.</p>",
    ),
    "plain text": (
        _content("One &lt;b&gt;two&lt;/b&gt;.\n\nThree."),
        "<p>One &lt;b&gt;two&lt;/b&gt;.</p><p>Three.</p>",
    ),
    "base64": (
        "<ContentItem><Encoding Notation='Base64'><DataContent>"
        f"{base64.b64encode('Blåbær.'.encode()).decode()}</DataContent></Encoding></ContentItem>",
        "<p>Blåbær.</p>",
    ),
    "no base64": (
        "<ContentItem><Encoding Notation='Base64'><DataContent>/w==</DataContent></Encoding></ContentItem>",
        None,
    ),
    "a style sheet": (_content("p {}", "<MimeType FormalName='text/css'/>"), None),
    "script": (_content("<p>One.<script>x()</script></p>"), "<p>One.</p>"),
}


@pytest.mark.parametrize(("content", "html"), BODIES.values(), ids=BODIES.keys())
def test_content_of_every_kind_becomes_a_clean_body(content: str, html: str | None) -> None:
    assert _item(component=content).body_html == html


def test_parts_are_told_by_their_roles() -> None:
    parts = {"Title": "The title", "Lead": "The lead", "Body": "The body", "TweetText": "Short"}
    component = "".join(
        f"<NewsComponent><Role FormalName='{role}'/>{_content(text)}</NewsComponent>" for role, text in parts.items()
    )
    item = _item(component=component)
    assert (item.headline, item.abstract, item.body_text) == ("The title", "The lead", "The body")
    assert item.associations["tweettext"].body_text == "Short"


def test_of_equal_texts_the_first_is_the_body() -> None:
    component = "".join(f"<NewsComponent>{_content(text)}</NewsComponent>" for text in ("<p>Rich.</p>", "Plain."))
    together = f"<NewsComponent EquivalentsList='yes'>{component}</NewsComponent>"
    assert _item(component=together).body_text == "Rich."
    assert _item(component=component).body_text == "Rich.\nPlain."


def test_another_language_is_an_item_inside_the_item() -> None:
    component = "".join(
        f"<NewsComponent xml:lang='{language}'><NewsLines><HeadLine>{head}</HeadLine></NewsLines>{_content(text)}"
        "</NewsComponent>"
        for language, head, text in (("nl", "Kop", "Tekst"), ("fr", "Titre", "Texte"))
    )
    item = _item(component=component)
    assert (item.language, item.headline, item.body_text) == ("nl", "Kop", "Tekst")
    other = item.associations["language-fr"]
    assert (other.language, other.headline, other.body_text) == ("fr", "Titre", "Texte")


def test_a_list_of_references_is_a_package() -> None:
    reference = "<NewsComponent><NewsLines><HeadLine>{0}</HeadLine></NewsLines><NewsItemRef NewsItem='{0}.xml'/></NewsComponent>"
    item = _item(component=reference.format("one") + reference.format("two"))
    assert item.kind == "package"
    assert {guid: part.headline for guid, part in item.associations.items()} == {"one.xml": "one", "two.xml": "two"}


def test_several_items_are_read_in_their_order_with_warnings_of_their_own() -> None:
    one = BARE.format(revision="", management="<Urgency FormalName='DEFAULT'/>", component="").split("<NewsML>")[1]
    two = one.replace("DEFAULT", "4").replace(">a1<", ">a2<")
    items = _read(f"<NewsML>{one.removesuffix('</NewsML>')}{two}")
    assert [item.urgency for item in items] == [None, 4]
    assert [len(item.warnings) for item in items] == [1, 0]


def test_an_empty_headline_is_no_headline() -> None:
    assert _item(component="<NewsLines><HeadLine/></NewsLines>").headline is None


def test_a_public_identifier_that_every_item_shares_is_not_the_guid() -> None:
    item = _item(
        revision="<RevisionId>4</RevisionId><PublicIdentifier>urn:newsml:www.bureau.example</PublicIdentifier>"
    )
    assert (item.guid, item.version) == ("urn:newsml:bureau.example:20260516:a1", "4")


def test_a_time_without_an_offset_is_in_the_feeds_zone() -> None:
    item = _item(management="<ThisRevisionCreated>20260516T120000</ThisRevisionCreated>")
    assert item.version_created == datetime(2026, 5, 16, 12, tzinfo=OSLO)
    assert any("no offset" in warning for warning in item.warnings)


def test_an_update_of_parts_says_so() -> None:
    item = _item(revision="<RevisionId PreviousRevision='1' Update='U'>2</RevisionId>")
    assert any("only what has changed" in warning for warning in item.warnings)


def test_an_item_inside_an_item_is_kept() -> None:
    inner = BARE.format(revision="", management="", component=_content("Inner")).split("<NewsML>")[1]
    item = _item(component=inner.replace(">a1<", ">a2<").removesuffix("</NewsML>"))
    assert [part.body_text for part in item.associations.values()] == ["Inner"]


HOSTILE = {
    "no item": "<NewsML/>",
    "nothing in the item": "<NewsML><NewsItem/></NewsML>",
    "a thousand components deep": f"<NewsML><NewsItem>{'<NewsComponent>' * 200}{'</NewsComponent>' * 200}</NewsItem></NewsML>",
    "a number of many digits": BARE.format(
        revision=f"<RevisionId PreviousRevision='{'9' * 5000}'>{'9' * 5000}</RevisionId>", management="", component=""
    ),
    "an odd time": BARE.format(
        revision="", management="<ThisRevisionCreated>20269999T99</ThisRevisionCreated>", component=""
    ),
}


@pytest.mark.parametrize("xml", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_is_read_or_refused(xml: str) -> None:
    for item in _read(xml):
        assert item.to_json()


@pytest.mark.parametrize("cut", range(50, len(TEXT) - 20, 250))
def test_a_file_that_is_cut_off_is_refused(cut: int) -> None:
    with pytest.raises(WireError):
        read(TEXT.encode("ISO-8859-1")[:cut], filename="a.xml", time_zone=OSLO)


@pytest.mark.shared
def test_w1_hostile_documents_with_our_root_are_read_or_refused(shared_dir: Path) -> None:
    for path in sorted((shared_dir / "security" / "xml").rglob("*")):
        if path.is_file():
            for data in (path.read_bytes(), TEXT.encode("ISO-8859-1") + path.read_bytes()):
                try:
                    read(data, filename=path.name, time_zone=OSLO)
                except WireError:
                    continue


PARTS = {
    "pictures": "<NewsComponent><Role FormalName='r{}'/><ContentItem Href='a.jpg'/></NewsComponent>",
    "texts": "<NewsComponent><Role FormalName='Title'/><ContentItem><DataContent>a</DataContent></ContentItem></NewsComponent>",
    "languages": "<NewsComponent xml:lang='l{}'><NewsLines/><ContentItem><DataContent>a</DataContent></ContentItem></NewsComponent>",
    "references": "<NewsComponent><NewsItemRef NewsItem='a'/></NewsComponent>",
    "items": "<NewsComponent><NewsItem/></NewsComponent>",
}


def test_w1_more_parts_than_any_wire_sends_are_refused() -> None:
    with pytest.raises(OversizedError):
        _item(component="<NewsComponent/>" * 10_001)


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS.keys())
def test_w1_very_many_parts_are_read_in_seconds(part: str) -> None:
    component = "".join(part.format(number) for number in range(1_600))
    start = time.monotonic()
    _item(component=f"<NewsComponent EquivalentsList='yes'>{component}</NewsComponent>{component}")
    assert time.monotonic() - start < 10


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(some.integers(0, len(TEXT)), some.integers(0, 400), some.text("<>/&;\x01 =\"'aN", max_size=8))
def test_a_damaged_file_is_read_or_refused(start: int, length: int, instead: str) -> None:
    try:
        items = read(
            (TEXT[:start] + instead + TEXT[start + length :]).encode("ISO-8859-1"), filename="a", time_zone=OSLO
        )
    except WireError:
        return
    assert all(Dispatch.from_json(item.to_json()) == item for item in items)
