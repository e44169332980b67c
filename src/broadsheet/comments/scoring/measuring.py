"""How good a scorer is, counted on decisions that it did not learn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final, NamedTuple

#: Thresholds that the desk's table shows beside the chosen one.
SHOWN: Final = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9)
#: With fewer good comments than this, a share of three in a hundred cannot be told.
LEAST_GOOD: Final = 30
#: From so many on, a threshold may lie below the one that it began with.
SURE_GOOD: Final = 100
LOWEST: Final = 0.05
#: Scores are rounded to this.
STEP: Final = 0.0001


class Judged(NamedTuple):
    """A score, and what the moderator decided."""

    value: float
    is_bad: bool


@dataclass(frozen=True)
class Count:
    """What a threshold would have done: `bad` and `good` comments there were, and how many of each it held."""

    threshold: float
    bad: int
    held_bad: int
    good: int
    held_good: int

    @property
    def recall(self) -> float:
        """Return which share of the bad comments was held."""
        return self.held_bad / self.bad if self.bad else 0.0

    @property
    def precision(self) -> float:
        """Return which share of the held comments was bad."""
        held = self.held_bad + self.held_good
        return self.held_bad / held if held else 0.0

    @property
    def wrongly_held(self) -> float:
        """Return which share of the good comments was held."""
        return self.held_good / self.good if self.good else 0.0

    def as_row(self) -> dict[str, float | int]:
        """Return the counts as they are stored."""
        return asdict(self)


def counted(judged: Iterable[Judged], threshold: float) -> Count:
    """Return what a threshold would have done."""
    counts = {(is_bad, held): 0 for is_bad in (True, False) for held in (True, False)}
    for value, is_bad in judged:
        counts[is_bad, value >= threshold] += 1
    bad, good = counts[True, True] + counts[True, False], counts[False, True] + counts[False, False]
    return Count(threshold, bad, counts[True, True], good, counts[False, True])


def table(judged: Sequence[Judged], chosen: float) -> list[Count]:
    """Return what each shown threshold and the chosen one would have done, in ascending order."""
    return [counted(judged, threshold) for threshold in sorted({*SHOWN, chosen})]


def threshold_within(judged: Sequence[Judged], budget: float, *, at_first: float) -> float:
    """Return the lowest threshold that wrongly holds at most a share of `budget`.

    It lies just above the best good comment that must not be held, so equal scores are treated alike. With fewer good
    comments than a share can be told of, it is `at_first`; with few, no lower than that.
    """
    good = sorted((value for value, is_bad in judged if not is_bad), reverse=True)
    if len(good) < LEAST_GOOD:
        return at_first
    highest_free = good[min(int(budget * len(good)), len(good) - 1)]
    return round(max(LOWEST if len(good) >= SURE_GOOD else at_first, highest_free + STEP), 4)
