"""Move a rule for the wire by one place: the first that matches decides, so the order is part of what the rules say."""

from __future__ import annotations

from django.db import transaction

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import User, WireRule

STEP = 10


def move_up(rule: WireRule, *, user: User | None) -> bool:
    """Let the rule change places with the one before it; False if it is the first."""
    return _move(rule, -1, user)


def move_down(rule: WireRule, *, user: User | None) -> bool:
    """Let the rule change places with the one after it; False if it is the last."""
    return _move(rule, +1, user)


def _move(rule: WireRule, step: int, user: User | None) -> bool:
    with transaction.atomic():
        order = list(WireRule.objects.select_for_update().order_by("position", "pk"))
        place = next((at for at, row in enumerate(order) if row.pk == rule.pk), -1)
        other = place + step
        if place < 0 or not 0 <= other < len(order):
            return False
        order[place], order[other] = order[other], order[place]
        for at, row in enumerate(order, start=1):
            WireRule.objects.filter(pk=row.pk).exclude(position=at * STEP).update(position=at * STEP)
        subject = f"rule:{rule.pk} {rule.name}"
        audit(who=user, what="rule.moved", subject=subject, before=str(place + 1), after=str(other + 1))
    return True
