"""The screens of feeds: the address is checked, the password is never shown, and a try says what it found."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.desk.acts.make_user import make_user
from broadsheet.desk.acts.set_up import set_up
from broadsheet.desk.screens.feeds import SCHEMES, sentences
from broadsheet.wire.acts.try_feed import Tried, try_feed
from broadsheet.wire.models import DispatchRecord, Feed
from broadsheet.wire.secret import seal, unseal

pytestmark = pytest.mark.django_db
FIELDS = {
    "name": "afp",
    "is_active": "on",
    "provider": "AFP",
    "transport": "http",
    "every_seconds": "60",
    "address": "https://feeds.example/out.xml",
    "username": "desk",
    "new_secret": "a quiet harbour",
    "time_zone": "Europe/Oslo",
    "own_share": "50",
}


@pytest.fixture
def admin() -> Client:
    set_up()
    client = Client()
    client.force_login(make_user("the-admin", "admin", password="quiet harbour at six"))
    return client


def save(client: Client, feed: Feed | None = None, **values: str) -> Any:
    address = f"/desk/feeds/edit/{feed.pk}/" if feed else "/desk/feeds/new/"
    return client.post(address, {**FIELDS, **values})


def test_a_feed_is_made_with_its_password_sealed(admin: Client) -> None:
    assert save(admin).status_code == 302
    feed = Feed.objects.get(name="afp")
    assert (feed.transport, unseal(feed)) == ("http", "a quiet harbour")
    assert b"harbour" not in bytes(feed.secret)


def test_a_password_is_shown_on_no_screen(admin: Client) -> None:
    save(admin)
    feed = Feed.objects.get(name="afp")
    for path in (f"/desk/feeds/edit/{feed.pk}/", "/desk/feeds/", f"/desk/feeds/try/{feed.pk}/"):
        page = admin.get(path)
        assert page.status_code == 200
        assert b"quiet harbour" not in page.content
    assert b"It is set." in admin.get(f"/desk/feeds/edit/{feed.pk}/").content


def test_a_password_left_empty_stays(admin: Client) -> None:
    save(admin)
    feed = Feed.objects.get(name="afp")
    assert save(admin, feed, new_secret="", provider="Another").status_code == 302
    feed.refresh_from_db()
    assert (feed.provider, unseal(feed)) == ("Another", "a quiet harbour")


def test_a_password_is_forgotten_when_somebody_says_so(admin: Client) -> None:
    save(admin)
    feed = Feed.objects.get(name="afp")
    save(admin, feed, new_secret="", forget_secret="on")
    feed.refresh_from_db()
    assert feed.secret is None


@pytest.mark.parametrize("change", [{"address": "https://evil.example/"}, {"username": "mallory"}])
def test_a_password_does_not_go_along_to_another_place(change: dict[str, str], admin: Client) -> None:
    save(admin)
    feed = Feed.objects.get(name="afp")
    assert b"give the password again" in save(admin, feed, new_secret="", **change).content
    assert save(admin, feed, new_secret="", address="https://feeds.example/other.xml").status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        {"address": "http://127.0.0.1/"},
        {"address": "http://169.254.169.254/latest/"},
        {"address": "file:///etc/passwd"},
        {"address": "https://feeds.example:8443/"},
        {"address": ""},
        {"transport": "sftp"},
        {"transport": "push", "new_secret": "short"},
        {"transport": "sftp", "address": "sftp://feeds.example/", "host_key": "nonsense"},
        {"time_zone": "Mars/North"},
    ],
)
def test_w6_a_feed_that_may_not_be_is_refused(change: dict[str, str], admin: Client) -> None:
    assert save(admin, **change).status_code == 200
    assert Feed.objects.count() == 0


def test_a_folder_cannot_be_set_from_a_browser(admin: Client) -> None:
    save(admin, transport="folder", folder="/etc")
    assert Feed.objects.get().folder == ""


def test_a_try_says_what_went_wrong_and_changes_nothing(admin: Client) -> None:
    feed = Feed.objects.create(name="afp", transport="http", address="http://127.0.0.1/")
    page = admin.post(f"/desk/feeds/try/{feed.pk}/").content.decode()
    assert "not on the public network" in page
    feed.refresh_from_db()
    assert (feed.state, feed.failures) == ("working", 0)


def test_a_push_feed_shows_its_address(admin: Client) -> None:
    feed = Feed.objects.create(name="afp", transport="push", secret=b"x")
    assert b"/wire/push/afp/" in admin.get(f"/desk/feeds/try/{feed.pk}/").content
    assert admin.post(f"/desk/feeds/try/{feed.pk}/").status_code == 302


def test_a_list_says_what_is_wrong(admin: Client) -> None:
    Feed.objects.create(name="afp", state="failing", failures=4, last_error="nobody answers")
    assert b"nobody answers" in admin.get("/desk/feeds/").content


@pytest.mark.parametrize("role", ["editor", "reporter", "photo", "moderator", "tips"])
def test_nobody_but_an_administrator_tries_a_feed(role: str) -> None:
    set_up()
    client = Client()
    client.force_login(make_user("somebody", role, password="quiet harbour at six"))
    feed = Feed.objects.create(name="afp", transport="http", address="http://127.0.0.1/", secret=seal("x", 1))
    assert client.get(f"/desk/feeds/try/{feed.pk}/").status_code in (302, 403)
    assert client.post(f"/desk/feeds/try/{feed.pk}/").status_code in (302, 403)


class Slow:
    def look(self, feed: Feed, *, stop: Any, **_named: Any) -> Any:
        stop.wait(20)
        yield from ()


def test_o7_a_try_that_hangs_comes_back() -> None:
    assert try_feed(Feed(name="afp"), Slow(), now=timezone.now(), max_seconds=0.05).is_slow


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        (Tried(), "nothing new"),
        (Tried(files=1, items=2, headline="Ferry"), "1 file came, with 2 items"),
        (Tried(problem="no"), "did not work: no"),
        (Tried(files=1, unreadable=["a: broken"]), "cannot be read: a: broken"),
        (Tried(is_slow=True), "twenty seconds"),
    ],
)
def test_a_try_is_told_in_plain_words(tried: Tried, said: str) -> None:
    assert said in " ".join(sentences(tried))
    assert DispatchRecord.objects.count() == 0


def test_an_editor_is_told_who_sets_up_feeds_and_sees_how_they_are_doing(client: Client) -> None:
    set_up()
    client.force_login(make_user("ingrid", role="editor"))
    response = client.get(reverse("feeds:index"), follow=True)
    assert response.redirect_chain == [(reverse("wire:health"), 302)]
    assert "Feeds are set up by an administrator." in response.content.decode()


def test_the_times_of_feeds_are_the_newsrooms(at_the_desk: Client) -> None:
    at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    Feed.objects.create(name="agency", last_received_at=at)
    page = at_the_desk.get(reverse("feeds:index")).content.decode()
    assert "23 Nov 00:30" in page
    assert "a.m." not in page


@pytest.mark.parametrize("name", ["ftp", "sftp", "imap"])
def test_the_screen_knows_the_addresses_of_a_transport_without_its_client(name: str) -> None:
    assert SCHEMES[name] == import_module(f"broadsheet.wire.transports.{name}").SCHEMES
