"""What speaks for spam or incivility before anything was learnt: each rule gives a weight and a reason.

A weight is evidence in log odds: 0.7 doubles the odds, 2.3 makes them ten times as high. The weights are our own
judgement, not fitted to anything; what a newsroom's moderators decide is learnt beside them (`learn.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from broadsheet.comments.scoring.circumstances import Circumstances
from broadsheet.comments.scoring.lists import Hit
from broadsheet.comments.scoring.reading import Reading

SPAM: Final = "spam"
INCIVILITY: Final = "incivility"
KINDS: Final = (SPAM, INCIVILITY)
#: What is so of a comment of which nothing is known: one in thirty.
PRIOR: Final = -3.0
MOST_CALLS: Final = 4
NEAR_WORDS: Final = 4
BUSY_NETWORK: Final = 5
SHOUTED: Final = 0.6
#: The list of words that address somebody; it speaks for nothing by itself.
YOU: Final = "you"

_LIST_WEIGHTS: Final = {"slur": 3.6, "threat": 3.0, "insult": 1.7, "coarse": 0.7, "own": 4.0}
_AT_YOU_WEIGHTS: Final = {"slur": 1.0, "threat": 1.0, "insult": 2.0, "coarse": 1.2, "own": 0.0}


@dataclass(frozen=True)
class Evidence:
    """One thing that speaks for a kind: the rule's name, its weight, and the facts for its sentence."""

    rule: str
    weight: float
    facts: dict[str, str | int] = field(default_factory=dict)


def evidence(kind: str, reading: Reading, circumstances: Circumstances) -> list[Evidence]:
    """Return what speaks for a kind, the heaviest first."""
    found = _spam(reading, circumstances) if kind == SPAM else _incivility(reading)
    return sorted(found, key=lambda one: -one.weight)


def log_odds(found: Iterable[Evidence]) -> float:
    """Return what the rules say of a comment, in log odds."""
    return PRIOR + sum(one.weight for one in found)


def _spam(reading: Reading, circumstances: Circumstances) -> Iterator[Evidence]:
    if reading.links:
        yield Evidence("links", min(0.9 + 0.7 * (reading.links - 1), 4.0), {"count": reading.links})
    calls = _texts(reading, "spam/call")
    if calls:
        yield Evidence("calls", 2.6 + 1.0 * (min(len(calls), MOST_CALLS) - 1), {"words": calls[0], "count": len(calls)})
    offers = _texts(reading, "spam/offer")
    if offers:
        yield Evidence(
            "offers", 1.2 + 0.9 * (min(len(offers), MOST_CALLS) - 1), {"words": offers[0], "count": len(offers)}
        )
    hints = _texts(reading, "spam/hint")
    if hints:
        yield Evidence("hints", min(0.7 * len(hints), 2.1), {"words": hints[0], "count": len(hints)})
    for word in _texts(reading, "spam/own"):
        yield Evidence("own", 4.0, {"words": word})
    if reading.mails or reading.phones:
        yield Evidence("contact", 2.0)
    if reading.handles:
        yield Evidence("handles", 0.9, {"count": reading.handles})
    if reading.has_money:
        yield Evidence("money", 0.8)
    if reading.is_disguised:
        yield Evidence("disguise", 2.2)
    yield from _manner(reading)
    yield from _around(circumstances, has_link=bool(reading.links))


def _around(circumstances: Circumstances, *, has_link: bool) -> Iterator[Evidence]:
    if circumstances.turned_down:
        yield Evidence("turned_down", 4.0, {"count": circumstances.turned_down})
    elif circumstances.elsewhere:
        yield Evidence("elsewhere", 1.8 + 0.6 * min(circumstances.elsewhere - 1, 4), {"count": circumstances.elsewhere})
    if circumstances.from_network >= BUSY_NETWORK:
        yield Evidence("busy_network", 0.8, {"count": circumstances.from_network})
    if has_link and circumstances.is_first_of_address:
        yield Evidence("first_with_link", 0.6)


def _manner(reading: Reading) -> Iterator[Evidence]:
    if reading.capitals >= SHOUTED:
        yield Evidence("capitals", 0.5, {"percent": round(100 * reading.capitals)})
    if reading.has_marks:
        yield Evidence("marks", 0.3)


def _incivility(reading: Reading) -> Iterator[Evidence]:
    worst: dict[str, Evidence] = {}
    addressed = {hit.start for hit in reading.hits if hit.entry.list == f"{INCIVILITY}/{YOU}"}
    for hit in reading.hits:
        kind, _, name = hit.entry.list.partition("/")
        if kind != INCIVILITY or name == YOU:
            continue
        at_you = _is_near(hit.start, addressed)
        weight = _LIST_WEIGHTS[name] + (_AT_YOU_WEIGHTS[name] if at_you else 0.0)
        one = Evidence(f"{name}_at_you" if at_you and name != "own" else name, weight, {"words": hit.entry.text})
        if name not in worst or worst[name].weight < weight:
            worst[name] = one
    yield from worst.values()
    counted = Counter(hit.entry.list for hit in reading.hits if _is_rude(hit))
    more = sum(counted.values()) - len(counted)
    if more > 0:
        yield Evidence("more_words", min(0.9 * more, 2.7), {"count": sum(counted.values())})
    if worst and reading.is_disguised:
        yield Evidence("disguise", 1.0)
    yield from _manner(reading)


def _is_rude(hit: Hit) -> bool:
    return hit.entry.list.startswith("incivility/") and not hit.entry.list.endswith(f"/{YOU}")


def _is_near(start: int, addressed: set[int]) -> bool:
    return any(start + step in addressed or start - step in addressed for step in range(1, NEAR_WORDS + 1))


def _texts(reading: Reading, name: str) -> list[str]:
    """Return the different entries of one list that stand in a comment, in the order of the comment."""
    return list(dict.fromkeys(hit.entry.text for hit in reading.hits if hit.entry.list == name))
