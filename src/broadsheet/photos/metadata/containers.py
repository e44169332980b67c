"""Where the metadata blocks lie in a JPEG, PNG or WebP file, and how they are put into a JPEG.

Reads lengths that a stranger wrote: every read is bounded by the file; one that breaks off gives what came before.

Source: ITU-T T.81 annex B (JPEG); Adobe XMP part 3, 1.1.3 to 1.1.5; W3C PNG, 11.3.3.4 (iTXt); RFC 9649 (WebP).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from broadsheet.photos.errors import NotAPictureError

Writer = Callable[[Mapping[str, str]], bytes]

EXIF = b"Exif\x00\x00"
XMP = b"http://ns.adobe.com/xap/1.0/\x00"
EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\x00"
PHOTOSHOP = b"Photoshop 3.0\x00"
RESOURCE_IIM = 0x0404
RESOURCE_IIM_DIGEST = 0x0425
APP0, APP1, APP13, SOS, EOI = 0xE0, 0xE1, 0xED, 0xDA, 0xD9

MAX_XMP_BYTES = 1_000_000
MAX_BLOCK_BYTES = 65_000
"""What we write into one segment: its length is a 16-bit number that counts itself and the block's name."""


@dataclass(frozen=True)
class Blocks:
    """The raw metadata of a file; empty bytes where it has none."""

    iim: bytes = b""
    iim_digest: bytes = b""
    xmp: bytes = b""
    exif: bytes = b""


def blocks(data: bytes) -> Blocks:
    """Return the metadata blocks of a JPEG, PNG or WebP; none of anything else. Never raises."""
    if data.startswith(b"\xff\xd8"):
        return _of_jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _of_png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _of_webp(data)
    return Blocks()


def jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield marker, payload and end of each segment before the pixels."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in (SOS, EOI):
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(data):
            return
        yield marker, data[at + 4 : end], end
        at = end


def with_blocks(jpeg: bytes, *, iim: bytes, xmp: bytes) -> bytes:
    """Return the JPEG with this IIM and XMP after its JFIF and EXIF, and without those that it had.

    Raises:
        NotAPictureError: the bytes are no JPEG.
    """
    if not jpeg.startswith(b"\xff\xd8\xff"):
        raise NotAPictureError("JPEG")
    head: list[bytes] = []
    tail: list[bytes] = []
    end = 2
    for marker, payload, segment_end in jpeg_segments(jpeg):
        raw, end = jpeg[end:segment_end], segment_end
        if _is_replaced(marker, payload):
            continue
        leading = marker == APP0 or (marker == APP1 and payload.startswith(EXIF))
        (head if leading else tail).append(raw)
    ours = [_segment(APP1, XMP + xmp)] if xmp else []
    ours += [_segment(APP13, PHOTOSHOP + iim)] if iim else []
    return b"".join([b"\xff\xd8", *head, *ours, *tail, jpeg[end:]])


def resource(number: int, data: bytes) -> bytes:
    """Return a Photoshop image resource: the box in which a JPEG carries IIM."""
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + b"\x00" * (len(data) % 2)


def _is_replaced(marker: int, payload: bytes) -> bool:
    if marker == APP1:
        return payload.startswith((XMP, EXTENDED_XMP))
    return marker == APP13 and payload.startswith(PHOTOSHOP)


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def _of_jpeg(data: bytes) -> Blocks:
    photoshop, xmp, exif = b"", b"", b""
    for marker, payload, _end in jpeg_segments(data):
        if marker == APP13 and payload.startswith(PHOTOSHOP):
            photoshop += payload[len(PHOTOSHOP) :]
        elif marker == APP1 and payload.startswith(XMP) and not xmp:
            xmp = payload[len(XMP) :]
        elif marker == APP1 and payload.startswith(EXIF) and not exif:
            exif = payload[len(EXIF) :]
    resources = dict(_resources(photoshop))
    return Blocks(resources.get(RESOURCE_IIM, b""), resources.get(RESOURCE_IIM_DIGEST, b""), xmp, exif)


def _resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while data[at : at + 4] == b"8BIM" and at + 7 <= len(data):
        number = int.from_bytes(data[at + 4 : at + 6], "big")
        name_bytes = data[at + 6] + 1
        size_at = at + 6 + name_bytes + name_bytes % 2
        size = int.from_bytes(data[size_at : size_at + 4], "big")
        start = size_at + 4
        yield number, data[start : start + size]
        at = start + size + size % 2


def _of_png(data: bytes) -> Blocks:
    xmp, exif, at = b"", b"", 8
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        if kind == b"iTXt" and body.startswith(b"XML:com.adobe.xmp\x00") and not xmp:
            xmp = _international_text(body[len(b"XML:com.adobe.xmp\x00") :])
        elif kind == b"eXIf":
            exif = body
        at += 12 + length
    return Blocks(xmp=xmp, exif=exif)


def _international_text(body: bytes) -> bytes:
    is_packed = body[:1] == b"\x01"
    text = body[2:].split(b"\x00", 2)[-1]
    if not is_packed:
        return text
    try:
        return zlib.decompressobj().decompress(text, MAX_XMP_BYTES)
    except zlib.error:
        return b""


def _of_webp(data: bytes) -> Blocks:
    xmp, exif, at = b"", b"", 12
    while at + 8 <= len(data):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + length]
        if kind == b"XMP ":
            xmp = body
        elif kind == b"EXIF":
            exif = body.removeprefix(EXIF)
        at += 8 + length + length % 2
    return Blocks(xmp=xmp, exif=exif)
