"""The local folder of public pictures, which the page server serves: kept as the shared store says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from broadsheet.core.bucket import Bucket
from broadsheet.core.disk import sync_folder
from broadsheet.core.places import GONE
from broadsheet.photos.shelf import PUBLIC

AT_ONCE: Final = 4
"""Pictures that are fetched at the same time; each is in memory once."""


class PictureCopy:
    """Pictures and their markers of absence in a folder, fetched from a bucket. File names tell their content."""

    def __init__(self, root: Path, bucket: Bucket) -> None:
        self.root = root
        self._bucket = bucket
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pictures")

    def bring(self, names: list[str]) -> list[str]:
        """Fetch those that the store has; return those that it has not, which are to be taken away.

        Raises:
            BucketError: the store cannot be asked.
            OSError: the disk refused.
        """
        there = list(self._pool.map(self._bring, names))
        if names and self.root.is_dir():
            sync_folder(self.root)
        return [name for name, is_there in zip(names, there, strict=True) if not is_there]

    def take_away(self, names: list[str]) -> None:
        """Take pictures away from readers; a marker stands first where the store has one."""
        marked = list(self._pool.map(lambda name: self._bucket.is_there(f"{PUBLIC}{GONE}/{name}"), names))
        for name, is_marked in zip(names, marked, strict=True):
            marker = self.root / GONE / name
            if is_marked:
                marker.parent.mkdir(parents=True, exist_ok=True)
                marker.touch()
            else:
                marker.unlink(missing_ok=True)
            (self.root / name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """Yield the name of every picture and every marker in the folder; one may come twice."""
        for folder in (self.root, self.root / GONE):
            if folder.is_dir():
                yield from (entry.name for entry in os.scandir(folder) if not entry.name.startswith("."))

    def _bring(self, name: str) -> bool:
        target = self.root / name
        if target.exists():  # the name tells the content; whether it may stay, the store says
            return self._bucket.is_there(PUBLIC + name)
        content = self._bucket.get(PUBLIC + name)
        if content is None:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{name}.{os.getpid()}")
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        return True
