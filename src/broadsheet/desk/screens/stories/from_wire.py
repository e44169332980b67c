"""In the editor: which dispatches and versions a story rests on, and the newer ones that wait."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from broadsheet.desk.models import StoryDispatch, WireOffer
from broadsheet.desk.own import own_share
from broadsheet.desk.screens.wire.access import SEE

MAX_SHOWN = 100


class OpenOffersPanel(Panel):  # type: ignore[misc]
    """A newer version waits: one line with the way to it, above what is written."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc,name-defined]
        """It on one story."""

        template_name = "desk/stories/open_offers.html"

        def is_shown(self) -> bool:
            """Show it where one waits, to who reads the wire."""
            self.offers = _open_offers(self.instance) if self.request.user.has_perm(SEE) else []
            return bool(self.offers)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the offers."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"offers": self.offers}


class FromTheWirePanel(Panel):  # type: ignore[misc]
    """What the story rests on, newest first."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc,name-defined]
        """It on one story."""

        template_name = "desk/stories/from_wire.html"

        def is_shown(self) -> bool:
            """Show it for a story from the wire, to who reads the wire."""
            return bool(self._links()) if self.request.user.has_perm(SEE) else False

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the versions, what waits, and how much is ours."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            share = own_share(self.instance)
            return context | {"links": self._links(), "offers": _open_offers(self.instance), "share": share}

        def _links(self) -> list[StoryDispatch]:
            if not self.instance.pk:
                return []
            rows = StoryDispatch.objects.filter(story_id=self.instance.pk).select_related("dispatch__feed")
            return list(rows.defer("dispatch__data", "baseline").order_by("-pk")[:MAX_SHOWN])


def _open_offers(story: Any) -> list[WireOffer]:
    if not story.pk or story.killed_at:
        return []
    rows = WireOffer.objects.filter(story_id=story.pk, state=WireOffer.State.OPEN).select_related("dispatch__feed")
    return list(rows.defer("dispatch__data").order_by("-pk"))
