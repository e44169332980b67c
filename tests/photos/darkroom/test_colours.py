"""Colours: whatever profile a picture comes with, readers get sRGB that looks the same. Judged by Pillow's LittleCMS."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pytest
import pyvips
from PIL import Image, ImageCms

from broadsheet.photos.decoding import copies, desk_copy

MIDDLE = (0.5, 0.5)
INSIDE = (120, 160, 90)
"""A colour that is inside sRGB in all three, so that nothing is clipped."""


def adobe_rgb() -> bytes:
    """Return a profile with the primaries and the gamma of Adobe RGB (1998), annex C of IEC 61966-2-5's matrix at D50."""
    points = {
        b"wtpt": (0.9642, 1.0, 0.8249),
        b"rXYZ": (0.60974, 0.31111, 0.01947),
        b"gXYZ": (0.20528, 0.62567, 0.06087),
        b"bXYZ": (0.14919, 0.06322, 0.74457),
    }
    tags = {
        name: b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in xyz))
        for name, xyz in points.items()
    }
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), b"curv\0\0\0\0" + struct.pack(">IHH", 1, 0x0233, 0))
    tags[b"desc"] = b"desc\0\0\0\0" + struct.pack(">I", 6) + b"Adobe\0" + bytes(78)
    tags[b"cprt"] = b"text\0\0\0\0none\0\0\0\0"
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += struct.pack(">4sII", name, 128 + 4 + 12 * len(tags) + len(body), len(content))
        body += content
    head = struct.pack(">I4sI4s4s4s", 128 + len(table + body), bytes(4), 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + table + body


def known(name: str) -> bytes:
    return bytes(pyvips.Image.profile_load(name))


def plain(colour: tuple[int, ...], mode: str, profile: bytes | None) -> bytes:
    file = io.BytesIO()
    Image.new(mode, (64, 64), colour).save(file, "JPEG", quality=98, subsampling=0, icc_profile=profile)
    return file.getvalue()


def judged(colour: tuple[int, ...], mode: str, profile: bytes) -> tuple[int, ...]:
    """Return what LittleCMS makes of one colour, perceptually, as libvips asks for too."""
    source, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
    done = ImageCms.profileToProfile(Image.new(mode, (1, 1), colour), source, srgb, outputMode="RGB")
    assert done is not None
    return tuple(done.getpixel((0, 0)))


def shown(data: bytes) -> dict[str, tuple[int, ...]]:
    made = {}
    for copy in copies(data, focus=MIDDLE, formats=("avif", "webp", "jpeg"), xmp=b""):
        with Image.open(io.BytesIO(copy.content)) as image:
            assert image.info.get("icc_profile") is None
            made[copy.format] = tuple(image.convert("RGB").getpixel((image.width // 2, image.height // 2)))
    return made


@pytest.mark.parametrize(
    ("profile", "mode", "colour"),
    [
        pytest.param(adobe_rgb, "RGB", INSIDE, id="adobe-rgb"),
        pytest.param(lambda: known("p3"), "RGB", INSIDE, id="display-p3"),
        pytest.param(lambda: known("srgb"), "RGB", INSIDE, id="srgb"),
        pytest.param(lambda: known("cmyk"), "CMYK", (90, 40, 120, 20), id="cmyk"),
    ],
)
def test_a_profile_is_heeded_and_readers_get_srgb(
    profile: Callable[[], bytes], mode: str, colour: tuple[int, ...]
) -> None:
    expected = judged(colour, mode, profile())

    found = shown(plain(colour, mode, profile()))
    assert set(found) == {"avif", "webp", "jpeg"}
    for pixel in found.values():
        assert pixel == pytest.approx(expected, abs=6)


def test_control_adobe_rgb_taken_for_srgb_is_another_colour() -> None:
    assert judged(INSIDE, "RGB", adobe_rgb()) != pytest.approx(INSIDE, abs=12)
    assert shown(plain(INSIDE, "RGB", None))["jpeg"] == pytest.approx(INSIDE, abs=4)


def test_gray_stays_gray() -> None:
    for pixel in shown(plain((130,), "L", None)).values():
        assert pixel == pytest.approx((130, 130, 130), abs=4)


@pytest.mark.parametrize(
    ("spec", "size"),
    [("max-165x165", (165, 110)), ("width-500", (500, 333)), ("fill-600x338", (600, 338)), ("max-800x600", (800, 533))],
)
def test_the_desk_s_copies_have_the_size_that_was_asked_for(
    draw: Callable[..., bytes], spec: str, size: tuple[int, int]
) -> None:
    copy = desk_copy(draw(1200, 800), spec=spec, focus=MIDDLE)

    assert (copy.format, copy.width, copy.height) == ("jpeg", *size)


@pytest.mark.parametrize("spec", ["max-400x400", "fill-600x338"])
def test_the_desk_s_copies_are_no_larger_than_the_picture(draw: Callable[..., bytes], spec: str) -> None:
    copy = desk_copy(draw(90, 60), spec=spec, focus=MIDDLE)

    assert copy.width == 90


def test_a_desk_s_copy_keeps_what_is_transparent(draw: Callable[..., bytes]) -> None:
    assert desk_copy(draw(90, 60, format="PNG", mode="RGBA"), spec="width-500", focus=MIDDLE).format == "webp"
