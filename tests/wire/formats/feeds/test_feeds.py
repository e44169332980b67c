"""Feeds as a whole: known by their content, never silently empty, and safe. W1, W2, W4, W5, W10, W12."""

from __future__ import annotations

import contextlib
import io
import socket
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from broadsheet.wire.errors import EmptyFeedError, OversizedError, UnreadableEntityError, UnreadableFileError
from broadsheet.wire.formats import feeds, read
from broadsheet.wire.formats.notes import Notes
from tests.wire import capped
from tests.wire.test_security import _faults, _hostile_html

OSLO = ZoneInfo("Europe/Oslo")
ITEM = "<item><title>a</title><description>{}</description></item>"
quietly = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def rss(inside: str) -> bytes:
    return f'<rss version="2.0"><channel>{inside}</channel></rss>'.encode()


def one(data: bytes) -> str | None:
    return read(data, filename="a", time_zone=OSLO)[0].body_text


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (rss(ITEM), "rss"),
        (b'<?xml version="1.0"?><!-- <feed> --><!DOCTYPE rss [<!ELEMENT a ANY>]>' + rss(ITEM), "rss"),
        (b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
         b"<item><title>a</title></item></r:RDF>", "rss"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title></entry></feed>', "atom"),
        (b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>a</title></entry></feed>', "atom"),
        (rss(ITEM).decode().encode("utf-16"), "rss"),
        (rss(ITEM).decode().encode("utf-32"), "rss"),
    ],
    ids=["rss", "behind a doctype", "rdf", "atom 1.0", "atom 0.3", "utf-16", "utf-32"],
)  # fmt: skip
def test_a_feed_is_known_by_its_content(data: bytes, format: str) -> None:
    assert [item.format for item in read(data, filename="a", time_zone=OSLO)] == [format]


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>x</p></body></html>",
        rss("<title>Nothing today</title>"),
        b'<feed xmlns="http://www.w3.org/2005/Atom"/>',
        b"<rss><channel><item",
        b"",
        b"\x00\x01\x02 not a feed",
    ],
    ids=["web page", "rss without an item", "atom without an entry", "broken off", "nothing", "noise"],
)
def test_w10_what_gives_no_entry_is_never_taken_for_nothing_new(data: bytes) -> None:
    with pytest.raises(EmptyFeedError):
        feeds.read(data, Notes(OSLO))


def test_w10_control_feedparser_is_content_with_nothing() -> None:
    assert feedparser.parse(io.BytesIO(b"<html><body>Sign in</body></html>")).entries == []


def test_a_feed_of_deleted_entries_alone_is_not_empty() -> None:
    data = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        b'<at:deleted-entry ref="x"/></feed>'
    )
    assert [item.pubstatus for item in read(data, filename="a", time_zone=OSLO)] == ["canceled"]


def test_broken_xml_with_readable_entries_is_read_with_a_warning() -> None:
    [item] = read(rss("<item><title>Fish & chips</title></item>"), filename="a", time_zone=OSLO)
    assert item.headline == "Fish & chips"
    assert "broken" in item.warnings[0]


def test_feedparsers_stumbling_over_a_place_on_a_map_costs_no_item() -> None:
    data = b'<rss version="2.0" xmlns:g="http://www.opengis.net/gml"><channel><item>'
    data += b"<title>a</title><g:pos>1 2</g:pos></item></channel></rss>"
    assert [item.headline for item in read(data, filename="a", time_zone=OSLO)] == ["a"]
    with pytest.raises(KeyError):
        feedparser.parse(io.BytesIO(data))


