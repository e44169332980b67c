"""What can go wrong between an agency and the desk.

    WireError
    ├── UnreadableFileError          the bytes cannot become items; they are kept, and the file is quarantined
    │   ├── UnknownFormatError       none of the formats that we read
    │   ├── MalformedDispatchError   broken XML or JSON, or an item without its necessary parts
    │   ├── EmptyFeedError           a feed without an entry, or something else where a feed was expected
    │   ├── UnreadableEntityError    an entity reference that stands for nothing we know; the text would have a hole
    │   ├── OversizedError           more bytes, or more parts, than one file may have
    │   └── ExhaustingFileError      reading it takes more time or memory than one file may cost
    ├── SchemaFolderError            a schema to look at, given by whoever reads, that cannot be used
    ├── SealedSecretError            a feed's password that does not open with this newsroom's key
    └── FeedError                    a look at a feed that came to nothing; the cursor stays where it was
        ├── FeedFolderError          a watched folder that cannot be looked at
        ├── ForbiddenAddressError    an address that feeds may not reach for
        ├── UnreachableFeedError     no connection, or one that was refused, cut or too slow
        ├── BusyFeedError            the other side asks us to come back later
        ├── RefusedSignInError       the user name or the password is not taken
        ├── UnknownHostKeyError      an SFTP server that is not, or not yet, the one that the feed names
        ├── MissedFileError          files that could not be had in a look that took the others
        ├── CrowdedFolderError       more files than one feed's folder may hold
        └── UselessAnswerError       an answer in which there is no copy

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


class EmptyFeedError(UnreadableFileError):
    """A feed without an entry, or something else where a feed was expected: never the same as "nothing new"."""


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


class ExhaustingFileError(UnreadableFileError):
    """Reading it takes more time or memory than one file may cost."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Reading the file {what}; ask the agency to send it in parts.")
        self.what = what


class SealedSecretError(WireError):
    """A feed's password that does not open with this newsroom's key."""


class SchemaFolderError(WireError):
    """A schema to look at that cannot be used."""


class FeedError(WireError):
    """A look at a feed that came to nothing."""


class FeedFolderError(FeedError):
    """A watched folder that cannot be looked at."""


class ForbiddenAddressError(FeedError):
    """An address that feeds may not reach for."""


class UnreachableFeedError(FeedError):
    """No connection, or one that was refused, cut or too slow."""


class BusyFeedError(FeedError):
    """The other side asks us to come back later: `retry_after_seconds` from now."""

    def __init__(self, status: int, *, retry_after_seconds: float) -> None:
        super().__init__(f"The server is busy (status {status}) and asks us to come back later.")
        self.status = status
        self.retry_after_seconds = retry_after_seconds


class RefusedSignInError(FeedError):
    """The user name or the password is not taken."""


class UnknownHostKeyError(FeedError):
    """An SFTP server that is not, or not yet, the one that the feed names: `line` is the key that it showed."""

    def __init__(self, sentence: str, *, line: str) -> None:
        super().__init__(sentence)
        self.line = line


class MissedFileError(FeedError):
    """Files that could not be had in a look that took the others."""


class CrowdedFolderError(FeedError):
    """More files than one feed's folder may hold."""


class UselessAnswerError(FeedError):
    """An answer in which there is no copy."""
