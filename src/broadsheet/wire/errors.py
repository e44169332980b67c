"""What can go wrong between an agency and the desk.

    WireError
    ├── UnreadableFileError          the bytes cannot become items; they are kept, and the file is quarantined
    │   ├── UnknownFormatError       none of the formats that we read
    │   ├── MalformedDispatchError   broken XML or JSON, or an item without its necessary parts
    │   ├── UnreadableEntityError    an entity reference that stands for nothing we know; the text would have a hole
    │   └── OversizedError           more bytes, or more parts, than one file may have
    └── FeedFolderError              a watched folder that cannot be looked at

`str(error)` is one plain sentence, fit for the desk. What a program needs is an attribute.
"""


class WireError(Exception):
    """Base of this room's errors."""


class UnreadableFileError(WireError):
    """The bytes cannot become items."""


class UnknownFormatError(UnreadableFileError):
    """None of the formats that we read."""


class MalformedDispatchError(UnreadableFileError):
    """Broken XML or JSON, or an item without its necessary parts."""


class UnreadableEntityError(UnreadableFileError):
    """An entity reference that stands for nothing we know."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The text refers to an entity “&{name};” that nobody has declared; ask the agency to send it again."
        )
        self.name = name


class OversizedError(UnreadableFileError):
    """More bytes, or more parts, than one file may have."""

    def __init__(self, what: str, *, limit: int, found: int) -> None:
        super().__init__(f"The file has {found:,} {what}; the most that is read is {limit:,}.")
        self.limit = limit
        self.found = found


class FeedFolderError(WireError):
    """A watched folder that cannot be looked at."""
