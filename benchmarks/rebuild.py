"""How many story pages a second does a full rebuild make, and what does a page's time go to?

Stories as `rebuild_fill` makes them: 5 KB of text, a lead picture, three topics, related stories, one comment or 200. The
press's own command renders, compresses, writes and records them, with one worker and with two; each time the store is
empty. Limits: 300 and 100 pages a second with one worker, and 1.8 times that with two. The command's start is left out.

``--stories N`` and ``--discussed N`` say how many; ``--part LABEL`` measures the parts of a page in this process.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMITS = {1: 300.0, 200: 100.0}
LIMIT_TWO = 1.8
BATCH = 64

ASK = """
import django; django.setup()
from django.utils import timezone
from broadsheet.desk.models import StoryAddress
from broadsheet.press.acts.ask_for import Asked, ask_for
from broadsheet.press.models import Page, PageJob
Page.objects.all().delete()
PageJob.objects.all().delete()
paths = StoryAddress.objects.order_by('pk').values_list('path', flat=True)
ask_for([Asked(path, PageJob.Urgency.LATER, timezone.now()) for path in paths], now=timezone.now())
"""


def main() -> int:
    """Print the tables; 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--discussed", type=int, default=400)
    parser.add_argument("--part", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(_parts()))
        return 0
    missed = 0
    print(f"{'comments':>8}{'workers':>9}{'pages/s':>10}{'limit':>8}{'times one':>11}{'limit':>7}")
    parts = {}
    for comments, stories in ((1, options.stories), (200, options.discussed)):
        with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
            environment = _filled(Path(folder) / "n", stories, comments)
            one, two = (_pages_a_second(environment, stories, workers) for workers in (1, 2))
            parts[comments] = json.loads(_run(environment, "benchmarks.rebuild", "--part"))
        missed |= one < LIMITS[comments] or two / one < LIMIT_TWO
        print(f"{comments:8}{1:9}{one:10,.0f}{LIMITS[comments]:8,.0f}")
        print(f"{comments:8}{2:9}{two:10,.0f}{'':8}{two / one:11.2f}{LIMIT_TWO:7}")
    print(f"\n{'a page, in ms':<24}" + "".join(f"{name:>20}" for name in parts[1]))
    for comments, found in parts.items():
        print(f"{f'{comments} comments':<24}" + "".join(f"{value:20.2f}" for value in found.values()))
    print(f"limits: {'MISSED' if missed else 'held'}")
    return int(missed)


def _filled(folder: Path, stories: int, comments: int) -> dict[str, str]:
    """Make a newsroom with so many stories, and return the environment that names it."""
    environment = {**os.environ, "BROADSHEET_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
    _run(environment, "broadsheet", "init", str(folder))
    _run(environment, "benchmarks.rebuild_fill", str(stories), str(comments))
    return environment


def _pages_a_second(environment: dict[str, str], stories: int, workers: int) -> float:
    """Have an empty store filled by the press's own command."""
    shutil.rmtree(Path(environment["BROADSHEET_DIR"]) / "data" / "pages", ignore_errors=True)
    subprocess.run([sys.executable, "-c", ASK], env=environment, check=True)
    command = ("broadsheet", "press", "run", "--workers", str(workers))
    began = time.monotonic()
    _run(environment, *command)
    took = time.monotonic() - began
    began = time.monotonic()
    _run(environment, *command)  # nothing is left to do: what this takes is the command's own start
    return stories / (took - (time.monotonic() - began))


def _run(environment: dict[str, str], module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{module} {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def _parts() -> dict[str, float]:
    """Return what a page takes in each step, in milliseconds, measured in this process on every story."""
    import django

    django.setup()
    from django.utils import timezone

    from broadsheet.desk.models import StoryAddress
    from broadsheet.press.store import store
    from broadsheet.press.stores.kinds import Finished
    from broadsheet.reader.loading.story import load_stories
    from broadsheet.reader.render import render_many

    rows = list(StoryAddress.objects.select_related("story__home_section").order_by("pk"))
    paths, now = [row.path for row in rows], timezone.now()
    list(render_many(paths[:BATCH], now=now))
    took = dict.fromkeys(("load", "load and render", "compress and write"), 0.0)
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        took["load"] += _timed(lambda some=some: list(load_stories([(row.story, row.path) for row in some], now=now)))
        made: list[Finished] = []
        took["load and render"] += _timed(
            lambda made=made, start=start: made.extend(
                Finished(path, page.status, page.body, page.extension, page.location, page.keys)
                for path, page in render_many(paths[start : start + BATCH], now=now)
                if page
            )
        )
        took["compress and write"] += _timed(lambda made=made: store().put(made))
    return {name: seconds / len(rows) * 1000 for name, seconds in took.items()}


def _timed(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