@pytest.mark.parametrize(
    "text",
    ["/etc/hostname", "http://127.0.0.1:1/", "file:///etc/hostname"],
)
def test_w5_a_feed_that_is_an_address_is_neither_opened_nor_fetched(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was made"))
    with pytest.raises(EmptyFeedError):
        feeds.read(text.encode(), Notes(OSLO))


def test_w5_control_feedparser_opens_a_file_that_it_is_given_as_a_string(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(ITEM))
    assert len(feedparser.parse(str(path)).entries) == 1


def test_w4_names_of_html_and_of_the_feed_itself_are_resolved() -> None:
    doctype = b'<!DOCTYPE rss [<!ENTITY site "Fjord">]>'
    assert one(doctype + rss(ITEM.format("caf&eacute; &site;"))) == "café Fjord"


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY a "b"><!ENTITY x "&a;">', ""],
    ids=["external", "nested", "undeclared"],
)
def test_w4_any_other_reference_refuses_the_feed(declared: str) -> None:
    with pytest.raises(UnreadableEntityError):
        one(f"<!DOCTYPE rss [{declared}]>".encode() + rss(ITEM.format("before &x; after")))


def test_w1_a_feeds_own_names_cannot_make_it_grow_without_end() -> None:
    data = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 10_000}">]>'.encode() + rss(ITEM.format("&a;" * 10_000))
    with pytest.raises(OversizedError):
        one(data)


@pytest.mark.parametrize(
    "data",
    [
        rss(f"<item><author>{'a.' * 50_000}@</author></item>"),
        rss(f"<item><author>{'a.' * 50_000}@</author></item>") + b"<",
        rss("<item/>" * 200_001),
        rss(ITEM.format("\n" * 2_000_001)),
        rss(ITEM.format("<b>" * 100_001)),
        b"<rss>" + b" " * (20 * 1024 * 1024),
    ],
    ids=["endless author", "endless author in broken XML", "items", "lines", "broken XML", "bytes"],
)
def test_w1_a_feed_that_would_be_dear_is_refused_in_a_moment(data: bytes) -> None:
    start = time.process_time()
    with pytest.raises(OversizedError):
        feeds.read(data, Notes(OSLO))
    assert time.process_time() - start < 2


def test_w1_control_feedparser_takes_the_square_of_an_authors_length() -> None:
    def seconds(length: int) -> float:
        start = time.process_time()
        feedparser.parse(io.BytesIO(rss(f"<item><author>{'a.' * length}@</author></item>")))
        return time.process_time() - start

    assert seconds(6_000) > 6 * seconds(1_500)


@pytest.mark.parametrize("sign", ["<a ", "<", "&", "<!--", "<b x='", "]]>", "</", "&#", "<![CDATA["])
def test_o6_broken_feeds_take_no_longer_than_they_are_long(sign: str) -> None:
    start = time.process_time()
    with contextlib.suppress(UnreadableFileError):
        feeds.read(b"<rss><channel><item><title>a</title><description>" + sign.encode() * 20_000, Notes(OSLO))
    assert time.process_time() - start < 3


@pytest.mark.shared
def test_w1_w2_no_hostile_feed_exhausts_the_worker_or_raises(shared_dir: Path) -> None:
    paths = [path for path in sorted((shared_dir / "security/feeds").rglob("*")) if path.is_file()]
    report = capped.run("HARDENED", paths)
    assert "died" not in report, report
    assert report["megabytes"] < 300
    assert max(result["seconds"] for result in report["files"].values()) < 5


@pytest.mark.shared
def test_w12_hostile_html_keeps_to_the_desks_list_through_a_feed(shared_dir: Path) -> None:
    faults = []
    for payload in list(_hostile_html(shared_dir))[::9]:
        text = payload.replace("]]>", "]]]]><![CDATA[>")
        try:
            items = read(rss(ITEM.format(f"<![CDATA[<p>before</p>{text}]]>")), filename="a", time_zone=OSLO)
        except UnreadableFileError:
            continue
        faults += [(fault, payload) for fault in _faults(items[0].body_html)]
    assert faults == []


@quietly
@given(some.binary(max_size=300))
def test_any_bytes_are_a_feed_or_an_error_of_ours(data: bytes) -> None:
    for whole in (data, b"<rss><channel><item>" + data, b"<feed><entry>" + data + b"</entry></feed>"):
        try:
            feeds.read(whole, Notes(OSLO))
        except UnreadableFileError:
            continue
