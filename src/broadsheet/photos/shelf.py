"""Where the copies of pictures lie: waiting, where only the desk reads, or public, with markers of those that are gone.

One interface and two kinds: folders of this machine, and a bucket that several machines share. A bucket's public files
are copied to the machines' folders by whoever hears `public_files_changed`; the page server knows folders alone.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, Protocol, TypeVar

from django.conf import settings

from broadsheet.core.bucket import Bucket, BucketAddress
from broadsheet.core.disk import sync_folder
from broadsheet.core.places import GONE
from broadsheet.photos.signals import public_files_asked

T = TypeVar("T")

MADE: Final = "published"
"""The folder below the desk's own media where files wait until a page shows them."""

WAITING: Final = f"media/{MADE}/"
PUBLIC: Final = "pictures/"
FOR_GOOD: Final = "public, max-age=31536000, immutable"
KINDS: Final = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
AT_ONCE: Final = 8


class Shelf(Protocol):
    """The two places of the copies' files. What a call did is durable when it returns, but for `keep` until `settle`."""

    def keep(self, name: str, content: bytes) -> None:
        """Put a file among those that wait."""

    def settle(self) -> None:
        """Have the names of the files that wait durable too."""

    def are_there(self, names: Iterable[str]) -> bool:
        """Return whether every one of these files lies in one of the places."""

    def reveal(self, names: Iterable[str]) -> list[str]:
        """Put files among the public ones; return those that were not.

        Raises:
            FileNotFoundError: one is in neither place.
        """

    def keep_ready(self, names: Iterable[str]) -> None:
        """Have files among those that wait, too; one that is in neither place is no error."""

    def hide(self, names: Iterable[str]) -> None:
        """Take files away from the public, and leave the desk its own."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove files from both places; one that is gone already is no error."""

    def public(self, names: Iterable[str]) -> list[str]:
        """Return those of the files that are public."""

    def all_public(self) -> Iterator[str]:
        """Yield the names of the public files, as far as this machine knows them."""

    def mark_gone(self, names: Iterable[str]) -> None:
        """Put up the markers that these files were there and are gone."""

    def unmark(self, names: Iterable[str]) -> None:
        """Take markers away; where there is none, that is no error."""


def shelf() -> Shelf:
    """Return the shelf that the settings name."""
    public = Path(settings.PICTURES_ROOT)
    if settings.STORE_ADDRESS is not None:
        return _bucket_shelf(settings.STORE_ADDRESS, public)
    return FolderShelf(Path(settings.MEDIA_ROOT) / MADE, public)


@cache
def _bucket_shelf(address: BucketAddress, local: Path) -> BucketShelf:
    return BucketShelf(Bucket(address), local)


def _is_file(path: str) -> bool:
    """Return whether something lies there. A page looks for a hundred files, so no `Path` is made of each."""
    return os.path.exists(path)  # noqa: PTH110


class FolderShelf:
    """Two folders of this machine. A public file is the waiting one under a second name."""

    def __init__(self, waiting: Path, public: Path) -> None:
        self._waiting, self._public = waiting, public

    def keep(self, name: str, content: bytes) -> None:
        """Put a file among those that wait."""
        self._waiting.mkdir(parents=True, exist_ok=True)
        temporary = self._waiting / f".{name}.{secrets.token_hex(4)}"
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(self._waiting / name)
        finally:
            temporary.unlink(missing_ok=True)

    def settle(self) -> None:
        """Have the names of the files that wait durable too."""
        sync_folder(self._waiting)

    def are_there(self, names: Iterable[str]) -> bool:
        """Return whether every one of these files lies in one of the places."""
        public, waiting = str(self._public), str(self._waiting)
        return all(_is_file(f"{public}/{name}") or _is_file(f"{waiting}/{name}") for name in names)

    def reveal(self, names: Iterable[str]) -> list[str]:
        """Put files among the public ones; return those that were not. Those that are there cost one look each."""
        public = str(self._public)
        missing = [name for name in names if not _is_file(f"{public}/{name}")]
        for name in missing:
            _link(self._waiting / name, self._public / name)
        if missing:
            sync_folder(self._public)
        return missing

    def keep_ready(self, names: Iterable[str]) -> None:
        """Have files among those that wait, too: those of an earlier release were public only."""
        for name in names:
            with suppress(FileNotFoundError):
                if not (self._waiting / name).exists():
                    _link(self._public / name, self._waiting / name)

    def hide(self, names: Iterable[str]) -> None:
        """Take files away from the public, and leave the desk its own."""
        names = list(names)
        self.keep_ready(names)
        for name in names:
            (self._public / name).unlink(missing_ok=True)

    def remove(self, names: Iterable[str]) -> None:
        """Remove files from both places; one that is gone already is no error."""
        for name in names:
            (self._public / name).unlink(missing_ok=True)
            (self._waiting / name).unlink(missing_ok=True)

    def public(self, names: Iterable[str]) -> list[str]:
        """Return those of the files that are public."""
        return [name for name in names if (self._public / name).exists()]

    def all_public(self) -> Iterator[str]:
        """Yield the names of the public files."""
        return _names_in(self._public)

    def mark_gone(self, names: Iterable[str]) -> None:
        """Put up the markers, on the disk when it returns."""
        folder = self._public / GONE
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            (folder / name).touch()
        for each in (folder, self._public):
            sync_folder(each)

    def unmark(self, names: Iterable[str]) -> None:
        """Take markers away; where there is none, that is no error."""
        for name in names:
            (self._public / GONE / name).unlink(missing_ok=True)


