"""Try a feed: look once, read what comes, store nothing, and come back within a set time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread

from broadsheet.wire.acts.attachments import is_picture
from broadsheet.wire.models import Feed
from broadsheet.wire.opening_apart import open_bytes
from broadsheet.wire.transports.batches import Transport

MAX_SECONDS = 20.0


@dataclass(slots=True)
class Tried:
    """What a try found: how many files and items, the first headline, and what went wrong, if anything."""

    files: int = 0
    items: int = 0
    pictures: int = 0
    headline: str = ""
    problem: str = ""
    unreadable: list[str] = field(default_factory=list)
    is_slow: bool = False


def try_feed(feed: Feed, transport: Transport, *, now: datetime, max_seconds: float = MAX_SECONDS) -> Tried:
    """Return what one look at the feed finds. The cursor stays; a look that takes too long is left alone."""
    tried, stop = Tried(), Event()
    trial = Thread(target=_look, args=(feed, transport, tried, stop, now), name=f"try-{feed.name}", daemon=True)
    trial.start()
    trial.join(max_seconds)
    if trial.is_alive():
        stop.set()
        return Tried(is_slow=True)
    return tried


def _look(feed: Feed, transport: Transport, tried: Tried, stop: Event, now: datetime) -> None:
    looking = transport.look(feed, stop=stop, now=now)
    try:
        batch = next(looking, None)
        for one in batch.incoming if batch is not None else ():
            tried.files += 1
            _read(feed, one.data, one.filename, tried)
    except Exception as err:  # whatever a library raises, the person who tries is to see it
        tried.problem = str(err) or type(err).__name__
    finally:
        looking.close()


def _read(feed: Feed, data: bytes, filename: str, tried: Tried) -> None:
    if is_picture(data):
        tried.pictures += 1
        return
    opened = open_bytes(data, filename=filename, time_zone=feed.zone, format=feed.format or None)
    if opened.error:
        tried.unreadable.append(f"{filename}: {opened.detail}")
        return
    tried.items += len(opened.items)
    tried.headline = tried.headline or next((item.headline for item in opened.items if item.headline), "")
