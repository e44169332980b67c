"""From an address to what the page store, the static folder and the picture folder hold for it."""

from __future__ import annotations

import os
import re
import stat as stats
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from broadsheet.core.places import GONE
from broadsheet.press.server.etag import etag_of, etag_of_file
from broadsheet.press.server.headers import PAGE_CACHE, SHORT_CACHE, Headers, HeaderTable
from broadsheet.press.server.memory import Kept, Memory, Variant, stamp_of
from broadsheet.press.server.surrogate import surrogate_key
from broadsheet.press.stores import layout

MEMORY_FILE_BYTES: Final = 512 * 1024
"""A static file or picture up to this size is kept in memory; a larger one is sent from the disk."""

UNKNOWN_TYPE: Final = "application/octet-stream"
PICTURE_TYPES: Final = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
}
STATIC_TYPES: Final = PICTURE_TYPES | {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "map": "application/json; charset=utf-8",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "woff": "font/woff",
    "ttf": "font/ttf",
}

_FILE_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@+~,-]*(?:/[A-Za-z0-9_][A-Za-z0-9._@+~,-]*)*")

Tables = tuple[HeaderTable, HeaderTable]
"""The headers without HSTS and with it."""

MakeHeaders = Callable[[HeaderTable, str, str], Headers]
"""Makes the headers of a variant from a table, its content coding and its entity tag."""


class Moved(NamedTuple):
    """A redirect to another address of ours; `keys` are for a cache."""

    location: str
    keys: str = ""


class LargeFile(NamedTuple):
    """A file that is sent from the disk and not kept in memory."""

    file: str
    size: int
    etag: str
    headers: tuple[Headers, Headers]


class PageShelf:
    """What the page store holds. A page's plain file decides: its variants count only while it is there."""

    def __init__(self, root: str, tables: Tables, memory: Memory, *, says_keys: bool) -> None:
        self._root = Path(root)
        self._tables = tables
        self._memory = memory
        self._says_keys = says_keys

    def find(self, path: str) -> Kept | Moved | None:
        """Return the page at an address, its withdrawal notice or where it moved; None if the store knows nothing."""
        kept = self._memory.find(path) or self._live(path) or self._gone(path)
        return kept or self._moved(path) or self._slash_forgotten(path)

    def _live(self, path: str) -> Kept | None:
        page = self._read(layout.LIVE, path, 200, PAGE_CACHE)
        if page is not None:
            self._memory.keep(path, page)
        return page

    def _gone(self, path: str) -> Kept | None:
        """Notices are not kept: a page that is published again has to win at once."""
        return self._read(layout.GONE, path, 410, SHORT_CACHE)

    def _moved(self, path: str) -> Moved | None:
        if not layout.is_address(path):
            return None
        with suppress(OSError, UnicodeDecodeError):
            file = self._root / layout.MOVED / layout.location_of(path)
            target = file.read_text(encoding="utf-8").strip()
            return Moved(target, self._keys(path, b"")) if layout.is_target(target) else None
        return None

    def _slash_forgotten(self, path: str) -> Moved | None:
        """Return the way to the page whose address was written without its last slash."""
        with_slash = f"{path}/"
        if path.endswith("/") or (self._memory.find(with_slash) or self._live(with_slash)) is None:
            return None
        return Moved(with_slash)

    def _read(self, floor: str, path: str, status: int, cache: str) -> Kept | None:
        for name, extension in layout.candidates(path):
            file = str(self._root / floor / name)
            read = _read_version(file, layout.KEYS if self._says_keys else "")
            if read is None:
                continue
            stat, bodies, beside = read
            keys = self._keys(path, beside)
            content_type = layout.PAGE_TYPES[extension]

            def headers(
                table: HeaderTable, coding: str, etag: str, kind: str = content_type, keys: str = keys
            ) -> Headers:
                return table.page(kind, cache, coding, etag=etag, keys=keys)

            return _kept(file, status, stat, bodies, tables=self._tables, make=headers)
        return None

    def _keys(self, path: str, beside: bytes) -> str:
        """Return what a cache has to know to purge this page, from the keys that lie beside it."""
        return surrogate_key(path, beside.decode("ascii", "ignore").split()) if self._says_keys else ""