class BucketShelf:
    """Two folders of a bucket. Names tell content, so a public file is a copy made inside the store.

    What lies in this machine's folder of public files counts as public without asking the store, unless whoever copies
    them says that it changed since (`public_files_asked`): a file that was hidden lies there for as long as a copy needs.
    """

    def __init__(self, bucket: Bucket, local: Path) -> None:
        self._bucket, self._local = bucket, local
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="shelf")

    def keep(self, name: str, content: bytes) -> None:
        """Put a file among those that wait."""
        self._bucket.put(WAITING + name, content, content_type=_kind(name))

    def settle(self) -> None:
        """Do nothing: an object is durable when it is put."""

    def are_there(self, names: Iterable[str]) -> bool:
        """Return whether every one of these files lies in one of the places."""
        return all(self._each(self._is_kept, names))

    def reveal(self, names: Iterable[str]) -> list[str]:
        """Put files among the public ones; return those that were not."""
        names = list(names)
        copies = {name for name in names if self._has_copy(name)}
        copies -= _changed_since(copies)
        are_public = self._each(lambda name: name in copies or self._bucket.is_there(PUBLIC + name), names)
        missing = [name for name, is_public in zip(names, are_public, strict=True) if not is_public]
        copied = self._each(lambda name: self._copy(WAITING + name, PUBLIC + name), missing)
        if not all(copied):
            raise FileNotFoundError(missing[copied.index(False)])
        return missing

    def keep_ready(self, names: Iterable[str]) -> None:
        """Have files among those that wait, too."""

        def ready(name: str) -> bool:
            return self._bucket.is_there(WAITING + name) or self._copy(PUBLIC + name, WAITING + name)

        self._each(ready, names)

    def hide(self, names: Iterable[str]) -> None:
        """Take files away from the public, and leave the desk its own."""
        names = list(names)
        self.keep_ready(names)
        self._bucket.delete([PUBLIC + name for name in names])

    def remove(self, names: Iterable[str]) -> None:
        """Remove files from both places; one that is gone already is no error."""
        self._bucket.delete([place + name for name in names for place in (PUBLIC, WAITING)])

    def public(self, names: Iterable[str]) -> list[str]:
        """Return those of the files that are public, by the store's word."""
        names = list(names)
        there = self._each(lambda name: self._bucket.is_there(PUBLIC + name), names)
        return [name for name, is_there in zip(names, there, strict=True) if is_there]

    def all_public(self) -> Iterator[str]:
        """Yield the names of the public files that this machine has copied: the store asks money for a list."""
        return _names_in(self._local)

    def mark_gone(self, names: Iterable[str]) -> None:
        """Put up the markers."""
        self._each(lambda name: self._bucket.put(f"{PUBLIC}{GONE}/{name}", b"", content_type="text/plain"), names)

    def unmark(self, names: Iterable[str]) -> None:
        """Take markers away; where there is none, that is no error."""
        self._bucket.delete([f"{PUBLIC}{GONE}/{name}" for name in names])

    def _is_kept(self, name: str) -> bool:
        return self._has_copy(name) or any(self._bucket.is_there(place + name) for place in (PUBLIC, WAITING))

    def _has_copy(self, name: str) -> bool:
        return _is_file(f"{self._local}/{name}")

    def _copy(self, source: str, target: str) -> bool:
        return self._bucket.copy(source, target, content_type=_kind(target), cache_control=FOR_GOOD)

    def _each(self, ask: Callable[[str], T], names: Iterable[str]) -> list[T]:
        return list(self._pool.map(ask, names))


def _changed_since(copies: set[str]) -> set[str]:
    """Return those of this machine's copies that may not be what the store has."""
    if not copies:
        return set()
    answers = public_files_asked.send(sender=None, names=copies)
    return {name for _receiver, changed in answers for name in changed or ()}


def _kind(name: str) -> str:
    return KINDS.get(name.rpartition(".")[2], "application/octet-stream")


def _names_in(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        yield from (path.name for path in folder.iterdir())


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
