"""The desk's menu: what a newsroom uses all day, in its words; what it has no use for is not there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from broadsheet.desk.screens.offers.listing import MAX_COUNTED, count_for
from broadsheet.desk.screens.wire.access import SEE, UPDATE

#: Wagtail's own items that a newsroom does not need: files to download, the unsorted list of models, help on Wagtail.
UNUSED = frozenset({"documents", "snippets", "help"})
WIRE_ORDER = 150


class WireMenuItem(MenuItem):  # type: ignore[misc]
    """The wire."""

    def is_shown(self, request: Any) -> bool:
        """Show it to who may read the wire."""
        return bool(request.user.has_perm(SEE))


class OffersMenuItem(MenuItem):  # type: ignore[misc]
    """New versions of what stories rest on, with how many wait."""

    def is_shown(self, request: Any) -> bool:
        """Show it to who may put them in."""
        return bool(request.user.has_perms((SEE, UPDATE)))

    def render_component(self, request: Any) -> Any:
        """Say how many wait."""
        count = count_for(request.user)
        shown = f"{MAX_COUNTED}+" if count > MAX_COUNTED else str(count)
        item = super().render_component(request)
        if count:
            item.label = f"{item.label} ({shown})"
        return item


class AltTextMenuItem(MenuItem):  # type: ignore[misc]
    """The stories whose pictures somebody has to describe."""

    def is_shown(self, request: Any) -> bool:
        """Show it to who reads stories and keeps pictures; nothing is counted, since every screen asks."""
        return bool(request.user.has_perms(("desk.view_story", "photos.change_providercontract")))


def alt_text_item() -> AltTextMenuItem:
    """Return its place in the menu, below the pictures."""
    return AltTextMenuItem(
        _("Alt text owed"), f"{reverse('stories:list')}?alt_text=owed", name="alt-text", icon_name="image", order=205
    )


def offers_item() -> OffersMenuItem:
    """Return its place in the menu, below the wire."""
    return OffersMenuItem(
        _("Updates waiting"), reverse("offers:index"), name="offers", icon_name="rotate", order=WIRE_ORDER + 2
    )


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
