from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.comments.models import Comment, Thread
from broadsheet.desk.acts.correct import correct
from broadsheet.desk.acts.pin import pin
from broadsheet.reader.render import all_paths, paths_of, preview, render_path
from tests.factories import make_author, make_section, make_story, make_topic, publish, published_story

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def body(path: str) -> str:
    return render_path(path, now=NOW).body.decode()


def path_of(story) -> str:
    return story.addresses.get(current=True).path


def give_comments(story, count: int) -> None:
    thread = Thread.objects.get(story_id=story.pk)
    made = [
        Comment(
            thread=thread,
            number=n,
            name="Kari",
            body="Well said.",
            state="published",
            created_at=NOW,
            digest=f"{story.pk}-{n}",
            published_at=NOW,
        )
        for n in range(1, count + 1)
    ]
    Comment.objects.bulk_create(made)


def queries_of(path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        render_path(path, now=NOW)
    return len(caught)


def test_a_story_page_costs_as_many_queries_with_2000_comments_as_with_one():
    one, many = published_story(), published_story()
    give_comments(one, 1)
    give_comments(many, 2000)
    assert queries_of(path_of(one)) == queries_of(path_of(many)) <= 18


def test_a_section_page_costs_as_many_queries_with_30_stories_as_with_three():
    few, many = make_section("few"), make_section("many")
    for section, count in ((few, 3), (many, 30)):
        for _ in range(count):
            story = make_story(section=section)
            story.story_authors = []
            publish(story)
    assert queries_of("/few/") == queries_of("/many/")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/news/nothing/",
        "/archive/2026/13/01/",
        "/archive/2020/01/01/",
        "/topics/x/",
        "/authors/x/",
        "/x/feed/",
    ],
)
def test_an_address_that_there_is_none_of_renders_nothing(path):
    make_section()
    assert render_path(path, now=NOW) is None


def test_every_address_that_is_listed_renders():
    story = make_story()
    story.topics.add(make_topic())
    story.story_authors.create(author=make_author())
    publish(story)
    assert [path for path in all_paths() if render_path(path, now=NOW) is None] == []


def test_a_correction_stands_on_its_page_and_in_the_list_of_corrections():
    story = published_story("Ferry late")
    correct(story, "The ferry was late by six minutes, not sixty.")
    assert "late by six minutes" in body(path_of(story))
    assert "late by six minutes" in body("/corrections/")
    assert "late by six minutes" in body("/corrections/feed/")


def test_a_pinned_story_leads_the_front():
    first = published_story("The pinned story")
    published_story("A newer story")
    pin(first)
    page = body("/")
    assert page.index("The pinned story") < page.index("A newer story")


def test_a_story_in_two_sections_is_listed_in_both_and_has_one_address():
    story = make_story("Both")
    story.sections.add(make_section("sport"))
    story = publish(story)
    assert path_of(story) == "/news/both/"
    assert "Both" in body("/news/")
    assert "/news/both/" in body("/sport/")


def test_the_preview_is_the_page_itself_but_for_the_ban_on_search_engines():
    story = publish(make_story("Same page"))
    page = body(path_of(story))
    shown = preview(story).decode()
    assert '<meta name="robots" content="noindex' in shown
    assert shown.partition("<body>")[2] == page.partition("<body>")[2]


def test_w12_rich_text_that_got_past_every_gate_is_still_made_safe_on_the_page():
    story = make_story()
    hostile = '<p>Hello <script>alert(1)</script><a href="javascript:alert(1)" onclick="x()">link</a><img src=x onerror=x()></p>'
    story.body = [("text", hostile)]
    publish(story)
    page = body(path_of(story))
    assert "Hello" in page
    assert not [word for word in ("alert(1)", "javascript:", "onclick", "onerror") if word in page]


def test_a_key_that_nobody_knows_brings_no_address_into_being():
    assert paths_of("weather:7") == []


def test_an_old_story_stays_on_its_archive_day():
    story = make_story("Old news")
    story.first_published_at = timezone.now() - timedelta(days=400)
    story.save()
    story = publish(story)
    day = story.first_published_at.astimezone(timezone.get_default_timezone())
    assert "Old news" in body(f"/archive/{day:%Y/%m/%d}/")


@pytest.mark.parametrize(
    "path",
    [
        "/archive/9999/12/31/",
        "/archive/0001/01/01/",
        "/sitemap-9999-12.xml",
        "/sitemap-0001-01.xml",
        "/archive/２０２６/11/21/",
    ],
)
def test_the_edges_of_the_calendar_and_foreign_digits_are_no_address(path):
    published_story()
    assert render_path(path, now=NOW) is None
