"""Which file holds which address: the one thing that the press and the page server must agree on.

    live/<path>/index.html     an address that ends in "/"; beside it index.html.br, .gz and .zst, and index.html.keys
    live/<path>/index.rss      the same for RSS, and index.atom for Atom
    live/feed.json             an address with an extension of its own
    gone/<path>/index.html     410, a killed story's notice
    moved/<path>/.location     301, one line: the target, from the root; no segment of an address begins with a dot
    .writing/<writer>/…        files that are not finished; each writer has a folder of its own

The plain file is renamed into place last, and decides. All files of one version of a page bear one time of change to the
nanosecond: a variant, or the keys, with another time than the plain file's belongs to another version and counts for
nothing. So whoever reads gets one version whole, even where a writer was stopped between two renames.

An address is lower-case ASCII. Whatever is not written so has no file, so no decoding, dot segment or odd byte of a
request can reach the file system.
"""

from __future__ import annotations

import re
from typing import Final

from broadsheet.press.errors import UnsafePathError

LIVE: Final = "live"
GONE: Final = "gone"
MOVED: Final = "moved"
LOCATION: Final = ".location"

INDEX_EXTENSIONS: Final = ("html", "rss", "atom")
"""What an address that ends in "/" may hold, in the order in which the server looks."""

PAGE_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}

VARIANT_SUFFIXES: Final = {"br": ".br", "gzip": ".gz", "zstd": ".zst"}
"""Content coding to the suffix of its file."""

KEYS: Final = ".keys"
"""Suffix of the file with a page's keys, for caches: one line, sorted, with spaces between; none where it has no keys."""

WRITING: Final = ".writing"

MAX_ADDRESS_LENGTH: Final = 1024
MAX_SEGMENT_LENGTH: Final = 200
"""Characters; a file system takes 255 bytes a name, and and a variant's suffix needs room."""

_ADDRESS: Final = re.compile(r"/(?:[a-z0-9][a-z0-9._-]*/)*(?:[a-z0-9][a-z0-9._-]*)?")


def is_address(path: str) -> bool:
    """Return whether an address could be one of ours: absolute, lower-case, without dot segments."""
    if len(path) > MAX_ADDRESS_LENGTH or _ADDRESS.fullmatch(path) is None:
        return False
    segments = path.split("/")
    if segments[-1].startswith("index."):
        return False
    return all(len(segment) <= MAX_SEGMENT_LENGTH for segment in segments)


def candidates(path: str) -> tuple[tuple[str, str], ...]:
    """Return the (file, extension) pairs that may hold an address, first choice first; none for a foreign one."""
    if not is_address(path):
        return ()
    if path.endswith("/"):
        return tuple((f"{path[1:]}index.{extension}", extension) for extension in INDEX_EXTENSIONS)
    extension = path.rpartition("/")[2].rpartition(".")[2]
    return ((path[1:], extension),) if "." in path.rpartition("/")[2] and extension in PAGE_TYPES else ()


def file_of(path: str, extension: str) -> str:
    """Return the file, below `live` or `gone`, that holds an address in a format.

    Raises:
        UnsafePathError: the address is not one of ours, or cannot hold that format.
    """
    for file, candidate in candidates(path):
        if candidate == extension:
            return file
    raise UnsafePathError(path)


def location_of(path: str) -> str:
    """Return the file, below `moved`, that names where an address has moved.

    Raises:
        UnsafePathError: the address is not one of ours.
    """
    if not is_address(path):
        raise UnsafePathError(path)
    return f"{path.strip('/')}/{LOCATION}".lstrip("/")


def addresses_of(file: str) -> tuple[str, ...]:
    """Return the addresses that a plain file below a floor may stand for; none for a file of another kind.

    A redirect's file does not say whether its address ends in "/", so it stands for both.
    """
    folder, _, name = f"/{file}".rpartition("/")
    stem, _, extension = name.rpartition(".")
    if name == LOCATION:
        found: tuple[str, ...] = (f"{folder}/", folder)
    elif extension in PAGE_TYPES:
        found = (f"{folder}/" if stem == "index" else f"/{file}",)
    else:
        found = ()
    return tuple(path for path in found if is_address(path))


def is_target(target: str) -> bool:
    """Return whether a redirect may lead there: an address from our own root, never another host.

    A backslash counts as a slash in a browser, so `/\\evil.example` is refused like `//evil.example`.
    """
    printable = target.isascii() and target.isprintable() and " " not in target
    return printable and target.startswith("/") and not target.startswith("//") and "\\" not in target
