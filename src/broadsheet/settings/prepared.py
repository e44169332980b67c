"""A mark in the newsroom's folder that says for which version of the package it was prepared.

Looking for migrations that are to be run takes over a second and collecting static files several; a start of an
unchanged package needs neither.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

import broadsheet


def is_prepared() -> bool:
    """Return whether the newsroom was prepared for just this package and these settings."""
    try:
        return _mark().read_text("ascii") == _digest()
    except OSError:
        return False


def note_prepared() -> None:
    """Write the mark."""
    _mark().write_text(_digest(), "ascii")


def _mark() -> Path:
    return Path(settings.DATA) / "prepared"


def _digest() -> str:
    """Return a digest of what a preparation depends on: our migrations, static files and roles, and what they stand on."""
    import django
    import wagtail

    root = Path(broadsheet.__file__).parent
    found = hashlib.sha256(
        f"{django.__version__} {wagtail.__version__} {settings.DATABASES['default']['NAME']}".encode()
    )
    files = [*root.glob("*/migrations/*.py"), *root.glob("*/static/**/*"), root / "desk" / "roles.py"]
    for path in sorted(files):
        if path.is_file():
            found.update(path.name.encode())
            found.update(path.read_bytes())
    return found.hexdigest()
