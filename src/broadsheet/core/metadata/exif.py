"""The few facts of EXIF that fill a gap: who took the picture, whose it is, what it shows, when. No GPS, no camera.

Source: JEITA CP-3451 (EXIF 2.3), 4.6.2; TIFF 6.0, section 2.
"""

from __future__ import annotations

import struct
from datetime import datetime

from broadsheet.core.metadata.text import clean, in_utc, instants

ASCII, LONG = 2, 4
TEXTS = {0x010E: "caption", 0x013B: "creator", 0x8298: "copyright_notice"}
EXIF_DIRECTORY, TAKEN_AT, OFFSET = 0x8769, 0x9003, 0x9011
MAX_ENTRIES = 500
CAMERA_SAYS_NOTHING = frozenset({"OLYMPUS DIGITAL CAMERA", "SONY DSC", "SAMSUNG", "KODAK Digital Still Camera"})


def facts(exif: bytes) -> dict[str, object]:
    """Return the facts of an EXIF block that begins with its TIFF header. Never raises."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(exif[:4])
    if order is None:
        return {}
    main = _directory(exif, order, exif[4:8])
    told: dict[str, object] = {name: _text(main[tag]) for tag, name in TEXTS.items() if tag in main}
    inner = _directory(exif, order, main.get(EXIF_DIRECTORY, b""))
    return told | instants(_taken(_text(inner.get(TAKEN_AT, b"")), _text(inner.get(OFFSET, b""))))


def _directory(exif: bytes, order: str, offset: bytes) -> dict[int, bytes]:
    """Return the raw values of the texts and offsets of one directory."""
    if len(offset) != 4:
        return {}
    (at,) = struct.unpack(order + "I", offset)
    found: dict[int, bytes] = {}
    if at + 2 > len(exif):
        return found
    (count,) = struct.unpack_from(order + "H", exif, at)
    for entry in range(at + 2, at + 2 + 12 * min(count, MAX_ENTRIES), 12):
        if entry + 12 > len(exif):
            break
        tag, kind, length = struct.unpack_from(order + "HHI", exif, entry)
        value = exif[entry + 8 : entry + 12]
        if kind == ASCII:
            (start,) = struct.unpack(order + "I", value)
            found[tag] = value[:length] if length <= 4 else exif[start : start + length]
        elif kind == LONG:
            found[tag] = value
    return found


def _text(value: bytes) -> str:
    plain = value.split(b"\x00", 1)[0]
    try:
        text = clean(plain.decode("utf-8"))
    except UnicodeDecodeError:
        text = clean(plain.decode("latin-1"))
    return "" if text in CAMERA_SAYS_NOTHING else text


def _taken(text: str, offset: str) -> datetime | None:
    for form, value in (("%Y:%m:%d %H:%M:%S%z", text + offset), ("%Y:%m:%d %H:%M:%S", text)):
        try:
            found = datetime.strptime(value, form)
            return found if in_utc(found) else None
        except (ValueError, OverflowError):
            continue
    return None
