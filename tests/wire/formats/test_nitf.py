"""NITF, by a story in the shape that NTB sends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.core.dispatch import Creator, Dispatch, Link, Term
from broadsheet.wire.formats import read

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def item(read_fixture: Callable[[str], Dispatch]) -> Dispatch:
    return read_fixture("story.nitf.xml")


def _read(inner: str) -> Dispatch:
    [item] = read(f"<nitf>{inner}</nitf>".encode(), filename="a.xml", time_zone=OSLO)
    return item


def test_the_item_is_known_by_its_doc_id(item: Dispatch) -> None:
    assert (item.format, item.guid, item.version, item.kind) == ("nitf", "NTB0f3a", "1", "text")


def test_the_head_becomes_display_text(item: Dispatch) -> None:
    assert (item.headline, item.byline, item.dateline) == ("Ferga går igjen", "NTB", "Sandnessjøen")
    assert (item.slugline, item.language, item.urgency) == ("ferge-igjen", "nb-NO", 5)
    assert (item.provider, item.ednote) == ("NTB", "Oppdateres ikke")


def test_a_time_without_offset_is_read_in_the_feeds_zone_and_a_warning_says_so(item: Dispatch) -> None:
    assert item.version_created == datetime(2026, 5, 16, 7, 0, 4, tzinfo=UTC)
    assert "no offset" in item.warnings[0]


def test_the_body_keeps_its_lead_its_subheads_and_every_paragraph(item: Dispatch) -> None:
    assert item.body_html == (
        "<p>Etter tre uker går ferga igjen.</p><p>– Det var på tide, sier Kari Vik.</p><h2>Lang kø</h2>"
        "<p>Køen var <strong>to kilometer</strong> lang.</p><p>(©NTB)</p>"
    )
    assert item.body_text is not None
    assert item.body_text.count("\n") == 4


def test_the_last_paragraph_names_the_copyright_holder_where_nothing_else_does(item: Dispatch) -> None:
    assert item.copyright_holder == "NTB"


def test_the_documents_own_copyright_holder_comes_first() -> None:
    item = _read('<head><docdata><doc.copyright holder="AP"/></docdata></head>')
    assert item.copyright_holder == "AP"


def test_keywords_keep_their_hash_and_their_spaces(item: Dispatch) -> None:
    assert item.keywords == ("ferge", "#Kystens dag")


def test_subjects_genres_and_places_are_terms(item: Dispatch) -> None:
    assert item.subjects == (Term("04015000", "Samferdsel", "subj"),)
    assert item.genres == (Term(name="Nyheter"),)
    assert item.places == (Term("NO", "Sandnessjøen", "iso3166-1"),)


def test_a_media_caption_gives_its_tail_to_creator_and_credit(item: Dispatch) -> None:
    picture = item.associations["media-1"]
    assert picture.kind == "picture"
    assert picture.caption == "Ferga ved kaia onsdag."
    assert picture.creators == (Creator("Kari Nordmann", "photographer"),)
    assert picture.credit_line == "Scanpix / NTB"
    assert picture.renditions[0].href == "FergeKaia1"


def test_the_family_of_an_ntb_item_is_a_link(item: Dispatch) -> None:
    assert item.links == (Link("family", "NTB0f3a"),)


def test_an_item_without_an_identifier_says_so() -> None:
    item = _read('<head><docdata><doc-id regsrc="AP"/></docdata></head>')
    assert item.guid is None
    assert any("identifier" in warning for warning in item.warnings)


def test_a_release_after_the_issue_is_an_embargo() -> None:
    dates = '<date.issue norm="20260516T090000Z"/><date.release norm="20260516T120000Z"/>'
    assert _read(f"<head><docdata>{dates}</docdata></head>").embargoed_until == datetime(2026, 5, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("usable", "usable"),
        ("canceled", "canceled"),
        ("withheld", "withheld"),
        ("embargoed", "withheld"),
        ("odd", "withheld"),
    ],
)
def test_the_management_status_is_the_pubstatus(status: str, expected: str) -> None:
    assert _read(f'<head><docdata management-status="{status}"/></head>').pubstatus == expected


def test_the_title_of_the_person_is_not_in_the_byline() -> None:
    item = _read("<body><body.head><byline>By <person>Ann Ask</person><byttl>Staff</byttl></byline></body.head></body>")
    assert item.byline == "By Ann Ask"
    assert item.creators == (Creator("Ann Ask"),)


def test_a_table_stays_a_table() -> None:
    table = "<table><tr><th/><td>1</td></tr></table>"
    item = _read(f"<body><body.content><block>{table}</block></body.content></body>")
    assert item.body_html == "<table><tbody><tr><th></th><td>1</td></tr></tbody></table>"


def test_an_ntb_rewrite_keeps_the_identity_and_counts_the_version() -> None:
    first, second = (
        _read(
            f'<head><meta name="NTBID" content="NTB9"/><docdata><doc-id id-string="NTB9_0{number}"/>'
            f'<du-key key="a" version="{number + 1}"/></docdata></head>'
        )
        for number in (0, 1)
    )
    assert first.guid == second.guid == "NTB9"
    assert (first.version, second.version) == ("1", "2")


def test_the_number_in_an_ntb_doc_id_is_the_version_where_there_is_no_other() -> None:
    item = _read('<head><docdata><doc-id id-string="NTBa1-b2_03" regsrc="NTB"/></docdata></head>')
    assert (item.guid, item.version) == ("NTBa1-b2", "03")


def test_another_agencys_doc_id_with_a_number_at_its_end_is_left_alone() -> None:
    assert _read('<head><docdata><doc-id id-string="aap_20260516_01"/></docdata></head>').guid == "aap_20260516_01"


def test_the_lead_in_the_body_is_the_abstract_and_stays_in_the_body(item: Dispatch) -> None:
    assert item.abstract == "Etter tre uker går ferga igjen."
    assert (item.body_text or "").startswith("Etter tre uker")


def test_a_second_headline_is_the_abstract_where_there_is_no_other() -> None:
    item = _read("<body><body.head><hedline><hl1>En</hl1><hl2>To</hl2></hedline></body.head></body>")
    assert (item.headline, item.abstract) == ("En", "To")


def test_a_correction_says_what_it_replaces() -> None:
    item = _read('<head><docdata management-doc-idref="x.a" management-idref-status="canceled"/></head>')
    assert item.links == (Link("canceled", "x.a"),)


def test_a_note_to_editors_is_no_body() -> None:
    note = "<note><body.content><p>Hemmelig</p></body.content></note>"
    item = _read(f"<body><body.head>{note}</body.head><body.content><p>Tekst</p></body.content></body>")
    assert item.body_text == "Tekst"


def test_a_table_keeps_its_rows_and_a_tagline_is_no_body() -> None:
    table = "<nitf-table><table><tr><td>a</td><td>b</td></tr></table></nitf-table>"
    item = _read(f"<body><body.content>{table}</body.content><body.end><tagline>x@y.no</tagline></body.end></body>")
    assert item.body_text == "a b"
