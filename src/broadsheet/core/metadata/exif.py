"""The few facts of EXIF that a newsroom asks for: who took the picture, whose it is, what it shows, when. No GPS.

Source: JEITA CP-3451 (EXIF 2.3), 4.6.2 to 4.6.5; TIFF 6.0, section 2; MWG Guidelines 2.0, 5.3 to 5.6.
"""

from __future__ import annotations

import struct
from datetime import datetime

from broadsheet.core.metadata.text import clean, in_utc, instants

ASCII, SHORT, LONG = 2, 3, 4
CAPTION, ORIENTATION, MODIFIED, ARTIST, COPYRIGHT, EXIF_DIRECTORY = 0x010E, 0x0112, 0x0132, 0x013B, 0x8298, 0x8769
INSTANTS = {"taken": (0x9003, 0x9011), "digitized": (0x9004, 0x9012)}
"""Each moment with the tag of its offset; that of the last change lies in the main directory, its offset here."""
MODIFIED_OFFSET = 0x9010
MAX_ENTRIES = 500
CAMERA_SAYS_NOTHING = frozenset({"OLYMPUS DIGITAL CAMERA", "SONY DSC", "SAMSUNG", "KODAK Digital Still Camera"})


def facts(exif: bytes) -> dict[str, object]:
    """Return the facts of an EXIF block that begins with its TIFF header. Never raises."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(exif[:4])
    if order is None:
        return {}
    main = _directory(exif, order, exif[4:8])
    inner = _directory(exif, order, main.get(EXIF_DIRECTORY, b""))
    creators = tuple(filter(None, (clean(name).strip('"') for name in _text(main.get(ARTIST, b"")).split(";"))))
    told: dict[str, object] = {
        "caption": _text(main.get(CAPTION, b"")),
        "copyright_notice": "; ".join(filter(None, map(_text, main.get(COPYRIGHT, b"").split(b"\x00")))),
        "creator": ", ".join(creators),
        "creators": creators,
        "orientation": _short(main.get(ORIENTATION, b""), order),
        "modified": _moment(main.get(MODIFIED, b""), inner.get(MODIFIED_OFFSET, b"")),
    }
    moments = {name: _moment(inner.get(at, b""), inner.get(by, b"")) for name, (at, by) in INSTANTS.items()}
    return told | moments | instants(moments["taken"])


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
        elif kind in (SHORT, LONG):
            found[tag] = value
    return found


def _short(value: bytes, order: str) -> int:
    return int(struct.unpack(order + "H", value[:2])[0]) if len(value) == 4 else 0


def _text(value: bytes) -> str:
    plain = value.split(b"\x00", 1)[0]
    try:
        text = clean(plain.decode("utf-8"))
    except UnicodeDecodeError:
        text = clean(plain.decode("latin-1"))
    return "" if text in CAMERA_SAYS_NOTHING else text


def _moment(raw: bytes, raw_offset: bytes) -> datetime | None:
    text, offset = _text(raw), _text(raw_offset)
    for form, value in (("%Y:%m:%d %H:%M:%S%z", text + offset), ("%Y:%m:%d %H:%M:%S", text)):
        try:
            found = datetime.strptime(value, form)
            return found if in_utc(found) else None
        except (ValueError, OverflowError):
            continue
    return None
