"""Two texts side by side: which words one has and the other has not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import Indel, MatchingBlock

#: Beyond so many words the texts are shown without marks: comparing them would take seconds.
MAX_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words; ``kind`` is "same", "ins" (only in the second text) or "del" (only in the first)."""

    text: str
    kind: str = "same"


def both(first: str, second: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the two texts in pieces, each with what only it has marked."""
    merged = differences(first, second)
    return tuple(p for p in merged if p.kind != "ins"), tuple(p for p in merged if p.kind != "del")


def differences(first: str, second: str) -> tuple[Piece, ...]:
    """Return one text made of both, with what went and what came."""
    old, new = _words(first), _words(second)
    if max(len(old), len(new)) > MAX_WORDS:
        return () if first == second else (Piece(first, "del"), Piece(second, "ins"))
    pieces: list[Piece] = []
    a, c = 0, 0
    for same in _same(old, new):
        pieces += [Piece("".join(old[a : same.a]), "del")] if same.a > a else []
        pieces += [Piece("".join(new[c : same.b]), "ins")] if same.b > c else []
        pieces += [Piece("".join(old[same.a : same.a + same.size]))] if same.size else []
        a, c = same.a + same.size, same.b + same.size
    return tuple(pieces)


def _same(old: list[str], new: list[str]) -> list[MatchingBlock]:
    """Return the stretches that both have, an empty one at the end; words stand as numbers, so that none costs more.

    A space that both have between words that they have not is no stretch: the words are told apart as one change.
    """
    numbers: dict[str, int] = {}
    first, second = ([numbers.setdefault(word, len(numbers)) for word in words] for words in (old, new))
    blocks = Indel.opcodes(first, second).as_matching_blocks()
    return [block for block in blocks if not block.size or any(not word.isspace() for word in _stretch(old, block))]


def _stretch(words: list[str], block: MatchingBlock) -> list[str]:
    return words[block.a : block.a + block.size]


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)
