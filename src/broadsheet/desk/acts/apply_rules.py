"""Let the newsroom's rules decide about a dispatch that no story was made of: the first that matches does, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from broadsheet.desk.acts.alarm import raise_alarm
from broadsheet.desk.acts.auto_publish import auto_publish, auto_schedule, check_complete
from broadsheet.desk.acts.take import STORY_KINDS, take
from broadsheet.desk.addresses import zone
from broadsheet.desk.errors import CanceledDispatchError, DeskError, NotTextError, WithheldStoryError
from broadsheet.desk.models import Alarm, RuleHit, Story, WireRule
from broadsheet.desk.resting import stories_on, versions_of
from broadsheet.desk.rules import Arrival, Conditions, conditions_of, matches
from broadsheet.desk.said import Said, said
from broadsheet.wire.models import DispatchRecord

Outcome = RuleHit.Outcome
MAX_DETAIL = 500


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its conditions taken apart, so that a hundred dispatches are held against it at one price."""

    row: WireRule
    conditions: Conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a rule does with a dispatch, and why where that is less than it was made for. `story` where there is one."""

    outcome: RuleHit.Outcome
    reason: Said | None = None
    story: Story | None = None


def active_rules() -> list[Rule]:
    """Return the rules in use, in their order; two queries however many there are."""
    rows = WireRule.objects.filter(is_active=True).select_related("section").prefetch_related("feeds")
    return [Rule(row, conditions_of(row, (feed.pk for feed in row.feeds.all()))) for row in rows]


def apply_rules(record: DispatchRecord, *, now: datetime, rules: Sequence[Rule] | None = None) -> RuleHit | None:
    """Do with the dispatch what the first matching rule says, and return what it did; None where none matches.

    What a rule may not do is refused and told, in its list and by an alarm. Safe to repeat: the story is made once, it
    is published once, and the hit is written once. `now` is aware; an embargo is held against it.
    """
    rule = first_match(record, active_rules() if rules is None else rules)
    if rule is None:
        return None
    decision = _do(rule.row, record, now)
    return _keep(rule.row, record, decision)


def first_match(record: DispatchRecord, rules: Sequence[Rule]) -> Rule | None:
    """Return the first of the rules that the dispatch meets."""
    if not rules:
        return None
    arrival = arrival_of(record)
    return next((rule for rule in rules if matches(rule.conditions, arrival)), None)


def arrival_of(record: DispatchRecord) -> Arrival:
    """Return the dispatch as a rule looks at it: hour and weekday are those of its arrival in the newsroom's zone."""
    local = record.received_at.astimezone(zone())
    return Arrival(item=record.dispatch, feed_id=record.feed_id, provider=record.provider, local=local)


def foresee(act: str, record: DispatchRecord, *, now: datetime) -> Decision:
    """Return what a rule with that act would do with the dispatch, as far as the dispatch tells. Nothing is changed.

    What people at the desk did with earlier versions is not looked at, so that a rule can be tried on the past.
    """
    if act == WireRule.Act.QUEUE:
        return Decision(outcome=Outcome.QUEUED)
    try:
        _check_state(record)
        if act == WireRule.Act.DRAFT:
            return Decision(outcome=Outcome.DRAFTED)
        if record.pubstatus == DispatchRecord.PubStatus.WITHHELD:
            raise WithheldStoryError
        if record.is_correction:
            return Decision(outcome=Outcome.DRAFTED, reason=said(_("It is a correction; an editor decides about it.")))
        check_complete(record)
    except WithheldStoryError as err:
        return Decision(outcome=Outcome.DRAFTED, reason=err.said)
    except DeskError as err:
        return Decision(outcome=Outcome.REFUSED, reason=err.said)
    waits = record.embargoed_until and record.embargoed_until > now
    return Decision(outcome=Outcome.SCHEDULED if waits else Outcome.PUBLISHED)


def _check_state(record: DispatchRecord) -> None:
    if record.pubstatus == DispatchRecord.PubStatus.CANCELED:
        raise CanceledDispatchError
    if record.kind not in STORY_KINDS:
        raise NotTextError(record.kind)


def _do(rule: WireRule, record: DispatchRecord, now: datetime) -> Decision:
    """Do what is foreseen; what only shows in the doing, such as a picture without credit, is a refusal as well."""
    foreseen = _held_back(record) or foresee(rule.act, record, now=now)
    try:
        match foreseen.outcome:
            case Outcome.DRAFTED:
                story = take(record, section=rule.section)
            case Outcome.SCHEDULED:
                story = auto_schedule(record, section=rule.section)
            case Outcome.PUBLISHED:
                story = auto_publish(record, section=rule.section, now=now)
            case _:
                return foreseen
    except DeskError as err:
        return Decision(outcome=Outcome.REFUSED, reason=err.said, story=_story_of(record))
    outcome = Outcome.PUBLISHED if foreseen.outcome == Outcome.SCHEDULED and story.live else foreseen.outcome
    return Decision(outcome=outcome, reason=foreseen.reason, story=story)


def _held_back(record: DispatchRecord) -> Decision | None:
    """Return why no rule takes up the dispatch, if so: what a person put away does not come back by itself."""
    if versions_of(record).filter(state=DispatchRecord.State.DISMISSED).exists():
        return Decision(outcome=Outcome.QUEUED, reason=said(_("Somebody at the desk has dismissed this item.")))
    if stories_on(record).filter(killed_at__isnull=False).exists():
        return Decision(outcome=Outcome.REFUSED, reason=said(_("A story that was made of this item was killed.")))
    return None


def _story_of(record: DispatchRecord) -> Story | None:
    return Story.objects.filter(dispatches__dispatch=record).order_by("pk").first()


def _keep(rule: WireRule, record: DispatchRecord, decision: Decision) -> RuleHit:
    """Write down what was done, once; where that is less than the rule was made for, the desk is told."""
    with transaction.atomic():
        DispatchRecord.objects.select_for_update(of=("self",)).only("pk").get(pk=record.pk)
        hit, is_new = RuleHit.objects.get_or_create(
            dispatch=record,
            defaults={
                "rule": rule,
                "rule_name": rule.name,
                "outcome": decision.outcome,
                "detail": str(decision.reason or "")[:MAX_DETAIL],
                "said": decision.reason.as_json() if decision.reason else None,
                "story": decision.story,
            },
        )
        if is_new and decision.reason and decision.outcome != Outcome.QUEUED:
            _tell(rule, record, decision.reason, decision.story)
    return hit


def _tell(rule: WireRule, record: DispatchRecord, reason: Said, story: Story | None) -> None:
    text = _("“%(item)s” was not published by the rule “%(rule)s”: %(reason)s")
    told = said(text, item=str(record)[:200], rule=rule.name, reason=reason)
    raise_alarm(Alarm.Kind.REFUSED, f"dispatch:{record.pk}", told, dispatch=record, story=story)
