"""Let a feed's transport look once, and receive what it hands over: items and cursor in one transaction (D5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event

import structlog

from broadsheet.wire.acts.receive import Received, receive_many
from broadsheet.wire.models import Feed
from broadsheet.wire.transports.batches import Batch, Transport

log = structlog.get_logger(__name__)


def look(feed: Feed, transport: Transport, *, stop: Event, clock: Callable[[], datetime]) -> list[Received]:
    """Receive what a transport finds in one look, and return what became of each item.

    An error in receiving goes to the transport first, which may try in smaller pieces; what it lets pass comes out here.
    What was received before an error stays received.

    Raises:
        FeedError: the look came to nothing, or not to everything.
        OSError, DatabaseError: a full disk, a database that is away. Nothing of that batch is recorded.
    """
    received: list[Received] = []
    looking = transport.look(feed, stop=stop, now=clock())
    try:
        batch = next(looking)
        while not stop.is_set():
            try:
                found = receive_many(batch.incoming, feed=feed, now=clock(), cursor=batch.cursor)
            except Exception as err:
                batch = looking.throw(err)
            else:
                _note(feed, batch, found)
                received += found
                batch = looking.send(found)
    except StopIteration:
        return received
    finally:
        looking.close()
    return received


def _note(feed: Feed, batch: Batch, found: list[Received]) -> None:
    if batch.cursor is not None:
        feed.cursor = batch.cursor
    for one in found:
        log.info("wire.received", feed=feed.name, guid=one.guid, result=one.result, file=one.file, error=one.error)
