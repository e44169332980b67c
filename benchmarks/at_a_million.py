"""How fast are the desk's lists, its search and the readers' search in a large archive? Whole answers of the app.

    python -m benchmarks.at_a_million [--postgres postgres://…/empty_database] [--stories N]

Limits: p95 of a desk screen under 300 ms, of a reader's search under 150 ms, and of what the press renders for the whole
archive (sitemaps, a day, sections, topics, authors) no limit but its figure. The archive is kept (`archive.py`).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.archive import archive
from benchmarks.results import record
from benchmarks.running import percentile
from benchmarks.sizes import largest

TIMES = 20
DESK_MS, READER_MS = 300.0, 150.0
DESK, READER, PRESS = "the desk's lists and search", "the readers' search", "lists that the press renders"
LIMITS = {DESK: DESK_MS, READER: READER_MS, PRESS: None}


def main() -> int:
    """Print the table; 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=largest())
    parser.add_argument("--postgres", default="", metavar="URL")
    options = parser.parse_args()
    kept = archive(options.stories, options.postgres)
    argv = [sys.executable, "-c", "from benchmarks.at_a_million import measure; measure()"]
    done = subprocess.run(argv, env=kept.inside, check=True, stdout=subprocess.PIPE, text=True)
    database = "PostgreSQL" if options.postgres else "SQLite"
    held = True
    print(f"{options.stories:,} stories, {database:24}{'p50, ms':>20}{'p95, ms':>10}{'limit':>8}")
    for line in done.stdout.splitlines():
        room, name, took = json.loads(line)
        p50, p95 = percentile(took, 0.5), percentile(took, 0.95)
        question = f"{room}, {database}, {options.stories:,} stories, p95"
        limit = LIMITS[room]
        held &= record(question, p95, case=name, unit="ms", at_most=limit)
        print(f"{name:48}{p50:10.1f}{p95:10.1f}{limit or '':>8}")
    print("limits: " + ("held" if held else "MISSED"))
    return int(not held)


def measure() -> None:
    """Print a line of JSON a view: whose it is, its name, the milliseconds of each answer. Inside the newsroom."""
    import django

    django.setup()
    from django.test import Client
    from django.urls import reverse

    from broadsheet.desk.models import User

    chief = User.objects.filter(username="bench").first() or User.objects.create_superuser(
        "bench", "bench@paper.example"
    )
    desk, reader = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    desk.force_login(chief)
    words = _words()
    for name, query in _desk_views(words).items():
        address = reverse("stories:list") + query
        _told(DESK, name, lambda address=address: _ok(desk.get(address)))  # type: ignore[misc]
    chooser = reverse("wagtailsnippetchoosers_desk_story:choose_results")
    _told(DESK, "choosing a story", lambda: _ok(desk.get(chooser)))
    _told(DESK, "choosing a story, a common word", lambda: _ok(desk.get(chooser, {"q": words["a common word"]})))
    for name, word in words.items():
        _told(READER, name, lambda word=word: _ok(reader.get("/search/", {"q": word})))  # type: ignore[misc]
    _told(READER, "a common word, a later page", lambda: _ok(reader.get("/search/", _later(words["a common word"]))))
    for name, path in _lists().items():
        _told(PRESS, name, lambda path=path: _rendered(path))  # type: ignore[misc]


def _words() -> dict[str, str]:
    """Return what is looked for, from the archive's own words: rank 3, 400, 20,000 of sixty thousand, and a name."""
    from benchmarks.archive_words import Writer
    from broadsheet.desk.models import Story

    writer = Writer(17)
    long = next(word for word in writer.words if len(word) > 4)
    newest = Story.objects.order_by("-pk").values_list("headline", flat=True)[3]
    return {
        "a word of every story": writer.words[3],
        "a long word of every story": long,
        "a common word": writer.words[400],
        "a word of some": writer.words[4_000],
        "a rare word": writer.words[50_000],
        "two common words": f"{writer.words[400]} {writer.words[450]}",
        "a common word and a rare one": f"{long} {writer.words[50_000]}",
        "a beginning of two letters": writer.words[20_000][:2],
        "a beginning of four letters": writer.words[20_000][:4],
        "a headline": newest[:60],
        "a word that nobody wrote": "xyzzyx",
    }


def _desk_views(words: dict[str, str]) -> dict[str, str]:
    from broadsheet.desk.models import Section, User

    section, owner = Section.objects.order_by("pk").last(), User.objects.get(username="writer3")
    assert section
    views = {
        "list, newest": "",
        "list, page 3": "?p=3",
        "list, page 200": "?p=200",
        "list, one section": f"?home_section={section.pk}",
        "list, one owner": f"?owner={owner.pk}",
        "list, urgency 1": "?urgency=1",
        "list, urgency 9, which none has": "?urgency=9",
        "list, section and owner and urgency": f"?home_section={section.pk}&owner={owner.pk}&urgency=2",
        "list, another language": "?language=nb",
        "list, alt text owed": "?alt_text=owed",
    }
    states = ("draft", "ready", "scheduled", "published", "changed", "held", "unpublished", "killed")
    views |= {f"list, {state}": f"?state={state}" for state in states}
    return views | {f"search, {name}": f"?q={word.replace(' ', '+')}" for name, word in words.items()}


def _lists() -> dict[str, str]:
    from django.db.models import Count

    from broadsheet.desk.models import Author, Section, Story, Topic

    topics = list(Topic.objects.annotate(n=Count("stories")).order_by("-n").values_list("slug", flat=True))
    authors = Author.objects.annotate(n=Count("story_authors")).order_by("-n")
    some = Story.objects.filter(live=True).order_by("-pk")[50].first_published_at
    assert some
    section = Section.objects.order_by("pk")[1]
    return {
        "front": "/",
        "feed": "/feed/",
        "sitemap index": "/sitemap.xml",
        "sitemap of a month": f"/sitemap-{some.year:04}-{some.month:02}.xml",
        "news sitemap": "/news-sitemap.xml",
        "an archive day": f"/archive/{some.year:04}/{some.month:02}/{some.day:02}/",
        "a section": f"/{section.slug}/",
        "a section's feed": f"/{section.slug}/feed/",
        "the largest topic": f"/topics/{topics[0]}/",
        "a middling topic": f"/topics/{topics[len(topics) // 20]}/",
        "a small topic": f"/topics/{topics[-1]}/",
        "the largest author": f"/authors/{authors[0].slug}/",
        "corrections": "/corrections/",
    }


def _later(word: str) -> dict[str, Any]:
    from broadsheet.desk.search import find

    return {"q": word, "page": 7, "before": find(word, limit=120)[-1]}


def _rendered(path: str) -> None:
    from django.utils import timezone

    from broadsheet.reader.render import render_path

    render_path(path, now=timezone.now())


def _ok(answer: Any) -> None:
    if answer.status_code != 200:
        raise SystemExit(f"{answer.request['PATH_INFO']} is answered {answer.status_code}")


def _told(room: str, name: str, ask: Callable[[], None]) -> None:
    ask()
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
        if sum(took) > 20_000:
            break
    print(json.dumps([room, name, took]), flush=True)


if __name__ == "__main__":
    sys.exit(main())
