"""Secrets that a newsroom keeps in ``data/keys``: each a file of its own, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def make_key(folder: Path, name: str) -> str:
    """Write a new key of 256 bits and return it; a key that is there already stays and is returned."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return key_for(folder, name)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    return key_for(folder, name)


def key_for(folder: Path, name: str) -> str:
    """Return the key of that name, or ``""`` where none was made: Django then refuses to start."""
    try:
        return (folder / name).read_text("ascii").strip()
    except FileNotFoundError:
        return ""
