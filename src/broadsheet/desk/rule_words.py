"""A rule for the wire in words: for the list at the desk, and for the audit log."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import override

from broadsheet.desk.models import WireRule
from broadsheet.desk.rules import conditions_of

MOST = 6


def conditions_in_words(rule: WireRule, feeds: Iterable[str]) -> list[str]:
    """Return each condition of a saved rule as a short phrase, in the reader's language; none means everything."""
    found = []
    for label, values in (
        (_("Feed"), list(feeds)),
        (_("Provider"), _lines(rule.providers)),
        (_("Language"), _lines(rule.languages.replace(",", "\n"))),
        (_("Kind"), _lines(rule.kinds.replace(",", "\n"))),
        (_("Subject"), _lines(rule.subjects)),
        (_("Place"), _lines(rule.places)),
        (_("Keyword"), _lines(rule.keywords)),
    ):
        if values:
            found.append(f"{label}: {_listed(values)}")
    return [*found, *_urgency(rule), *_time(rule)]


def for_the_log(rule: WireRule) -> str:
    """Return a saved rule as one line, the same in every language; two queries."""
    with override("en"):
        conditions = "; ".join(conditions_in_words(rule, [feed.name for feed in rule.feeds.all()])) or "everything"
        section = f" in {rule.section}" if rule.section else ""
        return f"{rule.name}: {conditions} → {rule.act}{section}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _listed(values: list[str]) -> str:
    more = len(values) - MOST
    shown = ", ".join(values[:MOST])
    return f"{shown} +{more}" if more > 0 else shown


def _urgency(rule: WireRule) -> list[str]:
    first, last = rule.urgency_from, rule.urgency_to
    if first is None and last is None:
        return []
    return [_("Urgency %(first)s–%(last)s") % {"first": first or 1, "last": last or 9}]


def _time(rule: WireRule) -> list[str]:
    asked = conditions_of(rule, ())
    days = ", ".join(str(WEEKDAYS_ABBR[day - 1]) for day in sorted(asked.weekdays))
    hours = f"{asked.hours[0]:02}–{asked.hours[1]:02}" if asked.hours else ""
    told = " ".join(part for part in (days, hours) if part)
    return [told] if told else []
