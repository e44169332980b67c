"""In an archive of a million no page, list or search may read every story: the plans of the queries that they ask say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.desk.models import Author, Section, Story, StoryAddress, StoryAuthor, Topic
from broadsheet.desk.search import remember_many
from broadsheet.reader.loading import months, newest
from broadsheet.reader.render import render_path
from tests.factories import make_section, make_user

STORIES = 600
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
#: Tables that grow with the archive.
LARGE = "desk_story|desk_storyaddress|desk_story_topics|desk_storyauthor|comments_comment|comments_thread|wagtailcore_revision"
READS_ALL = re.compile(rf"SCAN ({LARGE}|U\d+|V\d+)(?! USING)|SCAN comments_\w+ USING (?!COVERING)")


@pytest.fixture
def paper(db: None) -> Section:
    """Return the section of six hundred stories, of which each has one topic and one author."""
    section = make_section("news")
    topic, author = Topic.objects.create(name="#Sea", slug="sea"), Author.objects.create(name="Ida", slug="ida")
    owner = make_user("olav")
    rows = [
        Story(
            headline=f"Story {number}",
            slug=f"story-{number}",
            home_section=section,
            owner=owner,
            live=number % 100 != 0,
            first_published_at=START + timedelta(hours=number),
            last_published_at=START + timedelta(hours=number),
        )
        for number in range(1, STORIES + 1)
    ]
    stories = Story.objects.bulk_create(rows)
    StoryAddress.objects.bulk_create([StoryAddress(path=f"/news/{s.slug}/", story=s) for s in stories])
    Story.topics.through.objects.bulk_create([Story.topics.through(story=s, topic=topic) for s in stories])
    StoryAuthor.objects.bulk_create([StoryAuthor(story=s, author=author, sort_order=0) for s in stories])
    remember_many([(s.pk, f"{s.headline} harbour", "") for s in stories if s.live])
    return section


def _plans(ask: Callable[[], Any]) -> dict[str, list[str]]:
    """Return the plan of each query that is asked, as SQLite tells it; what belongs to a query inside it is indented."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    found = {}
    for row in asked:
        if row["sql"].startswith("SELECT"):
            lines = connection.connection.execute(f"EXPLAIN QUERY PLAN {row['sql']}").fetchall()
            found[row["sql"]] = [str(line[3]) if line[1] == 0 else f"  {line[3]}" for line in lines]
    return found


def _reading_all(plans: dict[str, list[str]]) -> list[str]:
    return [f"{line}: {sql}" for sql, plan in plans.items() for line in plan if READS_ALL.match(line.strip())]


