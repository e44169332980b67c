"""The alarms' place in the menu, with how many stand."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from broadsheet.desk.screens.alarms.seen import LOOK, standing_for

ORDER = 160


class AlarmsMenuItem(MenuItem):  # type: ignore[misc]
    """The alarms."""

    def is_shown(self, request: Any) -> bool:
        """Show it to who may change stories."""
        return bool(request.user.has_perm(LOOK))

    def render_component(self, request: Any) -> Any:
        """Return the item with the number of standing alarms behind its name."""
        component = super().render_component(request)
        number = standing_for(request.user).count()
        if number:
            component.label = f"{component.label} ({number})"
        return component


def alarms_item() -> AlarmsMenuItem:
    """Return the item."""
    return AlarmsMenuItem(_("Alarms"), reverse("alarms:index"), name="alarms", icon_name="warning", order=ORDER)
