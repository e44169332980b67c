"""A comment's two scores, with their reasons. Pure: no database, no clock; well under a millisecond."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from broadsheet.comments.scoring.circumstances import NOTHING_KNOWN, Circumstances
from broadsheet.comments.scoring.features import Blocks, manner_block, text_blocks
from broadsheet.comments.scoring.lists import Entry, WordLists, shipped
from broadsheet.comments.scoring.reading import Reading, read
from broadsheet.comments.scoring.rules import INCIVILITY, KINDS, SPAM, Evidence, evidence, log_odds
from broadsheet.comments.scoring.weights import Weights

#: From here on a comment is held as long as nothing was learnt; the rules alone reach it by one strong sign or two weak.
FIRST_THRESHOLD: Final = 0.35
MOST_REASONS: Final = 5


@dataclass(frozen=True, kw_only=True)
class Scores:
    """How likely a comment is spam and uncivil, from 0 to 1, what speaks for each, and for which it is held."""

    spam: float
    incivility: float
    held_for: tuple[str, ...]
    reasons: dict[str, list[dict[str, Any]]]
    version: int


@dataclass(frozen=True)
class Seen:
    """A comment as one kind's scorer sees it."""

    blocks: Blocks
    rules: float
    found: tuple[Evidence, ...]
    reading: Reading


@dataclass(frozen=True, kw_only=True)
class Scorer:
    """Lists, weights and thresholds; `version` 0 has learnt nothing."""

    version: int = 0
    lists: WordLists = field(default_factory=lambda: WordLists(shipped()))
    weights: Mapping[str, Weights] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def score(self, text: str, circumstances: Circumstances = NOTHING_KNOWN, *, name: str = "") -> Scores:
        """Return a comment's scores. `name` is looked at by the rules alone, and never learnt from."""
        reading = read(text, self.lists)
        blocks = text_blocks(reading)
        seen = {kind: see(kind, reading, circumstances, blocks) for kind in KINDS}
        in_name = read(name, self.lists) if name else None
        likely = {kind: self._likely(kind, seen[kind], in_name) for kind in KINDS}
        return Scores(
            spam=likely[SPAM],
            incivility=likely[INCIVILITY],
            held_for=tuple(kind for kind in KINDS if likely[kind] >= self.threshold(kind)),
            reasons={kind: self._reasons(kind, seen[kind], in_name) for kind in KINDS},
            version=self.version,
        )

    def threshold(self, kind: str) -> float:
        """Return the score from which on a comment is held."""
        return self.thresholds.get(kind, FIRST_THRESHOLD)

    def _likely(self, kind: str, seen: Seen, in_name: Reading | None) -> float:
        weights = self.weights.get(kind, Weights())
        in_rules = sum(one.weight for one in _of_name(kind, in_name))
        return probability(weights.log_odds(seen.blocks, seen.rules) + in_rules)

    def _reasons(self, kind: str, seen: Seen, in_name: Reading | None) -> list[dict[str, Any]]:
        found = [*seen.found, *(Evidence("name", one.weight) for one in _of_name(kind, in_name)[:1])]
        told = [{"rule": one.rule, **one.facts} for one in found[:MOST_REASONS]]
        words = self.weights.get(kind, Weights()).telling_words(seen.reading.words)
        return [*told, {"rule": "learnt", "count": words}] if words else told


def see(kind: str, reading: Reading, circumstances: Circumstances, text: Blocks) -> Seen:
    """Return what one kind's scorer goes by; `text` are the comment's blocks that both kinds share."""
    found = tuple(evidence(kind, reading, circumstances))
    return Seen((*text, manner_block(reading, found)), log_odds(found), found, reading)


def hold_reasons(scores: Scores) -> list[dict[str, Any]]:
    """Return why a comment is held: the reasons of each kind that it is held for, or none if it is not."""
    return [reason for kind in scores.held_for for reason in scores.reasons[kind]]


def scorer_with(own: Iterable[Entry], **fields: Any) -> Scorer:
    """Return a scorer with a newsroom's own words beside the lists that ship."""
    return Scorer(lists=WordLists([*own, *shipped()]), **fields)


def probability(odds: float) -> float:
    """Return log odds as a number from 0 to 1, rounded as it is stored and shown."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 4)


def _of_name(kind: str, in_name: Reading | None) -> list[Evidence]:
    return [] if in_name is None else evidence(kind, in_name, NOTHING_KNOWN)
