"""The newest stories of a topic, an author, a section's guests: never by sorting all that a large one ever had.

The tables that join stories to topics know no dates. Of a topic with few stories all are looked at; of one with many the
newest stories of the paper are, one after the other, until enough of them have it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from broadsheet.desk.models import Story

#: A list with more rows than this has many; and so many of the paper's newest stories are looked at for it.
FEW, NEAR = 5_000, 20_000


def newest_with(rows: QuerySet[Any], limit: int) -> list[int]:
    """Return the numbers of the newest stories that readers see among `rows`, which have a ``story_id``; newest first."""
    stories = Story.objects.filter(live=True, first_published_at__isnull=False)
    stories = stories.order_by("-first_published_at", "-id")
    numbers = stories.values_list("pk", flat=True)
    if rows.order_by().values("story_id")[: FEW + 1].count() > FEW:
        edge = stories.values_list("first_published_at", flat=True)[NEAR : NEAR + 1].first()
        near = numbers.filter(Exists(rows.filter(story_id=OuterRef("pk"))))
        if edge:
            near = near.filter(first_published_at__gte=edge)
        found = list(near[:limit])
        if len(found) == limit:
            return found
    return list(numbers.filter(pk__in=rows.order_by().values("story_id"))[:limit])
