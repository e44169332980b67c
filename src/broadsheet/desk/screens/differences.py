"""Two texts side by side: which words one has and the other has not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

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
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(old[a:b])))
            continue
        pieces += [Piece("".join(old[a:b]), "del")] if b > a else []
        pieces += [Piece("".join(new[c:d]), "ins")] if d > c else []
    return tuple(pieces)


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)
