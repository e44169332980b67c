"""How long from ``broadsheet up`` to the first page served, and to the desk's first answer, of a newsroom that exists?

    python -m benchmarks.cold_start [--rounds 5]

The newsroom has been up before, with a page in its store; each round is a new start. Limit: the first page in 2 s (p50).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

from benchmarks.results import record
from benchmarks.running import newsroom, percentile
from tests.running import RunningNewsroom

ROUNDS = 5
LIMIT_SECONDS = 2.0
MAX_SECONDS = 60


def main() -> int:
    """Print the table; 1 if the limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with newsroom() as running:
        _, path = running.publish("A story that is there already")
        while running.status(path) != 200:
            time.sleep(0.05)
        running.stop()
        took = [started(running, path) for _ in range(options.rounds)]
    print(f"{'':36}{'p50, s':>10}{'max, s':>10}")
    held = True
    for at, name in enumerate(("to the first page served", "to the desk's first answer")):
        values = [round_[at] for round_ in took]
        middle = percentile(values, 0.5)
        print(f"{name:36}{middle:10.2f}{max(values):10.2f}")
        held &= record("cold start", middle, case=name, unit="s", at_most=None if at else LIMIT_SECONDS)
    print(f"limit: the first page within {LIMIT_SECONDS:.0f} s: {'held' if held else 'MISSED'}")
    return int(not held)


def started(running: RunningNewsroom, path: str) -> tuple[float, float]:
    """Start everything, and return the seconds until the page came and until the desk answered."""
    argv = [sys.executable, "-m", "broadsheet", "up", "--port", str(running.port)]
    began = time.perf_counter()
    with (running.folder / "up.log").open("ab") as log:
        running.process = subprocess.Popen(
            argv, env=running.environment, stdout=log, stderr=log, start_new_session=True
        )
    page = _until(running, path, began)
    desk = _until(running, "/desk/accounts/login/", began)
    running.stop()
    return page, desk


def _until(running: RunningNewsroom, path: str, began: float) -> float:
    while running.status(path) != 200:
        if time.perf_counter() - began > MAX_SECONDS:
            raise SystemExit(f"{path} did not come within {MAX_SECONDS} s")
        time.sleep(0.01)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
