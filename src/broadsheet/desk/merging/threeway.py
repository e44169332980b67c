"""The merge: the wire's old text, ours, and the wire's new text become one list of pieces.

What the wire said then is laid beside ours and beside what it says now (`aligning.py`). Where only one of the two has
changed a sentence, that side is right; where both have, and not alike, it is a conflict that a person settles. Every sentence
of ours is on our side of exactly one piece, so that none is lost without being seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from broadsheet.desk.merging.aligning import Bead, align
from broadsheet.desk.merging.moves import with_moves
from broadsheet.desk.merging.pieces import Kind, Piece, Units
from broadsheet.desk.merging.units import Unit

Stretch = tuple[int, int]
#: Longer texts are not taken apart: they are one conflict, or the side that alone has changed.
MAX_UNITS = 5_000


def merge(old: Sequence[Unit], ours: Sequence[Unit], new: Sequence[Unit]) -> list[Piece]:
    """Return the pieces of the three texts, in the order in which the merged text has them.

    Joined they are ours if the wire has changed nothing, and the wire's if we have not. The same three texts give the same pieces.
    """
    if max(len(old), len(ours), len(new)) > MAX_UNITS:
        return [_piece(tuple(old), tuple(ours), tuple(new))]
    return with_moves(_pieces(old, ours, new))


def _pieces(old: Sequence[Unit], ours: Sequence[Unit], new: Sequence[Unit]) -> list[Piece]:
    mine, theirs = align(old, ours), align(old, new)
    pieces: list[Piece] = []
    for first, last, a, b in _regions(mine, theirs):
        pieces.append(_piece(tuple(old[first:last]), tuple(ours[a[0] : a[1]]), tuple(new[b[0] : b[1]])))
    return pieces


def _regions(mine: list[Bead], theirs: list[Bead]) -> Iterable[tuple[int, int, Stretch, Stretch]]:
    """Yield stretches of the old text whose ends both sides have in common, and what came at one place by itself."""
    a, b = _Side(mine), _Side(theirs)
    for start, end in _stretches(mine, theirs):
        came_a, came_b = a.inserted(start), b.inserted(start)
        if came_a[0] < came_a[1] or came_b[0] < came_b[1]:
            yield start, start, came_a, came_b
        if end > start:
            yield start, end, a.until(end), b.until(end)


def _stretches(mine: list[Bead], theirs: list[Bead]) -> list[Stretch]:
    """Return the stretches between the places where neither side has a bead across; the last is empty, at the end."""
    size = max((bead.last for bead in (*mine, *theirs)), default=0)
    edges = sorted({0, size} | ({bead.last for bead in mine} & {bead.last for bead in theirs}))
    return [*pairwise(edges), (size, size)]


class _Side:
    """One alignment, read from the front."""

    def __init__(self, beads: list[Bead]) -> None:
        self._beads = beads
        self._next = 0
        self._at = 0

    def inserted(self, place: int) -> Stretch:
        """Return what came at that place of the old text."""
        low = self._at
        while self._next < len(self._beads) and self._beads[self._next].last == self._beads[self._next].first == place:
            self._at = self._beads[self._next].high
            self._next += 1
        return low, self._at

    def until(self, end: int) -> Stretch:
        """Return what the old text up to that place became, without what came at its end."""
        low = self._at
        while self._next < len(self._beads) and self._beads[self._next].first < end:
            self._at = self._beads[self._next].high
            self._next += 1
        return low, self._at


def _piece(old: Units, ours: Units, theirs: Units) -> Piece:
    then, here, now = _keys(old), _keys(ours), _keys(theirs)
    if here == now:
        kind = Kind.SAME if here == then else Kind.BOTH
        return Piece(kind, old, _placed(old, ours, theirs), theirs)
    if here == then:
        return Piece(Kind.THEIRS, old, ours, theirs)
    if now == then:
        return Piece(Kind.OURS, old, ours, theirs)
    return Piece(Kind.CONFLICT, old, ours, theirs)


def _keys(units: Units) -> tuple[str, ...]:
    return tuple(unit.key for unit in units)


def _placed(old: Units, ours: Units, theirs: Units) -> Units:
    """Return ours where words are the same on both sides: paragraphs are three-way too, and so are the spaces."""
    if len(old) != len(ours):
        return ours
    return tuple(_put(*three) for three in zip(old, ours, theirs, strict=True))


def _put(old: Unit, ours: Unit, theirs: Unit) -> Unit:
    if (ours.level, ours.container) != (old.level, old.container):
        return ours
    return replace(ours, level=theirs.level, container=theirs.container)
