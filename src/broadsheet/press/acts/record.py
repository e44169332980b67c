"""Write down, in one transaction, what became of pages that were held: what stands there, what it carries, what to do again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from broadsheet.core import keys as names
from broadsheet.press.acts.ask_for import Asked, ask_for, wait_after
from broadsheet.press.acts.expand_keys import EVERYWHERE, hold_records
from broadsheet.press.mirror import changes
from broadsheet.press.models import LateKey, Page, PageJob, PageKey
from broadsheet.reader.render import Rendered

MAX_WAIT: Final = timedelta(minutes=5)
PAGE: Final = names.page("")


@dataclass
class Outcome:
    """A page that was held: what was rendered (None where nothing stands), and what became of it in the store."""

    job: PageJob
    rendered: Rendered | None = None
    digest: str = ""
    is_changed: bool = False
    has_place: bool = True
    error: str = ""

    @property
    def path(self) -> str:
        """The address."""
        return self.job.path

    @property
    def carried(self) -> frozenset[str]:
        """The keys that it was made from, but for those that are on every page and for its own address."""
        found = self.rendered.keys - EVERYWHERE if self.rendered else frozenset()
        return frozenset(key for key in found if not key.startswith(PAGE))

    @property
    def stands(self) -> bool:
        """Whether the store has something at the address."""
        return self.rendered is not None and self.has_place


def record(slot: int, jobs: Sequence[PageJob], outcomes: Sequence[Outcome], *, edition: int, now: datetime) -> None:
    """Record the outcomes and let all the jobs go; a job without an outcome waits again.

    A page that is no longer ours, because our lock was lost meanwhile, is asked for anew: the store may have an older
    rendering of it now. So is a page that a key asked for since, and one that carries a late key for the first time.
    """
    with transaction.atomic():
        hold_records(alone=False)
        ours = _still_ours(slot, jobs)
        late = set(LateKey.objects.filter(worker=slot).values_list("key", flat=True))
        mine = [one for one in outcomes if one.job.pk in ours]
        missed = _record_pages([one for one in mine if not one.error], late, edition=edition, now=now)
        _settle(ours, jobs, mine, missed, now=now)
        if late:
            LateKey.objects.filter(worker=slot).delete()
        lost = [one for one in outcomes if one.job.pk not in ours]
        if lost:
            Page.objects.filter(path__in=[one.path for one in lost]).update(digest="")
            ask_for([Asked(one.path, PageJob.Urgency.AT_ONCE, one.job.asked_at) for one in lost], now=now)
        changes.record(changes.Area.PAGE, [one.path for one in mine if one.is_changed and not one.error])


def _still_ours(slot: int, jobs: Sequence[PageJob]) -> dict[int, int]:
    """Return the generation, as it is now, of each job that we hold; nobody can change them until we are done."""
    rows = PageJob.objects.filter(pk__in=[job.pk for job in jobs], worker=slot).order_by("path").select_for_update()
    return dict(rows.values_list("pk", "generation"))


def _record_pages(outcomes: Sequence[Outcome], late: set[str], *, edition: int, now: datetime) -> set[str]:
    """Write pages and their keys; returns the addresses of those that carry a late key that they did not carry before."""
    standing = {one.path: one for one in sorted(outcomes, key=lambda one: one.path) if one.stands}
    nothing = [one.path for one in outcomes if not one.stands]
    if nothing:
        Page.objects.filter(path__in=nothing).delete()
    if not standing:
        return set()
    rows = [
        Page(path=one.path, status=one.rendered.status, digest=one.digest, rendered_at=now, edition=edition)
        for one in standing.values()
        if one.rendered
    ]
    Page.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["status", "digest", "rendered_at", "edition"],
    )
    return _record_keys({row.pk: standing[row.path] for row in rows}, late)


def _record_keys(pages: dict[int, Outcome], late: set[str]) -> set[str]:
    had: dict[int, dict[str, int]] = {number: {} for number in pages}
    for pk, page_id, key in PageKey.objects.filter(page_id__in=pages).values_list("pk", "page_id", "key"):
        had[page_id][key] = pk
    old = [pk for number, one in pages.items() for key, pk in had[number].items() if key not in one.carried]
    if old:
        PageKey.objects.filter(pk__in=old).delete()
    new = {number: one.carried - had[number].keys() for number, one in pages.items()}
    PageKey.objects.bulk_create(
        [PageKey(page_id=number, key=key) for number, keys in new.items() for key in sorted(keys)]
    )
    return {pages[number].path for number, keys in new.items() if keys & late}


def _settle(
    ours: dict[int, int], jobs: Sequence[PageJob], outcomes: Sequence[Outcome], missed: set[str], *, now: datetime
) -> None:
    """Delete the jobs that are done, and let the others go: asked for again, failed, or not reached."""
    done = [
        one.job.pk
        for one in outcomes
        if not one.error and ours[one.job.pk] == one.job.generation and one.path not in missed
    ]
    failed = {one.job.pk for one in outcomes if one.error}
    again = {one.job.pk for one in outcomes} - failed - set(done)
    untouched = ours.keys() - {one.job.pk for one in outcomes}
    PageJob.objects.filter(pk__in=done).delete()
    if again:
        PageJob.objects.filter(pk__in=again).update(worker=None, attempts=0, error="", asked_at=now)
    if untouched:
        PageJob.objects.filter(pk__in=untouched).update(worker=None)
    for one in outcomes:
        if one.error:
            attempts = min(one.job.attempts + 1, 1000)
            is_asked_again = ours[one.job.pk] != one.job.generation
            wait = min(MAX_WAIT, timedelta(seconds=2 ** min(attempts, 12)))
            wait = min(wait, wait_after(attempts)) if is_asked_again else wait
            values = {"urgency": PageJob.Urgency.LATER, "not_before": now + wait, "attempts": attempts}
            PageJob.objects.filter(pk=one.job.pk).update(worker=None, error=one.error, **values)
