"""Run every benchmark, one after the other: ``make bench``. The exit status is that of the worst."""

from __future__ import annotations

import subprocess
import sys

SCRIPTS = (
    "serve",
    "under_comments",
    "publish_to_live",
    "wire_reading",
    "wire_ingest",
    "wire_list",
    "pictures",
    "page_weight",
)


def main() -> int:
    """Run them all, and return 0 if every limit held."""
    worst = 0
    for name in SCRIPTS:
        print(f"\n── {name} " + "─" * (70 - len(name)), flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
