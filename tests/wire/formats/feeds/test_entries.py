"""One entry of a feed, in the words of the contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from broadsheet.core.dispatch import Creator, Dispatch, Link, Term
from broadsheet.wire.formats import read

OSLO = ZoneInfo("Europe/Oslo")
Load = Callable[[str], bytes]


def items_of(data: bytes | str) -> list[Dispatch]:
    return read(data.encode() if isinstance(data, str) else data, filename="a", time_zone=OSLO)


def rss(inside: str, channel: str = "") -> Dispatch:
    spaces = (
        'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:app="http://www.w3.org/2007/app" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    )
    [item] = items_of(f'<rss version="2.0" {spaces}><channel>{channel}<item>{inside}</item></channel></rss>')
    return item


def test_an_rss_item_says_all_that_the_contract_asks(fixture_bytes: Load) -> None:
    item = items_of(fixture_bytes("news.rss.xml"))[0]
    assert (item.format, item.guid, item.version) == ("rss", "fp-1001", "2026-03-03T09:30:00+01:00")
    assert item.version_created == datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
    assert item.first_created == datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    assert (item.headline, item.byline) == ("Ferjen går igjen & kaia åpner", "Kari Vik, Ola Nes")
    assert (item.language, item.provider) == ("nb-NO", "Fjordposten press desk")
    assert (item.keywords, item.copyright_notice) == (("Samferdsel",), "© Fjordposten")
    assert item.subjects == (Term("ferje", "ferje", "https://fjordposten.example/emner"),)
    assert item.creators == (Creator("Kari Vik"), Creator("Ola Nes"))
    assert item.links == (Link("alternate", "https://fjordposten.example/ferje"),)


def test_a_pictures_description_is_not_the_items_summary(fixture_bytes: Load) -> None:
    item = items_of(fixture_bytes("news.rss.xml"))[0]
    assert item.abstract == "Etter ni dager i storm."
    assert item.body_text == "Ferjen la fra kai klokken seks.\nLes ruten."


def test_an_item_without_a_guid_is_known_by_its_link(fixture_bytes: Load) -> None:
    item = items_of(fixture_bytes("news.rss.xml"))[1]
    assert item.guid == "https://fjordposten.example/lenke"
    assert item.body_text == "Kort og <greit>."


def test_a_time_without_an_offset_is_read_in_the_feeds_zone(fixture_bytes: Load) -> None:
    item = items_of(fixture_bytes("news.rss.xml"))[1]
    assert item.version_created == datetime(2026, 3, 3, 10, tzinfo=OSLO)
    assert "no offset" in item.warnings[0]


def test_an_atom_entry_says_all_that_the_contract_asks(fixture_bytes: Load) -> None:
    item = items_of(fixture_bytes("news.atom.xml"))[0]
    assert (item.format, item.guid) == ("atom", "tag:kyst.example,2026:77")
    assert (item.headline, item.language, item.abstract) == ("Torsk og sei", "nn", "God fangst i vest.")
    assert (item.byline, item.copyright_notice) == ("Vaktsjefen", "Kystnytt 2026")
    assert item.subjects == (Term("fisk", "Fiske", "https://kyst.example/emne"),)


def test_addresses_are_made_absolute_by_the_feeds_base(fixture_bytes: Load) -> None:
    item = items_of(fixture_bytes("news.atom.xml"))[0]
    assert item.links == (Link("alternate", "https://kyst.example/nytt/77"),)
    assert 'href="https://kyst.example/nytt/kart"' in (item.body_html or "")
    assert item.associations["media-1"].renditions[0].href == "https://kyst.example/foto/77.jpg"


def test_a_deleted_entry_is_a_canceled_item(fixture_bytes: Load) -> None:
    item = items_of(fixture_bytes("news.atom.xml"))[1]
    assert (item.guid, item.pubstatus, item.ednote) == ("tag:kyst.example,2026:70", "canceled", "Feil tal")


@pytest.mark.parametrize(
    ("status", "expected"),
    [("publish", "usable"), ("draft", "withheld"), ("private", "withheld"), ("trash", "canceled")],
)
def test_the_status_of_a_wordpress_post_is_heeded(status: str, expected: str) -> None:
    assert rss(f"<title>a</title><wp:status>{status}</wp:status>").pubstatus == expected


def test_a_post_that_is_planned_is_embargoed_until_its_hour() -> None:
    item = rss("<title>a</title><wp:status>future</wp:status><wp:post_date_gmt>2026-03-04 10:00:00</wp:post_date_gmt>")
    assert item.embargoed_until == datetime(2026, 3, 4, 10, tzinfo=UTC)


def test_a_draft_of_the_publishing_protocol_is_withheld() -> None:
    assert rss("<title>a</title><app:control><app:draft>yes</app:draft></app:control>").pubstatus == "withheld"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Tue, 3 Mar 26 10:00 +0100", datetime(2026, 3, 3, 9, tzinfo=UTC)),
        ("Tue, 03 Mar 2026 10:00:00 EST", datetime(2026, 3, 3, 15, tzinfo=UTC)),
        ("2026-03-03T10:00:00+01:00", datetime(2026, 3, 3, 9, tzinfo=UTC)),
        ("2026-03-03", datetime(2026, 3, 3, tzinfo=OSLO)),
        ("2026년 3월 3일", None),
        ("soon", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
    ids=["two digits", "zone name", "iso", "day alone", "odd", "words", "before the calendar"],
)
def test_dates_are_read_in_the_forms_that_feeds_write(written: str, expected: datetime | None) -> None:
    item = rss(f"<title>a</title><pubDate>{written}</pubDate>")
    assert item.first_created == expected
    assert item.version == written


def test_double_escaped_markup_in_a_headline_is_made_plain() -> None:
    assert rss("<title>&lt;b&gt;Sn&amp;oslash;&lt;/b&gt; &amp;amp; is</title>").headline == "Snø & is"


def test_a_link_that_runs_script_is_left_out() -> None:
    assert rss("<title>a</title><link>java script:alert(1)</link>").links == ()
    assert rss("<title>a</title><comments>javascript:alert(1)</comments>").links == ()


def test_updated_is_never_taken_from_published() -> None:
    item = rss("<title>a</title><pubDate>Tue, 03 Mar 2026 10:00:00 +0000</pubDate>")
    assert item.version_created == item.first_created
    assert item.version_created is not None
    assert item.version_created.utcoffset() == timedelta()
