"""Answers kept in memory, least recently used out first, bounded by their bytes.

An entry is good only as long as its file is the one that was read: the caller looks at the file on every request. That
`stat` costs about 9 % of the throughput, and buys that a page withdrawn is gone with the next request, in every
worker, without a message that could be lost.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from typing import NamedTuple

from broadsheet.press.server.headers import Headers


class Stamp(NamedTuple):
    """What tells one version of a file from the next: each write makes a new file under the old name."""

    mtime_ns: int
    inode: int
    size: int


class Variant(NamedTuple):
    """One content coding of an answer, with its headers made beforehand: `[False]` without HSTS, `[True]` with it."""

    body: bytes
    etag: str
    headers: tuple[Headers, Headers]
    not_modified: tuple[Headers, Headers]


class Kept(NamedTuple):
    """An answer with its variants by content coding; `identity` is always there."""

    status: int
    file: str
    stamp: Stamp
    variants: dict[str, Variant]

    @property
    def weight(self) -> int:
        """Bytes that it takes, about."""
        return 4096 + sum(len(variant.body) for variant in self.variants.values())


def stamp_of(stat: os.stat_result) -> Stamp:
    """Return what tells this version of the file from any other."""
    return Stamp(stat.st_mtime_ns, stat.st_ino, stat.st_size)


class Memory:
    """Answers by address. `find` gives one only while its file is unchanged."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self.bytes = 0

    def find(self, key: str) -> Kept | None:
        """Return the answer kept under a key if its file is still the one that was read."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        try:
            stat = os.stat(kept.file)  # noqa: PTH116 (on every request: a Path costs more than the stat)
        except OSError:
            self._drop(key)
            return None
        if (stat.st_mtime_ns, stat.st_ino, stat.st_size) != kept.stamp:
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return kept

    def keep(self, key: str, kept: Kept) -> None:
        """Keep an answer; older ones make room. One too large for the memory is not kept."""
        self._drop(key)
        if kept.weight > self._max_bytes:
            return
        self._kept[key] = kept
        self.bytes += kept.weight
        while self.bytes > self._max_bytes:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: str) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self.bytes -= dropped.weight
