"""ANPA 1312: heading, head lines, paragraphs, tables and trailer of messages that we wrote ourselves."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from broadsheet.core.dispatch import Creator, Dispatch, Term
from broadsheet.wire.errors import MalformedDispatchError, OversizedError, WireError
from broadsheet.wire.formats import anpa, read
from broadsheet.wire.formats.notes import Notes

OSLO = ZoneInfo("Europe/Oslo")
MESSAGE = (
    b"\x16\x16\x01r4711\x1f_fjord\r\n"
    b"u i\x13\x11 BC-NO--Harbour-Crane 1stLd-Writethru   05-16 0123\r\n"
    b"\x02^BC-NO--Harbour-Crane, 1st Ld-Writethru,88<\r\n"
    b"^Crane falls into harbour< \r\n"
    b"^XX Photo QUAY101<\r\n"
    b"^Eds: Updates with the harbour master.<\r\n"
    b"^A crane fell on Saturday, and nobody was hurt.<\r\n"
    b"^By OLA QUAY and KARI KAI=\r\n"
    b"^Associated Press=\r\n"
    b"\t   SANDVIKA, Norway (AP) _ A crane fell. ``Loud,'' said the master _ and wet.\r\n"
    b"\t   It weighs 10{ tons & more,\r\n"
    b"and is new.\r\n"
    b"^Cranes in the fjord=\r\n"
    b"\bName\x10 of crane\x1f\x1e Tons\x1e Year\r\n"
    b"\bOld\x10 One\x1f\x1e 16{\x1e 1999\r\n"
    b"\t   \x0cbf12\x0bThe end.\r\n"
    b"\r\n\t   \x03AP-WF-05-16-26 0815GMT<\r\n\x0c\r\n\x04"
)
TABLE = (
    "<table><tbody><tr><td>Name of crane</td><td>Tons</td><td>Year</td></tr>"
    "<tr><td>Old One</td><td>16½</td><td>1999</td></tr></tbody></table>"
)
quietly = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def _read(data: bytes) -> list[Dispatch]:
    return read(data, filename="a.txt", time_zone=OSLO)


@pytest.fixture
def story() -> Dispatch:
    [item] = _read(MESSAGE)
    return item


def test_the_heading_gives_service_number_priority_category_and_slug(story: Dispatch) -> None:
    assert (story.format, story.guid, story.urgency) == ("anpa", "anpa:r4711:20260516t0815z", 3)
    assert (story.slugline, story.subjects) == ("Harbour-Crane", (Term("i", None, "anpa"),))
    assert story.signals == ("1stLd-Writethru", "1st Ld-Writethru")


def test_the_lines_of_the_head_are_told_apart(story: Dispatch) -> None:
    assert (story.headline, story.byline) == ("Crane falls into harbour", "By OLA QUAY and KARI KAI")
    assert story.creators == (Creator("OLA QUAY", "Associated Press"), Creator("KARI KAI", "Associated Press"))
    assert story.abstract == "XX Photo QUAY101\nA crane fell on Saturday, and nobody was hurt."
    assert story.ednote == "Eds: Updates with the harbour master."


def test_the_trailer_gives_provider_and_time(story: Dispatch) -> None:
    assert story.provider == "AP"
    assert story.version_created == story.first_created == datetime(2026, 5, 16, 8, 15, tzinfo=UTC)


def test_a_zone_by_name_and_a_keyword_with_a_comma_are_read() -> None:
    data = MESSAGE.replace(b"0815GMT", b"0415EDT").replace(b"Crane 1stLd-Writethru", b"Crane,1st Ld")
    [item] = _read(data)
    assert item.version_created == datetime(2026, 5, 16, 8, 15, tzinfo=UTC)
    assert (item.slugline, item.signals[0]) == ("Harbour-Crane", "1st Ld")


def test_paragraphs_tables_and_the_typesetters_signs_become_html(story: Dispatch) -> None:
    assert story.body_html == (
        "<p>SANDVIKA, Norway (AP) — A crane fell. “Loud,” said the master — and wet.</p>"
        f"<p>It weighs 10½ tons &amp; more, and is new.</p><h3>Cranes in the fjord</h3>{TABLE}<p>The end.</p>"
    )
    assert (story.dateline, story.located) == ("SANDVIKA, Norway (AP)", "Sandvika")


def test_a_keyword_that_was_cut_at_24_signs_ends_at_its_last_whole_word() -> None:
    data = MESSAGE.replace(b"BC-NO--Harbour-Crane 1stLd-Writethru", b"BC-NO--Harbour-CraneWins").replace(
        b"^BC-NO--Harbour-Crane, 1st Ld-Writethru,88<", b"^BC-NO--Harbour-Crane Winsome Day,88<"
    )
    assert _read(data)[0].slugline == "Harbour-Crane"


def test_a_filing_that_is_a_kill_cancels_and_a_headline_that_says_so_does_not() -> None:
    killed = MESSAGE.replace(b"1stLd-Writethru", b"Kill").replace(b", 1st Ld-Writethru,", b", KILL,")
    assert _read(killed)[0].pubstatus == "canceled"
    assert _read(MESSAGE.replace(b"Crane falls into harbour", b"Kill"))[0].pubstatus == "usable"


def test_messages_that_follow_each_other_are_items_in_their_order() -> None:
    first, second = _read(MESSAGE + MESSAGE.replace(b"r4711", b"r4712"))
    assert (first.guid, second.guid) == ("anpa:r4711:20260516t0815z", "anpa:r4712:20260516t0815z")


def test_a_message_that_was_cut_off_says_so() -> None:
    [item] = _read(MESSAGE[: MESSAGE.index(b"\x03")])
    assert any("cut off" in warning for warning in item.warnings)
    assert item.guid is None


def test_a_sign_of_windows_1252_is_read() -> None:
    assert "Crêpe" in (_read(MESSAGE.replace(b"The end.", b"Cr\xeape \x81."))[0].body_text or "")


@pytest.mark.parametrize("data", [MESSAGE[:60], b"\x16\x16\x01r4711\x1f_fjord\r\n"], ids=["in the heading", "no text"])
def test_a_heading_without_a_text_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedDispatchError):
        _read(data)


HEAD = MESSAGE[: MESSAGE.index(b"^By")]
LARGE = {
    "a long line": HEAD + b"\t   " + b"a " * 1_900_000,
    "spaces": HEAD + b" " * 3_900_000,
    "instructions that never end": HEAD + b"\x0c" * 3_900_000,
    "cells": HEAD + b"\b" + b"\x1e" * 2_000_000,
    "carets": HEAD + b"^" * 3_900_000,
    "a long second line": b"\x16\x16\x01r4711\x1f_fjord\r\n" + b"u i\x13\x11 " + b" " * 3_900_000 + b"\x02x\x03",
}


@pytest.mark.parametrize("data", LARGE.values(), ids=LARGE.keys())
def test_w1_a_large_file_is_read_or_refused_in_seconds(data: bytes) -> None:
    start = time.monotonic()
    with contextlib.suppress(WireError):
        _read(data)
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "data",
    [HEAD + b"x" * 21_000_000, HEAD + b"\n" * 300_000, b"\x16\x01r4711\x1fa\n" * 6_000],
    ids=["bytes", "lines", "messages"],
)
def test_w1_a_file_that_is_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(OversizedError):
        anpa.read(data, Notes(OSLO))


@quietly
@given(some.binary(max_size=300))
def test_no_bytes_raise_anything_but_our_own_errors(data: bytes) -> None:
    for document in (data, MESSAGE[:200] + data, b"\x16\x16\x01r4711\x1fa\n" + data):
        try:
            items = anpa.read(document, Notes(OSLO))
        except WireError:
            continue
        assert all(Dispatch.from_json(item.to_json()) == item for item in items)


@quietly
@given(some.integers(0, len(MESSAGE)), some.integers(0, 40), some.binary(max_size=6))
def test_a_damaged_message_is_read_or_refused(start: int, length: int, instead: bytes) -> None:
    with contextlib.suppress(WireError):
        _read(MESSAGE[:start] + instead + MESSAGE[start + length :])
