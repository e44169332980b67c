"""The page store as objects in an S3-compatible bucket, for newsrooms on several machines.

One object a page, below `pages/`, under the name that the folder store gives its plain file: no variants, since who
copies it makes its own, and a content delivery network too. It carries content type and cache headers, so that such a
network may read `pages/live/` itself. The object of a new state is there before those of the old are deleted, and only
those are that would be read before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from broadsheet.core.bucket import Bucket, BucketError
from broadsheet.press.errors import StoreError, UnsafePathError
from broadsheet.press.server.headers import PAGE_CACHE, SHORT_CACHE
from broadsheet.press.stores import layout
from broadsheet.press.stores.kinds import Finished, StoredPage

FOLDER: Final = "pages/"
AT_ONCE: Final = 8
"""Requests that are on their way at the same time."""


class S3Store:
    """Finished pages in a bucket. An object is there whole or not at all."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="s3")

    def put(self, pages: Sequence[Finished]) -> None:
        """Put up, withdraw or move each of these addresses, durably when it returns; of two for one address the last.

        Raises:
            UnsafePathError: an address has no place in the store; nothing was written for any.
            StoreError: some may have been written; to put them again does no harm.
        """
        newest = {page.path: page for page in pages}
        targets = {path: _target(page) for path, page in newest.items()}
        list(self._pool.map(lambda page: self._put(targets[page.path], page), newest.values()))
        self._delete([name for path in newest for name in _read_before(path, targets[path])])

    def drop(self, path: str) -> None:
        """Forget an address altogether; the next reader has it rendered anew. Forgetting an unknown one is no fault.

        Raises:
            UnsafePathError, StoreError: as for `put`.
        """
        self._delete(names_of(path))

    def read(self, path: str) -> StoredPage | None:
        """Return what readers get at an address, or None if the store knows nothing of it.

        Raises:
            StoreError: the store cannot be asked.
        """
        if not layout.is_address(path):
            return None
        with _named_faults(path):
            for floor, status in ((layout.LIVE, 200), (layout.GONE, 410)):
                for name, extension in layout.candidates(path):
                    body = self._bucket.get(f"{FOLDER}{floor}/{name}")
                    if body is not None:
                        return StoredPage(status, body, extension)
            target = self._bucket.get(f"{FOLDER}{layout.MOVED}/{layout.location_of(path)}")
        return None if target is None else StoredPage(301, b"", "html", target.decode().strip())

    def read_many(self, paths: Sequence[str]) -> dict[str, StoredPage | None]:
        """Return what readers get at each of these addresses.

        Raises:
            StoreError: the store cannot be asked.
        """
        return dict(zip(paths, self._pool.map(self.read, paths), strict=True))

    def paths(self) -> Iterator[str]:
        """Yield every address that has a live page.

        Raises:
            StoreError: the store cannot be asked.
        """
        return self._addresses(layout.LIVE)

    def all_paths(self) -> Iterator[str]:
        """Yield every address that the store knows, live, withdrawn or moved; one may come more than once.

        Raises:
            StoreError: the store cannot be asked.
        """
        for floor in (layout.LIVE, layout.GONE, layout.MOVED):
            yield from self._addresses(floor)

    def clear_leftovers(self) -> int:
        """Return 0: there is nothing that could be half-written."""
        return 0

    def _addresses(self, floor: str) -> Iterator[str]:
        top = f"{FOLDER}{floor}/"
        with _named_faults(top):
            for name in self._bucket.names(top):
                yield from layout.addresses_of(name.removeprefix(top))

    def _put(self, target: str, page: Finished) -> None:
        with _named_faults(page.path):
            if page.status == 301:
                body, kind, cache = f"{page.location}\n".encode(), "text/plain; charset=utf-8", SHORT_CACHE
            else:
                body, kind = page.body, layout.PAGE_TYPES[page.extension]
                cache = PAGE_CACHE if page.status == 200 else SHORT_CACHE
            self._bucket.put(target, body, content_type=kind, cache_control=cache)

    def _delete(self, names: Sequence[str]) -> None:
        if names:
            with _named_faults(names[0]):
                self._bucket.delete(names)


def names_of(path: str) -> list[str]:
    """Return every name that an address may have in the store, in the order in which they are read: live pages first.

    Raises:
        UnsafePathError: the address has no place in the store.
    """
    if not layout.is_address(path):
        raise UnsafePathError(path)
    floors = (layout.LIVE, layout.GONE)
    pages = [f"{FOLDER}{floor}/{name}" for floor in floors for name, _extension in layout.candidates(path)]
    return [*pages, f"{FOLDER}{layout.MOVED}/{layout.location_of(path)}"]


def _read_before(path: str, target: str) -> list[str]:
    """Return the names that readers would get instead of the target; those after it are met by nobody.

    A page that is up again is one request: the notice that stood for it may lie there until the address is dropped.
    """
    names = names_of(path)
    return names[: names.index(target)]


def _target(page: Finished) -> str:
    if page.status == 301:
        if not page.location or not layout.is_target(page.location):
            raise UnsafePathError(page.location or page.path)
        return f"{FOLDER}{layout.MOVED}/{layout.location_of(page.path)}"
    floor = layout.LIVE if page.status == 200 else layout.GONE
    return f"{FOLDER}{floor}/{layout.file_of(page.path, page.extension)}"


@contextmanager
def _named_faults(path: str) -> Iterator[None]:
    try:
        yield
    except BucketError as err:
        raise StoreError(path, err.reason) from err
