"""IPTC IIM: the older of the two ways in which agencies write a credit into a picture, and still the surest.

Source: IPTC-NAA Information Interchange Model 4.2, chapters 1.5 (coded character set 1:90) and 6 (application record).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from datetime import datetime

from broadsheet.core.metadata.text import clean, in_utc, instants

TAG = 0x1C
CHARSET = (1, 90)
UTF_8 = b"\x1b%G"
LATIN_1 = (b"\x1b.A", b"\x1b-A")
KEYWORDS, DATE_CREATED, TIME_CREATED = (2, 25), (2, 55), (2, 60)
DATE_DIGITIZED, TIME_DIGITIZED = (2, 62), (2, 63)
SPANS = {"released": ((2, 30), (2, 35)), "expires": ((2, 37), (2, 38))}
"""The first and the last moment at which the provider wants it used, each as a day and a time of day."""
TEXTS = {
    "instructions": (2, 40),
    "creator": (2, 80),
    "headline": (2, 105),
    "credit_line": (2, 110),
    "source": (2, 115),
    "copyright_notice": (2, 116),
    "caption": (2, 120),
}
MORE_TEXTS = {
    "guid": (1, 100),
    "title": (2, 5),
    "urgency": (2, 10),
    "city": (2, 90),
    "location": (2, 92),
    "state": (2, 95),
    "country_code": (2, 100),
    "country": (2, 101),
    "language": (2, 135),
}
"""What only the wire asks for; 1:100 is the Unique Name of Object, which is the same in every copy of the picture."""
MAX_BYTES = {"creator": 32, "creators": 32, "keywords": 64, "copyright_notice": 128, "caption": 2_000}
"""Where the standard cuts a value: one that is this long may be the beginning of what XMP has in full."""
MAX_DATASETS = 1_000


def facts(iim: bytes) -> dict[str, object]:
    """Return the facts that an IIM block states. Never raises."""
    found: dict[tuple[int, int], list[bytes]] = {}
    for name, value in _datasets(iim):
        found.setdefault(name, []).append(value)
    is_latin = (found.get(CHARSET) or [b""])[0] in LATIN_1
    told: dict[str, object] = {
        name: ", ".join(filter(None, (_text(value, is_latin=is_latin) for value in found.get(number, []))))
        for name, number in (TEXTS | MORE_TEXTS).items()
    }
    words = (_text(value, is_latin=is_latin) for value in found.get(KEYWORDS, []))
    told["keywords"] = tuple(word for word in words if word)
    makers = (_text(value, is_latin=is_latin) for value in found.get(TEXTS["creator"], []))
    told["creators"] = tuple(filter(None, makers))
    told |= {name: _written(found.get(day), found.get(time)) for name, (day, time) in SPANS.items()}
    told["digitized"] = _moment(found.get(DATE_DIGITIZED), found.get(TIME_DIGITIZED))
    return told | instants(_moment(found.get(DATE_CREATED), found.get(TIME_CREATED)))


def changed_after_xmp(iim: bytes, digest: bytes) -> bool:
    """Return whether the digest that an XMP writer left is of another IIM than this. No digest, or zeros: no."""
    return bool(iim) and len(digest) == 16 and any(digest) and digest != digest_of(iim)


def digest_of(iim: bytes) -> bytes:
    return hashlib.md5(iim, usedforsecurity=False).digest()


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


def _written(dates: list[bytes] | None, times: list[bytes] | None) -> str:
    """Return a day, with its time of day and offset if it has them, as ISO 8601; "" for none."""
    moment = _moment(dates, times)
    if moment is None:
        return ""
    return moment.isoformat() if any(time.strip(b"\x00 ") for time in times or []) else moment.date().isoformat()


def _moment(dates: list[bytes] | None, times: list[bytes] | None) -> datetime | None:
    """Return a date and a time of day as one, with an offset if it has one; a date alone is its midnight."""
    date = (dates or [b""])[0].decode("ascii", "replace").strip("\x00 ")
    time = (times or [b""])[0].decode("ascii", "replace").strip("\x00 ")
    for form, text in (("%Y%m%d%H%M%S%z", date + time), ("%Y%m%d%H%M%S", date + time), ("%Y%m%d", date)):
        try:
            moment = datetime.strptime(text, form)
            return moment if in_utc(moment) else None
        except (ValueError, OverflowError):
            continue
    return None
