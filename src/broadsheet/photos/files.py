"""What becomes of the copies' files: kept where only the desk reads, shown to the public, taken away again (W16).

They are durable before the database names them, wherever they lie (`shelf`). Whoever keeps copies of the public files
hears when one came or went.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from broadsheet.photos.shelf import MADE, shelf
from broadsheet.photos.signals import public_files_changed

__all__ = [
    "EXTENSIONS",
    "MADE",
    "are_there",
    "hide_files",
    "keep",
    "keep_ready",
    "remove_files",
    "reveal",
    "sync_waiting",
]

EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}


def keep(picture_id: int, content: bytes, *, width: int, format: str) -> str:
    """Return the name of a waiting file, made from its content, once that is durable."""
    name = f"{picture_id}-{hashlib.sha256(content).hexdigest()[:16]}-{width}.{EXTENSIONS[format]}"
    shelf().keep(name, content)
    return name


def sync_waiting() -> None:
    """Have the names of the files that wait durable too."""
    shelf().settle()


def are_there(names: Iterable[str]) -> bool:
    """Return whether every one of these files is kept, waiting or public."""
    return shelf().are_there(names)


def reveal(names: Iterable[str]) -> bool:
    """Put files among the public ones, and return whether one was missing; those that are there cost one look each."""
    revealed = shelf().reveal(names)
    _announce(revealed)
    return bool(revealed)


def keep_ready(names: Iterable[str]) -> None:
    """Have files wait for the desk too: those of an earlier release were public only."""
    shelf().keep_ready(names)


def hide_files(names: Iterable[str]) -> None:
    """Take files away from the public; the desk keeps them, and a page that shows them makes them public again."""
    names = list(names)
    shelf().hide(names)
    _announce(names)


def remove_files(names: Iterable[str]) -> None:
    """Remove files, public and waiting; one that is gone already is no error."""
    names = list(names)
    shelf().remove(names)
    _announce(names)


def _announce(names: list[str]) -> None:
    if names:
        public_files_changed.send(sender=None, names=names)
