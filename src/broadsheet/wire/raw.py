"""The raw store, for the bytes of pictures: files named by their own SHA-256, written before anything is said of them.

The bytes of texts lie in the database (`wire/kept.py`, docs/decisions/0011).

Why not Django's file storage: it neither syncs nor renames, and a name that an agency chose would become a path.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.core.disk import sync_folder


@dataclass(frozen=True, slots=True)
class Kept:
    """Where bytes are kept. `path` is relative to the root and made of the digest alone."""

    sha256: str
    path: str
    size: int


def keep(root: Path, data: bytes) -> Kept:
    """Store `data` under `root` and return where, once it is safe: file synced, renamed, folder synced.

    Bytes that are there already are left alone, as young as if they had come now.

    Raises:
        OSError: the disk is full, or the folder cannot be written. Nothing half-written stays.
    """
    digest = hashlib.sha256(data).hexdigest()
    kept = Kept(digest, f"{digest[:2]}/{digest}", len(data))
    target = root / kept.path
    if target.is_file() and target.stat().st_size == len(data):
        os.utime(target)
        return kept
    _make_folder(target.parent)
    partial = target.parent / f".{secrets.token_hex(8)}.part"
    try:
        _write_synced(partial, data)
        partial.replace(target)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    return kept


def load(root: Path, sha256: str) -> bytes:
    """Return the bytes with this digest.

    Raises:
        FileNotFoundError: they are not kept here.
    """
    return (root / sha256[:2] / sha256).read_bytes()


def older_than(root: Path, instant: datetime) -> Iterator[Path]:
    """Yield the files that were kept before that instant, and have not come again since."""
    for folder in sorted(root.glob("[0-9a-f][0-9a-f]")):
        for path in sorted(folder.iterdir()):
            if not path.name.startswith(".") and path.stat().st_mtime < instant.timestamp():
                yield path


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    sync_folder(folder.parent)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
