"""Several presses at once: one holder an address, nothing lost when one dies, nothing old over new."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.utils import timezone

from broadsheet.press.acts import press_held as module
from broadsheet.press.acts.ask_for import GAP, Asked, ask_for
from broadsheet.press.acts.claim import claim_page, claim_waiting, free_dead, give_back, held_by, next_due
from broadsheet.press.acts.expand_keys import expand_keys
from broadsheet.press.acts.mark_stale import mark_stale
from broadsheet.press.acts.press_held import press_held
from broadsheet.press.acts.press_stale import press_round
from broadsheet.press.errors import SlotLostError
from broadsheet.press.models import LateKey, Page, PageJob, StaleKey
from broadsheet.press.store import store
from broadsheet.press.worker import Worker, hire
from tests.factories import publish, published_story
from tests.press.acts.pressing import give_comments, job, path_of, press_until_done

pytestmark = pytest.mark.django_db
AT_ONCE, LIST = PageJob.Urgency.AT_ONCE, PageJob.Urgency.LIST


@pytest.fixture
def worker() -> Iterator[Worker]:
    with hire() as hired:
        yield hired


@pytest.fixture
def other(worker: Worker) -> Iterator[Worker]:
    with hire() as hired:
        yield hired


def test_two_presses_have_two_numbers_and_hold_different_pages(worker, other):
    now = timezone.now()
    for number in range(100):
        job(f"/news/{number}/")
    first = {one.path for one in claim_waiting(worker.number, due=now)}
    second = {one.path for one in claim_waiting(other.number, due=now)}
    assert worker.number != other.number
    assert (len(first), len(second), first & second) == (64, 36, set())


def test_what_is_urgent_is_taken_before_lists_and_lists_in_small_lots(worker):
    now = timezone.now()
    for number in range(20):
        job(f"/{number}/", urgency=LIST)
    job("/news/now/")
    assert [one.path for one in claim_waiting(worker.number, due=now)] == ["/news/now/"]
    assert len(claim_waiting(worker.number, due=now)) == 16


def test_many_keys_for_one_page_make_one_job_and_count_up():
    now = timezone.now()
    for _ in range(3):
        ask_for([Asked("/a/", LIST, now)], now=now)
    ask_for([Asked("/a/", AT_ONCE, now)], now=now)
    one = PageJob.objects.get()
    assert (one.generation, one.urgency) == (4, AT_ONCE)


def test_a_page_asked_for_while_it_is_pressed_is_pressed_again(worker):
    story = published_story()
    press_until_done()
    mark_stale([f"story:{story.pk}"])
    now = timezone.now()
    expand_keys(worker.number, now=now)
    held = held_by(worker.number)
    ask_for([Asked(path_of(story), AT_ONCE, now)], now=now, slot=99)
    press_held(worker, held, now=now)
    again = PageJob.objects.get()
    assert (again.path, again.worker, again.generation) == (path_of(story), None, 2)


def test_a_dead_presss_pages_are_freed_and_a_living_ones_are_not(worker, other):
    mine = job("/mine/", worker=worker.number)
    living = job("/living/", worker=other.number)
    dead = job("/dead/", worker=77, generation=5)
    LateKey.objects.create(worker=77, key="front")
    assert free_dead(worker.number) == 1
    for one in (mine, living, dead):
        one.refresh_from_db()
    assert (mine.worker, living.worker) == (worker.number, other.number)
    assert (dead.worker, dead.generation, LateKey.objects.count()) == (None, 6, 0)


def test_who_takes_the_number_of_a_dead_press_holds_nothing_of_it(worker):
    if connection.vendor == "postgresql":
        pytest.skip("there no number is used twice")
    job("/left/", worker=worker.number + 1)
    with hire() as second:
        assert second.number == worker.number + 1
        assert held_by(second.number) == []


def test_a_key_that_a_page_carries_for_the_first_time_is_not_missed(worker, other, monkeypatch):
    """The front is rendered by one press while another takes the key of a story that the front comes to carry by it."""
    story = published_story("Old headline")
    StaleKey.objects.all().delete()
    ask_for([Asked("/", LIST, timezone.now())], now=timezone.now())
    honest = module.render_many

    def changes_after_rendering(paths, *, now):
        for path, rendered in honest(paths, now=now):
            story.headline = "New headline"
            publish(story)
            StaleKey.objects.exclude(key=f"card:{story.pk}").delete()
            expand_keys(other.number, now=now)
            yield path, rendered

    monkeypatch.setattr(module, "render_many", changes_after_rendering)
    press_round(worker, now=timezone.now())
    assert b"Old headline" in store().read("/").body
    assert not StaleKey.objects.exists()
    monkeypatch.undo()
    press_until_done()
    assert b"New headline" in store().read("/").body


def test_without_late_keys_that_page_would_stay_old(worker, other, monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr("broadsheet.press.acts.expand_keys._tell_busy", lambda keys, *, but: None)
    with pytest.raises(AssertionError):
        test_a_key_that_a_page_carries_for_the_first_time_is_not_missed(worker, other, monkeypatch)


def test_an_older_rendering_that_came_last_is_put_right(worker, other):
    """A press that lost its lock between rendering and writing: another has written the newer page meanwhile."""
    story = published_story("Version one")
    now = timezone.now()
    expand_keys(worker.number, now=now)
    slow = [one for one in held_by(worker.number) if one.path == path_of(story)]
    PageJob.objects.exclude(path=path_of(story)).delete()
    honest = module._bring

    def another_is_faster(outcomes):
        module._bring = honest
        PageJob.objects.update(worker=None)
        story.headline = "Version two"
        publish(story)
        while press_round(other, now=timezone.now(), patience=GAP).keys:
            pass
        assert b"Version two" in store().read(path_of(story)).body
        honest(outcomes)

    module._bring = another_is_faster
    press_held(worker, slow, now=now)
    assert b"Version one" in store().read(path_of(story)).body
    press_until_done()
    assert b"Version two" in store().read(path_of(story)).body


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the kernel takes no lock from a living press")
def test_d7_a_press_that_was_cut_off_while_it_wrote_cannot_undo_what_its_successor_holds(worker):
    """Its session ends between rendering and recording, another press begins and takes the page."""
    story = published_story("Version one")
    expand_keys(worker.number, now=timezone.now())
    slow = [one for one in held_by(worker.number) if one.path == path_of(story)]
    PageJob.objects.exclude(path=path_of(story)).delete()
    honest, successors = module._bring, ExitStack()

    def is_cut_off(outcomes):
        module._bring = honest
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [worker.slot.session.connection.info.backend_pid])
        second = successors.enter_context(hire())
        assert free_dead(second.number) == 1
        (held,) = claim_waiting(second.number, due=timezone.now())
        honest(outcomes)
        successors.callback(lambda: press_held(second, [held], now=timezone.now()))

    module._bring = is_cut_off
    with successors:
        press_held(worker, slow, now=timezone.now())
        one = PageJob.objects.get()
        assert (one.worker is not None, one.worker != worker.number) == (True, True)
    press_until_done()
    assert not PageJob.objects.exists()


def test_a_press_that_knows_its_lock_is_gone_writes_nothing(worker, monkeypatch):
    story = published_story()
    expand_keys(worker.number, now=timezone.now())
    monkeypatch.setattr(worker.slot, "is_ours", lambda: False)
    with pytest.raises(SlotLostError):
        press_held(worker, held_by(worker.number), now=timezone.now())
    assert store().read(path_of(story)) is None


def test_a_storm_of_comments_renders_a_story_once_and_then_waits(worker):
    story = published_story()
    press_until_done()
    now = timezone.now()
    rendered_at = []
    for step in range(100):
        at = now + timedelta(milliseconds=10 * step)
        mark_stale([f"comments:{story.pk}"])
        while (done := press_round(worker, now=at)).keys:
            rendered_at += [at] * (path_of(story) in done.finished)
    waits = [after - before for before, after in pairwise(rendered_at)]
    assert min(waits) >= GAP
    assert len(waits) >= 2


def test_the_last_comment_of_a_storm_is_on_the_page_when_its_moment_is_over(worker):
    story = published_story()
    press_until_done()
    now = timezone.now()
    Page.objects.update(rendered_at=now)
    for number in range(1, 4):
        give_comments(story, first=number, count=1)
        mark_stale([f"comments:{story.pk}"])
        assert path_of(story) not in press_round(worker, now=now).finished
    due = next_due(now)
    assert due == now + GAP
    assert path_of(story) in press_round(worker, now=due).finished
    assert b'id="comment-3"' in store().read(path_of(story)).body
    assert not PageJob.objects.filter(path=path_of(story)).exists()


def test_a_press_knows_when_the_next_page_is_due():
    now = timezone.now()
    assert next_due(now) is None
    job(not_before=now + GAP)
    assert next_due(now) == now + GAP


def test_what_an_editor_publishes_waits_for_no_storm(worker):
    story = published_story()
    press_until_done()
    now = timezone.now()
    Page.objects.update(rendered_at=now)
    mark_stale([f"comments:{story.pk}"])
    expand_keys(worker.number, now=now)
    assert held_by(worker.number) == []
    mark_stale([f"story:{story.pk}"])
    expand_keys(worker.number, now=now)
    assert [one.path for one in held_by(worker.number)] == [path_of(story)]


def test_a_key_on_very_many_pages_is_expanded_bit_by_bit_and_behind_what_is_fresh(worker, monkeypatch):
    monkeypatch.setattr("broadsheet.press.acts.expand_keys.MAX_PAGES", 3)
    stories = [published_story() for _ in range(8)]
    press_until_done()
    for page in Page.objects.filter(path__in=[path_of(story) for story in stories]):
        page.keys.create(key="photo:4")
    mark_stale(["photo:4"])
    now = timezone.now() + GAP
    expand_keys(worker.number, now=now)
    assert (PageJob.objects.count(), StaleKey.objects.get().after_page > 0) == (3, True)
    mark_stale([f"story:{stories[0].pk}"])
    expand_keys(worker.number, now=now)
    assert [one.path for one in held_by(worker.number)] == [path_of(stories[0])]
    expand_keys(worker.number, now=now)
    expand_keys(worker.number, now=now)
    assert (PageJob.objects.count(), StaleKey.objects.count()) == (8, 0)


def test_a_long_batch_is_broken_off_when_something_urgent_comes(worker):
    for number in range(5):
        job(f"/{number}/", urgency=LIST)
    worker.is_called = lambda: True
    done = press_round(worker, now=timezone.now())
    assert (done.pages, PageJob.objects.filter(worker=None).count()) == (1, 4)


def test_an_urgent_batch_is_not_broken_off(worker):
    for number in range(5):
        job(f"/{number}/")
    worker.is_called = lambda: True
    assert press_round(worker, now=timezone.now()).pages == 5


def test_one_page_is_held_for_a_reader_by_one_alone(worker, other):
    now = timezone.now()
    held = claim_page(worker.number, "/a/", now=now)
    assert held is not None
    assert claim_page(other.number, "/a/", now=now) is None
    give_back(worker.number, held)
    assert not PageJob.objects.exists()


def test_a_page_that_was_asked_for_meanwhile_is_given_back_and_not_forgotten(worker):
    now = timezone.now()
    held = claim_page(worker.number, "/a/", now=now)
    ask_for([Asked("/a/", LIST, now)], now=now)
    give_back(worker.number, held)
    assert PageJob.objects.get().worker is None
