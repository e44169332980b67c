"""How the metadata blocks are put into a JPEG; where they lie in a file is told by `core.metadata.containers`.

Source: ITU-T T.81 annex B (JPEG); Adobe XMP part 3, 1.1.3.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

from broadsheet.core.metadata.containers import APP0, APP1, APP13, EXIF, EXTENDED_XMP, PHOTOSHOP, XMP, jpeg_segments
from broadsheet.photos.errors import NotAPictureError

Writer = Callable[[Mapping[str, str]], bytes]

MAX_BLOCK_BYTES = 65_000
"""What we write into one segment: its length is a 16-bit number that counts itself and the block's name."""


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
