"""One byte range of a file, as a browser asks for the rest of a picture.

Several ranges at once are answered with the whole file, which a server always may.

Source: RFC 9110, sections 14.1.2 and 14.2.
"""

from __future__ import annotations

import re
from typing import Final

_RANGE: Final = re.compile(r"bytes=([0-9]{1,15})?-([0-9]{1,15})?")


class UnsatisfiableRangeError(ValueError):
    """The range lies outside the file: 416."""


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """Return the first byte and the one after the last, or None if the whole file is the answer.

    Raises:
        UnsatisfiableRangeError: no byte of the file is in the range.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or (match[1] is None and match[2] is None):
        return None
    if match[1] is None:
        length = int(match[2])
        if length == 0 or size == 0:
            raise UnsatisfiableRangeError
        return max(size - length, 0), size
    start = int(match[1])
    if start >= size:
        raise UnsatisfiableRangeError
    end = int(match[2]) + 1 if match[2] is not None else size
    if end <= start:
        return None
    return start, min(end, size)
