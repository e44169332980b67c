"""A watched folder: the way most agencies' programmes deliver.

Looked at once a second rather than watched by inotify, because such folders are often network mounts, where inotify
is silent. A file is taken when its size and time have not changed between two looks, so half a file is never read;
a programme that renames its file into place is served by the same rule. Once a file is durably received it is moved
to `done/`; one that cannot be read goes to `failed/` with the reason beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import structlog
from django.db import Error as DatabaseError
from django.db import close_old_connections

from broadsheet.wire.acts.attachments import ENDINGS
from broadsheet.wire.acts.receive import Received, receive_file
from broadsheet.wire.errors import FeedFolderError
from broadsheet.wire.models import Feed

SECONDS_BETWEEN_LOOKS = 1.0
MAX_FILES_A_LOOK = 200
LOOKS_TO_WAIT_FOR_PICTURES = 10
MAX_LOOKS_PUT_OFF = 300
UNFINISHED = (".tmp", ".part", ".filepart", ".crdownload")
DONE, FAILED = "done", "failed"

log = structlog.get_logger(__name__)
Fingerprint = tuple[int, int, int]


@dataclass(slots=True)
class Folder:
    """What the last look at a folder saw."""

    path: Path
    seen: dict[str, Fingerprint] = field(default_factory=dict)
    waited: int = 0
    failures: dict[str, int] = field(default_factory=dict)
    resting: dict[str, int] = field(default_factory=dict)

    def ready(self) -> list[Path]:
        """Look, and return the files that have not changed since the last look: pictures first, then by age.

        While a picture is still being written the other files wait for it, ten looks at most.

        Raises:
            FeedFolderError: the folder cannot be made or read.
        """
        now = self._look()
        stable = [name for name, mark in now.items() if self.seen.get(name) == mark]
        growing = any(_is_named_as_picture(name) for name in now.keys() - set(stable))
        self.resting = {name: looks - 1 for name, looks in self.resting.items() if looks > 1 and name in now}
        stable = [name for name in stable if name not in self.resting]
        self.seen = now
        self.waited = self.waited + 1 if growing else 0
        if growing and self.waited <= LOOKS_TO_WAIT_FOR_PICTURES:
            stable = [name for name in stable if _is_named_as_picture(name)]
        stable.sort(key=lambda name: (not _is_named_as_picture(name), now[name][1], name))
        return [self.path / name for name in stable[:MAX_FILES_A_LOOK]]

    def put_off(self, name: str) -> None:
        """Leave a file that could not be received alone for a while: 2 looks, then 4, at most about five minutes.

        The others are not held up by it; on a full disk each of them is put off in its turn.
        """
        self.failures[name] = self.failures.get(name, 0) + 1
        self.resting[name] = min(2 ** self.failures[name], MAX_LOOKS_PUT_OFF)

    def _look(self) -> dict[str, Fingerprint]:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with os.scandir(self.path) as entries:
                return {
                    entry.name: (stat.st_size, stat.st_mtime_ns, stat.st_ino)
                    for entry in entries
                    if _is_wanted(entry) and (stat := _stat(entry))
                }
        except OSError as error:
            raise FeedFolderError(f"The folder {self.path} cannot be read: {error.strerror or error}.") from error


def watch(feeds: Callable[[], Iterable[Feed]], stop: Event, *, seconds: float = SECONDS_BETWEEN_LOOKS) -> None:
    """Look at the folders of `feeds()` until `stop` is set. What goes wrong in one feed stops no other.

    `feeds` is asked again before every round, so that a new feed needs no restart.
    """
    folders: dict[Path, Folder] = {}
    while not stop.is_set():
        close_old_connections()
        try:
            for feed in list(feeds()):
                if stop.is_set():
                    break
                look_at(feed, folders.setdefault(feed.path, Folder(feed.path)), stop=stop)
        except DatabaseError as error:
            log.warning("wire.feeds_unknown", error=str(error))
        stop.wait(seconds)


def look_at(feed: Feed, folder: Folder, *, stop: Event | None = None) -> list[Received]:
    """Receive what is ready in one folder, and say in the feed's state whether that went well."""
    received: list[Received] = []
    problem = ""
    try:
        for path in folder.ready():
            if stop is not None and stop.is_set():
                break
            received += take(feed, path, now=datetime.now(UTC))
            folder.failures.pop(path.name, None)
    except FeedFolderError as error:
        problem = str(error)
    except Exception as error:
        problem = f"{path.name}: {str(error) or type(error).__name__}"
        folder.put_off(path.name)
        unexpected = not isinstance(error, OSError | DatabaseError)
        log.warning("wire.not_received", feed=feed.name, file=path.name, error=problem, exc_info=unexpected)
    _note_state(feed, problem[:500])
    return received


def take(feed: Feed, path: Path, *, now: datetime) -> list[Received]:
    """Receive one file and put it away.

    Raises:
        OSError, DatabaseError: a full disk, a database that is away. The file is where it was, for later.
    """
    try:
        received = receive_file(path, feed=feed, now=now)
    except FileNotFoundError:
        return []
    refused = [one for one in received if one.result == "quarantined"]
    _put_away(path, FAILED if refused else DONE, refused)
    for one in received:
        log.info("wire.received", feed=feed.name, file=path.name, guid=one.guid, result=one.result, error=one.error)
    return received


def _note_state(feed: Feed, problem: str) -> None:
    state = Feed.State.FAILING if problem else Feed.State.WORKING
    if (feed.state, feed.last_error) == (state, problem):
        return
    try:
        Feed.objects.filter(pk=feed.pk).update(state=state, last_error=problem)
    except DatabaseError as error:
        log.warning("wire.feed_state_unsaved", feed=feed.name, error=str(error))
    else:
        feed.state, feed.last_error = state, problem


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    return not name.startswith(".") and not name.lower().endswith(UNFINISHED) and entry.is_file(follow_symlinks=False)


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None


def _is_named_as_picture(name: str) -> bool:
    return name.lower().endswith(ENDINGS)


def _put_away(path: Path, where: str, refused: list[Received]) -> None:
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    target = _free_name(folder, path.name)
    path.rename(target)
    if refused:
        reason = "\n".join(f"{one.error}: {one.detail}" for one in refused)
        (folder / f"{target.name[:200]}.reason.txt").write_text(reason + "\n", encoding="utf-8")


def _free_name(folder: Path, name: str) -> Path:
    """Return a name in `folder` that is not taken: `a.xml`, then `a.1.xml`, and so on."""
    target = folder / name
    stem, dot, ending = name.rpartition(".")
    number = 0
    while target.exists():
        number += 1
        target = folder / (f"{stem}.{number}.{ending}" if dot and stem else f"{name}.{number}")
    return target
