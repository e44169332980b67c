"""The store against the database (criterion D9): what differs, what is missing, what must not be there, and mending it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from broadsheet.press.acts.mark_stale import mark_stale
from broadsheet.press.acts.press_all import press_all
from broadsheet.press.acts.verify import Fault, Kind, compare, mend, verify
from broadsheet.press.models import Page
from broadsheet.press.store import store
from broadsheet.press.stores.kinds import Finished
from tests.factories import published_story
from tests.press.acts.pressing import path_of, press_until_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    made = published_story("All is well")
    press_all(lambda _: None)
    return made


def faults() -> list[Fault]:
    return verify(lambda _: None)


def write(path: str, body: bytes, extension: str = "html") -> None:
    store().put([Finished(path, 200, body, extension)])


def test_d9_everything_pressed_is_what_the_database_says(story):
    assert faults() == []


def test_d9_a_page_that_differs_is_named_and_mended(story):
    write(path_of(story), b"<h1>All is lost</h1>")
    assert faults() == [Fault(path_of(story), Kind.DIFFERS)]
    mend(faults())
    press_until_done()
    assert faults() == []


def test_d9_a_page_that_is_missing_is_named_and_mended(story):
    store().drop(path_of(story))
    assert faults() == [Fault(path_of(story), Kind.MISSING)]
    mend(faults())
    press_until_done()
    assert faults() == []


@pytest.mark.parametrize("suffix", [".br", ".gz", ".zst"])
def test_d9_a_compressed_variant_that_differs_is_named_and_mended(story, settings, suffix):
    file = Path(settings.PAGES_ROOT) / "live" / path_of(story).strip("/") / f"index.html{suffix}"
    file.write_bytes(b"not this")
    assert faults() == [Fault(path_of(story), Kind.PACKED)]
    mend(faults())
    press_until_done()
    assert faults() == []


def test_d9_a_page_with_no_right_to_be_there_is_named_and_taken_away(story):
    write("/news/never-published/", b"<h1>Embargoed</h1>")
    assert faults() == [Fault("/news/never-published/", Kind.UNLAWFUL)]
    mend(faults())
    press_until_done()
    assert (faults(), store().read("/news/never-published/")) == ([], None)


def test_a_killed_storys_page_that_came_back_is_found(story):
    from broadsheet.desk.acts.kill import kill

    body = store().read(path_of(story)).body
    kill(story, "It was wrong.")
    press_until_done()
    write(path_of(story), body)
    assert faults() == [Fault(path_of(story), Kind.DIFFERS)]


def test_a_page_that_waits_for_the_press_is_no_fault(story):
    write(path_of(story), b"<h1>Old</h1>")
    mark_stale([f"story:{story.pk}"])
    assert faults() == []


def test_the_news_sitemap_is_compared_as_of_the_hour_in_which_it_was_pressed(story):
    later = timezone.now() + timedelta(days=3)
    assert compare(["/news-sitemap.xml"], now=later) == []
    write("/news-sitemap.xml", b"<urlset/>", "xml")
    assert [fault.path for fault in compare(["/news-sitemap.xml"], now=later)] == ["/news-sitemap.xml"]


def test_d9_a_store_that_was_lost_comes_back_with_the_same_bytes(story):
    before = {path: store().read(path) for path in store().all_paths()}
    for path in before:
        store().drop(path)
    Page.objects.update(rendered_at=timezone.now() - timedelta(minutes=1))
    press_all(lambda _: None)
    assert {path: store().read(path) for path in store().all_paths()} == before
    assert len(before) > 10
