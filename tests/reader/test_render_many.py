"""Many pages in one call: the same bytes as each alone, in as many queries as one, and keys that miss nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.comments.models import Comment, Thread
from broadsheet.desk.acts.correct import correct
from broadsheet.desk.acts.kill import kill
from broadsheet.desk.models import Author, Story, Topic
from broadsheet.desk.signals import pages_changed
from broadsheet.desk.touched import keys_of
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.models import Picture
from broadsheet.reader.render import Rendered, all_paths, paths_of, render_many, render_path
from tests.factories import make_author, make_section, make_story, make_topic, publish, published_story
from tests.house.pictures import small_jpeg

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG_AGO = datetime(2025, 3, 1, 9, tzinfo=UTC)
UNKNOWN = ["/nothing/", "/news/nothing/", "/archive/2020/01/01/", "/feed.xml", "/x/feed/", "/sitemap-2020-01.xml"]
#: Of one batch: address, section; parts 5, stories pointed at 2, pictures and copies 3, threads, comments, site 2.
MOST_QUERIES = 18


def picture(name: str = "A lock", **told: str) -> Picture:
    """Return a picture that may be shown."""
    told = {"creator": "Maud Ellery", "alt_text": name, "caption": f"{name} at noon", **told}
    return import_picture(small_jpeg(), filename=f"{name}.jpg", overrides=told)


def path_of(story: Story) -> str:
    """Return the story's address."""
    return str(story.addresses.get(current=True).path)


def comment_on(story: Story, count: int) -> None:
    """Publish so many comments under the story, each third an answer to the first."""
    thread = Thread.objects.get(story_id=story.pk)
    Thread.objects.filter(pk=thread.pk).update(last_number=count)
    words = {"name": "Kari", "body": "Well said.\n\nhttps://a.example/", "state": "published"}
    first = Comment(thread=thread, number=1, digest=f"{story.pk}-1", created_at=NOW, published_at=NOW, **words)
    first.save()
    Comment.objects.bulk_create(
        Comment(
            thread=thread,
            number=n,
            parent=None if n % 3 else first,
            digest=f"{story.pk}-{n}",
            created_at=NOW + timedelta(seconds=n),
            published_at=NOW,
            **words,
        )
        for n in range(2, count + 1)
    )


def rich_story(headline: str, *related: Story, **values: object) -> Story:
    """Return a published story with two writers, topics, pictures, a gallery, stories that it points at, and comments."""
    pictures = [picture(f"{headline} {n}") for n in range(3)]
    body = [
        ("text", "<p>The ferry left.</p><ul><li>At six</li></ul>"),
        ("picture", {"picture": pictures[1], "caption": "As seen"}),
        ("gallery", [{"picture": one, "caption": ""} for one in pictures]),
        ("quote", {"text": "We left.", "name": ""}),
        *(("related", story) for story in related[:1]),
    ]
    story = make_story(headline, lead_picture=pictures[0], body=body, **values)
    for name in ("Ida Storm", "Ola Sande"):
        story.story_authors.create(author=make_author(name))
    story.topics.add(make_topic(), make_topic("Ferries"))
    for other in related:
        story.related_stories.create(related=other)
    story = publish(story)
    comment_on(story, 3)
    return story


def queries_of(paths: list[str]) -> int:
    """Return how many queries it takes to render them, but for what is noted of a picture that is shown the first time."""
    list(render_many(paths, now=NOW))
    with CaptureQueriesContext(connection) as caught:
        for _path, found in render_many(paths, now=NOW):
            assert found is not None
    return len(caught)


def all_rendered() -> dict[str, Rendered | None]:
    """Return every page of the newsroom."""
    return dict(render_many(list(dict.fromkeys(all_paths())), now=NOW))


@pytest.fixture
def newsroom() -> list[str]:
    """Return every address of a small newsroom in which everything has happened to stories that can."""
    plain = published_story("A plain one")
    rich = rich_story("The first ferry", plain)
    correct(rich_story("The second ferry", rich, plain, form="opinion"), "It left at six, not at seven.")
    kill(published_story("The killed one"), "It was wrong.")
    published_story("The withdrawn one").unpublish()
    moved = published_story("The moved one")
    moved.slug = "moved-away"
    publish(moved)
    return [*dict.fromkeys(all_paths()), *UNKNOWN]


@pytest.mark.parametrize("seed", range(3))
def test_many_at_once_are_the_same_as_each_alone(newsroom: list[str], seed: int) -> None:
    alone = {path: render_path(path, now=NOW) for path in newsroom}
    assert {found.status for found in alone.values() if found} == {200, 301, 410}
    asked = Random(seed).choices(newsroom, k=2 * len(newsroom))
    assert list(render_many(asked, now=NOW)) == [(path, alone[path]) for path in asked]


def test_nothing_asked_is_nothing_rendered() -> None:
    assert list(render_many([], now=NOW)) == []


def _comments(many: bool) -> Story:
    story = published_story()
    comment_on(story, 2000 if many else 1)
    return story


def _pictures(many: bool) -> Story:
    one = picture()
    pictures = [picture(f"Picture {n}") for n in range(30)] if many else [one]
    body = [("picture", {"picture": shown, "caption": ""}) for shown in pictures]
    return published_story(lead_picture=one, body=body)


