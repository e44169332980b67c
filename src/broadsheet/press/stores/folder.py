"""The page store as a folder: one finished page, its compressed variants and its keys an address.

A reader may come at any instant, and the machine may stop at any instant. So all files of a batch are on the disk under
temporary names before the first is renamed; a page's plain file is renamed last, and the server takes its state as the
page's (`layout`); then each folder is flushed once. A notice or a redirect stands before the live page falls.

Several writers may work on one folder, as long as no two write one address at the same time: the press sees to that.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from broadsheet.press.errors import UnsafePathError
from broadsheet.press.stores import layout
from broadsheet.press.stores.kinds import Finished, StoredPage
from broadsheet.press.stores.packing import packed
from broadsheet.press.stores.writing import Bench, Folders, clear, named_faults

BESIDE = (*layout.VARIANT_SUFFIXES.values(), layout.KEYS)


class _Work(NamedTuple):
    """What a page asks for: its files by suffix, the plain one last, and the files that have to fall."""

    path: str
    target: str
    contents: dict[str, bytes]
    others: list[str]


class FolderStore:
    """Finished pages below one folder; readers need no lock."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._benches = threading.local()

    def put(self, pages: Sequence[Finished]) -> None:
        """Put up, withdraw or move each of these addresses, durably when it returns; of two for one address the last.

        Raises:
            UnsafePathError: an address has no place in the store; nothing was written for any.
            StoreFullError, StoreError: some may have been written; to put them again does no harm.
        """
        newest = {page.path: page for page in pages}
        safe: set[str] = set()
        work = [self._work(page, safe) for page in newest.values()]
        files = [(one.path, content) for one in work for content in one.contents.values()]
        if not files:
            return
        temporaries = self._bench.write(files, time.time_ns())
        folders = Folders()
        try:
            left = iter(temporaries)
            for one in work:
                _place(one, left, folders)
        except BaseException:
            clear(temporaries)
            raise
        folders.flush()
        for one in work:
            _fell(one.path, one.others, folders)
        folders.flush()

    def write_page(self, path: str, body: bytes, extension: str = "html") -> None:
        """Put one page up at an address."""
        self.put([Finished(path, 200, body, extension)])

    def withdraw(self, path: str, body: bytes) -> None:
        """Take a page down for good and leave a notice (410)."""
        extension = "html" if path.endswith("/") else path.rpartition(".")[2]
        self.put([Finished(path, 410, body, extension)])

    def move(self, path: str, target: str) -> None:
        """Send readers of an address to another of our own (301)."""
        self.put([Finished(path, 301, b"", "html", target)])

    def drop(self, path: str) -> None:
        """Forget an address altogether; the next reader has it rendered anew. Forgetting an unknown one is no fault.

        Raises:
            UnsafePathError, StoreError: as for `put`.
        """
        if not layout.is_address(path):
            raise UnsafePathError(path)
        folders = Folders()
        _fell(path, self._files_of(path, set()), folders)
        folders.flush()

    def read(self, path: str) -> StoredPage | None:
        """Return what readers get at an address, or None if the store knows nothing of it."""
        safe: set[str] = set()
        for floor, status in ((layout.LIVE, 200), (layout.GONE, 410)):
            for name, extension in layout.candidates(path):
                with suppress(FileNotFoundError, NotADirectoryError):
                    return StoredPage(status, Path(self._inside(floor, name, safe)).read_bytes(), extension)
        if not layout.is_address(path):
            return None
        with suppress(FileNotFoundError, NotADirectoryError):
            file = Path(self._inside(layout.MOVED, layout.location_of(path), safe))
            return StoredPage(301, b"", "html", file.read_text(encoding="utf-8").strip())
        return None

    def paths(self) -> Iterator[str]:
        """Yield every address that has a live page, in the order of the folder tree."""
        yield from self._addresses(layout.LIVE)

    def all_paths(self) -> Iterator[str]:
        """Yield every address that the store knows, live, withdrawn or moved; one may come more than once."""
        for floor in (layout.LIVE, layout.GONE, layout.MOVED):
            yield from self._addresses(floor)

    def clear_leftovers(self) -> int:
        """Remove temporary files that stopped writers left behind; return how many. Living writers lose nothing."""
        return self._bench.clear_leftovers()

    @property
    def _bench(self) -> Bench:
        """Return this thread's own."""
        if not hasattr(self._benches, "own"):
            self._benches.own = Bench(str(self.root))
        own: Bench = self._benches.own
        return own

    def _addresses(self, floor: str) -> Iterator[str]:
        top = self.root / floor
        for folder, folders, names in os.walk(top):
            folders.sort()
            below = "".join(f"{part}/" for part in Path(folder).relative_to(top).parts)
            for name in sorted(names):
                yield from layout.addresses_of(below + name)

    def _work(self, page: Finished, safe: set[str]) -> _Work:
        """Return what to write and what has to fall, the addresses checked."""
        if page.status == 301:
            if not page.location or not layout.is_target(page.location):
                raise UnsafePathError(page.location or page.path)
            target = self._inside(layout.MOVED, layout.location_of(page.path), safe)
            contents = {"": f"{page.location}\n".encode()}
        else:
            floor = layout.LIVE if page.status == 200 else layout.GONE
            target = self._inside(floor, layout.file_of(page.path, page.extension), safe)
            keys = {layout.KEYS: " ".join(sorted(page.keys)).encode() + b"\n"} if page.keys else {}
            contents = {**packed(page.body), **keys, "": page.body}
        others = [file for file in self._files_of(page.path, safe) if file != target]
        return _Work(page.path, target, contents, others)

    def _files_of(self, path: str, safe: set[str]) -> list[str]:
        """Return every plain file that an address may have; a withdrawn live page is the first to fall."""
        found = [
            self._inside(floor, name, safe)
            for floor in (layout.LIVE, layout.GONE)
            for name, _extension in layout.candidates(path)
        ]
        return [*found, self._inside(layout.MOVED, layout.location_of(path), safe)]

    def _inside(self, floor: str, name: str, safe: set[str]) -> str:
        """Return a file of the store; refuse it when a link on the way leads out of the store."""
        file = f"{self.root}/{floor}/{name}"
        self._check(os.path.dirname(file), name, safe)
        return file

    def _check(self, folder: str, name: str, safe: set[str]) -> None:
        """Refuse a link that leads out. Only folders below our own are looked at, each once for all pages of a call."""
        if folder in safe or len(folder) <= len(str(self.root)):
            return
        self._check(os.path.dirname(folder), name, safe)
        if os.path.islink(folder) and not os.path.realpath(folder).startswith(f"{os.path.realpath(self.root)}/"):
            raise UnsafePathError(name)
        safe.add(folder)


def _place(one: _Work, temporaries: Iterator[str], folders: Folders) -> None:
    """Rename a page's files into place; a variant that the new version lacks goes before its plain file comes."""
    with named_faults(one.path):
        folder = os.path.dirname(one.target)
        folders.make(folder, one.path)
        for suffix in BESIDE:
            if suffix not in one.contents:
                with suppress(FileNotFoundError):
                    os.unlink(one.target + suffix)
        for suffix in one.contents:
            os.rename(next(temporaries), one.target + suffix)
        folders.touch(folder, one.path)


def _fell(path: str, files: Sequence[str], folders: Folders) -> None:
    """Remove pages, the plain file of each first: it is the one that the server goes by."""
    with named_faults(path):
        for folder, file in ((os.path.dirname(file), file) for file in files):
            if not os.path.isdir(folder):
                continue
            for suffix in ("", *BESIDE):
                with suppress(FileNotFoundError):
                    os.unlink(file + suffix)
                    folders.touch(folder, path)
