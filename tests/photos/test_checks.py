"""What is taken in: by content, within limits, before anything is decoded."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from PIL import Image

from broadsheet.photos import checks
from broadsheet.photos.checks import PictureKind, check_upload
from broadsheet.photos.decoding import check_decodes
from broadsheet.photos.errors import (
    AnimatedPngError,
    NotAPictureError,
    PictureFileTooLargeError,
    PictureRefusedError,
    PictureTooLargeError,
    TooManyFramesError,
)

CHILD = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
from pathlib import Path
import orjson
from broadsheet.photos.checks import check_upload
from broadsheet.photos.decoding import check_decodes
from broadsheet.photos.errors import PictureRefusedError
from broadsheet.photos.metadata import read
from tests.photos.workers import pids_of_workers
seen = set()
for name in sys.argv[1:]:
    data, begin = Path(name).read_bytes(), time.monotonic()
    try:
        result = check_upload(data).format
        check_decodes(data)
        read(data)
    except PictureRefusedError as err:
        result = type(err).__name__
    took = time.monotonic() - begin
    seen |= {"self", *map(str, pids_of_workers())}
    states = [path.read_text() for pid in seen if (path := Path(f"/proc/{pid}/status")).exists()]
    peak = max(int(text.split("VmHWM:")[1].split()[0]) for text in states if "VmHWM:" in text)
    print(orjson.dumps([Path(name).name, result, took, peak // 1024]).decode())
"""
AVIF = b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1miaf" + bytes(40)


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    packed = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in (header, *chunks, (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def gif(frames: int, *, width: int = 1, height: int = 1, screen: int = 1) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", screen, screen, 0x80, 0, 0) + bytes(6) + frame * frames + b"\x3b"


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(name + struct.pack("<I", len(content)) + content for name, content in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def canvas(width: int, height: int) -> tuple[bytes, bytes]:
    return b"VP8X", b"\x02\x00\x00\x00" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


@pytest.mark.parametrize(("format", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("GIF", "gif"), ("WEBP", "webp")])
def test_i1_the_four_formats_are_told_by_their_content(draw: Callable[..., bytes], format: str, extension: str) -> None:
    kind = check_upload(draw(320, 200, format=format))

    assert kind == PictureKind(format.lower(), 320, 200, 1)
    assert kind.extension == extension


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xd8\xff", id="head-of-a-jpeg-alone"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x00" * 9, id="jpeg-segment-of-no-length"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="head-of-a-png-alone"),
        pytest.param(b"GIF89a" + bytes(20), id="gif-without-a-frame"),
        pytest.param(b"RIFF\x04\x00\x00\x00WEBP", id="webp-without-a-picture"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(b"%PDF-1.7", id="pdf"),
        pytest.param(b"BM" + bytes(60), id="bmp"),
        pytest.param(b"II*\x00" + bytes(60), id="tiff"),
        pytest.param(b"8BPS" + bytes(60), id="psd"),
        pytest.param(AVIF, id="avif"),
        pytest.param(b"<html>\xff\xd8\xff</html>", id="html-with-a-jpeg-inside"),
        pytest.param(png(0, 10), id="png-without-width"),
    ],
)
def test_i1_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPictureError):
        check_upload(data)


def test_i1_a_picture_that_breaks_off_is_refused(draw: Callable[..., bytes]) -> None:
    with pytest.raises(NotAPictureError):
        check_decodes(draw()[:3000])


def test_i1_control_the_whole_picture_is_taken(draw: Callable[..., bytes]) -> None:
    check_decodes(draw())


def test_i1_the_decoder_opens_no_other_format_even_when_asked() -> None:
    with pytest.raises(NotAPictureError):
        check_decodes(
            b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
        )


def test_i1_control_the_decoder_knows_svg_when_it_is_not_switched_off() -> None:
    code = (
        "import pyvips; from broadsheet.photos.darkroom import pixels;"
        "pyvips.operation_block_set('VipsForeignLoad', False);"
        "pixels.open_upright(b\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\", max_width=9)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param(png(50_000, 50_000), PictureTooLargeError, id="png-by-its-header"),
        pytest.param(gif(1, width=60_000, height=60_000), PictureTooLargeError, id="gif-frame-beyond-its-screen"),
        pytest.param(gif(1, screen=60_000), PictureTooLargeError, id="gif-screen"),
        pytest.param(webp(canvas(16_000, 16_000)), PictureTooLargeError, id="webp-canvas"),
        pytest.param(
            b"\xff\xd8\xff\xc0\x00\x11\x08" + struct.pack(">HH", 65_000, 65_000) + bytes(20),
            PictureTooLargeError,
            id="jpeg",
        ),
        pytest.param(gif(201), TooManyFramesError, id="gif-frames"),
        pytest.param(png(9, 9, (b"acTL", struct.pack(">II", 201, 0))), AnimatedPngError, id="apng-claimed"),
        pytest.param(png(9, 9, *[(b"fcTL", bytes(26))] * 201), AnimatedPngError, id="apng-counted"),
        pytest.param(webp(canvas(9, 9), *[(b"ANMF", bytes(16))] * 201), TooManyFramesError, id="webp-frames"),
        pytest.param(gif(200, screen=600), PictureTooLargeError, id="frames-times-pixels"),
        pytest.param(b"\xff\xd8\xff" + bytes(checks.MAX_BYTES), PictureFileTooLargeError, id="bytes"),
    ],
)
def test_i2_a_picture_beyond_the_limits_is_refused_from_its_head(data: bytes, error: type[PictureRefusedError]) -> None:
    with pytest.raises(error) as caught:
        check_upload(data)

    assert "try again" in caught.value.said


def test_i2_a_picture_at_the_limits_is_taken() -> None:
    assert check_upload(gif(200, screen=500)).frames == 200
    assert check_upload(png(10_000, 5_000)).width == 10_000


def test_i2_control_without_the_limit_the_bomb_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MAX_PIXELS", 1 << 62)

    assert check_upload(png(50_000, 50_000)) == PictureKind("png", 50_000, 50_000, 1)


def test_an_animation_is_counted_frame_by_frame() -> None:
    file = io.BytesIO()
    frames = [Image.new("RGB", (20, 10), (step, 0, 0)) for step in (0, 90, 180)]
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], lossless=True)

    assert check_upload(file.getvalue()) == PictureKind("webp", 20, 10, 3)


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["pillow_hostile", "patt_metadata_xss", "patt_svg"])
def test_i2_hostile_collections_are_judged_fast_and_small(shared_dir: Path, folder: str) -> None:
    names = sorted(str(path) for path in (shared_dir / "security" / "images" / folder).iterdir())
    child = subprocess.run([sys.executable, "-c", CHILD, *names], capture_output=True, check=False, text=True)
    judged = [orjson.loads(line) for line in child.stdout.splitlines()]

    assert (child.returncode, len(judged)) == (0, len(names)), child.stderr[-2000:]
    assert [row for row in judged if row[2] >= 2 or row[3] >= 300] == []
    taken = {Path(name).suffix for name, result, _seconds, _peak in judged if not result.endswith("Error")}
    assert taken <= {".jpg", ".png", ".gif", ".bin"}
