"""Save a story that somebody had open: only if it is still as it was when it was opened (criterion D8)."""

from __future__ import annotations

from datetime import datetime

from broadsheet.desk.errors import KilledStoryError, StaleEditError
from broadsheet.desk.models import Story


def refuse_stale(loaded: Story, *, seen_revision: int | None, seen_at: datetime | None) -> None:
    """Hold the story's row until the transaction ends, and refuse a save that would overwrite what came meanwhile.

    ``loaded`` is the story as this request read it, ``seen_revision`` and ``seen_at`` what the writer had on the screen.
    The row is read again under its lock, so that of two saves at the same instant one is refused.

    Raises:
        KilledStoryError: it was killed meanwhile.
        StaleEditError: somebody saved, published or withdrew it meanwhile.
    """
    row = Story.objects.select_for_update(of=("self",)).select_related("latest_revision").get(pk=loaded.pk)
    if row.killed_at and not loaded.killed_at:
        raise KilledStoryError
    if row.live != loaded.live:
        raise StaleEditError
    latest = row.latest_revision
    if latest and (latest.pk != seen_revision or (seen_at and latest.created_at != seen_at)):
        raise StaleEditError
