"""What a cache in front of the page server has to be able to do for the press."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class Purger(Protocol):
    """A cache that drops answers by the keys that they carry in `Surrogate-Key`."""

    def purge(self, keys: Collection[str]) -> None:
        """Drop every kept answer that carries one of these keys.

        Raises:
            PurgeError: the cache did not say that it has done so.
        """
