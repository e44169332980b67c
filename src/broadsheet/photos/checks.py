"""Whether an upload is a picture that is taken in, told from its head alone: nothing is decoded here.

By hand, because a library that opens a file to tell its size has begun to decode it: the bomb goes off in the check.

Source: ITU-T T.81 B.2 (JPEG); W3C PNG third edition, 11.2.1, 11.3.6 (APNG); GIF89a, 18 to 26; RFC 9649 (WebP).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from broadsheet.photos.errors import (
    AnimatedPngError,
    NotAPictureError,
    PictureFileTooLargeError,
    PictureTooLargeError,
    TooManyFramesError,
)

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_FRAMES = 200
EXTENSIONS = {"jpeg": "jpg", "png": "png", "gif": "gif", "webp": "webp"}

START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
ANIMATION = (b"acTL", b"fcTL", b"fdAT")
GIF_IMAGE, GIF_EXTENSION, GIF_END = 0x2C, 0x21, 0x3B


@dataclass(frozen=True)
class PictureKind:
    """What a picture is by its content. Pixels before any rotation; `frames` is 1 for a still."""

    format: str
    width: int
    height: int
    frames: int = 1

    @property
    def extension(self) -> str:
        """Return the only file extension that this content may have, without a dot."""
        return EXTENSIONS[self.format]


def check_upload(data: bytes) -> PictureKind:
    """Return what the picture is, by its content; its name and declared type have no say.

    All frames count towards the pixels. A file that is a picture and something else besides passes: what is public are
    copies made of its pixels alone.

    Raises:
        PictureFileTooLargeError: more than 25 MB.
        AnimatedPngError: a PNG with frames, at whatever place in the file.
        NotAPictureError: no JPEG, PNG, GIF or WebP, or one that breaks off in its head.
        PictureTooLargeError: more than 50 million pixels.
        TooManyFramesError: more than 200 frames.
    """
    if len(data) > MAX_BYTES:
        raise PictureFileTooLargeError(len(data), max_bytes=MAX_BYTES)
    kind = _kind(data)
    if kind.width < 1 or kind.height < 1:
        raise NotAPictureError(f"{kind.format} of {kind.width} x {kind.height} pixels")
    if kind.frames > MAX_FRAMES:
        raise TooManyFramesError(kind.frames, max_frames=MAX_FRAMES)
    if kind.width * kind.height * kind.frames > MAX_PIXELS:
        raise PictureTooLargeError(kind.width, kind.height, kind.frames, max_pixels=MAX_PIXELS)
    return kind


def _kind(data: bytes) -> PictureKind:
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(data)
        if data[:6] in (b"GIF87a", b"GIF89a"):
            return _gif(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError) as err:
        raise NotAPictureError("breaks off in its head") from err
    raise NotAPictureError("content of no known kind")


def _jpeg(data: bytes) -> PictureKind:
    at = 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if data[at] != 0xFF or marker in (START_OF_SCAN, END_OF_IMAGE):
            raise NotAPictureError("JPEG without a frame header")
        if marker in START_OF_FRAME:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return PictureKind("jpeg", width, height)
        at += 2 if marker in STANDALONE else 2 + struct.unpack_from(">H", data, at + 2)[0]


def _png(data: bytes) -> PictureKind:
    if data[12:16] != b"IHDR":
        raise NotAPictureError("PNG without IHDR")
    width, height = struct.unpack_from(">II", data, 16)
    at = 8
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if name in ANIMATION:
            raise AnimatedPngError
        at += 12 + length
    return PictureKind("png", width, height)


def _gif(data: bytes) -> PictureKind:
    """Count the frames, and take the widest reach of any: a frame may lie outside the screen and make it grow."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + _gif_palette_bytes(flags)
    frames = 0
    while at < len(data) and data[at] != GIF_END and frames <= MAX_FRAMES:
        if data[at] == GIF_IMAGE and at + 10 <= len(data):
            left, top, frame_width, frame_height, flags = struct.unpack_from("<HHHHB", data, at + 1)
            width, height = max(width, left + frame_width), max(height, top + frame_height)
            frames += 1
            at = _after_gif_blocks(data, at + 11 + _gif_palette_bytes(flags))
        elif data[at] == GIF_EXTENSION:
            at = _after_gif_blocks(data, at + 2)
        else:
            at += 1
    if not frames:
        raise NotAPictureError("GIF without a frame")
    return PictureKind("gif", width, height, frames)


def _gif_palette_bytes(flags: int) -> int:
    return 3 << ((flags & 0x07) + 1) if flags & 0x80 else 0


def _after_gif_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


def _webp(data: bytes) -> PictureKind:
    width = height = frames = 0
    at = 12
    while at + 8 <= len(data) and frames <= MAX_FRAMES:
        name, length = struct.unpack_from("<4sI", data, at)
        size = _webp_size(name, data, at + 8)
        width, height = max(width, size[0]), max(height, size[1])
        frames += name == b"ANMF"
        at += 8 + length + length % 2
    return PictureKind("webp", width, height, max(frames, 1))


def _webp_size(name: bytes, data: bytes, at: int) -> tuple[int, int]:
    """Return the pixels that a chunk claims: of a lossy or lossless bitstream, the canvas, or a frame's place on it."""
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, at + 6)
        return width & 0x3FFF, height & 0x3FFF
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, at + 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8X":
        return _three_bytes(data, at + 4) + 1, _three_bytes(data, at + 7) + 1
    if name == b"ANMF":
        left, top = 2 * _three_bytes(data, at), 2 * _three_bytes(data, at + 3)
        return left + _three_bytes(data, at + 6) + 1, top + _three_bytes(data, at + 9) + 1
    return 0, 0


def _three_bytes(data: bytes, at: int) -> int:
    if at + 3 > len(data):
        raise IndexError(at)
    return int.from_bytes(data[at : at + 3], "little")
