"""Files written so that neither a reader nor a power cut ever meets half of one.

Each is written whole among a writer's own temporaries, flushed to the disk, and renamed into place. The kernel is told
to begin writing all of them before the first is waited for: so one commit of the file system's journal serves many
flushes, and a batch of 16 pages takes a little over half of what it takes one by one. Threads that flush at the same
time are no faster here and cost twice the processor; `syncfs` would wait for everybody else's files too.

On ext4, a folder's new files take their inodes from one group, first the free ones at its beginning; but those of files
that were deleted in the last minutes are passed over, one look each. Every page that replaces another deletes five. So a
writer changes its folder now and then, and asks for folders that are spread over the groups: making a file then takes
15 µs after thousands of pages as after the first, where it grew to 600.

Names are plain strings, because a `Path` costs as much as the call that it is for.
"""

from __future__ import annotations

import errno
import fcntl
import itertools
import os
import secrets
import sys
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from broadsheet.press.errors import StoreError, StoreFullError
from broadsheet.press.stores import layout

FILES_AT_ONCE: Final = 200
"""Files that are open at a time; a process may have 1,024."""

FILES_A_FOLDER: Final = 500
"""Files after which a writer takes another folder."""

_GET_FLAGS, _SET_FLAGS, _SPREAD_BELOW = 0x80086601, 0x40086602, 0x20000
"""Source: linux/fs.h, FS_IOC_GETFLAGS, FS_IOC_SETFLAGS, FS_TOPDIR_FL; ioctl_iflags(2)."""

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_UNLOCKED: Final = frozenset({errno.EAGAIN, errno.EACCES})


class Bench:
    """The folder of temporaries of one writer, with a lock that the kernel gives back when the writer dies.

    One thread's: when it begins to write, nothing of an earlier writing is left in the folder.
    """

    def __init__(self, root: str) -> None:
        self._root = f"{root}/{layout.WRITING}"
        self._folder = ""
        self._owner = self._files = 0
        self._numbers = itertools.count()
        self._give_back: weakref.finalize[..., Bench] | None = None

    def write(self, files: Sequence[tuple[str, bytes]], mtime_ns: int) -> list[str]:
        """Write (address, content) pairs to temporaries, all on the disk when it returns; return their names.

        Raises:
            StoreFullError, StoreError: naming the address; no temporary is left.
        """
        written: list[str] = []
        folder = self._own_folder(files[0][0])
        try:
            for start in range(0, len(files), FILES_AT_ONCE):
                self._write_some(folder, files[start : start + FILES_AT_ONCE], mtime_ns, written)
        except BaseException:
            clear(written)
            raise
        return written

    def _write_some(self, folder: str, files: Sequence[tuple[str, bytes]], mtime_ns: int, written: list[str]) -> None:
        opened: list[tuple[int, str]] = []
        try:
            for path, content in files:
                name = f"{folder}/{next(self._numbers):x}"
                with named_faults(path):
                    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
                    self._files += 1
                    written.append(name)
                    opened.append((descriptor, path))
                    _write_whole(descriptor, content)
                    os.utime(descriptor, ns=(mtime_ns, mtime_ns))
                    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)  # starts writing, waits for nothing
            for descriptor, path in opened:
                with named_faults(path):
                    os.fsync(descriptor)
        finally:
            for descriptor, _path in opened:
                os.close(descriptor)

    def clear_leftovers(self) -> int:
        """Remove the temporaries of writers that have died; return how many. Those of the living are left alone."""
        with suppress(FileNotFoundError):
            return sum(_cleared(f"{self._root}/{name}") for name in os.listdir(self._root))
        return 0

    def _own_folder(self, path: str) -> str:
        if self._owner == os.getpid() and self._files < FILES_A_FOLDER and os.path.isdir(self._folder):
            return self._folder
        if self._give_back is not None:
            self._give_back()
        with named_faults(path):
            _spread_below(self._root)
            while True:
                folder = f"{self._root}/{os.getpid()}-{secrets.token_hex(4)}"
                os.makedirs(folder)
                with suppress(FileNotFoundError):  # cleared away between our two calls
                    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                    fcntl.flock(lock, fcntl.LOCK_EX)
                    if os.path.isdir(folder):
                        break
                    os.close(lock)
        self._give_back = weakref.finalize(self, _give_back, folder, lock, os.getpid())
        self._folder, self._owner, self._files = folder, os.getpid(), 0
        return folder


class Folders:
    """Folders that names were put into or taken out of, each flushed once."""

    def __init__(self) -> None:
        self._touched: dict[str, str] = {}

    def touch(self, folder: str, path: str) -> None:
        """Note that a name in it changed, for the sake of an address."""
        self._touched.setdefault(folder, path)

    def make(self, folder: str, path: str) -> None:
        """Make a folder and those above it, so that they outlive a power cut once all are flushed."""
        if os.path.isdir(folder):
            return
        above = os.path.dirname(folder)
        self.make(above, path)
        with suppress(FileExistsError):
            os.mkdir(folder)
        self.touch(above, path)

    def flush(self) -> None:
        """Have the names on the disk.

        Raises:
            StoreFullError, StoreError: the disk refused.
        """
        for folder, path in self._touched.items():
            with named_faults(path):
                descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)
        self._touched.clear()


@contextmanager
def named_faults(path: str) -> Iterator[None]:
    """Turn what the disk says into an error of the store that names the address."""
    try:
        yield
    except OSError as err:
        kind = StoreFullError if err.errno in _FULL else StoreError
        raise kind(path, err.strerror or str(err)) from err


def clear(temporaries: Iterable[str]) -> None:
    """Remove temporaries that were not renamed."""
    for name in temporaries:
        with suppress(OSError):
            os.unlink(name)


def _write_whole(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _cleared(folder: str) -> int:
    """Clear a writer's folder if its writer is dead; return how many files were in it."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        return 0
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        names = os.listdir(folder)
        clear(f"{folder}/{name}" for name in names)
        os.rmdir(folder)
    except OSError as err:
        if err.errno in _UNLOCKED:
            return 0
        raise
    finally:
        os.close(lock)
    return len(names)


def _spread_below(root: str) -> None:
    """Have the folders in this one spread over the disk; on a file system that knows nothing of it, do without."""
    os.makedirs(root, exist_ok=True)
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            flags = bytearray(8)
            fcntl.ioctl(descriptor, _GET_FLAGS, flags)
            known = int.from_bytes(flags, sys.byteorder)
            if not known & _SPREAD_BELOW:
                fcntl.ioctl(descriptor, _SET_FLAGS, (known | _SPREAD_BELOW).to_bytes(8, sys.byteorder))
    finally:
        os.close(descriptor)


def _give_back(folder: str, lock: int, owner: int) -> None:
    """Leave the bench; a forked child leaves it to its parent."""
    if os.getpid() == owner:
        with suppress(OSError):
            os.rmdir(folder)
        os.close(lock)
