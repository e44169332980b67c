"""The one door of the formats."""

from __future__ import annotations

import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest

from broadsheet.wire.errors import UnknownFormatError
from broadsheet.wire.formats import FORMATS, detect, read

OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"<nitf/>", "nitf"),
        (b"\xef\xbb\xbf <nitf/>", "nitf"),
        (b'<newsItem guid="a"/>', "newsml-g2"),
        (b'{"uri": "a"}', "ninjs-1"),
        (b'{"uri": "a", "headlines": []}', "ninjs-2"),
        (b'{"uri": "a", "versionCreated": "2026-05-16T07:00:00Z"}', "ninjs-3"),
    ],
)
def test_the_format_is_told_by_the_content(data: bytes, format: str) -> None:
    [item] = read(data, filename="name.that.says.nothing", time_zone=OSLO)
    assert item.format == format


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89HDF", b"<html/>", b"<news/>"])
def test_what_we_do_not_read_is_an_unknown_format(data: bytes) -> None:
    with pytest.raises(UnknownFormatError):
        read(data, filename="a", time_zone=OSLO)


def test_a_format_that_is_asked_for_has_to_be_the_files() -> None:
    with pytest.raises(UnknownFormatError):
        read(b"<nitf/>", filename="a", time_zone=OSLO, format="newsml-g2")
    with pytest.raises(UnknownFormatError):
        read(b"<nitf/>", filename="a", time_zone=OSLO, format="word")


def test_the_file_name_is_carried_along() -> None:
    assert read(b"<nitf/>", filename="../../etc/passwd", time_zone=OSLO)[0].file == "../../etc/passwd"


def test_reading_needs_no_django() -> None:
    code = "import sys, broadsheet.wire.reading; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"], ids=lambda encoding: encoding
)
def test_the_root_is_found_in_any_encoding_and_behind_anything(encoding: str) -> None:
    text = (
        '<?xml version="1.0"?>\n<!-- <rss> --><!DOCTYPE nitf [<!ENTITY a "<b>">\n]>\n<x:nitf xmlns:x="urn:x" a="b>c"/>'
    )
    head = detect.head_of(text.encode(encoding))
    assert (head.root, head.namespace) == ("nitf", "urn:x")


def test_a_root_with_an_undeclared_prefix_has_no_namespace() -> None:
    head = detect.head_of(b"<rdf:RDF><item/></rdf:RDF>")
    assert (head.root, head.namespace) == ("RDF", "")


def test_a_root_far_down_is_found_by_parsing() -> None:
    data = b"<!--" + b" " * detect.MAX_HEAD_BYTES + b"--><nitf><body/></nitf>"
    assert detect.head_of(data).root == ""
    assert read(data, filename="a", time_zone=OSLO)[0].format == "nitf"


def test_every_format_has_a_name_of_its_own() -> None:
    assert len(set(FORMATS)) == len(FORMATS)


def test_xml_without_a_mark_in_utf_16_is_read() -> None:
    data = '<?xml version="1.0"?><nitf><body><body.head><hedline><hl1>Å</hl1></hedline></body.head></body></nitf>'
    assert read(data.encode("utf-16"), filename="a", time_zone=OSLO)[0].headline == "Å"
