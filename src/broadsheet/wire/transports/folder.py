"""A watched folder: the way most agencies' programmes deliver.

Looked at once a second rather than watched by inotify, because such folders are often network mounts, where inotify
is silent. A file is taken when its size and time have not changed between two looks, so half a file is never read;
a programme that renames its file into place is served by the same rule. Once a file is durably received it is moved
to `done/`; one that cannot be read goes to `failed/` with the reason beside it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event

import structlog
from django.db import DatabaseError

from broadsheet.wire.acts.attachments import ENDINGS
from broadsheet.wire.acts.receive import MAX_FILE_BYTES, Incoming, Received
from broadsheet.wire.errors import FeedFolderError, MissedFileError
from broadsheet.wire.models import Feed
from broadsheet.wire.transports.batches import MAX_BYTES, MAX_FILES, Batch, Looking

SECONDS_BETWEEN_LOOKS = 1.0
MAX_FILES_A_LOOK = 200
LOOKS_TO_WAIT_FOR_PICTURES = 10
MAX_LOOKS_PUT_OFF = 300
MAX_NUMBERED = 50
MAX_NAME = 255
"""Bytes of a file's name, as most file systems have it."""

MAX_REASON_NAME = 200
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
    problem: str = ""

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
        self.failures = {name: count for name, count in self.failures.items() if name in now}
        if not self.failures:
            self.problem = ""
        self.waited = self.waited + 1 if growing else 0
        if growing and self.waited <= LOOKS_TO_WAIT_FOR_PICTURES:
            stable = [name for name in stable if _is_named_as_picture(name)]
        stable.sort(key=lambda name: (not _is_named_as_picture(name), now[name][1], name))
        return [self.path / name for name in stable[:MAX_FILES_A_LOOK]]

    def put_off(self, name: str, err: Exception) -> None:
        """Leave a file that could not be received alone for a while: 2 looks, then 4, at most about five minutes.

        The others are not held up by it; on a full disk each of them is put off in its turn.
        """
        self.failures[name] = self.failures.get(name, 0) + 1
        self.resting[name] = min(2 ** min(self.failures[name], 20), MAX_LOOKS_PUT_OFF)
        self.problem = f"{name}: {str(err) or type(err).__name__}"
        unexpected = not isinstance(err, OSError | DatabaseError)
        log.warning("wire.not_received", file=name, error=self.problem, exc_info=err if unexpected else None)

    def forget(self, name: str) -> None:
        """Leave off counting a file that was received after all."""
        self.failures.pop(name, None)
        if not self.failures:
            self.problem = ""

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


class WatchedFolder:
    """Takes what lies ready in a feed's folder, and puts it away once it is durably received."""

    def __init__(self) -> None:
        self._folder: Folder | None = None

    def look(self, feed: Feed, *, stop: Event, now: datetime) -> Looking:
        """Hand over what is ready, up to fifty files at a time.

        Raises:
            FeedFolderError: the folder cannot be looked at.
            MissedFileError: a file in it cannot be received just now.
        """
        if self._folder is None or self._folder.path != feed.path:
            self._folder = Folder(feed.path)
        folder = self._folder
        for paths in _batches(folder.ready()):
            if stop.is_set():
                return
            yield from _take(folder, paths)
        if folder.problem:
            raise MissedFileError(folder.problem)


def _batches(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Yield paths, so many together that they may be held in memory."""
    batch: list[Path] = []
    size = 0
    for path in paths:
        with suppress(OSError):
            size += path.lstat().st_size
        if batch and (len(batch) >= MAX_FILES or size > MAX_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(path)
    if batch:
        yield batch


def _take(folder: Folder, paths: Sequence[Path]) -> Looking:
    """Hand over several files at once; if that does not work, each by itself, so that one holds up no other.

    On a full disk, or with the database away, all of them are left for later.
    """
    files = {path: data for path in paths if (data := _bytes_at(folder, path)) is not None}
    try:
        received = yield _batch(files)
    except (OSError, DatabaseError) as err:
        for path in files:
            folder.put_off(path.name, err)
        return
    except Exception as err:
        if len(files) == 1:
            folder.put_off(next(iter(files)).name, err)
            return
        for path in files:
            yield from _take(folder, [path])
        return
    for path in files:
        folder.forget(path.name)
        refused = [one for one in received if one.result == "quarantined" and one.file in (path.name, None)]
        _put_away(path, FAILED if refused else DONE, refused)


def _batch(files: Mapping[Path, bytes]) -> Batch:
    return Batch([Incoming(data, path.name, path.parent) for path, data in files.items()])


def _bytes_at(folder: Folder, path: Path) -> bytes | None:
    """Return the file's bytes, one more than are read of one too large; None if it cannot be had just now."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as err:
        folder.put_off(path.name, err)
        return None


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
    """Move the file, with the reason if it was refused. Who writes here may write links too: none is followed.

    Raises:
        FeedFolderError: where it is to go is a link, to a place that the agency chose.
    """
    folder = path.parent / where
    if folder.is_symlink():
        raise FeedFolderError(f"{folder} is a link, and no file is moved through one; take it away.")
    folder.mkdir(exist_ok=True)
    target = _free_name(folder, path.name)
    path.rename(target)
    if refused:
        reason = "\n".join(f"{one.error}: {one.detail}" for one in refused)
        beside = folder / f"{_cut(target.name, MAX_REASON_NAME)}.reason.txt"
        with suppress(FileExistsError), beside.open("x", encoding="utf-8", errors="replace") as file:
            file.write(reason + "\n")


def _free_name(folder: Path, name: str) -> Path:
    """Return a name in `folder` that is not taken: `a.xml`, then `a.1.xml` and so on, at length one of chance."""
    stem, dot, ending = name.rpartition(".")
    if not (dot and stem):
        stem, ending = name, ""
    ending = f".{ending}" if ending else ""
    for number in (*range(MAX_NUMBERED), secrets.token_hex(8)):
        further = f".{number}{ending}" if number else ending
        target = folder / (_cut(stem, MAX_NAME - len(os.fsencode(further))) + further)
        if not os.path.lexists(target):
            return target
    raise FileExistsError(name)


def _cut(name: str, size: int) -> str:
    """Return as much of a name as is `size` bytes long."""
    return os.fsdecode(os.fsencode(name)[: max(size, 0)])
