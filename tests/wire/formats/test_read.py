"""The one door of the formats."""

from __future__ import annotations

import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest

from broadsheet.wire.errors import UnknownFormatError
from broadsheet.wire.formats import read

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


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xd8\xff\xe0", b"<html/>", b"<NewsML/>", b"[]" * 0])
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
