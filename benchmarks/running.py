"""A newsroom that runs for a benchmark."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import RunningNewsroom


@contextmanager
def newsroom() -> Iterator[RunningNewsroom]:
    """Yield a newsroom that was started, and stop it in the end."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        made = RunningNewsroom(Path(folder) / "n")
        made.start()
        try:
            yield made
        finally:
            made.stop()


def percentile(values: list[float], share: float) -> float:
    """Return the value that ``share`` of the values do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
