"""Encrypt a backup to keys that are not on this machine, and open it again (B3). The format is age's, by `pyrage`.

age reads and writes whole streams, and so do we: a pipe and a thread stand in between, and nothing lies on the disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, Final

import pyrage

from broadsheet.commands.errors import BackupError, BackupLockedError, BackupNotWrittenError

HEAD: Final = b"age-encryption.org/"


def recipients_from(words: Sequence[str]) -> list[Any]:
    """Return the keys that a backup is encrypted to.

    Raises:
        BackupNotWrittenError: a word is no public key of age.
    """
    try:
        return [pyrage.x25519.Recipient.from_str(word) for word in words]
    except pyrage.RecipientError as err:
        raise BackupNotWrittenError("a recipient is no public key of age; such a key begins with age1.") from err


def identities_from(file: Path | None) -> list[Any]:
    """Return the secret keys in a file as `age-keygen` writes it; none for no file.

    Raises:
        BackupLockedError: the file cannot be read, or holds no such key.
    """
    if file is None:
        return []
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
        return [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as err:
        raise BackupLockedError(f"{file} holds no secret key of age.") from err


@contextmanager
def shut(out: BinaryIO, recipients: Sequence[Any]) -> Iterator[BinaryIO]:
    """Yield where to write what ends up in `out`, encrypted if there are recipients."""
    if not recipients:
        yield out
        return
    reading, writing = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    work = _Work(lambda: pyrage.encrypt_io(reading, out, list(recipients)), reading)
    try:
        with work, writing:
            yield writing  # type: ignore[misc]
    except BrokenPipeError:  # its cause is the thread's fault
        if work.fault is None:
            raise
    if work.fault is not None:
        raise BackupNotWrittenError(f"it could not be encrypted and written ({work.fault}).") from work.fault


@contextmanager
def opened(source: BinaryIO, identities: Sequence[Any]) -> Iterator[BinaryIO]:
    """Yield what to read a backup from, decrypted if it is encrypted. `source` stands at its beginning.

    Raises:
        BackupLockedError: it is encrypted, and none of the identities opens it.
    """
    is_shut = source.read(len(HEAD)) == HEAD
    source.seek(0)
    if not is_shut:
        yield source
        return
    if not identities:
        raise BackupLockedError("it is encrypted. Name the file with its secret key: --identity FILE")
    reading, writing = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    work = _Work(lambda: pyrage.decrypt_io(source, writing, list(identities)), writing)
    try:
        with work, reading:
            yield reading  # type: ignore[misc]
    except BackupError:
        if isinstance(work.fault, pyrage.DecryptError) and "matching keys" in str(work.fault):
            raise BackupLockedError("the key that was given does not open it.") from work.fault
        raise


class _Work(Thread):
    """One call in a thread; what it was given is closed at its end, and its fault is kept."""

    def __init__(self, call: Any, stream: Any) -> None:
        super().__init__(daemon=True)
        self._call, self._stream = call, stream
        self.fault: Exception | None = None

    def run(self) -> None:
        try:
            self._call()
        except Exception as err:  # the other end of the pipe tells of it
            self.fault = err
        with suppress(OSError, ValueError):
            self._stream.close()

    def __enter__(self) -> _Work:
        self.start()
        return self

    def __exit__(self, *_details: object) -> None:
        self.join()
