"""Reading what a picture says about itself, and writing it back."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from broadsheet.photos import metadata
from broadsheet.photos.errors import NotAPictureError, UnknownFieldError
from broadsheet.photos.metadata import containers, iim, xmp

EXPECTED = {
    "caption": "caption",
    "headline": "headline",
    "creator": "creator",
    "credit": "credit_line",
    "copyright": "copyright_notice",
    "usage_terms": "usage_terms",
    "source": "source",
    "instructions": "instructions",
}
BOMB = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="&b;"/></rdf:RDF></x:xmpmeta>"""


def bare_jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + b"\xff\xd9"


def iim_jpeg(iim_block: bytes) -> bytes:
    return containers.with_blocks(bare_jpeg(), iim=containers.resource(0x0404, iim_block), xmp=b"")


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def packet(text: str) -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{xmp.RDF}" xmlns:dc="{xmp.DC}" '
        f'xmlns:photoshop="{xmp.PHOTOSHOP}">{text}</rdf:RDF></x:xmpmeta>'
    ).encode()


def test_what_is_embedded_is_read_back(photo: bytes, facts: dict[str, str]) -> None:
    told = metadata.read(photo)

    assert {name: getattr(told, name) for name in facts} == facts


@pytest.mark.parametrize("block", ["iim", "xmp"])
def test_each_of_the_two_blocks_alone_names_creator_and_credit(photo: bytes, block: str) -> None:
    found = containers.blocks(photo)
    told = iim.facts(found.iim) if block == "iim" else xmp.facts(found.xmp)

    assert (told["creator"], told["credit_line"]) == ("Jane Døe", "Pool Photo via AP")


def test_embedding_keeps_the_pixels(draw: Callable[..., bytes], facts: dict[str, str]) -> None:
    plain = draw()

    with Image.open(io.BytesIO(plain)) as before, Image.open(io.BytesIO(metadata.embed(plain, facts))) as after:
        assert before.tobytes() == after.tobytes()


def test_embedding_twice_leaves_one_block_of_each(photo: bytes) -> None:
    again = metadata.embed(photo, {"creator": "Ola Nordmann"})

    assert again.count(containers.XMP) == 1
    assert again.count(containers.PHOTOSHOP) == 1
    assert metadata.read(again) == metadata.PhotoMetadata(creator="Ola Nordmann")


def test_a_fact_without_a_place_in_a_picture_is_refused(draw: Callable[..., bytes]) -> None:
    with pytest.raises(UnknownFieldError) as caught:
        metadata.embed(draw(), {"ednote": "call the desk"})

    assert caught.value.name == "ednote"


def test_only_a_jpeg_is_embedded_into(draw: Callable[..., bytes]) -> None:
    with pytest.raises(NotAPictureError):
        metadata.embed(draw(format="PNG"), {"creator": "Jane Doe"})


def test_a_caption_longer_than_a_segment_is_cut_and_the_credit_kept(draw: Callable[..., bytes]) -> None:
    told = metadata.read(
        metadata.embed(draw(), {"caption": "<&>" * 60_000, "alt_text": "&" * 60_000, "creator": "A & B"})
    )

    assert told.creator == "A & B"
    assert told.caption.endswith("…")


def test_xmp_goes_before_iim(draw: Callable[..., bytes]) -> None:
    both = containers.with_blocks(
        draw(),
        iim=containers.resource(0x0404, dataset(80, b"By IIM") + dataset(105, b"Only IIM")),
        xmp=xmp.written({"creator": "By XMP"}),
    )

    assert (metadata.read(both).creator, metadata.read(both).headline) == ("By XMP", "Only IIM")


def test_iim_goes_first_where_the_digest_says_that_it_changed_since(draw: Callable[..., bytes]) -> None:
    changed = containers.resource(0x0404, dataset(80, b"By IIM")) + containers.resource(0x0425, b"0123456789abcdef")

    assert (
        metadata.read(containers.with_blocks(draw(), iim=changed, xmp=xmp.written({"creator": "By XMP"}))).creator
        == "By IIM"
    )


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


def test_xmp_is_found_in_png_packed_or_plain(draw: Callable[..., bytes]) -> None:
    plain = draw(40, 40, format="PNG")
    body = b"XML:com.adobe.xmp\x00\x01\x00\x00\x00" + zlib.compress(packet('<rdf:Description photoshop:Credit="NTB"/>'))
    chunk = b"iTXt" + body
    packed = plain[:33] + struct.pack(">I", len(body)) + chunk + struct.pack(">I", zlib.crc32(chunk)) + plain[33:]

    assert metadata.read(packed).credit_line == "NTB"


