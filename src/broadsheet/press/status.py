"""How the press is doing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone

from broadsheet.press.acts.claim import older_pages
from broadsheet.press.models import Page, PageJob, StaleKey


def status(now: datetime | None = None) -> dict[str, Any]:
    """Return what waits for the presses, how old the oldest of it is in seconds (0.0 if nothing waits), and the last error.

    `stale_keys` counts keys that nobody has looked at and pages that wait because of a key, failed ones included;
    `older_pages` pages of an older design, which are served until their turn comes.
    """
    now = now or timezone.now()
    key = StaleKey.objects.order_by("id").values_list("recorded_at", flat=True).first()
    job = PageJob.objects.aggregate(oldest=Min("asked_at"))["oldest"]
    oldest = min((at for at in (key, job) if at), default=now)
    failed = PageJob.objects.filter(attempts__gt=0).order_by("-not_before", "-id").values_list("path", "error").first()
    return {
        "stale_keys": StaleKey.objects.count() + PageJob.objects.count(),
        "pages": Page.objects.count(),
        "older_pages": older_pages().count(),
        "failing_pages": PageJob.objects.filter(attempts__gt=0).count(),
        "oldest_stale_seconds": round((now - oldest).total_seconds(), 3),
        "last_error": f"{failed[0]}: {failed[1]}" if failed else None,
    }


def left_to_do(now: datetime | None = None) -> int:
    """Return how many keys and pages wait; pages that failed and are tried again later are not counted."""
    now = now or timezone.now()
    jobs = PageJob.objects.exclude(attempts__gt=0, worker=None, not_before__gt=now).count()
    return StaleKey.objects.count() + jobs + older_pages().count()


def is_up_to_date(now: datetime | None = None) -> bool:
    """Return whether nothing waits for the presses but pages that failed and are tried again later."""
    return left_to_do(now) == 0
