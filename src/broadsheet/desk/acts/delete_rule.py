"""Delete a rule for the wire. What it did stays on record under its name."""

from __future__ import annotations

from django.db import transaction

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import User, WireRule
from broadsheet.desk.rule_words import for_the_log


def delete_rule(rule: WireRule, *, user: User | None) -> None:
    """Delete the rule; stories that it made or published are left as they are."""
    with transaction.atomic():
        audit(who=user, what="rule.deleted", subject=f"rule:{rule.pk}", before=for_the_log(rule))
        rule.delete()
