"""A score in plain words, in the language of whoever reads it: the reasons are stored as rules and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from broadsheet.comments.scoring.models import Kind, LearntScorer, Score
from broadsheet.comments.scoring.rules import KINDS

_ONE: Final[dict[str, str | Promise]] = {
    "capitals": gettext_lazy("%(percent)s of 100 letters are capitals"),
    "coarse": gettext_lazy("“%(words)s” is on the list of coarse words"),
    "coarse_at_you": gettext_lazy("“%(words)s”, on the list of coarse words, is said to somebody"),
    "contact": gettext_lazy("it gives a telephone number or an e-mail address"),
    "disguise": gettext_lazy("letters are disguised or hidden"),
    "first_with_link": gettext_lazy("it is the first comment of its sender and has a link"),
    "insult": gettext_lazy("“%(words)s” is on the list of insults"),
    "insult_at_you": gettext_lazy("“%(words)s”, on the list of insults, is said to somebody"),
    "marks": gettext_lazy("it has long rows of exclamation marks, question marks or money signs"),
    "money": gettext_lazy("it names sums of money"),
    "name": gettext_lazy("the sender's name itself looks like it"),
    "own": gettext_lazy("“%(words)s” is on the newsroom's own list"),
    "slur": gettext_lazy("“%(words)s” is on the list of slurs"),
    "slur_at_you": gettext_lazy("“%(words)s”, on the list of slurs, is said to somebody"),
    "threat": gettext_lazy("“%(words)s” is on the list of threats"),
    "threat_at_you": gettext_lazy("“%(words)s”, on the list of threats, is said to somebody"),
}


@dataclass(frozen=True, kw_only=True)
class ScoreInWords:
    """One kind's score for the queue: its name, a whole number of percent, and why."""

    label: str
    percent: int
    held: bool
    reasons: tuple[str, ...]


def in_words(score: Score) -> tuple[ScoreInWords, ...]:
    """Return the scores of a comment for which there is a reason to tell, those that held it first."""
    told = [
        ScoreInWords(
            label=str(Kind(kind).label),
            percent=round(100 * getattr(score, kind)),
            held=kind in score.held_for,
            reasons=tuple(sentence(reason) for reason in score.reasons.get(kind, [])),
        )
        for kind in KINDS
    ]
    return tuple(sorted((one for one in told if one.reasons or one.held), key=lambda one: not one.held))


def sentence(reason: Mapping[str, Any]) -> str:
    """Return one reason in plain words."""
    rule, count = str(reason["rule"]), int(reason.get("count", 0))
    facts = {name: value for name, value in reason.items() if name != "rule"}
    counted = _counted(rule, count)
    return (counted or str(_ONE[rule])) % facts


def figures_in_words(row: LearntScorer) -> tuple[dict[str, Any], ...]:
    """Return what was measured on decisions that were held back, one table a kind."""
    return tuple({"label": str(Kind(kind).label), **_table(row.figures[kind])} for kind in KINDS if kind in row.figures)


def _table(figures: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        {**count, **_shares(count), "chosen": count["threshold"] == figures["threshold"]} for count in figures["counts"]
    ]
    return {"learnt_from": figures["bad"] + figures["good"], "rows": rows}


def _shares(count: Mapping[str, Any]) -> dict[str, int]:
    held = count["held_bad"] + count["held_good"]
    parts = {
        "recall": (count["held_bad"], count["bad"]),
        "precision": (count["held_bad"], held),
        "wrongly_held": (count["held_good"], count["good"]),
    }
    shares = {name: round(100 * part / whole) if whole else 0 for name, (part, whole) in parts.items()}
    return {**shares, "held": held, "percent": round(100 * count["threshold"])}


def _counted(rule: str, count: int) -> str:
    """Return the sentence of a rule that counts, in singular or plural, or an empty text for another rule."""
    match rule:
        case "links":
            return ngettext("%(count)s link", "%(count)s links", count)
        case "handles":
            return ngettext("%(count)s account or tag is named", "%(count)s accounts or tags are named", count)
        case "calls":
            return ngettext(
                "it calls on readers: “%(words)s”", "it calls on readers %(count)s times: “%(words)s”", count
            )
        case "offers":
            return ngettext("it offers something: “%(words)s”", "it offers %(count)s things: “%(words)s”", count)
        case "hints":
            return ngettext("a word of advertising: “%(words)s”", "%(count)s words of advertising: “%(words)s”", count)
        case "more_words":
            return _("%(count)s of its words are on the lists")
        case "elsewhere":
            return ngettext(
                "nearly the same text has come once before",
                "nearly the same text has come %(count)s times before",
                count,
            )
        case "turned_down":
            return ngettext(
                "nearly the same text was turned down once",
                "nearly the same text was turned down %(count)s times",
                count,
            )
        case "busy_network":
            return _("%(count)s comments came from its network within an hour")
        case "learnt":
            return ngettext(
                "%(count)s of its words stands mostly in comments that moderators turned down",
                "%(count)s of its words stand mostly in comments that moderators turned down",
                count,
            )
        case _other:
            return ""
