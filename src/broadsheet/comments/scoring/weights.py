"""What was learnt for one kind: a weight for each place, and how far to trust them."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from broadsheet.comments.scoring.features import PLACES, Blocks, values, word_place

#: After so many examples of the rarer sort, half of what was learnt counts; it grows towards all of it.
HALF_TRUSTED: Final = 25
#: How much the rules count beside weights that are trusted wholly, for those have seen what the rules found.
RULES_BESIDE: Final = 0.25
#: A word whose weight is above this stands in turned-down comments much more often than in others.
TELLING: Final = 0.25


@dataclass(frozen=True, kw_only=True)
class Weights:
    """A linear scorer; without examples it is empty and says nothing."""

    bias: float = 0.0
    rarer: int = 0
    table: array[float] = field(default_factory=lambda: array("f"), repr=False)

    def log_odds(self, blocks: Blocks, rules: float) -> float:
        """Return what rules and experience say together: rules alone at first, experience mostly in the end."""
        return together(self._learnt(blocks), rules, rarer=self.rarer)

    def telling_words(self, words: Iterable[str]) -> int:
        """Return how many of the different words speak for the kind."""
        if not self.table:
            return 0
        return sum(self.table[word_place(word)] > TELLING for word in set(words))

    def _learnt(self, blocks: Blocks) -> float:
        if not self.table:
            return 0.0
        table = self.table
        return self.bias + sum(value * sum(table[place] for place in block) for value, block in values(blocks))


def together(learnt: float, rules: float, *, rarer: int) -> float:
    """Return rules and experience weighed by how many examples of the rarer sort the experience has."""
    trust = rarer / (rarer + HALF_TRUSTED)
    return (1 - (1 - RULES_BESIDE) * trust) * rules + trust * learnt


def packed(places: Iterable[int], weights: Iterable[float]) -> bytes:
    """Return weights that are not zero as bytes, the same for the same weights on every machine."""
    where, what = array("I", places), array("f", weights)
    return zlib.compress(_little_endian(where) + _little_endian(what), 9)


def unpacked(data: bytes) -> array[float]:
    """Return the whole table that `packed` made the bytes of."""
    raw = zlib.decompress(data)
    where, what = array("I"), array("f")
    where.frombytes(raw[: len(raw) // 2])
    what.frombytes(raw[len(raw) // 2 :])
    table = array("f", bytes(4 * PLACES))
    for place, weight in zip(_native(where), _native(what), strict=True):
        table[int(place)] = weight
    return table


def _little_endian(numbers: array[int] | array[float]) -> bytes:
    return _native(numbers).tobytes()


def _native(numbers: array[int] | array[float]) -> array[int] | array[float]:
    """Return the numbers with their bytes turned round on a machine that keeps the large end first."""
    import sys

    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
