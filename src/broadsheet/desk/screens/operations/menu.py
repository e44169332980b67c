"""The place of the operations screen in the menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from broadsheet.desk.screens.operations.views import LOOK

ORDER = 900


class OperationsMenuItem(MenuItem):  # type: ignore[misc]
    """How the machinery runs."""

    def is_shown(self, request: Any) -> bool:
        """Show it to administrators."""
        return bool(request.user.has_perm(LOOK))


def operations_item() -> OperationsMenuItem:
    """Return the item."""
    return OperationsMenuItem(
        _("Operations"), reverse("operations:index"), name="operations", icon_name="resubmit", order=ORDER
    )
