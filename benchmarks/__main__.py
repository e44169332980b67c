"""Run every benchmark, one after the other: ``make bench``. The exit status is that of the worst.

The figures are kept as lines of JSON and end in one page with plots, ``build/bench/report.html``. Archives have up to 100,000
stories unless ``BENCH_FULL=1`` asks for the million, or ``BENCH_STORIES`` for another number (`sizes.py`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.results import VARIABLE

SCRIPTS = (
    "serve",
    "under_comments",
    "flood",
    "publish_to_live",
    "at_a_million",
    "rebuild",
    "memory",
    "cold_start",
    "wire_reading",
    "wire_ingest",
    "wire_list",
    "scoring",
    "pictures",
    "page_weight",
)
HOME = Path(__file__).parent
FOLDER = HOME.parent / "build" / "bench"


def main() -> int:
    """Run them all, write the report, and return 0 if every limit held."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    figures = FOLDER / "figures.jsonl"
    figures.unlink(missing_ok=True)
    environment = {**os.environ, VARIABLE: str(figures)}
    worst = 0
    for name in SCRIPTS:
        print(f"\n── {name} " + "─" * (70 - len(name)), flush=True)
        argv = [sys.executable, "-m", f"benchmarks.{name}"]
        worst = max(worst, subprocess.run(argv, env=environment, check=False).returncode)
    print("\n── report " + "─" * 64, flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.report", str(figures), str(FOLDER / "report.html")], check=False)
    return worst


if __name__ == "__main__":
    sys.exit(main())
