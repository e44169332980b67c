"""The desk's first screen: what on the wire waits for somebody, for who may see it. A fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from broadsheet.desk.models import WireOffer
from broadsheet.desk.screens.alarms.rows import AlarmRow, rows_of
from broadsheet.desk.screens.alarms.seen import LOOK, standing_for
from broadsheet.desk.screens.offers.listing import waiting_for
from broadsheet.desk.screens.wire import listing
from broadsheet.desk.screens.wire.access import MAKE, SEE, SEE_QUARANTINE, UPDATE
from broadsheet.desk.screens.wire.listing import Asked
from broadsheet.desk.screens.wire.rows import Row, row_of, stories_by_item

SHOWN_ALARMS, SHOWN_OFFERS, SHOWN_URGENT = 4, 5, 8
#: Before Wagtail's own panels: what waits for approval, the person's own texts.
ORDER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the screen. ``more`` is how many there are, in words, where it is more than are shown; else empty."""

    rows: list[Any]
    more: str = ""


class WirePanel(Component):  # type: ignore[misc]
    """Alarms, updates that wait, urgent items and the quarantine."""

    name = "wire"
    order = ORDER
    template_name = "desk/home.html"

    @property
    def media(self) -> Media:
        """Return its style sheets."""
        return Media(css={"all": ["desk/wire.css", "desk/home.css"]})

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the parts that the person may see; a part that is None is not shown."""
        user = parent_context["request"].user
        return {
            "alarms": _alarms(user) if user.has_perm(LOOK) else None,
            "offers": _offers(user) if user.has_perms((SEE, UPDATE)) else None,
            "urgent": _urgent() if user.has_perm(SEE) else None,
            "urgent_query": Asked(tab="urgent").query(),
            "quarantined": _quarantined() if user.has_perm(SEE_QUARANTINE) else None,
            "quarantine_query": Asked(tab="quarantine").query(),
            "new_story_url": reverse("stories:add") if user.has_perm(MAKE) else "",
        }


def _alarms(user: Any) -> Part:
    standing = standing_for(user)
    rows: list[AlarmRow] = rows_of(standing.select_related("cleared_by")[:SHOWN_ALARMS])
    return Part(rows=rows, more=_more(listing.counted(standing), SHOWN_ALARMS))


def _offers(user: Any) -> Part:
    waiting = waiting_for(user)
    rows: list[WireOffer] = list(waiting[:SHOWN_OFFERS])
    return Part(rows=rows, more=_more(listing.counted(waiting), SHOWN_OFFERS))


def _urgent() -> Part:
    asked, now = Asked(tab="urgent"), timezone.now()
    records = list(listing.dispatches(asked).filter(is_latest=True).order_by("-pk")[:SHOWN_URGENT])
    stories = stories_by_item(record.item_guid for record in records)
    rows: list[Row] = [
        row_of(record, story=stories.get(record.item_guid), now=now, query="", chosen=None) for record in records
    ]
    return Part(rows=rows, more=_more(listing.counted(listing.narrowed("urgent")), SHOWN_URGENT))


def _quarantined() -> int:
    """Return how many files wait, as far as it is worth counting."""
    return listing.quarantined(Asked()).order_by()[: listing.MAX_COUNTED].count()


def _more(counted: str, shown: int) -> str:
    return "" if counted.isdecimal() and int(counted) <= shown else counted
