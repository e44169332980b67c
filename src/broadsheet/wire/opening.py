"""Open a delivered file: from its bytes to rows that can be stored. Plain Python, so another process may do it.

Everything that costs time and needs no database happens here: digest, reading, cleaning, packing, the item as JSON.
A fault of one file stays in it: whatever a reader or the sanitiser raises becomes the file's refusal (criterion W13).
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import orjson

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.correction import is_correction
from broadsheet.wire.errors import OversizedError, UnreadableFileError
from broadsheet.wire.formats import read
from broadsheet.wire.words import text_in

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_NAME = 255
MAX_GUID = 500
MAX_REPLACED = 50
PICTURES = "picture"
ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_PACKING = 1  # zlib's quickest: docs/decisions/0011
Searched = Callable[[Dispatch], str]
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item, ready to be stored: the columns of `DispatchRecord`, `data` as JSON, what it replaces, and what it is found by."""

    guid: str
    version: str
    delivered_version: str | None
    version_created: datetime | None
    kind: str
    pubstatus: str
    urgency: int | None
    headline: str
    slugline: str
    provider: str
    language: str
    embargoed_until: datetime | None
    is_correction: bool
    replaces: tuple[str, ...]
    data: bytes
    searched: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One file, opened. `packed` is None for a picture (`picture` has its bytes) and for what is too large to be kept.

    `error` and `detail` say why it cannot be read. `pictures` are the file names that its items may name pictures by.
    """

    filename: str
    sha256: str
    size_bytes: int
    packed: bytes | None = None
    picture: bytes | None = None
    items: tuple[ItemRow, ...] = ()
    pictures: tuple[str, ...] = ()
    error: str | None = None
    detail: str | None = None

    @property
    def is_copy(self) -> bool:
        """Whether it is more than a picture that some item may name: items, or what should have been."""
        return self.picture is None or bool(self.items or self.error)

    @property
    def is_kept(self) -> bool:
        """Whether its bytes are kept, in the database or in the raw store."""
        return self.packed is not None or self.picture is not None


def open_file(
    data: bytes, *, filename: str, time_zone: ZoneInfo, format: str | None = None, searched: Searched = text_in
) -> Opened:
    """Return the file opened, or with what is wrong with it. `format` is as for `formats.read`.

    `searched` says what an item is found by: its text, or its words for a database that wants them (`wire.search`).

    A picture is known by its bytes, and is no item of its own unless the feed's format is that of pictures. Nothing is
    raised but for want of memory.
    """
    if len(data) > MAX_FILE_BYTES:
        return refused(OversizedError("bytes", limit=MAX_FILE_BYTES, found=len(data)), filename)
    sha256, size = hashlib.sha256(data).hexdigest(), len(data)
    picture = data if is_picture(data) else None
    if picture is not None and format != PICTURES:
        return Opened(filename, sha256, size, picture=picture)
    opened = Opened(filename, sha256, size, None if picture else zlib.compress(data, _PACKING), picture)
    try:
        items = read(data, filename=filename, time_zone=time_zone, format=format)
        rows = tuple(_row(item, f"urn:sha256:{sha256}:{number}", searched) for number, item in enumerate(items))
        pictures = tuple(dict.fromkeys(name for item in items for name in names_in(item)))
    except UnreadableFileError as error:
        return replace(opened, error=type(error).__name__, detail=str(error))
    except MemoryError:
        raise
    except Exception as error:  # a reader's own fault: the file waits in quarantine for a better reader
        return replace(opened, error=type(error).__name__, detail=unexpected(error))
    return replace(opened, items=rows, pictures=pictures)


def open_path(path: Path, *, time_zone: ZoneInfo, format: str | None = None, searched: Searched = text_in) -> Opened:
    """Return the file at `path` opened, under its own name. A symbolic link is not followed.

    Raises:
        OSError: it cannot be read.
    """
    try:
        data = bytes_at(path)
    except OversizedError as error:
        return refused(error, path.name)
    return open_file(data, filename=path.name, time_zone=time_zone, format=format, searched=searched)


def bytes_at(path: Path) -> bytes:
    """Return the bytes of the file at `path`. A symbolic link is not followed.

    Raises:
        OSError: it cannot be read.
        OversizedError: it has more bytes than a file may have.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise OversizedError("bytes", limit=MAX_FILE_BYTES, found=os.fstat(file.fileno()).st_size)
    return data


