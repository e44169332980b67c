"""The bar that stands on every page of the desk while something grave does."""

from __future__ import annotations

from typing import Any

from django import template

from broadsheet.desk.screens.alarms.seen import CLEAR, GRAVE, standing_for

register = template.Library()
#: More are counted as so many.
MAX_COUNTED = 99


@register.inclusion_tag("desk/alarms/_bar.html", takes_context=True)
def alarm_bar(context: Any) -> dict[str, Any]:
    """Return what the bar says to those who may act: the newest alarm, and how many there are. One indexed query."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated or not user.has_perm(CLEAR):
        return {"count": 0}
    grave = list(standing_for(user).filter(kind__in=GRAVE).only("text", "said")[:MAX_COUNTED])
    return {"count": len(grave), "others": len(grave) - 1, "text": grave[0].words if grave else ""}
