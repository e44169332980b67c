"""IPTC IIM: the older of the two ways in which agencies write a credit into a picture, and still the surest.

Source: IPTC-NAA Information Interchange Model 4.2, chapters 1.5 (coded character set 1:90) and 6 (application record).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Mapping
from datetime import datetime

from broadsheet.photos.metadata.containers import RESOURCE_IIM, RESOURCE_IIM_DIGEST, resource
from broadsheet.photos.metadata.text import clean, in_utc

TAG = 0x1C
CHARSET = (1, 90)
UTF_8 = b"\x1b%G"
LATIN_1 = (b"\x1b.A", b"\x1b-A")
KEYWORDS, DATE_CREATED, TIME_CREATED = (2, 25), (2, 55), (2, 60)
TEXTS = {
    "instructions": (2, 40),
    "creator": (2, 80),
    "headline": (2, 105),
    "credit_line": (2, 110),
    "source": (2, 115),
    "copyright_notice": (2, 116),
    "caption": (2, 120),
}
MAX_DATASETS = 1_000


def facts(iim: bytes) -> dict[str, object]:
    """Return the facts that an IIM block states. Never raises."""
    found: dict[tuple[int, int], list[bytes]] = {}
    for name, value in _datasets(iim):
        found.setdefault(name, []).append(value)
    is_latin = (found.get(CHARSET) or [b""])[0] in LATIN_1
    told: dict[str, object] = {
        name: ", ".join(filter(None, (_text(value, is_latin=is_latin) for value in found.get(number, []))))
        for name, number in TEXTS.items()
    }
    words = (_text(value, is_latin=is_latin) for value in found.get(KEYWORDS, []))
    told["keywords"] = tuple(word for word in words if word)
    told["taken_at"] = _instant(found.get(DATE_CREATED), found.get(TIME_CREATED))
    return told


def changed_after_xmp(iim: bytes, digest: bytes) -> bool:
    """Return whether the digest that an XMP writer left is of another IIM than this. No digest, or zeros: no."""
    return bool(iim) and len(digest) == 16 and any(digest) and digest != _digest(iim)


def written(values: Mapping[str, str]) -> bytes:
    """Return the facts that IIM can carry, in UTF-8, as Photoshop resources with the digest for other readers."""
    sets = [_dataset(CHARSET, UTF_8), _dataset((2, 0), b"\x00\x04")]
    sets += [_dataset(number, values[name].encode()) for name, number in TEXTS.items() if values.get(name)]
    iim = b"".join(sets)
    return resource(RESOURCE_IIM, iim) + resource(RESOURCE_IIM_DIGEST, _digest(iim))


def _digest(iim: bytes) -> bytes:
    return hashlib.md5(iim, usedforsecurity=False).digest()


def _dataset(number: tuple[int, int], value: bytes) -> bytes:
    return struct.pack(">BBBH", TAG, *number, len(value)) + value


def _datasets(iim: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    at, count = 0, 0
    while at + 5 <= len(iim) and iim[at] == TAG and count < MAX_DATASETS:
        record, number, length = struct.unpack_from(">BBH", iim, at + 1)
        start = at + 5
        if length & 0x8000:
            length_bytes = length & 0x7FFF
            length = int.from_bytes(iim[start : start + length_bytes][:8], "big")
            start += length_bytes
        yield (record, number), iim[start : start + length]
        at, count = start + length, count + 1


def _text(value: bytes, *, is_latin: bool) -> str:
    """Return the text. Bytes that are lawful UTF-8 are UTF-8 whatever 1:90 says; others are Western."""
    if not is_latin:
        try:
            return clean(value.decode("utf-8"))
        except UnicodeDecodeError:
            pass
    try:
        return clean(value.decode("cp1252"))
    except UnicodeDecodeError:
        return clean(value.decode("latin-1"))


def _instant(dates: list[bytes] | None, times: list[bytes] | None) -> datetime | None:
    """Return 2:55 and 2:60 as an instant; a time without an offset is read as UTC, a date alone as its midnight."""
    date = (dates or [b""])[0].decode("ascii", "replace").strip("\x00 ")
    time = (times or [b""])[0].decode("ascii", "replace").strip("\x00 ")
    for form, text in (("%Y%m%d%H%M%S%z", date + time), ("%Y%m%d%H%M%S", date + time), ("%Y%m%d", date)):
        try:
            return in_utc(datetime.strptime(text, form))
        except (ValueError, OverflowError):
            continue
    return None
