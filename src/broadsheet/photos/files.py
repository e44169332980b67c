"""Where the copies' files lie: waiting, in a folder that only the desk reads, or among the public ones (W16).

They are on the disk before the database names them.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

MADE = "published"
"""The folder below the desk's own media where files wait until a page shows them."""

EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}


def keep(picture_id: int, content: bytes, *, width: int, format: str) -> str:
    """Return the name of a waiting file, made from its content, once that is on the disk."""
    name = f"{picture_id}-{hashlib.sha256(content).hexdigest()[:16]}-{width}.{EXTENSIONS[format]}"
    root = waiting_folder()
    root.mkdir(parents=True, exist_ok=True)
    temporary = root / f".{name}.{secrets.token_hex(4)}"
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(root / name)
    finally:
        temporary.unlink(missing_ok=True)
    return name


def sync_waiting() -> None:
    """Have the names of the files that wait on the disk too."""
    sync_folder(waiting_folder())


def are_there(names: Iterable[str]) -> bool:
    """Return whether every one of these files lies in one of the folders."""
    return all((waiting_folder() / name).exists() or (_public_folder() / name).exists() for name in names)


def reveal(names: Iterable[str]) -> bool:
    """Put files among the public ones, and return whether one was missing; those that are there cost one look each."""
    missing = [name for name in names if not (_public_folder() / name).exists()]
    for name in missing:
        _link(waiting_folder() / name, _public_folder() / name)
    if missing:
        sync_folder(_public_folder())
    return bool(missing)


def keep_ready(names: Iterable[str]) -> None:
    """Have files in the waiting folder too: those of an earlier release were public only."""
    for name in names:
        with suppress(FileNotFoundError):
            if not (waiting_folder() / name).exists():
                _link(_public_folder() / name, waiting_folder() / name)


def hide_files(names: Iterable[str]) -> None:
    """Take files away from the public; the desk keeps them, and a page that shows them makes them public again."""
    names = list(names)
    keep_ready(names)
    for name in names:
        (_public_folder() / name).unlink(missing_ok=True)


def remove_files(names: Iterable[str]) -> None:
    """Remove files, public and waiting; one that is gone already is no error."""
    for name in names:
        (_public_folder() / name).unlink(missing_ok=True)
        (waiting_folder() / name).unlink(missing_ok=True)


def waiting_folder() -> Path:
    """Return the folder that only the desk reads."""
    return Path(settings.MEDIA_ROOT) / MADE


def _public_folder() -> Path:
    return Path(settings.PICTURES_ROOT)


def _link(source: Path, target: Path) -> None:
    """Give a file a second name; where the folders lie on two disks, a copy under a name of its own first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f".{target.name}.{secrets.token_hex(4)}"
    try:
        os.link(source, temporary)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, temporary)
        temporary.chmod(0o644)
    temporary.replace(target)
    temporary.unlink(missing_ok=True)  # both names of one file: then nothing was replaced


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
