"""What a benchmark has found, as lines of JSON for the report: ``record`` prints nothing and never fails a run.

``python -m benchmarks`` names the file in ``BENCH_RESULTS``; without it nothing is kept.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

VARIABLE = "BENCH_RESULTS"


def record(
    question: str,
    value: float,
    *,
    case: str = "",
    unit: str = "",
    at_most: float | None = None,
    at_least: float | None = None,
    peer: float | None = None,
) -> bool:
    """Keep one figure, and return whether it holds its limit; one without a limit always does.

    Figures of one `question` are one plot; `case` is the bar. `peer` is what another program reached in the same run,
    in the same unit.
    """
    held = (at_most is None or value <= at_most) and (at_least is None or value >= at_least)
    line: dict[str, Any] = {"question": question, "case": case, "value": value, "unit": unit}
    line |= {"at_most": at_most, "at_least": at_least, "peer": peer, "held": held}
    if kept := os.environ.get(VARIABLE):
        with Path(kept).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return held


def kept_in(file: Path) -> list[dict[str, Any]]:
    """Return the figures of a run, in their order."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
