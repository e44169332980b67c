"""A mark in the newsroom's folder that says for which version of the package it was prepared.

Looking for migrations that are to be run takes over a second and collecting static files several; a start of an
unchanged package needs neither. No Django here: the supervisor asks before it starts anything.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import broadsheet
from broadsheet.settings.table import Settings

STANDS_ON = ("Django", "wagtail", "django-allauth", "django-tasks-db")


def is_prepared(settings: Settings) -> bool:
    """Return whether the newsroom was prepared for just this package and this database."""
    try:
        return _mark(settings).read_text("ascii") == _digest(settings)
    except OSError:
        return False


def note_prepared(settings: Settings) -> None:
    """Write the mark."""
    _mark(settings).write_text(_digest(settings), "ascii")


def _mark(settings: Settings) -> Path:
    return settings.data / "prepared"


def _digest(settings: Settings) -> str:
    """Return a digest of what a preparation depends on: migrations, static files, roles, pictures' rights, what all stand on."""
    root = Path(broadsheet.__file__).parent
    versions = " ".join(f"{name} {version(name)}" for name in STANDS_ON)
    turned = [settings[name] for name in ("database.url", "site.country", "pictures.no_archive_days")]
    found = hashlib.sha256(f"{versions} {turned}".encode())
    files = [*root.glob("*/migrations/*.py"), *root.glob("*/static/**/*")]
    files += [root / "desk" / "roles.py", root / "desk" / "acts" / "set_up.py"]
    for path in sorted(files):
        if path.is_file():
            found.update(path.name.encode())
            found.update(path.read_bytes())
    return found.hexdigest()
