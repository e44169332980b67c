"""Django's storage in a folder, whose files are on the disk when it says that they are kept (D1).

Django's own closes a file and leaves it in memory: a power cut a second later would take the picture, and leave the row
that names it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableFiles(FileSystemStorage):
    """Files in a folder; the file, its name and the folders made for it are flushed."""

    def _save(self, name: str, content: Any) -> str:
        root = Path(self.location)
        missing = [folder for folder in Path(self.path(name)).parents if not folder.exists()]
        kept: str = super()._save(name, content)  # type: ignore[misc]
        file = Path(self.path(kept))
        _flush(file)
        for folder in {file.parent, *(folder.parent for folder in missing if folder.is_relative_to(root))}:
            _flush(folder)
        return kept


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
