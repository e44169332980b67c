"""Two versions of a text laid beside one another: which sentences became which.

Same sentences are found by the longest common subsequence (rapidfuzz); what lies between them is laid out by likeness, one
to one, one to two and two to one, as Gale and Church align translations ("A Program for Aligning Sentences in Bilingual
Corpora", 1993), with likeness of words in the place of lengths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from broadsheet.desk.merging.units import TEXT, Unit

#: From so much likeness on (of 100) one sentence is another rewritten; from so much on it may be a part of it.
_ALIKE, _PARTLY = 50.0, 30.0
#: So much likeness each of several sentences has to add; else it is a sentence of its own.
_ADDED = 2.0
#: Comparisons in one alignment, each of at most so many characters: what is beyond is one change as a whole.
_MAX_PAIRS, _MAX_CHARACTERS = 18_000, 600
#: How many sentences became how many; what costs least that explains most comes out.
_SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences ``first`` to ``last`` (exclusive) of the old text became ``low`` to ``high`` of the new."""

    first: int
    last: int
    low: int
    high: int


def align(old: Sequence[Unit], new: Sequence[Unit]) -> list[Bead]:
    """Return beads that cover both texts once, in order. The same texts give the same beads."""
    beads: list[Bead] = []
    budget = _Budget(_MAX_PAIRS)
    here, there = 0, 0
    for a, b, size in _same(old, new):
        beads += _between(old, new, Bead(here, a, there, b), budget)
        beads += [Bead(a + k, a + k + 1, b + k, b + k + 1) for k in range(size)]
        here, there = a + size, b + size
    return beads


class _Budget:
    """How many comparisons are left."""

    def __init__(self, pairs: int) -> None:
        self.pairs = pairs

    def takes(self, pairs: int) -> bool:
        """Return whether so many are left, and count them."""
        if pairs > self.pairs:
            return False
        self.pairs -= pairs
        return True


def _same(old: Sequence[Unit], new: Sequence[Unit]) -> list[tuple[int, int, int]]:
    """Return stretches of the same sentences: place in the old text, place in the new, how many; the last is empty."""
    numbers: dict[str, int] = {}
    first = [numbers.setdefault(unit.key, len(numbers)) for unit in old]
    second = [numbers.setdefault(unit.key, len(numbers)) for unit in new]
    return [(block.a, block.b, block.size) for block in Indel.opcodes(first, second).as_matching_blocks()]


def _between(old: Sequence[Unit], new: Sequence[Unit], gap: Bead, budget: _Budget) -> list[Bead]:
    rows, columns = gap.last - gap.first, gap.high - gap.low
    if not rows and not columns:
        return []
    if not rows or not columns or not budget.takes(rows * columns):
        return [gap]
    return _laid_out(old, new, gap)


def _laid_out(old: Sequence[Unit], new: Sequence[Unit], gap: Bead) -> list[Bead]:
    """Return the gap in the beads that together are most alike; a sentence like no other stands alone."""
    likes = _Likes(old[gap.first : gap.last], new[gap.low : gap.high])
    rows, columns = gap.last - gap.first, gap.high - gap.low
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    step = [[(0, 1)] * (columns + 1) for _ in range(rows + 1)]
    for r in range(rows + 1):
        for c in range(columns + 1):
            if r:
                best[r][c], step[r][c] = best[r - 1][c], (1, 0)
            if c and (not r or best[r][c - 1] > best[r][c]):
                best[r][c], step[r][c] = best[r][c - 1], (0, 1)
            for p, q, gained in likes.ending(r, c):
                if best[r - p][c - q] + gained > best[r][c]:
                    best[r][c], step[r][c] = best[r - p][c - q] + gained, (p, q)
    return _walked_back(gap, step)


class _Likes:
    """How alike the sentences of one gap are, each pair asked once."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        self._old, self._new = old, new
        self._single = [[_ratio(a, b) for b in new] for a in old]

    def ending(self, r: int, c: int) -> Iterator[tuple[int, int, float]]:
        """Yield how many old sentences up to ``r`` became how many new ones up to ``c``, and how alike those are."""
        for p, q in _SHAPES:
            if p > r or q > c:
                continue
            if (p, q) == (1, 1):
                gained = self._single[r - 1][c - 1]
                yield from [(1, 1, gained)] if gained >= _ALIKE else []
            elif all(self._single[a][b] >= _PARTLY for a in range(r - p, r) for b in range(c - q, c)):
                gained = _several(self._old[r - p : r], self._new[c - q : c])
                yield from [(p, q, gained)] if gained else []


def _walked_back(gap: Bead, step: list[list[tuple[int, int]]]) -> list[Bead]:
    beads: list[Bead] = []
    r, c = gap.last - gap.first, gap.high - gap.low
    while r or c:
        p, q = step[r][c]
        beads.append(Bead(gap.first + r - p, gap.first + r, gap.low + c - q, gap.low + c))
        r, c = r - p, c - q
    return _joined(beads[::-1])


def _joined(beads: list[Bead]) -> list[Bead]:
    """Return the beads with what came in a row at one place as one."""
    out: list[Bead] = []
    for bead in beads:
        if out and bead.first == bead.last == out[-1].first == out[-1].last:
            out[-1] = Bead(bead.first, bead.last, out[-1].low, bead.high)
        else:
            out.append(bead)
    return out


def _ratio(first: Unit, second: Unit) -> float:
    if first.family != second.family:
        return 0.0
    return fuzz.ratio(first.words[:_MAX_CHARACTERS], second.words[:_MAX_CHARACTERS], score_cutoff=_PARTLY)


def _several(old: Sequence[Unit], new: Sequence[Unit]) -> float:
    """Return how alike one sentence is to several in a row; 0.0 where they are not, or where fewer are as alike."""
    if any(unit.family != TEXT for unit in (*old, *new)):
        return 0.0
    whole = fuzz.ratio(_words(old), _words(new), score_cutoff=_ALIKE)
    one, several = (_words(old), new) if len(old) == 1 else (_words(new), old)
    fewer = ([*several[:k], *several[k + 1 :]] for k in range(len(several)))
    return whole if whole and all(fuzz.ratio(one, _words(part)) < whole - _ADDED for part in fewer) else 0.0


def _words(units: Sequence[Unit]) -> str:
    return " ".join(unit.words[:_MAX_CHARACTERS] for unit in units)
