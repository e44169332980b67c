"""What every page store takes and gives, whatever it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Finished:
    """A page as the press hands it over: 200 or 410 with a body, or 301 with a location, and the keys that it carries."""

    path: str
    status: int
    body: bytes
    extension: str
    location: str | None = None
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class StoredPage:
    """What the store holds for an address: 200 or 410 with a body, or 301 with a location."""

    status: int
    body: bytes
    extension: str
    location: str | None = None


class PageStore(Protocol):
    """Where finished pages are kept. What `put` and `drop` did is durable when they return."""

    def put(self, pages: Sequence[Finished]) -> None:
        """Put up, withdraw or move each of these addresses.

        Raises:
            UnsafePathError: an address has no place in the store.
            StoreFullError, StoreError: some may have been written; to put them again does no harm.
        """

    def drop(self, path: str) -> None:
        """Forget an address altogether; the next reader has it rendered anew. Forgetting an unknown one is no fault."""

    def read(self, path: str) -> StoredPage | None:
        """Return what readers get at an address, or None if the store knows nothing of it."""

    def paths(self) -> Iterator[str]:
        """Yield every address that has a live page."""

    def all_paths(self) -> Iterator[str]:
        """Yield every address that the store knows, live, withdrawn or moved; one may come more than once."""

    def clear_leftovers(self) -> int:
        """Remove what a stopped machine left half-written; return how many."""
