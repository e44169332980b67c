"""A change of design: every page is rendered again, the most read first, and no publication waits for it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from broadsheet.press.acts import press_held as module
from broadsheet.press.acts.claim import claim_older, free, held_by
from broadsheet.press.acts.fold_reads import fold_reads, heat_after
from broadsheet.press.acts.mark_stale import mark_stale
from broadsheet.press.acts.press_stale import press_round
from broadsheet.press.design import design_digest, edition_of, newest_edition, note_design
from broadsheet.press.models import Edition, Page, PageJob, PageKey
from broadsheet.press.store import store
from broadsheet.press.worker import hire
from tests.factories import published_story
from tests.press.acts.pressing import path_of, press_until_done

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def worker():
    with hire() as hired:
        yield hired


def page(path: str, heat: float = 0.0, edition: int = 1) -> Page:
    return Page.objects.create(path=path, status=200, digest="x", rendered_at=NOW, heat=heat, edition=edition)


@pytest.mark.parametrize("key", ["layout", "site"])
def test_what_is_on_every_page_raises_the_edition_and_asks_for_no_page_by_its_key(key):
    story = published_story()
    press_until_done()
    before = newest_edition()
    mark_stale([key])
    with hire() as worker:
        press_round(worker, now=timezone.now())
    assert newest_edition() == before + 1
    assert not PageJob.objects.filter(path=path_of(story)).exists()
    assert not PageKey.objects.filter(key__in=("layout", "site")).exists()
    press_until_done()
    assert set(Page.objects.values_list("edition", flat=True)) == {before + 1}


def test_the_most_read_pages_come_first_whatever_edition_they_are_of(worker):
    Edition.objects.create(pk=1, number=3)
    for number in range(100):
        page(f"/{number}/", heat=number % 50, edition=1 + number % 2)
    taken = claim_older(worker.number, edition=3, now=NOW)
    assert len(taken) == 64
    heats = Page.objects.filter(path__in=[one.path for one in taken]).values_list("heat", flat=True)
    assert min(heats) >= 50 - 32


def test_a_publication_comes_before_pages_of_an_older_edition(worker):
    story = published_story()
    press_until_done()
    mark_stale(["layout"])
    mark_stale([f"story:{story.pk}"])
    done = press_round(worker, now=timezone.now())
    assert list(done.finished) == [path_of(story)]


def test_two_presses_sweep_different_pages(worker):
    Edition.objects.create(pk=1, number=2)
    for number in range(100):
        page(f"/{number}/")
    first = {one.path for one in claim_older(worker.number, edition=2, now=NOW)}
    with hire() as other:
        second = {one.path for one in claim_older(other.number, edition=2, now=NOW)}
        assert len(first | second) == 100
        free(other.number)


def test_the_old_page_is_served_until_its_turn_comes(monkeypatch):
    story = published_story("As it was")
    press_until_done()
    mark_stale(["layout"])
    monkeypatch.setattr(module, "render_many", lambda paths, *, now: iter(()))
    monkeypatch.setattr(module, "render_path", lambda path, *, now: 1 / 0)
    press_until_done()
    assert b"As it was" in store().read(path_of(story)).body


def test_a_new_design_is_noticed_once_by_its_digest():
    assert note_design("first") is True
    assert note_design("first") is False
    number = newest_edition()
    assert note_design("second") is True
    assert newest_edition() == number + 1


def test_a_press_of_an_older_design_leaves_its_pages_to_the_newer_ones():
    note_design("new")
    assert edition_of("new") == newest_edition()
    assert edition_of("old") == 0


def test_the_design_is_told_apart_by_content(tmp_path, settings):
    before = design_digest()
    design_digest.cache_clear()
    settings.SITE_NAME = "Another paper"
    try:
        assert design_digest() != before
    finally:
        design_digest.cache_clear()


def test_reads_warm_pages_and_their_file_is_taken():
    page("/read/")
    page("/unread/")
    file = Path(_run_root()) / "reads-1.json"
    file.write_text(json.dumps({"/read/": 12, "/unknown/": 3}))
    assert fold_reads(1, now=NOW) == 1
    heat = dict(Page.objects.values_list("path", "heat"))
    assert heat["/read/"] > heat["/unread/"] == 0.0
    assert not list(Path(_run_root()).iterdir())


@pytest.mark.parametrize("content", ["", "{", "[]", '{"/a/": "many"}', "null"])
def test_a_torn_file_of_reads_is_passed_over(content):
    page("/a/")
    (Path(_run_root()) / "reads-1.json").write_text(content)
    assert fold_reads(1, now=NOW) == 0


def test_a_read_counts_twice_what_one_of_yesterday_does():
    yesterday = heat_after(0.0, reads=100, now=NOW - timedelta(days=1))
    assert heat_after(0.0, reads=50, now=NOW) == pytest.approx(yesterday)
    assert heat_after(yesterday, reads=50, now=NOW) == pytest.approx(yesterday + 1)


def test_heat_stays_finite_for_centuries():
    heat = heat_after(0.0, reads=1, now=NOW)
    assert heat_after(heat, reads=1, now=NOW + timedelta(days=200_000)) > heat


def test_what_is_swept_is_nobodys_in_the_end(worker):
    published_story()
    press_until_done()
    mark_stale(["layout"])
    while press_round(worker, now=timezone.now()).keys:
        pass
    assert held_by(worker.number) == []


def _run_root() -> str:
    from django.conf import settings

    Path(settings.RUN_ROOT).mkdir(parents=True, exist_ok=True)
    return str(settings.RUN_ROOT)
