"""Reading what a picture says about itself, and writing it back."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from broadsheet.core import metadata as reading
from broadsheet.core.metadata.text import clean
from broadsheet.core.metadata.xmp import DC, PHOTOSHOP, RDF
from broadsheet.photos import metadata
from broadsheet.photos.errors import NotAPictureError, UnknownFieldError
from broadsheet.photos.metadata import containers, xmp


def bare_jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + b"\xff\xd9"


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def packet(text: str) -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}" xmlns:dc="{DC}" '
        f'xmlns:photoshop="{PHOTOSHOP}">{text}</rdf:RDF></x:xmpmeta>'
    ).encode()


def test_what_is_embedded_is_read_back(photo: bytes, facts: dict[str, str]) -> None:
    told = metadata.read(photo)

    assert {name: getattr(told, name) for name in facts} == facts


@pytest.mark.parametrize("block", ["iim", "xmp"])
def test_each_of_the_two_blocks_alone_names_creator_and_credit(photo: bytes, block: str) -> None:
    found = reading.containers.blocks(photo)
    told = reading.iim.facts(found.iim) if block == "iim" else reading.xmp.facts(found.xmp)

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


def test_exif_goes_before_both(draw: Callable[..., bytes]) -> None:
    exif = Image.Exif()
    exif[0x013B], exif[0x010E] = "By EXIF", "OLYMPUS DIGITAL CAMERA"
    both = containers.with_blocks(
        draw(exif=exif), iim=b"", xmp=xmp.written({"creator": "By XMP", "caption": "Told by XMP"})
    )

    assert (metadata.read(both).creator, metadata.read(both).caption) == ("By EXIF", "Told by XMP")


def test_several_makers_in_exif_are_told_apart(draw: Callable[..., bytes]) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Jane Doe; John Roe"

    assert reading.read_agency(draw(exif=exif)).creators == ("Jane Doe", "John Roe")


def test_exif_that_names_the_first_of_several_makers_hides_no_other(draw: Callable[..., bytes]) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Jane Doe"
    both = draw(exif=exif)
    iim = containers.resource(0x0404, dataset(80, b"Jane Doe") + dataset(80, b"John Roe"))

    assert reading.read_agency(containers.with_blocks(both, iim=iim, xmp=b"")).creators == ("Jane Doe", "John Roe")


def test_a_newer_iim_that_is_cut_at_its_end_gives_way_to_the_whole_text(draw: Callable[..., bytes]) -> None:
    whole = "Wolfeschlegelsteinhausenbergerdorff Jane"
    changed = containers.resource(0x0404, dataset(80, whole[:32].encode())) + containers.resource(0x0425, b"0" * 16)

    assert (
        metadata.read(containers.with_blocks(draw(), iim=changed, xmp=xmp.written({"creator": whole}))).creator == whole
    )


def test_the_two_parts_of_an_exif_copyright_are_both_kept(draw: Callable[..., bytes]) -> None:
    exif = Image.Exif()
    exif[0x8298] = "Jane Doe\x00Nordavisa"

    assert metadata.read(draw(exif=exif)).copyright_notice == "Jane Doe; Nordavisa"


def test_the_moments_and_the_turn_of_a_camera_are_told(draw: Callable[..., bytes]) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x0132] = 6, "2026:03:05 08:00:00"
    inner = exif.get_ifd(0x8769)
    inner[0x9004], inner[0x9012] = "2026:03:04 10:15:00", "+01:00"
    told = reading.read_agency(draw(exif=exif))

    assert (told.orientation, told.modified) == (6, datetime(2026, 3, 5, 8))
    assert told.digitized == datetime(2026, 3, 4, 9, 15, tzinfo=UTC)


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


def test_i5_markup_in_metadata_stays_text(draw: Callable[..., bytes]) -> None:
    payload = '"><script>alert(1)</script> ]]> &amp; \x07\x1b[31m'
    told = metadata.read(metadata.embed(draw(), {"creator": payload, "caption": payload}))

    assert told.creator == told.caption == '"><script>alert(1)</script> ]]> &amp; [31m'


@settings(deadline=None)  # a busy machine is no fault of the reading
@given(st.dictionaries(st.sampled_from(metadata.FIELDS), st.text(max_size=300)))
def test_any_text_comes_back_as_it_was_but_for_controls_and_space_around_it(values: dict[str, str]) -> None:
    told = metadata.read(metadata.embed(bare_jpeg(b"\xff"), values))

    for name, value in values.items():
        assert getattr(told, name) == clean(value)


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
