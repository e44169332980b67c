"""Comments that the scorer is tested on: our own, and those that lie beside the project."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.comments.scoring.circumstances import NOTHING_KNOWN, Circumstances
from broadsheet.comments.scoring.fold import plain, words
from broadsheet.comments.scoring.learning import Decision, learn
from broadsheet.comments.scoring.lists import WordLists, shipped
from broadsheet.comments.scoring.measuring import Count, Judged, counted
from broadsheet.comments.scoring.near import is_alike, near_keys
from broadsheet.comments.scoring.rules import INCIVILITY, SPAM
from broadsheet.comments.scoring.scorer import Scorer

CIVILITY = Path(__file__).with_name("civility.txt")
_ANCHOR = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>.*?</a>')
_BREAK = re.compile(r"<br ?/?>")
_STYLE = re.compile(r"</?[bi]>")


@dataclass(frozen=True, kw_only=True)
class Known:
    """A comment whose kind is known; `place` is what it was written under, `date` a day or an empty text."""

    text: str
    bad: bool
    place: str = ""
    date: str = ""
    circumstances: Circumstances = NOTHING_KNOWN


def civility() -> list[Known]:
    """Return our own comments, civil and uncivil, in English (`place` "en") and Norwegian ("nb")."""
    lines = [line for line in CIVILITY.read_text("utf-8").splitlines() if line[:1] in "+-"]
    return [Known(text=line[5:], bad=line.startswith("-"), place=line[2:4]) for line in lines]


def youtube(path: Path) -> list[Known]:
    """Return comments under five videos as they were typed: that site's own HTML is taken off again."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Known(text=_typed(row["payload"]), bad=bool(row["spam"]), place=row["video"], date=row["date"]) for row in rows
    ]


def in_order(rows: Iterable[Known]) -> list[Known]:
    """Return comments by date, each with how often nearly the same text had come before; undated ones come last."""
    seen: dict[tuple[int, int], list[list[str]]] = {}
    found = []
    for row in sorted(rows, key=lambda row: row.date or "9"):
        said = words(plain(row.text))
        keys = [(which, key) for which, key in enumerate(near_keys(said)) if key is not None]
        alike = {id(other): other for key in keys for other in seen.get(key, []) if is_alike(said, other)}
        for key in keys:
            seen.setdefault(key, []).append(said)
        around = Circumstances(elsewhere=len(alike))
        found.append(Known(text=row.text, bad=row.bad, place=row.place, date=row.date, circumstances=around))
    return found


def shuffled(rows: Sequence[Known], seed: int) -> list[Known]:
    """Return comments in an order that depends on the seed alone."""
    return random.Random(seed).sample(rows, len(rows))


def tried(train: Sequence[Known], test: Sequence[Known], kind: str = SPAM, *, budget: float = 0.03) -> Count:
    """Return what a scorer does with comments that it has not seen, its threshold chosen on those that it has."""
    lists = WordLists(shipped())
    decisions = [Decision(text=row.text, bad={kind: row.bad}, circumstances=row.circumstances) for row in train]
    learnt = learn(decisions, lists, budget=budget)[kind]
    weights, thresholds = {kind: learnt.weights()}, {kind: learnt.threshold}
    return measured(Scorer(lists=lists, weights=weights, thresholds=thresholds), test, kind)


def measured(scorer: Scorer, rows: Iterable[Known], kind: str = SPAM) -> Count:
    """Return what a scorer does with comments, by its own threshold."""
    scores = [(scorer.score(row.text, row.circumstances), row.bad) for row in rows]
    judged = [Judged(one.incivility if kind == INCIVILITY else one.spam, bad) for one, bad in scores]
    return counted(judged, scorer.threshold(kind))


def total(counts: Iterable[Count]) -> Count:
    """Return several counts as one; its threshold says nothing."""
    rows = list(counts)
    return Count(
        0.0,
        bad=sum(row.bad for row in rows),
        held_bad=sum(row.held_bad for row in rows),
        good=sum(row.good for row in rows),
        held_good=sum(row.held_good for row in rows),
    )


def by_place(rows: Sequence[Known], kind: str = SPAM) -> Count:
    """Return what scorers do that each have learnt from all places but the one that they are tried on."""
    places = sorted({row.place for row in rows})
    return total(
        tried([row for row in rows if row.place != place], [row for row in rows if row.place == place], kind)
        for place in places
    )


def _typed(text: str) -> str:
    text = _STYLE.sub("", _BREAK.sub("\n", _ANCHOR.sub(r"\1", text)))
    return html.unescape(text).strip("\ufeff")
