"""The line by which a cache in front of us knows what a page was made from, so that it can be purged by key.

Sent only where the newsroom has named a cache to purge: elsewhere it would be bytes for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

HEADER: Final = "surrogate-key"
MAX_BYTES: Final = 7 * 1024
"""Varnish takes a header line of 8 KB, its name included; a page has some dozens of keys, at ten bytes each."""

TOO_MANY: Final = "too-many"
"""Stands on a page whose keys did not fit. Every purge names it, so such a page goes too often, never too seldom."""


def surrogate_key(path: str, keys: Iterable[str]) -> str:
    """Return the header's value: the page's own key and the keys it was made from, as many as fit."""
    room = MAX_BYTES - len(TOO_MANY) - 1
    line = f"page:{path}"
    for key in sorted(set(keys)):
        if len(line) + 1 + len(key) > room:
            return f"{line} {TOO_MANY}"
        line = f"{line} {key}"
    return line