class FileShelf:
    """A folder of files whose names change with their content: static files, or published pictures."""

    def __init__(self, root: str, types: dict[str, str], tables: Tables, *, memory: Memory) -> None:
        self._root = root
        self._types = types
        self._tables = tables
        self._memory = memory

    def is_gone(self, name: str) -> bool:
        """Return whether a file of that name was there, and was taken away for good or until its rights come back."""
        if len(name) > layout.MAX_ADDRESS_LENGTH or _FILE_NAME.fullmatch(name) is None:
            return False
        try:
            return Path(self._root, GONE, name).is_file()
        except OSError:  # a name longer than the disk takes
            return False

    def find(self, name: str) -> Kept | LargeFile | None:
        """Return a file by its name below the folder; None for a folder, a hidden file or a name of another kind."""
        if len(name) > layout.MAX_ADDRESS_LENGTH or _FILE_NAME.fullmatch(name) is None:
            return None
        file = f"{self._root}/{name}"
        kept = self._memory.find(file)
        if kept is not None:
            return kept
        try:
            stat = Path(file).stat()
        except OSError:
            return None
        if not stats.S_ISREG(stat.st_mode):
            return None
        if stat.st_size > MEMORY_FILE_BYTES:
            return self._large(file, stat)
        kept = _read_file(file, self._tables, lambda table, coding, etag: self._headers(file, table, coding, etag))
        if kept is not None:
            self._memory.keep(file, kept)
        return kept

    def _large(self, file: str, stat: os.stat_result) -> LargeFile:
        etag = etag_of_file(stat)
        without, with_hsts = (self._headers(file, table, "identity", etag) for table in self._tables)
        return LargeFile(file, stat.st_size, etag, (without, with_hsts))

    def _headers(self, file: str, table: HeaderTable, coding: str, etag: str) -> Headers:
        content_type = self._types.get(file.rpartition(".")[2].lower(), UNKNOWN_TYPE)
        headers = table.file(content_type, coding, etag=etag)
        return [*headers, ("content-disposition", "attachment")] if content_type == UNKNOWN_TYPE else headers


def _read_version(file: str, beside: str) -> tuple[os.stat_result, dict[str, bytes], bytes] | None:
    """Return a page's state, its bodies by coding and the bytes of the file with the suffix `beside`; None for no page.

    The state is taken before the bytes are: a page replaced in between is read anew at the next request. What has
    another time of change than the plain file belongs to another version of the page, and is left out.
    """
    found = _read_with_state(file)
    if found is None:
        return None
    stat, body = found
    bodies = {"identity": body}
    for coding, suffix in layout.VARIANT_SUFFIXES.items():
        variant = _read_with_state(file + suffix)
        if variant is not None and variant[0].st_mtime_ns == stat.st_mtime_ns:
            bodies[coding] = variant[1]
    line = _read_with_state(file + beside) if beside else None
    return stat, bodies, line[1] if line is not None and line[0].st_mtime_ns == stat.st_mtime_ns else b""


def _read_with_state(file: str) -> tuple[os.stat_result, bytes] | None:
    try:
        with open(file, "rb") as opened:  # noqa: PTH123 (five a page: a Path costs as much again)
            return os.fstat(opened.fileno()), opened.read()
    except OSError:
        return None


def _read_file(file: str, tables: Tables, make: MakeHeaders) -> Kept | None:
    """Read a static file or a picture and its compressed variants, which were made at any time: its name is its version."""
    found = _read_with_state(file)
    if found is None:
        return None
    bodies = {"identity": found[1]}
    for coding, suffix in layout.VARIANT_SUFFIXES.items():
        variant = _read_with_state(file + suffix)
        if variant is not None:
            bodies[coding] = variant[1]
    return _kept(file, 200, found[0], bodies, tables=tables, make=make)


def _kept(
    file: str, status: int, stat: os.stat_result, bodies: dict[str, bytes], *, tables: Tables, make: MakeHeaders
) -> Kept:
    variants = {coding: _variant(body, coding, tables, make) for coding, body in bodies.items()}
    return Kept(status, file, stamp_of(stat), variants)


def _variant(body: bytes, coding: str, tables: Tables, make: MakeHeaders) -> Variant:
    etag = etag_of(body)
    without, with_hsts = (make(table, coding, etag) for table in tables)
    not_modified = (tables[0].not_modified(without), tables[1].not_modified(with_hsts))
    return Variant(body, etag, (without, with_hsts), not_modified)
