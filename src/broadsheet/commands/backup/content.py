"""What belongs into a backup beside the database: what people gave us, and what opens it. Not what can be made again.

Pages, static files and the public copies of pictures are left out: `press run --all` makes them again. The copies that
wait for a page lie among the originals and come along, so nobody has to decode a hundred thousand pictures again.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from broadsheet.commands.backup.archive import Member
from broadsheet.core.places import GONE
from broadsheet.settings.table import Settings

DATABASE: Final = "database"
TOML: Final = "broadsheet.toml"
KEYS: Final = "keys"
MEDIA: Final = "media"
#: Folders of `data` that come along as they are. A picture taken down leaves its name among the gone ones.
FOLDERS: Final = (MEDIA, "wire", "feeds", f"pictures/{GONE}")


@dataclass
class Content:
    """The files to be taken, with their names in the archive; `missing` grows while they are read."""

    files: dict[str, Path]
    stored: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    bytes: int = 0

    def members(self) -> Iterator[Member]:
        """Yield each file that is still there; a file that a feed has moved since is none that anybody named."""
        for name, path in self.files.items():
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue
            yield Member(name, len(data), io.BytesIO(data))
        yield from self._from_storage()

    def _from_storage(self) -> Iterator[Member]:
        from django.core.files.storage import default_storage

        for name in self.stored:
            try:
                with default_storage.open(name) as file:
                    data = file.read()
            except FileNotFoundError:
                self.missing.append(name)
                continue
            yield Member(f"{MEDIA}/{name}", len(data), io.BytesIO(data))


def content_of(settings: Settings, named: Iterable[str], *, with_keys: bool) -> Content:
    """Return what belongs into a backup; `named` are the files that the database names."""
    files = {TOML: settings.folder / TOML}
    for folder in (*((KEYS,) if with_keys else ()), *FOLDERS):
        files.update(_below(settings.data / folder, folder))
    content = Content(files)
    elsewhere = not _is_local_storage()
    for name in sorted(set(named)):
        if f"{MEDIA}/{name}" not in files:
            (content.stored if elsewhere else content.missing).append(name)
    for path in files.values():
        with suppress(OSError):
            content.bytes += path.stat().st_size
    return content


def columns_of_files() -> list[tuple[str, str]]:
    """Return table and column of every field that names a file in the default storage."""
    from django.apps import apps
    from django.db.models import FileField

    models = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    return [
        (model._meta.db_table, found.column)
        for model in models
        for found in model._meta.local_concrete_fields
        if isinstance(found, FileField) and found.column
    ]


def place_of(name: str, folder: Path) -> Path | None:
    """Return where a member belongs below a newsroom's folder, None for one that has no place there."""
    if name == TOML:
        return folder / TOML
    known = (f"{KEYS}/", *(f"{part}/" for part in FOLDERS))
    return folder / "data" / name if name.startswith(known) else None


def _below(root: Path, name: str) -> dict[str, Path]:
    if not root.is_dir():
        return {}
    found = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {f"{name}/{path.relative_to(root).as_posix()}": path for path in found}


def _is_local_storage() -> bool:
    from django.core.files.storage import FileSystemStorage, default_storage

    return isinstance(default_storage, FileSystemStorage)
