"""Take what is on the to-do list and bring the page store up to date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db.models import Q
from django.utils import timezone

from broadsheet.press.acts.press_page import press_page
from broadsheet.press.models import PageKey, StaleKey
from broadsheet.reader.render import paths_of

log = structlog.get_logger(__name__)
MAX_KEYS = 500
MAX_WAIT = timedelta(minutes=5)


@dataclass(frozen=True)
class Pressed:
    """What one round did: keys taken, pages looked at, pages that changed, pages that failed."""

    keys: int = 0
    pages: int = 0
    changed: int = 0
    failed: int = 0


def press_stale(now: datetime | None = None) -> Pressed:
    """Press one batch of stale keys; a page that fails goes back on the list with a later time, and stops no other."""
    now = now or timezone.now()
    rows = list(StaleKey.objects.filter(Q(not_before=None) | Q(not_before__lte=now)).order_by("id")[:MAX_KEYS])
    if not rows:
        return Pressed()
    attempts = {row.key.removeprefix("page:"): row.attempts for row in rows if row.attempts}
    changed = failed = 0
    paths = affected_paths({row.key for row in rows})
    for path in paths:
        try:
            changed += press_page(path, now=now)
        except Exception as err:  # a page that cannot be rendered must not stop the press; it is tried again and shown
            failed += 1
            log.exception("press.failed", path=path)
            _retry(path, attempts.get(path, 0) + 1, err, now)
    StaleKey.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return Pressed(len(rows), len(paths), changed, failed)


def affected_paths(stale: Iterable[str]) -> list[str]:
    """Return the addresses that carry one of the keys or that one brings into being: stories first, then fronts and lists."""
    stale = sorted(set(stale))
    found: dict[str, None] = {}
    for key in sorted(stale, key=lambda key: not key.startswith(("page:", "story:", "comments:"))):
        for path in paths_of(key):
            found.setdefault(path)
    carried = PageKey.objects.filter(key__in=stale).values_list("page__path", flat=True).order_by("page_id").distinct()
    for path in carried.iterator():
        found.setdefault(path)
    return list(found)


def _retry(path: str, attempts: int, err: Exception, now: datetime) -> None:
    wait = min(MAX_WAIT, timedelta(seconds=2**min(attempts, 12)))
    StaleKey.objects.create(
        key=f"page:{path}", attempts=min(attempts, 1000), not_before=now + wait, error=f"{type(err).__name__}: {err}"[:500]
    )
