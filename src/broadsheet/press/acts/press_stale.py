"""Take what is on the to-do list and bring the page store up to date: stories and conversations first, lists after.

A list page is put back on the to-do list as a row of its own, so that the next publication does not wait for the front
page of the one before, and many publications in a moment make one rendering of each list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from broadsheet.core import keys as names
from broadsheet.press.acts.press_page import press_page
from broadsheet.press.errors import UnsafePathError
from broadsheet.press.models import PageKey, StaleKey
from broadsheet.reader.render import paths_of

log = structlog.get_logger(__name__)
MAX_KEYS = 500
MAX_WAIT = timedelta(minutes=5)
PAGE = names.page("")
#: Kinds of keys whose own addresses are pressed at once.
AT_ONCE = ("story:", "comments:", "standing:")


@dataclass(frozen=True)
class Pressed:
    """What one round did: keys taken, pages looked at, pages that changed, pages that failed."""

    keys: int = 0
    pages: int = 0
    changed: int = 0
    failed: int = 0


def press_stale(now: datetime | None = None) -> Pressed:
    """Do one round: all fresh keys' own pages, or else one page that waits; ``Pressed().keys`` is 0 when nothing is left.

    A page that fails goes back on the list with a later time, and stops no other.
    """
    now = now or timezone.now()
    fresh = list(StaleKey.objects.exclude(key__startswith=PAGE).order_by("id")[:MAX_KEYS])
    return _press_fresh(fresh, now) if fresh else _press_waiting(now)


def _press_fresh(rows: list[StaleKey], now: datetime) -> Pressed:
    stale = {row.key for row in rows}
    at_once = own_paths(key for key in sorted(stale) if key.startswith(AT_ONCE))
    done = [_try(path, 0, now) for path in at_once]
    waiting = [path for path in affected_paths(stale) if path not in at_once]
    with transaction.atomic():
        known = set(StaleKey.objects.filter(key__startswith=PAGE, not_before=None).values_list("key", flat=True))
        coming = [names.page(path) for path in waiting]
        StaleKey.objects.bulk_create([StaleKey(key=key) for key in coming if key not in known])
        StaleKey.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return Pressed(len(rows), len(at_once), done.count(True), done.count(None))


def _press_waiting(now: datetime) -> Pressed:
    due = Q(not_before=None) | Q(not_before__lte=now)
    row = StaleKey.objects.filter(due, key__startswith=PAGE).order_by("id").first()
    if row is None:
        return Pressed()
    seen = list(StaleKey.objects.filter(key=row.key).values_list("pk", "attempts"))
    result = _try(row.key.removeprefix(PAGE), max(attempts for _, attempts in seen), now)
    StaleKey.objects.filter(pk__in=[pk for pk, _ in seen]).delete()
    return Pressed(len(seen), 1, int(result is True), int(result is None))


def own_paths(keys: Iterable[str]) -> list[str]:
    """Return the addresses that the keys bring into being, each once, in their order."""
    return list(dict.fromkeys(path for key in keys for path in paths_of(key)))


def affected_paths(stale: Iterable[str]) -> list[str]:
    """Return the addresses that a key brings into being and those that carry one, found through the index of keys."""
    stale = sorted(set(stale))
    carried = PageKey.objects.filter(key__in=stale).values_list("page__path", flat=True).order_by("page_id").distinct()
    return list(dict.fromkeys([*own_paths(stale), *carried]))


def _try(path: str, attempts: int, now: datetime) -> bool | None:
    """Press a page. Returns whether it changed, or None when it failed and was put back for later."""
    try:
        return press_page(path, now=now)
    except UnsafePathError:
        log.warning("press.no_place", path=path)  # no later try can find a place for it in the store
        return False
    except Exception as err:  # a page that cannot be rendered must not stop the press; it is tried again and shown
        log.exception("press.failed", path=path)
        attempts += 1
        StaleKey.objects.create(
            key=names.page(path),
            attempts=min(attempts, 1000),
            not_before=now + min(MAX_WAIT, timedelta(seconds=2 ** min(attempts, 12))),
            error=f"{type(err).__name__}: {err}"[:500],
        )
        return None
