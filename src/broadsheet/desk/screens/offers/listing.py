"""Which offers somebody sees, and how many wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from broadsheet.desk.models import WireOffer
from broadsheet.desk.visibility import visible_to

#: A count stops here: the menu says "99+".
MAX_COUNTED = 99
#: A dismissed version can be brought back for so long.
UNDO_FOR = timedelta(days=7)


def offers_for(user: Any) -> QuerySet[WireOffer]:
    """Return the offers to stories that the person sees and that are alive."""
    stories = visible_to(user).filter(killed_at__isnull=True)
    # Asked of each offer: the menu counts them on every screen, and a list of all living stories is long.
    seen = Exists(stories.filter(pk=OuterRef("story_id")))
    return WireOffer.objects.filter(seen).select_related("story", "dispatch__feed")


def waiting_for(user: Any) -> QuerySet[WireOffer]:
    """Return the open ones: corrections first, then stories that are out, then the newest."""
    found = offers_for(user).filter(state=WireOffer.State.OPEN).defer("dispatch__data")
    return found.order_by("-is_correction", "-story__live", "-pk")


def dismissed_lately(user: Any, now: datetime) -> list[WireOffer]:
    """Return the newest dismissed ones that can be brought back."""
    found = offers_for(user).filter(state=WireOffer.State.DISMISSED, decided_at__gt=now - UNDO_FOR)
    return list(found.defer("dispatch__data").select_related("decided_by").order_by("-decided_at")[:10])


def count_for(user: Any) -> int:
    """Return how many wait, at most one more than is shown: one query over the open offers alone."""
    return len(waiting_for(user).order_by().values_list("pk", flat=True)[: MAX_COUNTED + 1])
