"""Is the page store what the database and the media say it is? Every page is rendered again and compared byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone

from broadsheet.press.acts.ask_for import Asked, ask_for
from broadsheet.press.design import newest_edition
from broadsheet.press.models import Page, PageJob, StaleKey
from broadsheet.press.store import store
from broadsheet.press.stores import layout
from broadsheet.press.stores.folder import FolderStore
from broadsheet.press.stores.kinds import StoredPage
from broadsheet.press.stores.packing import packed
from broadsheet.press.wake import wake
from broadsheet.reader.render import Rendered, all_paths, render_many, render_path

TOGETHER: Final = 64


class Kind(StrEnum):
    """What can be wrong with an address."""

    DIFFERS = "differs"
    PACKED = "a compressed variant differs"
    MISSING = "missing"
    UNLAWFUL = "has no right to be there"


@dataclass(frozen=True)
class Fault:
    """An address whose page in the store is not what it should be."""

    path: str
    kind: Kind


def verify(progress: Callable[[int], None]) -> list[Fault]:
    """Compare every address of the newsroom and of the store; returns what is wrong. ``progress`` hears how many are done.

    What is found is looked at a second time in the end, since a press may have been writing it. A page that waits for
    the press is no fault.
    """
    found: list[Fault] = []
    for paths in _lots(_everything()):
        found += compare(paths)
        progress(len(paths))
    return compare(fault.path for fault in found) if found else []


def compare(paths: Iterable[str], now: datetime | None = None) -> list[Fault]:
    """Return what is wrong with these addresses, those that wait for the press left out."""
    now = now or timezone.now()
    kinds: dict[str, Kind] = {}
    for path, rendered in render_many(list(paths), now=now):
        if kind := _fault(path, rendered):
            kinds[path] = kind
    later = waiting(kinds)
    return [Fault(path, kind) for path, kind in kinds.items() if path not in later]


def mend(faults: Iterable[Fault]) -> None:
    """Have the addresses pressed anew, whatever the press believes of them."""
    now = timezone.now()
    paths = [fault.path for fault in faults]
    for lot in _lots(paths):
        with transaction.atomic():
            Page.objects.filter(path__in=lot).update(digest="")
            ask_for([Asked(path, PageJob.Urgency.LIST, now) for path in lot], now=now)
            wake()


def _fault(path: str, rendered: Rendered | None) -> Kind | None:
    stored = store().read(path)
    if rendered is None:
        return Kind.UNLAWFUL if stored else None
    if stored is None:
        return Kind.MISSING if _has_a_place(path, rendered) else None
    if stored != _as_stored(rendered):
        return None if stored == _as_of_its_hour(path) else Kind.DIFFERS
    return None if _packed_well(path, stored) else Kind.PACKED


def _has_a_place(path: str, rendered: Rendered) -> bool:
    return layout.is_address(path) and (rendered.location is None or layout.is_target(rendered.location))


def _as_stored(rendered: Rendered) -> StoredPage:
    return StoredPage(rendered.status, rendered.body, rendered.extension, rendered.location)


def _as_of_its_hour(path: str) -> StoredPage | None:
    """Return the page as it was at the moment when it was pressed: the news sitemap holds the last 48 hours of then."""
    at = Page.objects.filter(path=path).values_list("rendered_at", flat=True).first()
    rendered = render_path(path, now=at) if at else None
    return _as_stored(rendered) if rendered else None


def _packed_well(path: str, stored: StoredPage) -> bool:
    """Return whether the variants beside a page are what its bytes give. Only a folder has them as files to be compared."""
    folder = store()
    if not isinstance(folder, FolderStore) or stored.status == 301:
        return True
    floor = layout.LIVE if stored.status == 200 else layout.GONE
    file = str(Path(folder.root) / floor / layout.file_of(path, stored.extension))
    wanted = packed(stored.body)
    return all(_content(file + suffix) == wanted.get(suffix) for suffix in layout.VARIANT_SUFFIXES.values())


def _content(name: str) -> bytes | None:
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        return None


def waiting(paths: Iterable[str]) -> set[str]:
    """Return those of the addresses that the press has not got to yet: all of them while there are keys to be taken."""
    paths = list(paths)
    if not paths or StaleKey.objects.exists():
        return set(paths)
    older = Page.objects.filter(path__in=paths, edition__lt=newest_edition())
    asked = PageJob.objects.filter(path__in=paths)
    return {*older.values_list("path", flat=True), *asked.values_list("path", flat=True)}


def _everything() -> Iterator[str]:
    """Yield every address of the newsroom, of the press and of the store, each once."""
    seen: set[str] = set()
    known = Page.objects.order_by("id").values_list("path", flat=True).iterator()
    for path in chain(all_paths(), known, store().all_paths()):
        is_other_spelling = not path.endswith("/") and f"{path}/" in seen  # a redirect's file answers both
        if path not in seen and not is_other_spelling:
            seen.add(path)
            yield path


def _lots(paths: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(paths)
    while lot := list(islice(rest, TOGETHER)):
        yield lot
