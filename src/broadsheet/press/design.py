"""What a page looks like, as a digest: templates, the code that fills them, names of static files, the paper's settings.

Told apart by their content and not by the package's version, so that a changed template of a developer counts too.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

import broadsheet
from broadsheet.press.models import Edition

FILES: Final = ("reader/**/*.py", "reader/jinja/**/*", "reader/locale/**/*.mo")
SETTINGS: Final = (
    "SITE_NAME",
    "SITE_URL",
    "SITE_LANGUAGE",
    "SITE_CONTACT",
    "SITE_EDITOR",
    "TIME_ZONE",
    "STORY_ADDRESS",
)
ROW: Final = 1


@cache
def design_digest() -> str:
    """Return the digest of the design that this process renders in; it is read once, as the templates are."""
    found = hashlib.sha256("\n".join(f"{name} {getattr(settings, name)}" for name in SETTINGS).encode())
    root = Path(broadsheet.__file__).parent
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    for file in [*sorted(path for pattern in FILES for path in root.glob(pattern)), manifest]:
        if file.is_file():
            found.update(file.name.encode())
            found.update(file.read_bytes())
    return found.hexdigest()


def raise_edition() -> None:
    """Count a new edition: every page is rendered again, the most read first, and served as it is until then."""
    _raise(_row(), digest=None)


def note_design(digest: str) -> bool:
    """Count a new edition if this process renders in another design than the last; returns whether it does."""
    with transaction.atomic():
        row = _row()
        if row.digest == digest:
            return False
        _raise(row, digest=digest)
        return True


def edition_of(digest: str) -> int:
    """Return the edition that a process of that design renders in: 0, older than all, where others have a newer design."""
    row = Edition.objects.filter(pk=ROW).first()
    if row is None:
        return 1
    return row.number if row.digest in (digest, "") else 0


def newest_edition() -> int:
    """Return the number of the newest edition."""
    return Edition.objects.filter(pk=ROW).values_list("number", flat=True).first() or 1


def _row() -> Edition:
    row = Edition.objects.select_for_update().filter(pk=ROW).first()
    return row or Edition.objects.get_or_create(pk=ROW)[0]


def _raise(row: Edition, *, digest: str | None) -> None:
    row.number += 1
    row.digest = row.digest if digest is None else digest
    row.save()
