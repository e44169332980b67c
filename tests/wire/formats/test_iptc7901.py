"""IPTC 7901: dpa's and others' headings, heads of one to four lines, trailers, and files without control characters."""

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
from broadsheet.wire.formats import iptc7901, read
from broadsheet.wire.formats.notes import Notes

OSLO = ZoneInfo("Europe/Oslo")
MESSAGE = (
    b"\x01eca0042 3 i 88 abcd   dpa 0071\r\n\nHarbour/cranes/Norway/\r\n"
    b"\x02REFILE\n2ND LEAD\nCrane falls into the harbour\nBy Ola Quay, dpa =\r\n\n"
    b"   Sandvika (dpa) - A crane fell into\r\nthe harbour on Saturday.\r\n\n"
    b"   Nobody was hurt & nobody wet.\r\n\n"
    b"# Notebook\r\n\n## Note to editors\r\n- adds the master\r\n\n* * * *\r\n"
    b"The following information is not intended for publication\r\n\n- Editing by: Kari Kai, +47 00 00 00 00\r\n\n"
    b"dpa oq kk\r\n\r\n\x03160815 GMT May 26\r\n\x7f\n\x7f\x04"
)
DAY_FIRST = (
    b"\x01a0105KYODO\x1fkoko-\r\nu s\x14\x12 BC-Harbour-Crane   16-05 0344\r\n\x02BC-Harbour-Crane\r\n"
    b"Harbour: Crane falls+\r\n     SANDVIKA, Norway, May 16 Kyodo - A crane fell \r\ninto the harbour.\r\n"
    b"     Nobody was hurt.\r\n\x03KWS-17:15-16-05-26\x04\r\n"
)
quietly = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def _read(data: bytes) -> list[Dispatch]:
    return read(data, filename="a.txt", time_zone=OSLO)


@pytest.fixture
def story() -> Dispatch:
    [item] = _read(MESSAGE)
    return item


def test_the_heading_gives_source_number_priority_category_and_agency(story: Dispatch) -> None:
    assert (story.format, story.guid, story.urgency) == ("iptc7901", "iptc7901:eca0042:20260516t0815z", 3)
    assert (story.subjects, story.provider) == ((Term("i", None, "iptc7901"),), "dpa")
    assert (story.slugline, story.keywords) == ("Harbour/cranes/Norway", ("Harbour", "cranes", "Norway"))


def test_a_head_of_four_lines_has_take_keys_headline_and_byline(story: Dispatch) -> None:
    assert (story.signals, story.headline) == (("REFILE", "2ND LEAD"), "Crane falls into the harbour")
    assert (story.byline, story.creators) == ("By Ola Quay, dpa", (Creator("Ola Quay"),))


def test_a_head_of_one_line_is_the_headline() -> None:
    [item] = _read(MESSAGE.replace(b"REFILE\n2ND LEAD\n", b"").replace(b"\nBy Ola Quay, dpa =", b" ="))
    assert (item.signals, item.headline, item.byline) == ((), "Crane falls into the harbour", None)


def test_a_remark_in_brackets_and_the_catchword_before_it_are_no_headline() -> None:
    [item] = _read(MESSAGE.replace(b"REFILE\n2ND LEAD\n", b"Harbour\n(Summary 1430)\n"))
    assert (item.signals, item.headline) == (("Harbour", "(Summary 1430)"), "Crane falls into the harbour")


def test_the_body_keeps_its_dateline_and_what_is_not_for_publication_goes_to_the_note(story: Dispatch) -> None:
    assert story.body_html == (
        "<p>Sandvika (dpa) - A crane fell into the harbour on Saturday.</p><p>Nobody was hurt &amp; nobody wet.</p>"
    )
    assert (story.dateline, story.located) == ("Sandvika (dpa)", "Sandvika")
    assert "adds the master" in (story.ednote or "")
    assert "+47 00 00 00 00" in (story.ednote or "")


TRAILERS = {
    "GMT": (b"160815 GMT May 26", datetime(2026, 5, 16, 8, 15, tzinfo=UTC)),
    "a zone by name": (b"161715 JST May 26", datetime(2026, 5, 16, 8, 15, tzinfo=UTC)),
    "the feed's zone": (b"161015 May 26", datetime(2026, 5, 16, 8, 15, tzinfo=UTC)),
    "german": (b"161015 Mai 26", datetime(2026, 5, 16, 8, 15, tzinfo=UTC)),
    "german december": (b"161015 Dez 26", datetime(2026, 12, 16, 9, 15, tzinfo=UTC)),
    "french": ("161015 aoû 26".encode(), datetime(2026, 8, 16, 8, 15, tzinfo=UTC)),
    "with an agency before": (b"dpa 2345 160815 GMT May 26", datetime(2026, 5, 16, 8, 15, tzinfo=UTC)),
    "a day that is none": (b"990815 GMT May 26", None),
    "no date": (b"end", None),
}


