"""Near-duplicates: a perceptual hash of 64 bits, and finding those that differ in at most seven of them.

The hash is pHash by libphash, chosen because its package brings no numerical library with it. It only ever sees pixels
that the darkroom has decoded: the package's own decoders stay unused.

To find near ones no picture is compared with all others. A hash is cut into four quarters of 16 bits; of two hashes
that differ in at most seven bits, at least one quarter differs in at most one. So a picture's near ones share one of
68 keys with it, which an index answers.

Source: M. Norouzi, A. Punjani, D. Fleet, "Fast search in Hamming space with multi-index hashing", CVPR 2012.
"""

from __future__ import annotations

from collections.abc import Iterator

import libphash
from PIL import Image

MAX_DISTANCE = 7
QUARTERS = 4
BITS = 16
MAX_NEAR = 200
"""Of pictures that hundreds look like (blank ones, test charts), so many are noted."""


SIDE = 64
"""Pixels a side of what the hash is made of."""

NOTHING_TO_SEE = "-"
"""What stands for the hash of a picture of a single shade: nothing looks like it."""

UNREADABLE = "?"
"""What stands for the hash of a picture whose file cannot be read; a new file is looked at again."""


def perceptual_hash_of(gray: bytes) -> str:
    """Return the hash of SIDE × SIDE gray pixels as 16 hexadecimal digits, or NOTHING_TO_SEE for one shade."""
    if max(gray) == min(gray):
        return NOTHING_TO_SEE
    return f"{libphash.hash(Image.frombytes('L', (SIDE, SIDE), gray)):016x}"


def distance(one: str, other: str) -> int:
    """Return in how many bits two hashes differ, 0 to 64."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def keys_of(hashed: str) -> list[int]:
    """Return the four keys that a hash is stored under: the number of the quarter, and its 16 bits."""
    return [(number << BITS) | int(hashed[4 * number : 4 * number + 4], 16) for number in range(QUARTERS)]


def keys_near(hashed: str) -> Iterator[int]:
    """Return the 68 keys under which every hash at most `MAX_DISTANCE` away is stored by at least one."""
    for key in keys_of(hashed):
        yield key
        for bit in range(BITS):
            yield key ^ (1 << bit)
