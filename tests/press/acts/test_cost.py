"""What a publication costs the press is the same in a large archive as in a small one, and under a long conversation."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.desk.models import Story, StoryAddress
from broadsheet.press.acts.mark_stale import mark_stale
from broadsheet.press.acts.press_stale import press_round
from broadsheet.press.models import Page, PageJob, PageKey, StaleKey
from broadsheet.press.store import store
from broadsheet.press.worker import Worker, hire
from tests.factories import make_section, published_story
from tests.press.acts.pressing import give_comments, path_of, press_until_done

pytestmark = pytest.mark.django_db
#: Of the press and of the reader together, for one story.
MOST_QUERIES = 45
COMMENTS = 2_000


@pytest.fixture
def worker() -> Iterator[Worker]:
    with hire() as hired:
        yield hired


def stories(count: int) -> None:
    """Have so many more stories that were pressed long ago, without a page in the store."""
    section, long_ago = make_section(), timezone.now() - timedelta(days=400)
    had = Story.objects.count()
    made = Story.objects.bulk_create(
        Story(
            headline=f"Old {had + number}",
            slug=f"old-{had + number}",
            home_section=section,
            live=True,
            first_published_at=long_ago,
            last_published_at=long_ago,
        )
        for number in range(count)
    )
    paths = {story.pk: f"/news/{story.slug}/" for story in made}
    StoryAddress.objects.bulk_create(StoryAddress(path=paths[story.pk], story=story) for story in made)
    pages = Page.objects.bulk_create(
        Page(path=path, status=200, digest="x", rendered_at=long_ago, edition=1) for path in paths.values()
    )
    keys = [(page, key) for page, number in zip(pages, paths, strict=True) for key in (f"story:{number}", "section:0")]
    PageKey.objects.bulk_create(PageKey(page=page, key=key) for page, key in keys)


def queries_of_a_round(worker: Worker, story: Story) -> int:
    StaleKey.objects.all().delete()
    PageJob.objects.all().delete()
    mark_stale([f"story:{story.pk}", f"card:{story.pk}", "front", "feed"])
    with CaptureQueriesContext(connection) as asked:
        done = press_round(worker, now=timezone.now())
    assert list(done.finished) == [path_of(story)]
    return len(asked)


def test_pressing_a_story_takes_as_many_queries_among_a_thousand_stories_as_among_ten(worker):
    story = published_story()
    stories(10)
    press_until_done()
    few = queries_of_a_round(worker, story)
    stories(990)
    assert queries_of_a_round(worker, story) == few < MOST_QUERIES


def test_pressing_a_story_takes_as_many_queries_with_2000_comments_as_with_one(worker):
    story = published_story()
    give_comments(story, first=1, count=1)
    press_until_done()
    few = queries_of_a_round(worker, story)
    give_comments(story, first=2, count=COMMENTS - 1)
    assert queries_of_a_round(worker, story) == few < MOST_QUERIES
    assert f'id="comment-{COMMENTS}"'.encode() in store().read(path_of(story)).body


def test_a_page_of_2000_comments_carries_no_key_for_each(worker):
    story = published_story()
    give_comments(story, first=1, count=COMMENTS)
    press_until_done()
    carried = PageKey.objects.filter(page__path=path_of(story))
    assert f"comments:{story.pk}" in carried.values_list("key", flat=True)
    assert carried.count() < 20
