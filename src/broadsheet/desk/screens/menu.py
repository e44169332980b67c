"""The desk's menu: what a newsroom uses all day, in its words; what it has no use for is not there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from broadsheet.desk.screens.wire.access import SEE

#: Wagtail's own items that a newsroom does not need: files to download, the unsorted list of models, help on Wagtail.
UNUSED = frozenset({"documents", "snippets", "help"})
WIRE_ORDER = 150


class WireMenuItem(MenuItem):  # type: ignore[misc]
    """The wire."""

    def is_shown(self, request: Any) -> bool:
        """Show it to who may read the wire."""
        return bool(request.user.has_perm(SEE))


def wire_item() -> WireMenuItem:
    """Return the wire's place in the menu."""
    return WireMenuItem(_("Wire"), reverse("wire:index"), name="wire", icon_name="mail", order=WIRE_ORDER)


def in_our_words(items: list[Any]) -> None:
    """Take away what nobody needs, and name the rest as a newsroom does."""
    items[:] = [item for item in items if item.name not in UNUSED]
    for item in items:
        if item.name == "images":
            item.label, item.order = _("Pictures"), 200
        elif item.name == "explorer":
            item.label, item.order = _("Pages"), 400
    items.sort(key=lambda item: item.order)
