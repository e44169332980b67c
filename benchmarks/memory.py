"""How much memory does a newsroom take? PSS summed over the process tree of ``broadsheet up``.

    python -m benchmarks.memory

Empty and idle, then with the largest archive (`sizes.py`) after some use: lists and searches at the desk, readers' searches,
pages of stories, a publication. Limit: 450 MB each. PSS counts a page that several processes share once in all.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.archive import archive
from benchmarks.publish_to_live import PREPARE
from benchmarks.results import record
from benchmarks.running import newsroom
from benchmarks.sizes import largest
from tests.running import RunningNewsroom

LIMIT_MB = 450
SETTLE_SECONDS = 8
ROUNDS = 5
READ = """
from broadsheet.desk.models import StoryAddress
print(json.dumps(list(StoryAddress.objects.order_by("-pk").values_list("path", flat=True)[:40])))
"""


def main() -> int:
    """Print the table; 1 if a limit is missed."""
    held = True
    print(f"{'':44}{'MB of PSS':>12}{'processes':>12}")
    with newsroom() as empty:
        time.sleep(SETTLE_SECONDS)
        held &= told("idle, no story", empty)
    stories = largest()
    kept = archive(stories)
    kept.start()
    try:
        use(kept)
        time.sleep(SETTLE_SECONDS)
        held &= told(f"{stories:,} stories, after use", kept)
    finally:
        kept.stop()
    print(f"limit: {LIMIT_MB} MB: {'held' if held else 'MISSED'}")
    return int(not held)


def told(case: str, running: RunningNewsroom) -> bool:
    """Print and keep one line, with its processes below it; return whether it holds."""
    assert running.process
    parts = tree(running.process.pid)
    total = sum(pss_mb(pid) for pid in parts)
    print(f"{case:44}{total:12.0f}{len(parts):12}", flush=True)
    for pid in parts:
        print(f"    {_name(pid)[:38]:40}{pss_mb(pid):12.0f}")
    return record("memory, PSS of all processes", total, case=case, unit="MB", at_most=LIMIT_MB)


def use(running: RunningNewsroom) -> None:
    """Look at lists, search and read for a while."""
    running.python(PREPARE)
    cookie = {"Cookie": running.session("bench")}
    paths = running.python(READ)
    for _round in range(ROUNDS):
        for query in ("", "?state=draft", "?q=ba", "?urgency=1", "?p=3"):
            running.request("GET", f"/desk/stories/{query}", headers=cookie)
        for words in ("ba", "bar", "ba+ga"):
            running.request("GET", f"/search/?q={words}")
        for path in ("/", *paths):
            running.request("GET", path)


def tree(root: int) -> list[int]:
    """Return the numbers of a process and all that came from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            children.setdefault(parent, []).append(int(folder.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(children.get(found[-1], []))
    return sorted(found)


def pss_mb(pid: int) -> float:
    """Return a process's share of memory; 0 for one that has ended meanwhile."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _name(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return "ended"
    return words.rpartition("/")[2] or words


if __name__ == "__main__":
    sys.exit(main())
