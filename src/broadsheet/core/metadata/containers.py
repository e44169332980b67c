"""Where the metadata blocks lie in a JPEG, PNG, WebP or Photoshop file.

Reads lengths that a stranger wrote: every read is bounded by the file; one that breaks off gives what came before.

Source: ITU-T T.81 annex B (JPEG); Adobe XMP part 3, 1.1.3 to 1.1.5; W3C PNG, 11.3.3.4 (iTXt); RFC 9649 (WebP).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

EXIF = b"Exif\x00\x00"
XMP = b"http://ns.adobe.com/xap/1.0/\x00"
EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\x00"
PHOTOSHOP = b"Photoshop 3.0\x00"
RESOURCE_IIM = 0x0404
RESOURCE_IIM_DIGEST = 0x0425
RESOURCE_EXIF = 0x0422
RESOURCE_XMP = 0x0424
APP0, APP1, APP13, SOS, EOI = 0xE0, 0xE1, 0xED, 0xDA, 0xD9

MAX_XMP_BYTES = 1_000_000


@dataclass(frozen=True)
class Blocks:
    """The raw metadata of a file; empty bytes where it has none."""

    iim: bytes = b""
    iim_digest: bytes = b""
    xmp: bytes = b""
    exif: bytes = b""


def blocks(data: bytes) -> Blocks:
    """Return the metadata blocks of a JPEG, PNG, WebP or PSD; none of anything else. Never raises."""
    if data.startswith(b"\xff\xd8"):
        return _of_jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _of_png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _of_webp(data)
    if data.startswith(b"8BPS\x00\x01"):
        return _of_photoshop(data)
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


def _of_photoshop(data: bytes) -> Blocks:
    """Source: Adobe Photoshop File Formats Specification, "Image Resources Section"."""
    at = 26
    colours = int.from_bytes(data[at : at + 4], "big")
    at += 4 + colours
    size = int.from_bytes(data[at : at + 4], "big")
    found = dict(_resources(data[at + 4 : at + 4 + size]))
    return _of_resources(found, xmp=found.get(RESOURCE_XMP, b""), exif=found.get(RESOURCE_EXIF, b""))


def _of_resources(found: dict[int, bytes], *, xmp: bytes, exif: bytes) -> Blocks:
    return Blocks(found.get(RESOURCE_IIM, b""), found.get(RESOURCE_IIM_DIGEST, b""), xmp, exif)


def _of_jpeg(data: bytes) -> Blocks:
    photoshop, xmp, exif = b"", b"", b""
    for marker, payload, _end in jpeg_segments(data):
        if marker == APP13 and payload.startswith(PHOTOSHOP):
            photoshop += payload[len(PHOTOSHOP) :]
        elif marker == APP1 and payload.startswith(XMP) and not xmp:
            xmp = payload[len(XMP) :]
        elif marker == APP1 and payload.startswith(EXIF) and not exif:
            exif = payload[len(EXIF) :]
    return _of_resources(dict(_resources(photoshop)), xmp=xmp, exif=exif)


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
