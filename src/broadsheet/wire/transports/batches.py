"""What a transport is: something that looks once and hands over batches of files, each with the feed's next cursor.

`look` is a generator. What it yields is received in one transaction with the cursor (criterion D5); what became of it
comes back as the value of the `yield`, after the commit. If receiving failed, the error is raised at the `yield`: the
transport may try in smaller pieces, or let it pass. It raises a `FeedError` for what went wrong on its own side, after
it has handed over what is whole.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Any, Protocol

from broadsheet.wire.acts.receive import Incoming, Received
from broadsheet.wire.models import Feed

MAX_FILES = 50
MAX_BYTES = 20 * 1024 * 1024

Looking = Generator["Batch", "list[Received]", None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that are received together. Without a cursor the feed's own stays as it is."""

    incoming: Sequence[Incoming]
    cursor: dict[str, Any] | None = None


class Transport(Protocol):
    """One way in which copy arrives; an object a feed, which may remember what its last look saw."""

    def look(self, feed: Feed, *, stop: Event, now: datetime) -> Looking:
        """Look once. Ends early, and cleanly, once `stop` is set.

        Raises:
            FeedError: the look came to nothing, or not to everything.
        """
        ...


def cursor_of(feed: Feed) -> dict[str, Any]:
    """Return the feed's cursor, empty if it was made at another address."""
    return dict(feed.cursor) if feed.cursor.get("address") == feed.address else {"address": feed.address}
