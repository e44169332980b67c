"""What can go wrong in the press, as one tree.

PressError
├── UnsafePathError        an address that has no place in the page store
├── StoreError             the page store could not be written
│   └── StoreFullError     because the disk is full
├── NoSlotError            more presses and requests work at once than there are numbers for
├── PageNotReadyError      a page that a reader waits for is not there yet
├── SlotLostError          the lock under which a press holds addresses is gone
├── PurgeError             a cache in front of the page server did not drop what went stale
├── DeployError            a value cannot stand in another program's configuration
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


class PurgeError(PressError):
    """A cache in front of the page server did not drop what went stale; it does so by itself in a few seconds."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"The cache at {address} was not purged: {reason}")
        self.address = address
        self.reason = reason


class NoSlotError(PressError):
    """More presses and requests work at once than there are numbers for; stop some of them."""

    def __init__(self) -> None:
        super().__init__("Every number of a press is taken. Run fewer presses.")


class SlotLostError(PressError):
    """The lock under which a press holds addresses is gone, so what it rendered may be old: it begins again."""

    def __init__(self, slot: int) -> None:
        super().__init__(f"The lock of press {slot} is gone; it takes another and begins again.")
        self.slot = slot


class PageNotReadyError(PressError):
    """A page that a reader waits for is not there yet; it is tried again by itself."""

    def __init__(self, path: str) -> None:
        super().__init__(f"The page {path} is being made. Try again in a moment.")
        self.path = path


class DeployError(PressError):
    """A value of the settings, or a name on the disk, cannot stand in another program's configuration."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(
            f"{name} is {value!r}, which cannot be written into a configuration. Use letters, digits and / . _ - only."
        )
        self.name = name
        self.value = value
