"""What can go wrong in the press, as one tree.

PressError
├── UnsafePathError        an address that has no place in the page store
├── StoreError             the page store could not be written
│   └── StoreFullError     because the disk is full
└── ServerConfigError      the page server's configuration cannot be used
"""

from __future__ import annotations


class PressError(Exception):
    """Something that the press could not do."""


class UnsafePathError(PressError):
    """An address that has no place in the page store; nothing was read or written for it."""

    def __init__(self, path: str) -> None:
        super().__init__(f"The address {path!r} has no place in the page store.")
        self.path = path


class StoreError(PressError):
    """The page store could not be written; what readers get is the page as it was."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"The page store could not write {path!r}: {reason}")
        self.path = path
        self.reason = reason


class StoreFullError(StoreError):
    """The disk that holds the page store is full; free some space, the press tries again by itself."""


class ServerConfigError(PressError):
    """The page server's configuration is missing or cannot be used."""
