"""How the press is doing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from broadsheet.press.models import Page, StaleKey


def status(now: datetime | None = None) -> dict[str, Any]:
    """Return stale keys, pages, age of the oldest stale key in seconds (0.0 if none), and the last error (or None)."""
    now = now or timezone.now()
    oldest = StaleKey.objects.order_by("id").values_list("recorded_at", flat=True).first()
    failed = StaleKey.objects.exclude(error="").order_by("-id").values_list("key", "error").first()
    return {
        "stale_keys": StaleKey.objects.count(),
        "pages": Page.objects.count(),
        "oldest_stale_seconds": round((now - oldest).total_seconds(), 3) if oldest else 0.0,
        "last_error": f"{failed[0]}: {failed[1]}" if failed else None,
    }


def is_up_to_date(now: datetime | None = None) -> bool:
    """Return whether nothing waits for the press but pages that failed and are tried again later."""
    due = Q(not_before=None) | Q(not_before__lte=now or timezone.now())
    return not StaleKey.objects.filter(due).exists()
