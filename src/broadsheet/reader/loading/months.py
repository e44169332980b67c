"""Which months have stories, and which of them changed lately: asked of the index, a step a month, never of every story."""

from __future__ import annotations

from datetime import UTC, date, datetime

from broadsheet.desk.addresses import zone
from broadsheet.desk.models import Story

#: Of so many changes it is told when their month changed; what lies further back has changed no more.
LATEST = 500


def months_out() -> list[tuple[date, datetime | None]]:
    """Return the first day of each month with stories that readers see, newest first, and when it last changed if lately."""
    stories = Story.objects.filter(live=True, first_published_at__isnull=False)
    latest = stories.order_by("-last_published_at").values_list("first_published_at", "last_published_at")
    changed: dict[date, datetime | None] = {}
    for first, last in latest[:LATEST]:
        if first and last:
            changed.setdefault(_month(first), last)
    months: list[tuple[date, datetime | None]] = []
    newest_first = stories.order_by("-first_published_at", "-id").values_list("first_published_at", flat=True)
    at = newest_first.first()
    while at:
        month = _month(at)
        months.append((month, changed.get(month)))
        start = datetime(month.year, month.month, 1, tzinfo=zone()).astimezone(UTC)
        at = newest_first.filter(first_published_at__lt=start).first()
    return months


def _month(at: datetime) -> date:
    return at.astimezone(zone()).date().replace(day=1)
