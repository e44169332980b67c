"""Try a rule on what has come: what it would have done, and what it would have been refused. Nothing is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.desk.acts.apply_rules import Rule, active_rules, arrival_of, foresee
from broadsheet.desk.models import RuleHit, WireRule
from broadsheet.desk.rules import matches
from broadsheet.wire.models import DispatchRecord

#: So many dispatches are looked at, the newest; so many of those that match are listed.
MAX_LOOKED_AT = 2000
MAX_LISTED = 200
BATCH = 200
Outcome = RuleHit.Outcome
WOULD: dict[str, str | Promise] = {
    Outcome.QUEUED: gettext_lazy("left in the list"),
    Outcome.DRAFTED: gettext_lazy("made a draft"),
    Outcome.PUBLISHED: gettext_lazy("published"),
    Outcome.SCHEDULED: gettext_lazy("scheduled for the end of the embargo"),
    Outcome.REFUSED: gettext_lazy("refused"),
    "earlier": gettext_lazy("decided by an earlier rule"),
    "update": gettext_lazy("offered to the story as an update"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One dispatch that the rule matches. ``tone`` is the outcome's name, for the colour; ``outcome`` says it in words."""

    headline: str
    feed: str
    received_at: datetime
    outcome: str | Promise
    tone: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of a trial; ``is_cut`` where the dispatches of the days were more than are looked at."""

    looked_at: int
    matched: int
    is_cut: bool
    counts: tuple[tuple[str | Promise, str, int], ...]
    rows: tuple[Tried, ...]
    not_listed: int


def try_on_the_past(rule: Rule, *, days: int, now: datetime) -> Trial:
    """Hold a rule, saved or not, against the dispatches of the last days, as if it had been in use when they came."""
    since = DispatchRecord.objects.filter(received_at__gte=now - timedelta(days=days), received_at__lte=now)
    numbers = list(since.order_by("-received_at", "-pk").values_list("pk", flat=True)[: MAX_LOOKED_AT + 1])
    is_cut = len(numbers) > MAX_LOOKED_AT
    looked_at = sorted(numbers[:MAX_LOOKED_AT])
    rows = list(_tried(rule, looked_at, _earlier(rule.row)))
    rows.reverse()
    counts = Counter(row.tone for row in rows)
    return Trial(
        looked_at=len(looked_at),
        matched=len(rows),
        is_cut=is_cut,
        counts=tuple((words, tone, counts[tone]) for tone, words in WOULD.items() if counts[tone]),
        rows=tuple(rows[:MAX_LISTED]),
        not_listed=max(len(rows) - MAX_LISTED, 0),
    )


def _earlier(row: WireRule) -> list[Rule]:
    """Return the rules in use that would have had their say before; a new rule comes last."""
    if row.pk is None:
        return active_rules()
    place = (row.position, row.pk)
    return [rule for rule in active_rules() if (rule.row.position, rule.row.pk) < place]


def _tried(rule: Rule, numbers: Sequence[int], earlier: Sequence[Rule]) -> Iterator[Tried]:
    made: set[str] = set()
    for record in _records(numbers):
        if record.pubstatus == DispatchRecord.PubStatus.CANCELED:
            continue
        arrival = arrival_of(record)
        if not matches(rule.conditions, arrival):
            continue
        before = next((other for other in earlier if matches(other.conditions, arrival)), None)
        if record.item_guid and record.item_guid in made:
            yield _row(record, "update", "")
        elif before:
            yield _row(record, "earlier", before.row.name)
        else:
            decision = foresee(rule.row.act, record, now=record.received_at)
            if decision.outcome not in (Outcome.QUEUED, Outcome.REFUSED):
                made.add(record.item_guid)
            yield _row(record, decision.outcome, str(decision.reason or ""))


def _records(numbers: Sequence[int]) -> Iterator[DispatchRecord]:
    for start in range(0, len(numbers), BATCH):
        found = DispatchRecord.objects.filter(pk__in=numbers[start : start + BATCH]).select_related("feed")
        yield from found.order_by("pk")


def _row(record: DispatchRecord, outcome: str, reason: str) -> Tried:
    return Tried(
        headline=str(record) or _("(no headline)"),
        feed=record.feed.name,
        received_at=record.received_at,
        outcome=WOULD[outcome],
        tone=outcome,
        reason=reason,
        url=reverse("wire:one", args=[record.pk]),
    )
