"""Entity tags: made from the bytes of a variant, compared as If-None-Match and If-Range ask.

Source: RFC 9110, sections 8.8.3, 13.1.2 and 13.1.5.
"""

from __future__ import annotations

import hashlib
import os
from typing import Final

MAX_CHARACTERS: Final = 2048
"""A longer If-None-Match is taken as one that matches nothing; the client gets the page, which is never wrong."""


def etag_of(body: bytes) -> str:
    """Return the strong tag of these bytes; another variant of the page has other bytes, so another tag."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def etag_of_file(stat: os.stat_result) -> str:
    """Return the tag of a file too large to read for it, by its size and its time of change."""
    return f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'


def none_match(header: str, etag: str) -> bool:
    """Return whether If-None-Match names this tag, so that the answer is 304. The comparison is weak; `*` is any."""
    if header == etag:
        return True
    if len(header) > MAX_CHARACTERS:
        return False
    if header.strip() == "*":
        return True
    return any(member.strip().removeprefix("W/") == etag for member in header.split(","))


def range_holds(header: str | None, etag: str) -> bool:
    """Return whether If-Range lets a range through. Absent it does; else the comparison is strong, dates never hold."""
    return header is None or header.strip() == etag