@pytest.mark.parametrize(("trailer", "moment"), TRAILERS.values(), ids=TRAILERS.keys())
def test_the_trailer_gives_the_time(trailer: bytes, moment: datetime | None) -> None:
    [item] = _read(MESSAGE.replace(b"160815 GMT May 26", trailer))
    assert item.version_created == moment
    assert (moment is None) == any("railer" in warning and "offset" not in warning for warning in item.warnings)


def test_a_message_without_control_characters_is_read() -> None:
    text = MESSAGE.translate(None, b"\x01\x03\x04\x7f").replace(b"\x02", b"\n").replace(b"i 88 abcd", b"i 88     ")
    [item] = _read(b"\r\n" + text)
    assert (item.headline, item.slugline) == ("Crane falls into the harbour", "Harbour/cranes/Norway")
    assert item.version_created == datetime(2026, 5, 16, 8, 15, tzinfo=UTC)


def test_a_teleprinters_start_and_end_are_no_part_of_the_message() -> None:
    text = MESSAGE.translate(None, b"\x01\x02\x03\x04\x7f")
    [item] = _read(b"ZCZC\n" + text + b"\nNNNN\n")
    assert (item.guid, item.slugline) == ("iptc7901:eca0042:20260516t0815z", "Harbour/cranes/Norway")


def test_a_heading_of_anpa_in_this_envelope_is_read() -> None:
    [item] = _read(DAY_FIRST)
    assert (item.format, item.headline, item.slugline) == ("iptc7901", "Harbour: Crane falls", "Harbour-Crane")
    assert item.body_html == (
        "<p>SANDVIKA, Norway, May 16 Kyodo - A crane fell into the harbour.</p><p>Nobody was hurt.</p>"
    )
    assert item.version_created == datetime(2026, 5, 16, 17, 15, tzinfo=OSLO)
    assert (item.located, item.urgency, item.provider) == ("Sandvika", 3, "KYODO")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_encoding_is_told_by_the_bytes(encoding: str) -> None:
    [item] = _read(MESSAGE.replace(b"Nobody was hurt", "Blåbær – «syltetøy»".encode(encoding)))
    assert "Blåbær – «syltetøy»" in (item.body_text or "")


def test_brackets_inside_words_are_said_to_be_a_national_variant() -> None:
    [item] = _read(MESSAGE.replace(b"Nobody was hurt", b"bl}b{r og syltet|y"))
    assert any("ISO 646" in warning for warning in item.warnings)


def test_a_take_key_that_is_a_kill_cancels() -> None:
    assert _read(MESSAGE.replace(b"REFILE", b"KILL"))[0].pubstatus == "canceled"


def test_messages_that_follow_each_other_are_items_in_their_order() -> None:
    assert [item.guid for item in _read(MESSAGE + MESSAGE.replace(b"eca0042", b"eca0043"))] == [
        "iptc7901:eca0042:20260516t0815z",
        "iptc7901:eca0043:20260516t0815z",
    ]


def test_a_message_that_was_cut_off_says_so() -> None:
    [item] = _read(MESSAGE[: MESSAGE.index(b"\x03")])
    assert any("cut off" in warning for warning in item.warnings)


def test_a_heading_without_a_text_is_refused() -> None:
    with pytest.raises(MalformedDispatchError):
        _read(b"\x01eca0042 3 i 88 dpa 0071\r\n")


HEAD = MESSAGE[: MESSAGE.index(b"   Sandvika")]
LARGE = {
    "a long line": HEAD + b"a " * 1_900_000,
    "spaces in the head": MESSAGE[: MESSAGE.index(b"REFILE")] + b" " * 3_900_000 + b"x",
    "signs that end heads": HEAD + b"= " * 1_900_000,
    "a long slug": b"\x01eca0042 3 i 88 dpa 0071\n" + b"/ " * 1_900_000 + b"\x02a\x03",
    "a long last line": b"eca0042 3 i 88 dpa 0071\nslug\nhead =\n" + b"12 " * 1_200_000,
    "blanks": b" " * 3_900_000,
}


@pytest.mark.parametrize("data", LARGE.values(), ids=LARGE.keys())
def test_w1_a_large_file_is_read_or_refused_in_seconds(data: bytes) -> None:
    start = time.monotonic()
    with contextlib.suppress(WireError):
        _read(data)
    assert time.monotonic() - start < 10


def test_w1_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(OversizedError):
        iptc7901.read(HEAD + b"x" * 21_000_000, Notes(OSLO))


@quietly
@given(some.binary(max_size=300))
def test_no_bytes_raise_anything_but_our_own_errors(data: bytes) -> None:
    for document in (data, MESSAGE[:200] + data, b"\x01eca0042 3 i 88\n" + data, DAY_FIRST[:60] + data):
        try:
            items = iptc7901.read(document, Notes(OSLO))
        except WireError:
            continue
        assert all(Dispatch.from_json(item.to_json()) == item for item in items)


@quietly
@given(some.sampled_from([MESSAGE, DAY_FIRST]), some.integers(0, 900), some.integers(0, 40), some.binary(max_size=6))
def test_a_damaged_message_is_read_or_refused(message: bytes, start: int, length: int, instead: bytes) -> None:
    with contextlib.suppress(WireError):
        _read(message[:start] + instead + message[start + length :])
