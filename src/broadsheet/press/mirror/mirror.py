"""Keeps a machine's folder of pages and pictures as the shared store has them, by the numbers of the changes.

A page is fetched after its change is known, so what is fetched is that version or a newer one, and a newer one has a
number of its own and comes again. Pictures come before the pages that show them, and go after. Whatever stops the
mirror, it goes on from the number that stands in the folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from broadsheet.press.mirror import changes
from broadsheet.press.mirror.changes import Area
from broadsheet.press.mirror.pictures import PictureCopy
from broadsheet.press.mirror.place import Place, load, save
from broadsheet.press.stores import layout
from broadsheet.press.stores.folder import FolderStore
from broadsheet.press.stores.kinds import Finished
from broadsheet.press.stores.s3 import S3Store

AT_ONCE: Final = 64
"""Changes in one go: few enough that the first are soon served, enough that flushes are shared."""

SWEPT_AT_ONCE: Final = 500
BOTH: Final = (Area.PICTURE, Area.PAGE)
Progress = Callable[[int], None]


class Mirror:
    """One machine's copy. There is one mirror a folder."""

    def __init__(self, folder: FolderStore, pictures: PictureCopy, store: S3Store, *, words: str) -> None:
        self._folder = folder
        self._pictures = pictures
        self._store = store
        self.place: Place = load(folder.root, words)

    @property
    def is_new(self) -> bool:
        """Whether the folder has never been a whole copy."""
        return not self.place.number or bool(self.place.until)

    def catch_up(self, progress: Progress = lambda _done: None) -> int:
        """Work off every change that is known now; return how many. `progress` hears how many more are done.

        Raises:
            StoreError, BucketError: the store or the disk refuses; what was done is kept.
            django.db.OperationalError: the database is gone; likewise.
        """
        newest = changes.newest()
        if newest < self.place.number:
            self._save(Place(self.place.store))
        if self.is_new:
            return self._sync(newest, progress) if newest else 0
        done = 0
        while found := changes.after(self.place.number, until=newest, areas=BOTH, limit=AT_ONCE):
            self._apply(found)
            self._save(replace(self.place, number=found[-1][1].number))
            done += len(found)
            progress(len(found))
        return done

    def _sync(self, newest: int, progress: Progress) -> int:
        """Fetch everything, pictures first; then take away what the store never had."""
        self._save(replace(self.place, until=self.place.until or newest))
        until, done = self.place.until, 0
        while found := changes.after(self.place.pictures, until=until, areas=[Area.PICTURE], limit=AT_ONCE):
            self._apply(found)
            self._save(replace(self.place, pictures=found[-1][1].number))
            done += len(found)
            progress(len(found))
        while found := changes.after(self.place.number, until=until, areas=[Area.PAGE], limit=AT_ONCE):
            self._apply(found)
            self._save(replace(self.place, number=found[-1][1].number))
            done += len(found)
            progress(len(found))
        self._sweep()
        self._save(Place(self.place.store, number=until))
        return done

    def _apply(self, found: Sequence[tuple[str, changes.Change]]) -> None:
        names = {area: [change.name for one, change in found if one == area] for area in BOTH}
        absent = self._pictures.bring(names[Area.PICTURE])
        self._copy_pages([path for path in names[Area.PAGE] if layout.is_address(path)])
        self._pictures.take_away(absent)

    def _copy_pages(self, paths: Sequence[str]) -> None:
        if not paths:
            return
        pages = self._store.read_many(paths)
        keys = changes.keys_of(paths)
        none: frozenset[str] = frozenset()
        self._folder.put(
            [
                Finished(path, page.status, page.body, page.extension, page.location, keys.get(path, none))
                for path, page in pages.items()
                if page is not None
            ]
        )
        for path, page in pages.items():
            if page is None:
                self._folder.drop(path)

    def _sweep(self) -> None:
        """Take away pages and pictures of an earlier time, of which the shared store has never heard."""
        for paths in _some(self._folder.all_paths()):
            for path in set(paths) - changes.known(Area.PAGE, paths):
                if not self._moved_twin(path):
                    self._folder.drop(path)
        for names in _some(self._pictures.names()):
            self._pictures.take_away(sorted(set(names) - changes.known(Area.PICTURE, names)))

    def _moved_twin(self, path: str) -> bool:
        """Return whether a redirect lies there that is known by the same address with or without its last slash."""
        twin = path.removesuffix("/") if path.endswith("/") else f"{path}/"
        page = self._folder.read(path)
        return page is not None and page.status == 301 and bool(changes.known(Area.PAGE, [twin]))

    def _save(self, place: Place) -> None:
        save(self._folder.root, place)
        self.place = place


def _some(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, SWEPT_AT_ONCE)):
        yield some
