"""The page store of this newsroom."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from broadsheet.press.stores.folder import FolderStore


def store() -> FolderStore:
    """Return the store that the settings name."""
    return FolderStore(Path(settings.PAGES_ROOT))
