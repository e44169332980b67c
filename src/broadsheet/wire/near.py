"""Which texts tell of the same event: by the runs of words that they share, whoever sent them.

Agencies take over each other's copy, and rewrite it less than they think. A text is the set of its runs of three words.
MinHash finds the few texts worth comparing without a look at the others; the sets themselves then decide. A flash of
two lines is compared by how much of it the longer text holds, since its share of the whole is always small.

Source: Broder, "On the resemblance and containment of documents", 1997; banding as in Leskovec, Rajaraman and Ullman,
"Mining of Massive Datasets", 3.4: with 32 bands of 3 rows, half of the pairs that share 28 % of their runs are found.
"""

from __future__ import annotations

import hashlib
import re

from rensa import RMinHash

from broadsheet.core.dispatch import Dispatch

RUN = 3
BANDS, ROWS = 32, 3
#: A text with fewer runs says too little to be known again.
MIN_RUNS = 8
#: More words than this are not needed to tell an event.
MAX_WORDS = 3000
MIN_RESEMBLANCE = 0.22
MIN_CONTAINMENT = 0.5
_SEED = 1605
_WORD = re.compile(r"\w+")

Runs = frozenset[str]


def runs_of(item: Dispatch) -> Runs:
    """Return the runs of three words in headline and text; an empty set for a text too short to be known again."""
    text = f"{item.headline or ''}\n{item.body_text or item.caption or item.abstract or ''}"
    words = _WORD.findall(text.lower())[:MAX_WORDS]
    found = frozenset(" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return found if len(found) >= MIN_RUNS else frozenset()


def keys_of(runs: Runs) -> tuple[int, ...]:
    """Return one signed 64-bit key for each band of the signature; texts with a key in common are worth comparing."""
    if not runs:
        return ()
    signature = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    signature.update(sorted(runs))
    digest = signature.digest()
    return tuple(_key(band, digest[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS))


def likeness(one: Runs, other: Runs) -> float:
    """Return how like two texts are, 0 to 1; 0 where they are too unlike to tell of the same event."""
    shared = len(one & other)
    if not shared:
        return 0.0
    resemblance = shared / len(one | other)
    containment = shared / min(len(one), len(other))
    is_same = resemblance >= MIN_RESEMBLANCE or containment >= MIN_CONTAINMENT
    return max(resemblance, containment / 2) if is_same else 0.0


def _key(band: int, rows: list[int]) -> int:
    text = f"{band}:{rows}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big", signed=True)