PAGES = {
    "front": "/",
    "section": "/news/",
    "a section's feed": "/news/feed/",
    "feed": "/feed/",
    "topic": "/topics/sea/",
    "a topic's feed": "/topics/sea/atom/",
    "author": "/authors/ida/",
    "an author's feed": "/authors/ida/feed.json",
    "day": "/archive/2026/03/05/",
    "month": "/sitemap-2026-03.xml",
    "months": "/sitemap.xml",
    "news sitemap": "/news-sitemap.xml",
    "corrections": "/corrections/",
    "story": "/news/story-7/",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_reads_every_story_but_goes_by_an_index(paper: Section, path: str) -> None:
    plans = _plans(lambda: render_path(path, now=timezone.now()))
    assert plans
    assert _reading_all(plans) == []


def test_a_query_without_an_index_is_found_out(paper: Section) -> None:
    plans = _plans(lambda: list(Story.objects.filter(byline="Nobody").values_list("slugline")))
    assert len(_reading_all(plans)) == 1


DESK = {
    "newest": {},
    "later page": {"p": 9},
    "section": {"home_section": 1},
    "owner": {"owner": 1},
    "urgency": {"urgency": 9},
    "language": {"language": "nb"},
    **{state: {"state": state} for state in ("draft", "published", "changed", "held", "unpublished", "killed")},
    "search": {"q": "harbour"},
}


@pytest.mark.parametrize("asked", DESK.values(), ids=DESK)
def test_the_desks_list_walks_its_index_and_sorts_nothing(
    paper: Section, client: Client, asked: dict[str, Any]
) -> None:
    client.force_login(make_user("eva", is_superuser=True))
    known = {"home_section": paper.pk, "owner": Story.objects.values_list("owner", flat=True)[0]}
    sent = {name: known.get(name, value) for name, value in asked.items()}
    plans = _plans(lambda: client.get(reverse("stories:list"), sent))
    lists = {sql: plan for sql, plan in plans.items() if "latest_revision" in sql or "COUNT(*)" in sql}
    lists = {sql: plan for sql, plan in lists.items() if 'FROM "desk_story"' in sql}
    assert lists
    assert _reading_all(lists) == []
    for sql, plan in lists.items():
        if "q" not in sent and 'ORDER BY "desk_story"."latest_revision_id"' in sql:
            assert re.match("SCAN desk_story USING INDEX desk_story_(list|latest_revision)", plan[0]), plan
            assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def test_a_long_list_is_counted_as_far_as_it_is_worth(
    paper: Section, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from broadsheet.desk.screens.stories import paging

    monkeypatch.setattr(paging, "COUNTED", 100)
    monkeypatch.setattr(paging, "PAGES_AHEAD", 1)
    client.force_login(make_user("eva", is_superuser=True))
    page = client.get(reverse("stories:list"), {"state": "published"})
    assert "100+ stories" in page.content.decode()
    later = client.get(reverse("stories:list"), {"p": 9})
    assert later.context["page_obj"].number == 9
    last = client.get(reverse("stories:list"), {"p": 10**7})
    assert last.context["page_obj"].number == STORIES / 40
    assert f"{STORIES} stories" in last.content.decode()


@pytest.mark.parametrize("few", [10_000, 5], ids=["all rows are looked at", "the newest stories are"])
@pytest.mark.parametrize("near", [20_000, 3], ids=["near enough", "then all, since too few are near"])
def test_the_newest_stories_of_a_topic_are_those_that_were_published_last(
    paper: Section, monkeypatch: pytest.MonkeyPatch, few: int, near: int
) -> None:
    monkeypatch.setattr(newest, "FEW", few)
    monkeypatch.setattr(newest, "NEAR", near)
    late = Story.objects.filter(live=True).order_by("pk")[5]
    Story.objects.filter(pk=late.pk).update(first_published_at=START + timedelta(days=100))
    rows = Story.topics.through.objects.filter(topic__slug="sea")
    expected = Story.objects.filter(live=True).order_by("-first_published_at", "-pk").values_list("pk", flat=True)
    assert newest.newest_with(rows, 40) == list(expected[:40])
    assert newest.newest_with(rows, 40)[0] == late.pk


def test_the_months_are_those_with_stories_and_only_late_changes_have_a_date(
    paper: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    Story.objects.filter(pk=Story.objects.filter(live=True).order_by("pk")[0].pk).update(
        first_published_at=datetime(1999, 12, 31, 23, 30, tzinfo=UTC)
    )
    monkeypatch.setattr(months, "LATEST", 10)
    found = months.months_out()
    assert [month.isoformat() for month, _ in found] == ["2026-03-01", "2000-01-01"], "by the clock of the newsroom"
    assert found[0][1] == START + timedelta(hours=STORIES - 1)
    assert found[1][1] is None


def test_a_reader_turns_the_pages_of_a_search_and_back(paper: Section, client: Client) -> None:
    first = client.get("/search/", {"q": "harbour"}).content.decode()
    (older,) = re.findall(r'href="(/search/[^"]*page=2[^"]*)"', first)
    second = client.get(older.replace("&amp;", "&")).content.decode()
    shown = [re.findall(r'href="(/news/story-\d+/)"', page) for page in (first, second)]
    assert len(set(shown[0])) == len(set(shown[1])) == 20
    assert not set(shown[0]) & set(shown[1])
    (third,) = re.findall(r'href="(/search/[^"]*page=3[^"]*)"', second)
    back = re.findall(r'href="(/search/[^"]*page=2[^"]*)"', client.get(third.replace("&amp;", "&")).content.decode())
    again = client.get(back[0].replace("&amp;", "&")).content.decode()
    assert re.findall(r'href="(/news/story-\d+/)"', again) == shown[1]


@pytest.mark.parametrize(
    "asked", [{"page": "9" * 30}, {"page": "2", "before": "-1"}, {"page": "²"}, {"page": "3", "after": "x"}]
)
def test_a_made_up_page_of_a_search_is_the_first(paper: Section, client: Client, asked: dict[str, str]) -> None:
    made_up = client.get("/search/", {"q": "harbour", **asked})
    assert made_up.status_code == 200
    assert re.findall(r"/news/story-\d+/", made_up.content.decode()) == re.findall(
        r"/news/story-\d+/", client.get("/search/", {"q": "harbour"}).content.decode()
    )