def unopened(data: bytes, error: UnreadableFileError, filename: str) -> Opened:
    """Return a file that is kept as it came, with the reason why nothing is read from it."""
    return Opened(
        filename,
        hashlib.sha256(data).hexdigest(),
        len(data),
        zlib.compress(data, _PACKING),
        error=type(error).__name__,
        detail=str(error),
    )


def refused(error: UnreadableFileError, filename: str) -> Opened:
    """Return a file of which nothing is kept but the reason."""
    return Opened(filename, "", 0, error=type(error).__name__, detail=str(error))


def unexpected(error: Exception) -> str:
    """Return one plain sentence about a fault that is ours."""
    said = " ".join(str(error).split())[:200]
    return f"The file could not be taken in ({said or type(error).__name__}); try it again after the next upgrade."


def unpack(packed: bytes) -> bytes:
    """Return the bytes that `open_file` packed."""
    return zlib.decompress(packed)


def is_picture(data: bytes) -> bool:
    """Return whether the bytes begin as a JPEG, PNG, GIF or WebP does. The picture room looks closer."""
    return data.startswith(_SIGNATURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def names_for(href: str) -> tuple[str, ...]:
    """Return the file names under which the picture at `href` may have come: none if its last part is no plain name."""
    try:
        last = unquote(urlsplit(href).path).rsplit("/", 1)[-1]
    except ValueError:
        return ()
    if not last or last in {".", ".."} or len(last.encode()) > 240 or any(sign in last for sign in "\\/\x00"):
        return ()
    if last.lower().endswith(ENDINGS):
        return (last,)
    return (last, *(last + ending for ending in ENDINGS))


def names_in(item: Dispatch) -> Iterator[str]:
    """Yield every file name that the item, and the items in it, may name a picture by."""
    for rendition in item.renditions:
        yield from names_for(rendition.href)
    for inner in item.associations.values():
        yield from names_in(inner)


def _row(item: Dispatch, otherwise: str, searched: Searched) -> ItemRow:
    """Return the item's row. One without a guid is known by its bytes, one without a version by its time."""
    created = item.version_created.isoformat() if item.version_created else ""
    guid = _plain(item.guid)[:MAX_GUID] or otherwise
    named = (_plain(link.uri)[:MAX_GUID] for link in item.links if link.rel == "replaces")
    return ItemRow(
        guid=guid,
        version=(_plain(item.version) or created)[:100],
        delivered_version=item.version,
        version_created=item.version_created,
        kind=item.kind,
        pubstatus=item.pubstatus,
        urgency=item.urgency,
        headline=_plain(item.headline),
        slugline=_plain(item.slugline)[:500],
        provider=_plain(item.provider)[:500],
        language=_plain(item.language)[:40],
        embargoed_until=item.embargoed_until,
        is_correction=is_correction(item),
        replaces=tuple(dict.fromkeys(uri for uri in named if uri and uri != guid))[:MAX_REPLACED],
        data=_json(item),
        searched=searched(item),
    )


def _json(item: Dispatch) -> bytes:
    """Return what `to_json` has, but for the order; orjson walks a dataclass by itself, at six times the pace."""
    written = orjson.dumps(item)
    return orjson.dumps(_plain_all(orjson.loads(written))) if b"\\u0000" in written else written


def _plain_all(value: Any) -> Any:
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, dict):
        return {_plain(name): _plain_all(part) for name, part in value.items()}
    return [_plain_all(part) for part in value] if isinstance(value, list) else value


def _plain(value: str | None) -> str:
    """Return the text without the one character that a database cannot hold."""
    return (value or "").replace("\x00", "")