def test_xmp_is_found_in_webp(draw: Callable[..., bytes]) -> None:
    assert metadata.read(draw(40, 40, format="WEBP", xmp=xmp.written({"creator": "Jane"}))).creator == "Jane"


def test_exif_fills_what_the_others_leave_open(draw: Callable[..., bytes]) -> None:
    exif = Image.Exif()
    exif[0x013B], exif[0x8298], exif[0x010E] = "Jane Doe", "Jane Doe 2026", "OLYMPUS DIGITAL CAMERA"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:04 10:15:00"

    assert metadata.read(draw(exif=exif)) == metadata.PhotoMetadata(
        creator="Jane Doe", copyright_notice="Jane Doe 2026", taken_at=datetime(2026, 3, 4, 10, 15, tzinfo=UTC)
    )


def test_i5_a_doctype_in_xmp_is_not_read() -> None:
    assert xmp.facts(BOMB) == {}


def test_i5_control_without_the_doctype_the_same_packet_is_read() -> None:
    assert xmp.facts(BOMB[BOMB.index(b"]>") + 2 :].replace(b"&b;", b"AP"))["credit_line"] == "AP"


def test_i5_markup_in_metadata_stays_text(draw: Callable[..., bytes]) -> None:
    payload = '"><script>alert(1)</script> ]]> &amp; \x07\x1b[31m'
    told = metadata.read(metadata.embed(draw(), {"creator": payload, "caption": payload}))

    assert told.creator == told.caption == '"><script>alert(1)</script> ]]> &amp; [31m'


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_read_without_an_exception(noise: bytes) -> None:
    iim_block = containers.resource(0x0404, noise)
    segments = [containers._segment(0xE1, containers.EXIF + b"II*\x00" + noise), containers._segment(0xED, noise)]

    for data in (noise, bare_jpeg(*segments), containers.with_blocks(bare_jpeg(b"\xff"), iim=iim_block, xmp=noise)):
        assert isinstance(metadata.read(data), metadata.PhotoMetadata)


@given(st.dictionaries(st.sampled_from(metadata.FIELDS), st.text(max_size=300)))
def test_any_text_comes_back_as_it_was_but_for_controls_and_space_around_it(values: dict[str, str]) -> None:
    told = metadata.read(metadata.embed(bare_jpeg(b"\xff"), values))

    for name, value in values.items():
        assert getattr(told, name) == metadata.text.clean(value)


@pytest.mark.shared
def test_every_agency_picture_says_what_was_read_from_it_independently(shared_dir: Path) -> None:
    compared, different = 0, []
    for line in (shared_dir / "wire" / "expected.jsonl").read_bytes().splitlines():
        row = orjson.loads(line)
        if row["format"] != "photo" or not row["file"].lower().endswith(("jpg", "image")):
            continue
        told = metadata.read((shared_dir / "wire" / row["file"]).read_bytes())
        stated = row["document"]["preferred_xmp_then_iim"]
        for theirs, ours in EXPECTED.items():
            expected = _as_text(stated.get(theirs))
            compared += 1
            if "?" not in expected and getattr(told, ours) != expected:
                different.append((Path(row["file"]).name, ours, expected))

    assert compared > 100
    # This one file's digest says that its IIM was changed after the XMP: then the IIM is believed (MWG 2.0).
    assert different == [("9e627f74b97841b3b8562b6547ada9c7-d1538139479c43e88021152.jpg", "source", "Xinhua")]


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return str(value or "").replace("\r\n", "\n").strip()


@pytest.mark.exiftool
def test_exiftool_reads_what_is_embedded(
    photo: bytes, facts: dict[str, str], tmp_path: Path, exiftool: Callable[..., list[dict[str, Any]]]
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(photo)
    (found,) = exiftool(path)

    assert found["IPTC:By-line"] == found["XMP-dc:Creator"][0] == facts["creator"]
    assert found["IPTC:Credit"] == found["XMP-photoshop:Credit"] == facts["credit_line"]
    assert found["IPTC:CopyrightNotice"] == found["XMP-dc:Rights"] == facts["copyright_notice"]
    assert found["IPTC:Caption-Abstract"] == found["XMP-dc:Description"] == facts["caption"]
    assert found["XMP-xmpRights:UsageTerms"] == facts["usage_terms"]
    assert found["XMP-iptcCore:AltTextAccessibility"] == facts["alt_text"]
    assert found["Photoshop:IPTCDigest"] == found["File:CurrentIPTCDigest"]
    assert "ExifTool:Warning" not in found
