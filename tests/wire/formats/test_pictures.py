"""A picture file as an item of its own."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from broadsheet.core.dispatch import Creator, Dispatch, Rendition, Term
from broadsheet.wire.errors import MalformedDispatchError
from broadsheet.wire.formats import pictures, read
from broadsheet.wire.formats.notes import Notes

OSLO = ZoneInfo("Europe/Oslo")


def dataset(number: int, value: str, record: int = 2) -> bytes:
    data = value.encode()
    return struct.pack(">BBBH", 0x1C, record, number, len(data)) + data


def jpeg(iim: bytes) -> bytes:
    box = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(iim)) + iim + b"\x00" * (len(iim) % 2)
    payload = b"Photoshop 3.0\x00" + box
    return b"\xff\xd8\xff\xed" + struct.pack(">H", len(payload) + 2) + payload + b"\xff\xd9"


def picture(iim: bytes) -> Dispatch:
    [item] = read(jpeg(iim), filename="kai.jpg", time_zone=OSLO)
    return item


def test_a_picture_says_all_that_the_contract_asks() -> None:
    item = picture(
        dataset(100, "unik-1", record=1) + dataset(5, "FERJE") + dataset(10, "4") + dataset(25, "ferje")
        + dataset(25, "kai") + dataset(40, "Ikke til salg") + dataset(55, "20260303") + dataset(60, "101500+0100")
        + dataset(80, "Liv Sand") + dataset(90, "Bodø") + dataset(101, "Norge") + dataset(105, "Ferjen går igjen")
        + dataset(110, "NN / Fjordposten") + dataset(115, "Fjordposten") + dataset(116, "© Liv Sand")
        + dataset(120, "Ferjen ved kai.")
    )  # fmt: skip
    assert (item.format, item.kind, item.guid, item.urgency) == ("picture", "picture", "unik-1", 4)
    assert (item.headline, item.slugline, item.caption) == ("Ferjen går igjen", "FERJE", "Ferjen ved kai.")
    assert item.version_created == datetime(2026, 3, 3, 9, 15, tzinfo=UTC)
    assert item.creators == (Creator("Liv Sand", "photographer"),)
    assert (item.credit_line, item.copyright_notice, item.provider) == (
        "NN / Fjordposten",
        "© Liv Sand",
        "Fjordposten",
    )
    assert (item.keywords, item.ednote, item.located) == (("ferje", "kai"), "Ikke til salg", "Bodø")
    assert item.places == (Term(name="Bodø"), Term(name="Norge"))
    assert [(r.href, r.mimetype) for r in item.renditions] == [("kai.jpg", "image/jpeg")]


def test_a_credit_at_the_end_of_the_caption_is_taken_from_it() -> None:
    item = picture(dataset(120, "Ferjen ved kai. Foto: Liv Sand / Fjordposten"))
    assert (item.caption, item.credit_line) == ("Ferjen ved kai.", "Fjordposten")
    assert item.creators == (Creator("Liv Sand", "photographer"),)


def test_a_time_without_an_offset_is_read_in_the_feeds_zone() -> None:
    item = picture(dataset(55, "20260303") + dataset(60, "101500"))
    assert item.version_created == datetime(2026, 3, 3, 10, 15, tzinfo=OSLO)
    assert any("no offset" in warning for warning in item.warnings)


def test_a_picture_that_says_nothing_is_an_item_with_a_warning() -> None:
    item = picture(b"")
    assert item.guid is None
    assert "The picture says nothing about itself." in item.warnings


def test_i5_markup_in_a_caption_stays_text() -> None:
    assert picture(dataset(120, "<script>alert(1)</script>")).caption == "<script>alert(1)</script>"


def test_an_xmp_file_is_an_item_without_a_rendition() -> None:
    data = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="NN"/>'
        b"</rdf:RDF></x:xmpmeta>"
    )
    [item] = read(data, filename="a.xmp", time_zone=OSLO)
    assert (item.format, item.credit_line, item.renditions) == ("picture", "NN", ())


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(MalformedDispatchError):
        pictures.read(b"GIF89a", Notes(OSLO))


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(some.binary(max_size=200))
def test_any_bytes_behind_a_pictures_first_are_an_item(noise: bytes) -> None:
    for head in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP", b"8BPS\x00\x01"):
        [item] = read(head + noise, filename="a", time_zone=OSLO)
        assert isinstance(item.renditions[0], Rendition)
    assert picture(noise).kind == "picture"
