"""Files in a folder on somebody else's machine: which are new, which are whole, and what has been taken.

What was taken is remembered by a short hash of name, size and time, for as long as the file lies there. Nothing is
deleted, moved or renamed over there: the folder is the agency's. A file is taken when two listings some seconds apart
agree on it and as many bytes came as were listed; one that was cut off is taken again, whole, at the next look.
"""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from threading import Event
from typing import Protocol

from broadsheet.wire.acts.attachments import ENDINGS
from broadsheet.wire.acts.receive import MAX_FILE_BYTES, Incoming
from broadsheet.wire.errors import CrowdedFolderError, FeedError, MissedFileError, UnreachableFeedError
from broadsheet.wire.models import Feed
from broadsheet.wire.transports.batches import MAX_BYTES, MAX_FILES, Batch, Looking, cursor_of

SETTLE_SECONDS = 2.0
MAX_LISTED = 50_000
MAX_LINES = 2 * MAX_LISTED
"""Of a listing: folders, and files that are not wanted, are counted in. A server that goes on and on is cut."""

TOO_MANY = f"The folder's listing has no end after {MAX_LINES:,} lines; ask the agency to clear it."
MAX_LOOK_SECONDS = 300.0
MAX_TAKEN_BYTES = MAX_FILE_BYTES + 1
"""One more than is read, so that a file too large ends in quarantine as such."""

UNFINISHED = (".tmp", ".part", ".filepart", ".crdownload")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as a listing shows it. `modified` is opaque; `size` is bytes, None where the server does not say."""

    name: str
    size: int | None
    modified: str

    @property
    def mark(self) -> str:
        text = f"{self.name}\0{self.size}\0{self.modified}".encode("utf-8", "surrogateescape")
        return urlsafe_b64encode(blake2b(text, digest_size=9).digest()).decode()


class RemoteFolder(Protocol):
    """A connection that is open and stands in the feed's folder."""

    def listing(self) -> Sequence[Listed]:
        """Return the files, no folders and no links."""
        ...

    def fetch(self, listed: Listed) -> bytes:
        """Return the file's bytes, at most `MAX_TAKEN_BYTES`.

        Raises:
            MissedFileError: this one cannot be had; others may.
            FeedError: the connection is of no more use.
        """
        ...


def take_new(remote: RemoteFolder, feed: Feed, *, stop: Event) -> Looking:
    """Hand over the files of a remote folder that were not taken before.

    Raises:
        CrowdedFolderError: too many files to remember.
        MissedFileError: a file could not be had; the others were handed over.
        FeedError: the connection broke; what came whole before was handed over.
    """
    look = _Look(feed, stop)
    yield from look.over(remote)
    if look.broke is not None:
        raise look.broke
    if look.problem:
        raise MissedFileError(look.problem)


class _Look:
    def __init__(self, feed: Feed, stop: Event) -> None:
        self.problem = ""
        self.broke: FeedError | None = None
        self._cursor = cursor_of(feed)
        self._taken = set(self._cursor.get("files", ()))
        self._stop = stop
        self._ends = time.monotonic() + MAX_LOOK_SECONDS

    def over(self, remote: RemoteFolder) -> Looking:
        fresh = self._fresh(remote)
        batch: list[tuple[Listed, bytes]] = []
        size = 0
        try:
            for listed in fresh:
                if self._stop.is_set() or time.monotonic() > self._ends:
                    break
                data = self._whole(remote, listed)
                if data is None:
                    continue
                if batch and (len(batch) >= MAX_FILES or size + len(data) > MAX_BYTES):
                    yield from self._hand_over(batch)
                    batch, size = [], 0
                batch.append((listed, data))
                size += len(data)
        except FeedError as err:
            self.broke = err
        if batch:
            yield from self._hand_over(batch)

    def _fresh(self, remote: RemoteFolder) -> list[Listed]:
        """Return what is new and at rest, pictures first so that their items find them."""
        first = [listed for listed in _wanted(remote.listing()) if listed.mark not in self._taken]
        if not first or self._stop.wait(SETTLE_SECONDS):
            return []
        marks = {listed.mark for listed in first}
        second = _wanted(remote.listing())
        if len(second) > MAX_LISTED:
            raise CrowdedFolderError(
                f"The folder holds {len(second):,} files, and {MAX_LISTED:,} are the most that can be told apart; "
                "ask the agency to clear it, or name a folder of this month."
            )
        self._taken &= {listed.mark for listed in second}
        fresh = [listed for listed in second if listed.mark in marks]
        return sorted(fresh, key=lambda one: (not one.name.lower().endswith(ENDINGS), one.modified, one.name))

    def _whole(self, remote: RemoteFolder, listed: Listed) -> bytes | None:
        try:
            data = remote.fetch(listed)
        except MissedFileError as err:
            self.problem = f"{listed.name}: {err}"
            return None
        expected = None if listed.size is None else min(listed.size, MAX_TAKEN_BYTES)
        if expected is not None and len(data) != expected:
            self.problem = f"{listed.name}: {len(data):,} of {expected:,} bytes came; it is taken again."
            return None
        return data

    def _hand_over(self, batch: list[tuple[Listed, bytes]]) -> Looking:
        yield self._batch(batch)
        self._taken |= {listed.mark for listed, _data in batch}

    def _batch(self, files: list[tuple[Listed, bytes]]) -> Batch:
        taken = self._taken | {listed.mark for listed, _data in files}
        incoming = [Incoming(data, listed.name) for listed, data in files]
        return Batch(incoming, {**self._cursor, "files": sorted(taken)})


def _wanted(listing: Sequence[Listed]) -> list[Listed]:
    return [
        listed
        for listed in listing
        if not listed.name.startswith(".")
        and "/" not in listed.name
        and not listed.name.lower().endswith(UNFINISHED)
        and listed.size != 0
    ]


class Pace:
    """Counts the seconds that one file takes: a server that drips is cut."""

    def __init__(self, max_seconds: float = 120.0) -> None:
        self._max_seconds = max_seconds
        self._ends = time.monotonic() + max_seconds

    def check(self) -> None:
        """Go on, or not.

        Raises:
            UnreachableFeedError: the file has taken too long.
        """
        if time.monotonic() > self._ends:
            raise UnreachableFeedError(f"A file did not come within {self._max_seconds:g} seconds.")
