"""Pages that are not in the store, through the app: once, whoever asks; and nothing that is no page is cached for long."""

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from broadsheet.press.acts import press_held, press_on_demand
from broadsheet.press.acts.press_on_demand import press_on_demand as on_demand
from broadsheet.press.errors import PageNotReadyError
from broadsheet.press.models import Page, PageJob, StaleKey
from broadsheet.press.store import store
from tests.factories import make_story, publish, published_story
from tests.press.acts.pressing import job, path_of


@pytest.fixture
def asked(monkeypatch):
    """Return the addresses that were rendered."""
    rendered: list[str] = []
    honest = press_held.render_many

    def render_many(paths, *, now):
        for path, found in honest(paths, now=now):
            rendered.append(path)
            yield path, found

    monkeypatch.setattr(press_held, "render_many", render_many)
    return rendered


@pytest.mark.django_db
def test_a_page_that_is_not_in_the_store_is_rendered_and_kept(client, asked):
    story = published_story("A ferry")
    answer = client.get(path_of(story))
    assert (answer.status_code, b"A ferry" in answer.content) == (200, True)
    assert store().read(path_of(story)).body == answer.content
    assert answer["Cache-Control"] == "public, max-age=5"
    assert client.get(path_of(story)).content == answer.content
    assert asked == [path_of(story)]
    assert not PageJob.objects.exists()


@pytest.mark.django_db
def test_a_page_that_went_stale_meanwhile_is_still_pressed_by_the_press(client):
    story = published_story("A ferry")
    client.get(path_of(story))
    assert StaleKey.objects.filter(key=f"story:{story.pk}").exists()


@pytest.mark.django_db
def test_an_address_without_anything_writes_nothing(client):
    make_story("A draft").addresses.create(path="/news/a-draft/", current=True)
    StaleKey.objects.all().delete()
    for path in ("/nothing/", "/news/a-draft/", "/Wrong/", "/a" * 200, "/news/æ/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Cache-Control"]) == (404, "public, max-age=10")
    assert not PageJob.objects.exists()
    assert not Page.objects.exists()
    assert not StaleKey.objects.exists()


@pytest.mark.django_db
def test_a_former_address_is_a_redirect_that_is_cached_for_a_minute_at_most(client):
    story = published_story("One")
    story.slug = "two"
    publish(story)
    answer = client.get("/news/one/")
    assert (answer.status_code, answer["Location"]) == (301, "/news/two/")
    assert answer["Cache-Control"] == "public, max-age=60"


@pytest.mark.django_db
def test_a_redirect_to_another_site_is_answered_and_not_kept(client):
    Redirect.objects.create(old_path="/away", redirect_link="https://elsewhere.example/")
    answer = client.get("/away")
    assert (answer.status_code, answer["Location"]) == (301, "https://elsewhere.example/")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert not PageJob.objects.exists()


@pytest.mark.django_db
def test_a_missing_slash_is_put_right_and_not_cached_for_long(client):
    story = published_story("A ferry")
    answer = client.get(path_of(story).rstrip("/"))
    assert (answer.status_code, answer["Location"]) == (302, path_of(story))
    assert answer["Cache-Control"] == "public, max-age=10"


@pytest.mark.django_db
def test_a_killed_storys_notice_is_pressed_on_demand(client):
    from broadsheet.desk.acts.kill import kill

    story = published_story("The mayor resigns")
    kill(story, "It was wrong.")
    answer = client.get(path_of(story))
    assert (answer.status_code, b"It was wrong." in answer.content) == (410, True)
    assert store().read(path_of(story)).status == 410


@pytest.mark.django_db
def test_a_reader_waits_for_who_presses_the_page_already(asked):
    story = published_story("A ferry")
    job(path_of(story), worker=50)
    pauses = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            store().write_page(path_of(story), b"<h1>From the other</h1>")

    found = on_demand(path_of(story), now=timezone.now(), pause=pause)
    assert (found.body, len(pauses), asked) == (b"<h1>From the other</h1>", 3, [])


@pytest.mark.django_db
def test_a_page_that_is_not_there_in_time_is_answered_with_try_again(client, monkeypatch):
    story = published_story()
    job(path_of(story), worker=50)
    monkeypatch.setattr(press_on_demand, "MAX_WAIT_SECONDS", 0.0)
    answer = client.get(path_of(story))
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "2", "no-store")


@pytest.mark.django_db
def test_a_page_that_failed_a_moment_ago_is_not_tried_by_every_reader(asked):
    story = published_story()
    job(path_of(story), attempts=1, error="ink is out")
    with pytest.raises(PageNotReadyError):
        on_demand(path_of(story), now=timezone.now())
    assert asked == []
