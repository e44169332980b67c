"""From moderators' decisions to weights, a threshold and figures. No database: decisions in, what was learnt out.

Every fifth text is held back: it is never learnt from and chooses nothing, so that what is measured on it is true of
comments that the scorer has not seen. Equal texts lie on the same side. The threshold is chosen on the others, each
scored by weights that were learnt without it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import orjson

from broadsheet.comments.errors import LearningError
from broadsheet.comments.scoring.circumstances import NOTHING_KNOWN, Circumstances
from broadsheet.comments.scoring.features import text_blocks, values
from broadsheet.comments.scoring.lists import WordLists
from broadsheet.comments.scoring.measuring import Count, Judged, table, threshold_within
from broadsheet.comments.scoring.reading import read
from broadsheet.comments.scoring.rules import KINDS
from broadsheet.comments.scoring.scorer import FIRST_THRESHOLD, Seen, probability, see
from broadsheet.comments.scoring.weights import Weights, packed, together, unpacked

HELD_BACK_OF: Final = 5
#: With fewer good or bad examples of a kind, nothing is learnt of it and the rules stand alone.
LEAST_EXAMPLES: Final = 10
LONGEST: Final = timedelta(minutes=10)
_MODULE: Final = "broadsheet.comments.scoring.fit"
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A comment, and for each kind whether moderators found it bad; a kind that they said nothing of is left out."""

    text: str = field(repr=False)
    bad: Mapping[str, bool]
    circumstances: Circumstances = NOTHING_KNOWN


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """What was learnt of one kind. `figures` are counts on what was held back, one for each threshold shown."""

    bias: float
    packed: bytes = field(repr=False)
    bad: int
    good: int
    threshold: float
    figures: list[Count]

    def weights(self) -> Weights:
        """Return the weights as a scorer uses them."""
        table = unpacked(self.packed) if self.packed else Weights().table
        return Weights(bias=self.bias, rarer=min(self.bad, self.good), table=table)


@dataclass(frozen=True)
class _Example:
    seen: Seen
    bad: bool
    group: int


def learn(decisions: Sequence[Decision], lists: WordLists, *, budget: float) -> dict[str, Learnt]:
    """Return what can be learnt of each kind; `budget` is the share of good comments that may wrongly be held.

    The same decisions in the same order give the same result on the same machine.

    Raises:
        LearningError: the process that learns ended without an answer.
    """
    examples = {kind: _examples(kind, decisions, lists) for kind in KINDS}
    used = {kind: [one for one in some if not is_held_back(one.group)] for kind, some in examples.items()}
    answers = _fitted({kind: _task(some) for kind, some in used.items() if _rarer(some) >= LEAST_EXAMPLES})
    return {kind: _learnt(examples[kind], used[kind], answers.get(kind), budget=budget) for kind in KINDS}


def group_of(words: Sequence[str]) -> int:
    """Return a number that equal texts share."""
    return zlib.crc32(" ".join(words).encode("utf-8", "surrogatepass"))


def is_held_back(group: int) -> bool:
    """Return whether a text is kept for measuring."""
    return group % HELD_BACK_OF == 0


def _examples(kind: str, decisions: Sequence[Decision], lists: WordLists) -> list[_Example]:
    found = []
    for decision in decisions:
        if kind in decision.bad:
            reading = read(decision.text, lists)
            seen = see(kind, reading, decision.circumstances, text_blocks(reading))
            found.append(_Example(seen, decision.bad[kind], group_of(reading.words)))
    return found


def _rarer(examples: Sequence[_Example]) -> int:
    bad = sum(one.bad for one in examples)
    return min(bad, len(examples) - bad)


def _task(examples: Sequence[_Example]) -> dict[str, Any]:
    return {
        "rows": [values(one.seen.blocks) for one in examples],
        "bad": [one.bad for one in examples],
        "groups": [one.group // HELD_BACK_OF for one in examples],
    }


def _fitted(tasks: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Let another process learn, for the library is too large for one that stays."""
    if not tasks:
        return {}
    command = [sys.executable, "-m", _MODULE]
    try:
        done = subprocess.run(
            command,
            input=orjson.dumps(tasks),
            capture_output=True,
            check=True,
            timeout=LONGEST.total_seconds(),
            env={**os.environ, **_ONE_THREAD},
        )
        return orjson.loads(done.stdout)
    except subprocess.CalledProcessError as err:
        raise LearningError(err.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]) from None
    except (subprocess.TimeoutExpired, orjson.JSONDecodeError, OSError) as err:
        raise LearningError(type(err).__name__) from err


def _learnt(
    examples: Sequence[_Example], used: Sequence[_Example], answer: dict[str, Any] | None, *, budget: float
) -> Learnt:
    rarer = 0 if answer is None else _rarer(used)
    unseen = [0.0] * len(used) if answer is None else answer["unseen"]
    known = [
        Judged(probability(together(odds, one.seen.rules, rarer=rarer)), one.bad)
        for odds, one in zip(unseen, used, strict=True)
    ]
    threshold = threshold_within(known, budget, at_first=FIRST_THRESHOLD)
    learnt = Learnt(
        bias=0.0 if answer is None else answer["bias"],
        packed=b"" if answer is None else packed(answer["places"], answer["weights"]),
        bad=sum(one.bad for one in used),
        good=sum(not one.bad for one in used),
        threshold=threshold,
        figures=[],
    )
    learnt.figures.extend(table(_judged(learnt, rarer, examples), threshold))
    return learnt


def _judged(learnt: Learnt, rarer: int, examples: Sequence[_Example]) -> list[Judged]:
    weights = Weights(bias=learnt.bias, rarer=rarer, table=learnt.weights().table)
    held_back = [one for one in examples if is_held_back(one.group)]
    return [Judged(probability(weights.log_odds(one.seen.blocks, one.seen.rules)), one.bad) for one in held_back]
