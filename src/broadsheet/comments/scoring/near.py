"""Comments with nearly the same words, found by two indexed numbers and then compared.

The numbers are two min-hashes over runs of three words: two texts that share four fifths of their runs agree in at least one
of them 19 times in 20. What agrees is compared by rapidfuzz, so a chance agreement counts for nothing.

Source: Broder 1997, "On the resemblance and containment of documents".
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final, NamedTuple

RUN: Final = 3
#: Shorter texts ("I agree") are written by many in the same words.
LEAST_LETTERS: Final = 25
ALIKE_PERCENT: Final = 85
_SEEDS: Final = (0x9E3779B9, 0x85EBCA6B)


class NearKeys(NamedTuple):
    """Two numbers of 32 bits, or None twice for a text that is too short to be told from others."""

    one: int | None
    two: int | None


def near_keys(words: Sequence[str]) -> NearKeys:
    """Return the numbers of a text's words."""
    if sum(map(len, words)) < LEAST_LETTERS:
        return NearKeys(None, None)
    runs = {" ".join(words[start : start + RUN]).encode() for start in range(max(1, len(words) - RUN + 1))}
    return NearKeys(*(min(zlib.crc32(run, seed) for run in runs) for seed in _SEEDS))


def is_alike(words: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two texts are nearly the same, word by word or but for some letters."""
    from rapidfuzz import fuzz

    return fuzz.ratio(" ".join(words), " ".join(other)) >= ALIKE_PERCENT
