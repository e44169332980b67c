"""Save a rule for the wire: what it asked for and did before, and what now, goes into the audit log."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import User, WireRule
from broadsheet.desk.rule_words import for_the_log
from broadsheet.wire.models import Feed

STEP = 10


def save_rule(rule: WireRule, *, feeds: Iterable[Feed], user: User | None) -> WireRule:
    """Save the rule with its feeds and return it. A new one comes last and is not in use before somebody switches it on.

    Whether it is in use and where it stands in the order is kept: `switch_rule` and `move_rule` change that.
    """
    with transaction.atomic():
        kept = WireRule.objects.select_for_update().filter(pk=rule.pk).first() if rule.pk else None
        before = for_the_log(kept) if kept else ""
        if kept:
            rule.is_active, rule.position = kept.is_active, kept.position
        else:
            last = WireRule.objects.aggregate(last=Max("position"))["last"] or 0
            rule.is_active, rule.position = False, last + STEP
        rule.save()
        rule.feeds.set(feeds)
        after = for_the_log(WireRule.objects.get(pk=rule.pk))
        if before != after:
            audit(who=user, what="rule.saved", subject=f"rule:{rule.pk}", before=before, after=after)
    return rule
