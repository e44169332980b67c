"""Reading what a picture says about itself."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.core import metadata
from broadsheet.core.metadata import containers, xmp

BOMB = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="&b;"/></rdf:RDF></x:xmpmeta>"""


def bare_jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + b"\xff\xd9"


def segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def iim_segment(iim_block: bytes) -> bytes:
    box = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(iim_block)) + iim_block + b"\x00" * (len(iim_block) % 2)
    return segment(0xED, containers.PHOTOSHOP + box)


def iim_jpeg(iim_block: bytes) -> bytes:
    return bare_jpeg(iim_segment(iim_block))


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def packet(text: str) -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{xmp.RDF}" xmlns:dc="{xmp.DC}" '
        f'xmlns:photoshop="{xmp.PHOTOSHOP}">{text}</rdf:RDF></x:xmpmeta>'
    ).encode()


@pytest.mark.parametrize(
    ("charset", "raw", "expected"),
    [
        pytest.param(b"\x1b%G", "Æøå".encode(), "Æøå", id="declared-utf-8"),
        pytest.param(b"", "Æøå".encode(), "Æøå", id="undeclared-utf-8"),
        pytest.param(b"", "Æøå".encode("latin-1"), "Æøå", id="undeclared-latin-1"),
        pytest.param(b"\x1b%G", "Æøå".encode("latin-1"), "Æøå", id="latin-1-declared-as-utf-8"),
        pytest.param(b"\x1b.A", "Ã¸".encode("latin-1"), "Ã¸", id="declared-latin-1-that-looks-like-utf-8"),
        pytest.param(b"", b"\x93Quote\x94", "“Quote”", id="windows-quotes"),
    ],
)
def test_iim_text_is_read_in_the_charset_that_it_has(charset: bytes, raw: bytes, expected: str) -> None:
    head = dataset(90, charset, record=1) if charset else b""

    assert metadata.read(iim_jpeg(head + dataset(120, raw))).caption == expected


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        pytest.param(b"20260304", b"101500+0200", datetime(2026, 3, 4, 8, 15, tzinfo=UTC), id="with-offset"),
        pytest.param(b"20260304", b"101500", datetime(2026, 3, 4, 10, 15, tzinfo=UTC), id="without-offset"),
        pytest.param(b"20260304", b"", datetime(2026, 3, 4, tzinfo=UTC), id="date-alone"),
        pytest.param(b"00000000", b"", None, id="nonsense"),
        pytest.param(b"00010101", b"000000+1400", None, id="before-the-calendar"),
    ],
)
def test_the_instant_of_taking_is_aware(date: bytes, time: bytes, expected: datetime | None) -> None:
    assert metadata.read(iim_jpeg(dataset(55, date) + dataset(60, time))).taken_at == expected


def test_several_bylines_are_all_creators() -> None:
    assert metadata.read(iim_jpeg(dataset(80, b"A") + dataset(80, b"B"))).creator == "A, B"


def test_the_default_language_of_a_caption_is_taken() -> None:
    both = packet(
        '<rdf:Description><dc:description><rdf:Alt><rdf:li xml:lang="nb">Snø</rdf:li>'
        '<rdf:li xml:lang="x-default">Snow</rdf:li></rdf:Alt></dc:description></rdf:Description>'
    )

    assert xmp.facts(both)["caption"] == "Snow"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_xmp_is_read_in_every_encoding_that_it_may_have(encoding: str) -> None:
    text = packet('<rdf:Description photoshop:Credit="Æ / NTB"/>').decode().encode(encoding)

    assert xmp.facts(text)["credit_line"] == "Æ / NTB"


def test_i5_a_doctype_in_xmp_is_not_read() -> None:
    assert xmp.facts(BOMB) == {}


def test_i5_control_without_the_doctype_the_same_packet_is_read() -> None:
    assert xmp.facts(BOMB[BOMB.index(b"]>") + 2 :].replace(b"&b;", b"AP"))["credit_line"] == "AP"


@settings(deadline=None)  # a busy machine is no fault of the reading
@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_read_without_an_exception(noise: bytes) -> None:
    exif, odd = segment(0xE1, containers.EXIF + b"II*\x00" + noise), segment(0xED, noise)
    both = bare_jpeg(iim_segment(noise), segment(0xE1, containers.XMP + noise))

    for data in (noise, b"8BPS\x00\x01" + noise, bare_jpeg(exif, odd), both):
        assert isinstance(metadata.read(data), metadata.PhotoMetadata)
        assert isinstance(metadata.read_agency(data), metadata.AgencyMetadata)


def test_an_agency_says_more_than_a_photo_page_needs() -> None:
    block = dataset(100, b"unique-1", record=1) + dataset(90, b"Troms\xf8") + dataset(10, b"4") + dataset(80, b"A, B")
    told = metadata.read_agency(iim_jpeg(block + dataset(80, b"C") + dataset(55, b"20260304") + dataset(60, b"101500")))

    assert (told.guid, told.city, told.urgency) == ("unique-1", "Tromsø", "4")
    assert told.creators == ("A, B", "C")
    assert told.taken == datetime(2026, 3, 4, 10, 15)


def test_a_photoshop_file_and_an_xmp_file_say_what_they_are() -> None:
    text = packet('<rdf:Description photoshop:Credit="NTB"/>')
    box = b"8BIM" + struct.pack(">HHI", 0x0424, 0, len(text)) + text + b"\x00" * (len(text) % 2)
    photoshop = b"8BPS\x00\x01" + bytes(20) + bytes(4) + struct.pack(">I", len(box)) + box

    assert metadata.read(photoshop).credit_line == metadata.read_agency(text).credit_line == "NTB"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        pytest.param(f'xmlns:b="{xmp.BASIC}" b:CreateDate="2026-03-04T10:15:00+01:00"', "2026-03-04", id="created"),
        pytest.param(f'xmlns:e="{xmp.EXIF}" e:DateTimeOriginal="2026-03-03T10:15:00"', "2026-03-03", id="original"),
    ],
)
def test_the_time_of_taking_is_the_nearest_that_xmp_has(attributes: str, expected: str) -> None:
    taken = metadata.read_agency(packet(f"<rdf:Description {attributes}/>")).taken

    assert taken is not None
    assert taken.date().isoformat() == expected


def test_the_places_that_a_picture_shows_are_told_apart() -> None:
    shown = "".join(
        f'<rdf:li rdf:parseType="Resource"><x:City>{city}</x:City><x:CountryName>Norway</x:CountryName></rdf:li>'
        for city in ("Oslo", "Bergen")
    )
    text = packet(
        f'<rdf:Description xmlns:x="{xmp.EXTENSION}" photoshop:City="Moss">'
        f"<x:LocationShown><rdf:Bag>{shown}</rdf:Bag></x:LocationShown></rdf:Description>"
    )
    told = metadata.read_agency(text)

    assert [place["city"] for place in told.shown] == ["Oslo", "Bergen"]
    assert told.city == "Moss"
