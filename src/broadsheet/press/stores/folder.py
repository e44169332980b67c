"""The page store as a folder: one finished page and its compressed variants an address.

A reader may come at any instant, and the machine may stop at any instant. So each file is written whole under a
temporary name, flushed to the disk, and then renamed; the folder is flushed once at the end. The plain file is
renamed last, and the server takes its state as the page's: whoever sees it has the variants that belong to it.
"""

from __future__ import annotations

import errno
import gzip
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import brotli

from broadsheet.press.errors import StoreError, StoreFullError, UnsafePathError
from broadsheet.press.stores import layout
from broadsheet.press.stores.kinds import Finished, StoredPage

BROTLI_QUALITY: Final = 5
GZIP_LEVEL: Final = 6
TEMPORARY_PREFIX: Final = ".writing-"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class FolderStore:
    """Finished pages below one folder. There is one writer, the press; readers need no lock."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, pages: Sequence[Finished]) -> None:
        """Put up, withdraw or move each of these addresses, durably when it returns.

        Raises:
            UnsafePathError: an address has no place in the store.
            StoreFullError, StoreError: some may have been written; to put them again does no harm.
        """
        for page in pages:
            match page.status:
                case 200:
                    self.write_page(page.path, page.body, page.extension)
                case 410:
                    self.withdraw(page.path, page.body)
                case _:
                    self.move(page.path, page.location or "/")

    def write_page(self, path: str, body: bytes, extension: str = "html") -> None:
        """Put a page up at an address, durably, in place of whatever the address gave before.

        Raises:
            UnsafePathError: the address has no place in the store.
            StoreFullError: no space is left; readers still get what they got before.
            StoreError: the disk refused for another reason; likewise.
        """
        file = self._inside(layout.LIVE, layout.file_of(path, extension))
        with _named_faults(path):
            _write_variants(file, body)
            self._forget(path, layout.GONE, layout.MOVED)

    def withdraw(self, path: str, body: bytes) -> None:
        """Take a page down for good and leave a notice (410). The notice stands before the page falls.

        Raises:
            UnsafePathError, StoreFullError, StoreError: as for `write_page`.
        """
        extension = "html" if path.endswith("/") else path.rpartition(".")[2]
        file = self._inside(layout.GONE, layout.file_of(path, extension))
        with _named_faults(path):
            _write_variants(file, body)
            self._forget(path, layout.LIVE, layout.MOVED)

    def move(self, path: str, target: str) -> None:
        """Send readers of an address to another of our own (301).

        Raises:
            UnsafePathError: the address has no place in the store, or the target is not an address from our root.
            StoreFullError, StoreError: as for `write_page`.
        """
        if not layout.is_target(target):
            raise UnsafePathError(target)
        file = self._inside(layout.MOVED, layout.location_of(path))
        with _named_faults(path):
            _make_folder(file.parent)
            _replace(file, f"{target}\n".encode())
            _flush_folder(file.parent)
            self._forget(path, layout.LIVE, layout.GONE)

    def drop(self, path: str) -> None:
        """Forget an address altogether; the next reader has it rendered anew. Forgetting an unknown one is no fault.

        Raises:
            UnsafePathError, StoreError: as for `write_page`.
        """
        if not layout.is_address(path):
            raise UnsafePathError(path)
        with _named_faults(path):
            self._forget(path, layout.LIVE, layout.GONE, layout.MOVED)

    def read(self, path: str) -> StoredPage | None:
        """Return what readers get at an address, or None if the store knows nothing of it."""
        for floor, status in ((layout.LIVE, 200), (layout.GONE, 410)):
            for name, extension in layout.candidates(path):
                with suppress(FileNotFoundError, NotADirectoryError):
                    return StoredPage(status, self._inside(floor, name).read_bytes(), extension)
        if not layout.is_address(path):
            return None
        with suppress(FileNotFoundError, NotADirectoryError):
            target = self._inside(layout.MOVED, layout.location_of(path)).read_text(encoding="utf-8")
            return StoredPage(301, b"", "html", target.strip())
        return None

    def paths(self) -> Iterator[str]:
        """Yield every address that has a live page, in the order of the folder tree."""
        live = self.root / layout.LIVE
        for folder, folders, names in os.walk(live):
            folders.sort()
            prefix = "/".join(["", *Path(folder).relative_to(live).parts])
            for name in sorted(names):
                stem, _, extension = name.rpartition(".")
                if name.startswith(".") or extension not in layout.PAGE_TYPES:
                    continue
                yield f"{prefix}/" if stem == "index" else f"{prefix}/{name}"

    def clear_leftovers(self) -> int:
        """Remove temporary files that a stopped machine left behind; return how many. Only the writer may call it."""
        leftovers = list(self.root.rglob(f"{TEMPORARY_PREFIX}*"))
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        return len(leftovers)

    def _inside(self, floor: str, name: str) -> Path:
        """Return a file of the store; refuse it when a link on the way leads out of the store."""
        file = self.root / floor / name
        if not file.parent.resolve().is_relative_to(self.root.resolve()):
            raise UnsafePathError(name)
        return file

    def _forget(self, path: str, *floors: str) -> None:
        for floor in floors:
            if floor == layout.MOVED:
                _remove(self._inside(floor, layout.location_of(path)))
                continue
            for name, _extension in layout.candidates(path):
                _remove(self._inside(floor, name))


@contextmanager
def _named_faults(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as err:
        kind = StoreFullError if err.errno in _FULL else StoreError
        raise kind(path, err.strerror or str(err)) from err


def _write_variants(file: Path, body: bytes) -> None:
    _make_folder(file.parent)
    _replace(_beside(file, ".br"), brotli.compress(body, quality=BROTLI_QUALITY))
    _replace(_beside(file, ".gz"), gzip.compress(body, GZIP_LEVEL, mtime=0))
    _replace(file, body)
    _flush_folder(file.parent)


def _beside(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix)


def _replace(file: Path, data: bytes) -> None:
    temporary = file.with_name(TEMPORARY_PREFIX + secrets.token_hex(8))
    try:
        with temporary.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        temporary.rename(file)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _remove(file: Path) -> None:
    """Remove a page, the plain file first: it is the one that the server goes by."""
    if not file.parent.is_dir():
        return
    found = [variant for variant in (file, _beside(file, ".br"), _beside(file, ".gz")) if variant.is_file()]
    for variant in found:
        variant.unlink(missing_ok=True)
    if found:
        _flush_folder(file.parent)


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it; flush each parent, so that a new folder outlives a power cut."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
