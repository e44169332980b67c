"""How many items a second does `wire ingest` store durably, and does it stay so when the archive grows?

The real command on a folder of files of about 8 KB, NewsML-G2, NITF and ninjs in turn, with 1,000, 100,000 and 500,000
dispatches stored before (or the numbers on the command line), on SQLite (WAL, synchronous=FULL) and on PostgreSQL
(synchronous_commit=on; ``BROADSHEET_BENCH_POSTGRES`` names the server). The rate is that of the printed lines, from the
first batch to the last; the command's own start stands beside it. Limits: the issue's aims, and no less than 70 % of
the first rate at the last.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.wire_items import write_folder
from tests.running import RunningNewsroom

ITEMS = 6_000
STORED = (1_000, 100_000, 500_000)
AIMS = {"SQLite": 1_500, "PostgreSQL": 2_000}
LEVEL = 0.7
SERVER = os.environ.get("BROADSHEET_BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")


def main(stored: tuple[int, ...]) -> int:
    """Print the table; 1 if a limit is missed."""
    missed = False
    print(f"{'database':12}{'stored':>10}{'items/s':>10}{'aim':>8}{'whole command':>16}")
    for name, aim in AIMS.items():
        with newsroom_on(name) as running:
            if running is None:
                print(f"{name:12}  there is no server at {SERVER}")
                continue
            rates = [
                measured(running, name, before, count) for before, count in zip((0, *stored), stored, strict=False)
            ]
        missed = missed or min(rates) < aim or rates[-1] < LEVEL * rates[0]
    print("limits: " + ("MISSED" if missed else "held"))
    return int(missed)


@contextmanager
def newsroom_on(database: str) -> Iterator[RunningNewsroom | None]:
    """Yield an empty newsroom on that database, or None where there is no server; it is thrown away in the end."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        if database == "SQLite":
            yield RunningNewsroom(Path(folder) / "n")
            return
        name = f"broadsheet_bench_{os.getpid()}"
        try:
            server = psycopg.connect(f"{SERVER}/postgres", autocommit=True)
        except psycopg.OperationalError:
            yield None
            return
        server.execute(f"CREATE DATABASE {name}")
        os.environ["BROADSHEET_DATABASE_URL"] = f"{SERVER}/{name}"
        try:
            yield RunningNewsroom(Path(folder) / "n")
        finally:
            del os.environ["BROADSHEET_DATABASE_URL"]
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measured(running: RunningNewsroom, name: str, before: int, stored: int) -> float:
    """Fill the archive up to `stored`, ingest a folder of new items, print the line, and return the rate."""
    environment = {**running.environment, "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
    fill = [sys.executable, "-m", "benchmarks.wire_fill", str(before), str(stored)]
    subprocess.run(fill, env=environment, check=True, stdout=subprocess.DEVNULL)
    folder = running.folder.parent / f"items-{stored}"
    write_folder(folder, ITEMS, seed=stored)
    os.sync()  # what filling has left to be written is not ingest's to wait for
    argv = [sys.executable, "-m", "broadsheet", "wire", "ingest", str(folder), "--feed", "bench"]
    began = time.perf_counter()
    process = subprocess.Popen(argv, env=running.environment, stdout=subprocess.PIPE, bufsize=0)
    assert process.stdout
    lines, first, first_lines, last = 0, 0.0, 0, began
    while part := process.stdout.read(1 << 20):
        last, lines = time.perf_counter(), lines + part.count(b"\n")
        if not first:
            first, first_lines = last, lines
    process.wait()
    took = time.perf_counter() - began
    rate = (lines - first_lines) / (last - first)
    print(f"{name:12}{stored:10,}{rate:10,.0f}{AIMS[name]:8,}{took:14.1f} s", flush=True)
    if lines != ITEMS:
        raise SystemExit(f"{lines} lines for {ITEMS} items")
    return rate


if __name__ == "__main__":
    sys.exit(main(tuple(int(argument) for argument in sys.argv[1:]) or STORED))
