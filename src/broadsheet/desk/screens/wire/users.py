"""Who took a dispatch up: a rule, somebody at the desk, or the story itself that follows its item."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.desk.models import RuleHit, StoryDispatch, User, WireOffer
from broadsheet.wire.models import DispatchRecord

Outcome = RuleHit.Outcome
BY_RULE: dict[str, str | Promise] = {
    Outcome.DRAFTED: gettext_lazy("drafted by the rule “%(rule)s”"),
    Outcome.PUBLISHED: gettext_lazy("published by the rule “%(rule)s”"),
    Outcome.SCHEDULED: gettext_lazy("scheduled by the rule “%(rule)s”"),
}


def users_of(records: Iterable[DispatchRecord]) -> dict[int, str]:
    """Return in words who used each of the dispatches that are used; three queries, whatever the page holds."""
    used = [record.pk for record in records if record.state == DispatchRecord.State.USED]
    return _by_themselves(used) | _by_rules(used) | _by_people(used)


def _by_rules(used: list[int]) -> dict[int, str]:
    hits = RuleHit.objects.filter(dispatch_id__in=used, outcome__in=BY_RULE).order_by("pk")
    found = hits.values_list("dispatch_id", "outcome", "rule_name")
    return {number: str(BY_RULE[outcome]) % {"rule": rule} for number, outcome, rule in found}


def _by_people(used: list[int]) -> dict[int, str]:
    links = StoryDispatch.objects.filter(dispatch_id__in=used, added_by__isnull=False).select_related("added_by")
    found = links.defer("baseline").order_by("pk")
    return {link.dispatch_id: _("used by %(name)s") % {"name": _name(link.added_by)} for link in found}


def _by_themselves(used: list[int]) -> dict[int, str]:
    offers = WireOffer.objects.filter(dispatch_id__in=used, by_itself=True, state=WireOffer.State.TAKEN)
    return dict.fromkeys(offers.values_list("dispatch_id", flat=True), _("put into its story by itself"))


def _name(person: User | None) -> str:
    return (person.get_full_name() or person.get_username()) if person else ""
