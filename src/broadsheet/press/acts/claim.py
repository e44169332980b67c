"""Hold addresses, so that nobody else writes them meanwhile, and free those that a dead press held."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from broadsheet.press.acts.expand_keys import hold_records
from broadsheet.press.design import newest_edition
from broadsheet.press.lock import if_free
from broadsheet.press.models import LateKey, Page, PageJob

#: How many pages are rendered together. Lists are few and keep a publication waiting, so they are taken in small lots.
AT_MOST: Final = {PageJob.Urgency.AT_ONCE: 64, PageJob.Urgency.LIST: 16, PageJob.Urgency.LATER: 64}
CLAIM_PAGE: Final = """
INSERT INTO press_pagejob (path, urgency, generation, asked_at, worker, attempts, error) VALUES (%s, %s, 1, %s, %s, 0, '')
ON CONFLICT (path) DO UPDATE SET worker = excluded.worker, urgency = excluded.urgency
  WHERE press_pagejob.worker IS NULL AND press_pagejob.attempts = 0
"""


def held_by(slot: int) -> list[PageJob]:
    """Return what is held under that number."""
    return list(PageJob.objects.filter(worker=slot).order_by("urgency", "id"))


def claim_waiting(slot: int, *, due: datetime) -> list[PageJob]:
    """Hold the most urgent of the pages that wait and may be pressed at ``due``, all of one urgency."""
    waiting = _waiting(due)
    if not waiting.exists():
        return []
    with transaction.atomic():
        found = list(waiting.order_by("urgency", "id").select_for_update(skip_locked=True)[: max(AT_MOST.values())])
        taken = [job for job in found if job.urgency == found[0].urgency]
        taken = taken[: AT_MOST[PageJob.Urgency(taken[0].urgency)]] if taken else []
        PageJob.objects.filter(pk__in=[job.pk for job in taken]).update(worker=slot)
    return taken


def claim_older(slot: int, *, edition: int, now: datetime) -> list[PageJob]:
    """Hold pages of an older edition that nobody has asked for, the most read first."""
    hottest: list[tuple[float, str]] = []
    number = edition
    size = AT_MOST[PageJob.Urgency.LATER]
    while (below := _edition_below(number)) is not None:
        number = below
        pages = Page.objects.filter(~Exists(PageJob.objects.filter(path=OuterRef("path"))), edition=number)
        hottest += pages.order_by("-heat").values_list("heat", "path")[:size]
    paths = sorted(path for _, path in sorted(hottest, reverse=True)[:size])
    if not paths:
        return []
    values = {"urgency": PageJob.Urgency.LATER, "asked_at": now, "worker": slot}
    PageJob.objects.bulk_create([PageJob(path=path, **values) for path in paths], ignore_conflicts=True)
    return held_by(slot)


def claim_page(slot: int, path: str, *, now: datetime) -> PageJob | None:
    """Hold one address for a reader who waits for it; None where somebody holds it or it failed a moment ago."""
    instant = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM_PAGE, [path, PageJob.Urgency.AT_ONCE, instant, slot])
    return PageJob.objects.filter(path=path, worker=slot).first()


def give_back(slot: int, job: PageJob) -> None:
    """Let go of an address that need not be pressed; it stays asked for if somebody asked meanwhile."""
    mine = PageJob.objects.filter(pk=job.pk, worker=slot)
    if not mine.filter(generation=job.generation).delete()[0]:
        mine.update(worker=None)


def free_dead(slot: int) -> int:
    """Free what presses held that have died, by asking whether their slots can be taken; returns how many pages."""
    others = PageJob.objects.filter(worker__isnull=False).exclude(worker=slot).values_list("worker", flat=True)
    freed = 0
    for number in set(others.distinct()):
        if number is None:
            continue
        with if_free(number) as is_dead:
            freed += free(number) if is_dead else 0
    return freed


def free(slot: int) -> int:
    """Free everything held under a number whose lock is ours; returns how many pages.

    The generation grows, so that a holder who only seemed dead sees that the page is no longer his.
    """
    held, late = PageJob.objects.filter(worker=slot), LateKey.objects.filter(worker=slot)
    if not held.exists() and not late.exists():
        return 0
    with transaction.atomic():
        hold_records(alone=True)
        late.delete()
        return held.update(worker=None, generation=F("generation") + 1)


def next_due(now: datetime) -> datetime | None:
    """Return when the next page that waits may be pressed; None where none waits for an instant."""
    later = PageJob.objects.filter(worker=None, not_before__gt=now)
    return later.order_by("not_before").values_list("not_before", flat=True).first()


def older_pages() -> QuerySet[Page]:
    """Return the pages of older editions."""
    return Page.objects.filter(edition__lt=newest_edition())


def _waiting(due: datetime) -> QuerySet[PageJob]:
    return PageJob.objects.filter(Q(not_before=None) | Q(not_before__lte=due), worker=None)


def _edition_below(number: int) -> int | None:
    below = Page.objects.filter(edition__lt=number).order_by("-edition")
    return below.values_list("edition", flat=True).first()
