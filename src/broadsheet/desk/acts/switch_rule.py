"""Put a rule for the wire in use, or take it out of use."""

from __future__ import annotations

from django.db import transaction

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import User, WireRule


def switch_on(rule: WireRule, *, user: User | None) -> bool:
    """Put the rule in use for what comes from now on; False if it is already."""
    return _switch(rule, user, is_active=True)


def switch_off(rule: WireRule, *, user: User | None) -> bool:
    """Take the rule out of use; what it has done stays. False if it is out of use already."""
    return _switch(rule, user, is_active=False)


def _switch(rule: WireRule, user: User | None, *, is_active: bool) -> bool:
    with transaction.atomic():
        changed = WireRule.objects.filter(pk=rule.pk, is_active=not is_active).update(is_active=is_active)
        if changed:
            was, now = ("off", "on") if is_active else ("on", "off")
            audit(who=user, what=f"rule.{now}", subject=f"rule:{rule.pk} {rule.name}", before=was, after=now)
    return bool(changed)
