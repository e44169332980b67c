from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils import timezone

from broadsheet.desk.acts.kill import kill
from broadsheet.press.acts import press_held as module
from broadsheet.press.acts.mark_stale import mark_stale
from broadsheet.press.acts.press_stale import press_stale
from broadsheet.press.models import Page, PageJob, StaleKey
from broadsheet.press.store import store
from tests.factories import make_section, make_story, make_topic, publish, published_story

pytestmark = pytest.mark.django_db


def press_until_done() -> None:
    while press_stale().keys:
        pass


def failures(now) -> int:
    count = 0
    while (done := press_stale(now)).keys:
        count += done.failed
    return count


def path_of(story) -> str:
    return story.addresses.get(current=True).path


def test_a_published_story_is_in_the_store_with_its_lists():
    story = published_story("Ferry leaves on time")
    press_until_done()
    assert b"Ferry leaves on time" in store().read(path_of(story)).body
    assert all(b"Ferry leaves on time" in store().read(path).body for path in ("/", "/news/", "/feed/", "/atom/"))


def test_an_update_renders_the_pages_that_carry_the_story():
    story = published_story("Old headline")
    press_until_done()
    story.headline = "New headline"
    publish(story)
    press_until_done()
    assert b"New headline" in store().read(path_of(story)).body
    assert b"Old headline" not in store().read("/").body


def test_a_killed_story_is_gone_and_leaves_every_list_with_the_notice_kept():
    story = published_story("The mayor resigns")
    press_until_done()
    kill(story, "The report was wrong.")
    press_until_done()
    page = store().read(path_of(story))
    assert (page.status, b"The report was wrong." in page.body) == (410, True)
    assert all(b"The mayor resigns" not in store().read(path).body for path in ("/", "/news/", "/feed/"))


def test_an_unpublished_story_leaves_the_store():
    story = published_story("Too early")
    press_until_done()
    story.unpublish()
    press_until_done()
    assert store().read(path_of(story)) is None


def test_a_former_address_redirects():
    story = published_story("One")
    story.slug = "two"
    story = publish(story)
    press_until_done()
    assert store().read("/news/one/").location == "/news/two/"


def test_a_story_that_leaves_a_section_leaves_its_page():
    story = make_story("Goal in the last minute")
    sport = make_section("sport")
    story.sections.add(sport)
    story = publish(story)
    press_until_done()
    assert b"Goal in the last minute" in store().read("/sport/").body
    story.sections.clear()
    publish(story)
    press_until_done()
    assert b"Goal in the last minute" not in store().read("/sport/").body


def breaking(honest, at):
    """Return what renders as ``honest`` does, but for one address."""

    def render_path(path, *, now):
        if path == at:
            raise RuntimeError("ink is out")
        return honest(path, now=now)

    return render_path


def breaking_lots(render_path):
    def render_many(paths, *, now):
        for path in paths:
            yield path, render_path(path, now=now)

    return render_many


@pytest.fixture
def broken_front(monkeypatch):
    render_path = breaking(module.render_path, "/")
    monkeypatch.setattr(module, "render_path", render_path)
    monkeypatch.setattr(module, "render_many", breaking_lots(render_path))


def test_a_page_that_fails_is_tried_again_later_and_stops_no_other(broken_front):
    published_story("Good news")
    now = timezone.now()
    assert failures(now) == 1
    job = PageJob.objects.get()
    assert (job.path, job.attempts, "ink is out" in job.error, job.not_before > now) == ("/", 1, True, True)
    assert store().read("/news/good-news/") is not None
    assert store().read("/news/") is not None
    assert failures(now) == 0
    assert failures(now + timedelta(minutes=6)) == 1
    assert PageJob.objects.get().attempts == 2


def test_a_page_that_failed_is_tried_soon_when_its_key_goes_stale_anew(broken_front, monkeypatch):
    published_story("Good news")
    now = timezone.now()
    failures(now)
    PageJob.objects.update(attempts=3, not_before=now + timedelta(minutes=5))
    monkeypatch.undo()
    mark_stale(["front"])
    failures(now)
    assert store().read("/") is None
    failures(now + timedelta(seconds=3))
    assert store().read("/") is not None


def test_a_page_that_keeps_failing_is_tried_ever_more_seldom_however_often_its_key_goes_stale(broken_front):
    published_story("Good news")
    now = timezone.now()
    failures(now)
    tries = []
    for second in range(0, 180, 2):
        at = now + timedelta(seconds=second)
        mark_stale(["front"])
        tries += [second] * failures(at)
    assert tries[:4] == [2, 6, 10, 14]
    assert {later - earlier for earlier, later in pairwise(tries[3:])} == {32}


def test_a_change_that_is_rolled_back_leaves_no_stale_key():
    with pytest.raises(RuntimeError), transaction.atomic():
        mark_stale(["front"])
        raise RuntimeError
    assert not StaleKey.objects.exists()


def test_the_same_input_gives_the_same_bytes_and_writes_nothing(monkeypatch):
    story = published_story()
    press_until_done()
    digests = dict(Page.objects.values_list("path", "digest"))
    mark_stale([f"story:{story.pk}", "front", "feed", "site"])
    later = timezone.now() + timedelta(days=1)
    while (done := press_stale(later)).keys:
        assert done.changed == 0
    assert dict(Page.objects.values_list("path", "digest")) == digests


def test_a_topic_page_is_made_with_its_first_story():
    story = make_story("Crane falls")
    story.topics.add(make_topic("Harbour"))
    publish(story)
    press_until_done()
    assert b"Crane falls" in store().read("/topics/harbour/").body


def test_a_story_is_pressed_before_any_list_and_many_changes_make_one_rendering_of_a_list():
    first, second = published_story(), published_story()
    done = press_stale()
    assert (done.pages, store().read(path_of(first)) is not None, store().read(path_of(second)) is not None) == (
        2,
        True,
        True,
    )
    assert store().read("/") is None
    assert list(PageJob.objects.filter(path="/").values_list("attempts", flat=True)) == [0]


def test_an_address_that_the_store_has_no_place_for_is_dropped_and_not_tried_for_ever():
    mark_stale(["page:/News/ÆØÅ/", "page:/" + "a" * 305])
    assert press_stale().failed == 0
    assert not StaleKey.objects.exists()
    assert not PageJob.objects.exists()


def test_a_key_that_means_nothing_stops_no_other():
    mark_stale(["story:seventeen", "front"])
    press_until_done()
    assert not StaleKey.objects.exists()
    assert store().read("/") is not None
