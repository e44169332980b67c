"""A comment as numbers that a linear scorer weighs: hashed words, pairs of words, pieces of words, and what rules saw.

Nothing but places in a table leaves this module: a word becomes one of 131,072 places that many words share.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from typing import Final

from broadsheet.comments.scoring.reading import Reading
from broadsheet.comments.scoring.rules import Evidence

PLACES: Final = 1 << 17
SMALLEST_PIECE: Final = 3
LARGEST_PIECE: Final = 5
#: A comment's further words add little; without an end a long one would cost more than it tells.
MOST_WORDS: Final = 400

#: Words, pairs of words, pieces of words, and manner: each as long a vector as this, however long the comment is.
BLOCK_WEIGHTS: Final = (1.0, 0.7, 1.0, 1.0)
Blocks = tuple[tuple[int, ...], ...]


def place(feature: str) -> int:
    """Return the place of a feature."""
    return zlib.crc32(feature.encode("utf-8", "surrogatepass")) % PLACES


def text_blocks(reading: Reading) -> Blocks:
    """Return the different places of a comment's words, of pairs of them and of pieces of them, in ascending order."""
    words = reading.words[:MOST_WORDS]
    different = set(words)
    return (
        _sorted(map(word_place, different)),
        _sorted(place(f"2 {one} {other}") for one, other in pairwise(("", *words, ""))),
        _sorted(piece for word in different for piece in _pieces(word)),
    )


def manner_block(reading: Reading, found: Iterable[Evidence]) -> tuple[int, ...]:
    """Return the places of what rules found of one kind, and of how the comment is written: the last block."""
    return _sorted(map(place, _of_manner(reading, found)))


def values(blocks: Blocks) -> list[tuple[float, tuple[int, ...]]]:
    """Return for each block the value that every place of it has: together they are as long as the block weighs."""
    return [(weight / sqrt(len(block)), block) for weight, block in zip(BLOCK_WEIGHTS, blocks, strict=True) if block]


def word_place(word: str) -> int:
    """Return the place of a whole word."""
    return place(f"1 {word}")


def _of_manner(reading: Reading, found: Iterable[Evidence]) -> Iterator[str]:
    for one in found:
        yield f"rule {one.rule}"
    yield f"links {min(reading.links, 3)}"
    yield f"lists {min(len({hit.entry for hit in reading.hits}), 5)}"
    yield f"length {len(reading.words).bit_length()}"


@lru_cache(maxsize=4096)
def _pieces(word: str) -> tuple[int, ...]:
    closed = f" {word} "
    return tuple(
        place(f"3 {closed[start : start + size]}")
        for size in range(SMALLEST_PIECE, LARGEST_PIECE + 1)
        for start in range(len(closed) - size + 1)
    )


def _sorted(found: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(found)))
