"""How large the archives of the benchmarks are.

``BENCH_STORIES`` names the largest; ``BENCH_FULL=1`` makes it the million, which takes a quarter of an hour to fill once
and some 20 GB. Otherwise it is 100,000.
"""

from __future__ import annotations

import os

FULL, USUAL = 1_000_000, 100_000


def largest() -> int:
    """Return how many stories the largest archive has."""
    return int(os.environ.get("BENCH_STORIES") or (FULL if os.environ.get("BENCH_FULL") == "1" else USUAL))


def sizes() -> list[int]:
    """Return the sizes that a question about growth is asked at, the smallest first."""
    return sorted({1_000, USUAL, largest()} - {size for size in (1_000, USUAL) if size > largest()})