def _related(many: bool) -> Story:
    story = make_story()
    for _ in range(20 if many else 1):
        other = make_story()
        other.story_authors.create(author=make_author())
        story.related_stories.create(related=publish(other))
    return publish(story)


def _topics(many: bool) -> Story:
    story = make_story()
    story.topics.add(*(make_topic(f"Topic {n}") for n in range(30 if many else 1)))
    return publish(story)


@pytest.mark.parametrize("make", [_comments, _pictures, _related, _topics])
def test_a_story_costs_as_many_queries_with_many_of_them_as_with_one(make: Callable[[bool], Story]) -> None:
    one, many = (path_of(make(is_many)) for is_many in (False, True))
    assert queries_of([one]) == queries_of([many]) <= MOST_QUERIES


def test_a_batch_costs_as_many_queries_as_one_page() -> None:
    beside = published_story("Beside")
    stories = [rich_story(f"Ferry {n}", beside) for n in range(6)]
    assert queries_of([path_of(stories[0])]) == queries_of([path_of(story) for story in stories]) <= MOST_QUERIES


def test_comments_of_a_batch_are_read_a_few_thousand_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.comments.reading.AT_ONCE", 4)
    paths = []
    for _ in range(4):
        story = published_story()
        comment_on(story, 2)
        paths.append(path_of(story))
    assert queries_of(paths) == queries_of(paths[:1]) + 1
    pages = [page for _path, page in render_many(paths, now=NOW) if page]
    assert [page.body.count(b'id="comment-2"') for page in pages] == [1, 1, 1, 1]


def test_a_publication_changes_its_own_page_lists_feeds_sitemaps_and_day_and_nothing_else() -> None:
    for n in range(3):
        old = make_story(f"Old {n}", section=make_section("sport"))
        old.first_published_at = LONG_AGO + timedelta(days=n)
        old.save()
        publish(old)
    new = make_story("New")
    new.topics.add(make_topic())
    new.story_authors.create(author=make_author())
    new.save()
    before = all_rendered()

    path = path_of(publish(new))

    after = all_rendered()
    changed = {one for one in after if after[one] != before.get(one)}
    lists = [f"{home}{end}" for home in ("/news/", "/topics/harbour/", "/authors/ida-storm/") for end in FEEDS]
    day = paths_of(f"day:{timezone.localdate(Story.objects.get(pk=new.pk).first_published_at).isoformat()}")
    expected = {path, "/", "/feed/", "/atom/", "/feed.json", "/sitemap.xml", *lists, *day}
    assert changed - {"/news-sitemap.xml"} == expected


FEEDS = ("", "feed/", "atom/", "feed.json")


def _rename_topic(story: Story) -> None:
    topic = Topic.objects.get(slug="harbour")
    topic.name = "Quay"
    topic.save()


def _rename_author(story: Story) -> None:
    author = Author.objects.get(slug="ida-storm")
    author.name = "Ida Blix"
    author.save()


def _retell_picture(story: Story) -> None:
    shown = story.lead_picture
    assert shown is not None
    shown.creator = "Somebody Else"
    shown.save()


def _rename_story(story: Story) -> None:
    story.headline = "Told otherwise"
    publish(story)


@pytest.mark.parametrize("edit", [_rename_topic, _rename_author, _retell_picture, _rename_story])
def test_every_page_that_an_edit_changes_carries_a_key_that_it_announces(edit: Callable[[Story], None]) -> None:
    story = rich_story("Edited")
    rich_story("Beside it", story, form="opinion")
    before = all_rendered()
    announced: set[str] = set()

    def hear(keys: frozenset[str], **_: object) -> None:
        announced.update(keys)

    pages_changed.connect(hear)
    try:
        edit(story)
    finally:
        pages_changed.disconnect(hear)
    announced |= {f"photo:{story.lead_picture_id}"} if edit is _retell_picture else set()
    announced |= keys_of(story.pk) if edit is _rename_story else set()

    own = {path for key in announced for path in paths_of(key)}
    changed = {path: page for path, page in all_rendered().items() if page != before.get(path)}
    assert len(changed) > 1
    missed = [path for path, page in changed.items() if path not in own and page and not page.keys & announced]
    assert missed == []


@pytest.mark.parametrize("template", ["story.html", "front.html", "rss.xml", "atom.xml"])
def test_the_same_input_gives_the_same_bytes_under_any_hash_seed(template: str) -> None:
    code = (
        "import sys, hashlib; from broadsheet.reader.templating import render; from tests.reader.samples import *\n"
        "page = {'story.html': STORY, 'front.html': FRONT}.get(sys.argv[1], FEED)\n"
        "made = render(sys.argv[1], site=SITE, page=page, asset=str)\n"
        "print(hashlib.sha256(made).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, template],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(digests) == 1


def test_pages_have_the_same_bytes_days_later_but_the_news_sitemap(newsroom: list[str]) -> None:
    now = timezone.now()
    later = dict(render_many(newsroom, now=now + timedelta(days=3)))
    assert {path for path, page in render_many(newsroom, now=now) if page != later[path]} == {"/news-sitemap.xml"}
