"""The list of alarms, and the bar on every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadsheet.desk.acts.alarm import raise_alarm
from broadsheet.desk.models import Alarm, User
from broadsheet.desk.roles import install_roles
from broadsheet.wire.models import DispatchRecord, Feed
from tests.factories import make_story, make_user

pytestmark = pytest.mark.django_db
INDEX = "/desk/alarms/"
CANARY = "CANARY headline of a private draft"


@pytest.fixture
def as_role(db: None) -> Callable[[str], Client]:
    """Return a function that signs somebody of a role in."""
    install_roles()

    def signed_in(role: str) -> Client:
        person = make_user()
        person.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(User.objects.get(pk=person.pk))
        return client

    return signed_in


def private_alarm() -> Alarm:
    story = make_story(CANARY, owner=make_user(), private=True)
    return raise_alarm("kill", f"story:{story.pk}", f"“{CANARY}” was killed.", story=story)


def text_of(client: Client, path: str = INDEX) -> str:
    return str(client.get(path).content.decode())


def test_no_alarm_is_one_sentence_and_no_bar(at_the_desk: Client) -> None:
    page = text_of(at_the_desk)
    assert "There are no alarms." in page
    assert "alarm-bar" not in page


def test_the_newest_alarm_stands_first_with_what_to_do_and_where(
    at_the_desk: Client, send: Callable[..., DispatchRecord]
) -> None:
    story, record = make_story("Ferry"), send()
    raise_alarm("silent", "feed:agency", "Older: silent.", feed=Feed.objects.get())
    raise_alarm("kill", "story:1", "Newer: killed.", story=story, dispatch=record)
    page = text_of(at_the_desk)
    listed = page[page.index("alarms__list") :]
    assert listed.index("Newer: killed.") < listed.index("Older: silent.")
    assert "Nothing of it may be used." in page
    for address in (reverse("stories:edit", args=[story.pk]), reverse("wire:one", args=[record.pk])):
        assert f'href="{address}"' in listed


def test_clear_takes_the_alarm_off_and_bring_back_undoes_it(at_the_desk: Client) -> None:
    alarm = raise_alarm("kill", "story:1", "Killed.")
    page = at_the_desk.post(f"{INDEX}{alarm.pk}/clear/", follow=True).content.decode()
    assert "Cleared by eva" in page
    assert "alarm-bar" not in page
    page = at_the_desk.post(f"{INDEX}{alarm.pk}/back/", follow=True).content.decode()
    assert "The alarm is active again." in page
    assert Alarm.objects.get().cleared_at is None


def test_a_second_clear_says_that_somebody_was_faster(at_the_desk: Client) -> None:
    alarm = raise_alarm("kill", "story:1", "Killed.")
    at_the_desk.post(f"{INDEX}{alarm.pk}/clear/")
    assert "somebody was faster" in at_the_desk.post(f"{INDEX}{alarm.pk}/clear/", follow=True).content.decode()


@pytest.mark.parametrize("act", ["clear", "back"])
def test_nothing_is_done_by_a_link(at_the_desk: Client, act: str) -> None:
    alarm = raise_alarm("kill", "story:1", "Killed.")
    assert at_the_desk.get(f"{INDEX}{alarm.pk}/{act}/").status_code == 405


@pytest.mark.parametrize(
    ("role", "looks", "clears"),
    [
        ("reporter", 200, 403),
        ("editor", 200, 302),
        ("admin", 200, 302),
        ("photo", 403, 403),
        ("moderator", 403, 403),
        ("tips", 403, 403),
    ],
)
@pytest.mark.parametrize("act", ["clear", "back"])
def test_p1_who_looks_and_who_clears(
    as_role: Callable[[str], Client], role: str, looks: int, clears: int, act: str
) -> None:
    alarm, client = private_alarm(), as_role(role)
    seen, done = client.get(INDEX), client.post(f"{INDEX}{alarm.pk}/{act}/")
    refused = (302, reverse("wagtailadmin_home"))  # as Wagtail refuses: back to the first screen, with a message
    for answer, wanted in ((seen, looks), (done, clears)):
        if wanted == 403:
            assert (answer.status_code, answer.headers.get("Location")) == refused or answer.status_code == 403
        else:
            assert answer.status_code == wanted
    is_cleared = Alarm.objects.get().cleared_at is not None
    assert is_cleared == (clears == 302 and act == "clear")


def test_p1_nobody_looks_without_signing_in(client: Client) -> None:
    alarm = private_alarm()
    for answer in (client.get(INDEX), client.post(f"{INDEX}{alarm.pk}/clear/")):
        assert (answer.status_code, "/login/" in answer.headers["Location"]) == (302, True)
    assert Alarm.objects.get().cleared_at is None


@pytest.mark.parametrize("role", ["reporter", "moderator", "photo", "tips"])
@pytest.mark.parametrize("path", [INDEX, "/desk/", "/desk/stories/", "/desk/wire/"])
def test_p2_a_private_draft_s_headline_reaches_nobody_through_an_alarm(
    as_role: Callable[[str], Client], role: str, path: str
) -> None:
    private_alarm()
    assert CANARY not in as_role(role).get(path, follow=True).content.decode()


def test_p2_control_an_editor_reads_it(as_role: Callable[[str], Client]) -> None:
    private_alarm()
    assert CANARY in text_of(as_role("editor"))
    assert CANARY in text_of(as_role("editor"), "/desk/")


def test_a_reporter_sees_the_alarms_of_shared_stories_and_of_items_but_not_of_feeds(
    as_role: Callable[[str], Client], send: Callable[..., DispatchRecord]
) -> None:
    raise_alarm("kill", "story:1", "Shared story.", story=make_story())
    raise_alarm("refused", "item:1", "Refused item.", dispatch=send())
    raise_alarm("silent", "feed:agency", "Silent feed.", feed=Feed.objects.get())
    page = text_of(as_role("reporter"))
    assert ["Shared story." in page, "Refused item." in page, "Silent feed." in page] == [True, True, False]


@pytest.mark.parametrize(
    ("kind", "is_shown"),
    [("kill", True), ("own-kill", True), ("hold", True), ("picture", True), ("silent", False), ("failing", False)],
)
def test_the_bar_stands_for_what_is_grave(at_the_desk: Client, kind: str, is_shown: bool) -> None:
    raise_alarm(kind, "subject", "Look.")
    assert ("alarm-bar" in text_of(at_the_desk, "/desk/stories/")) == is_shown


def test_the_bar_costs_one_query_however_many_alarms(at_the_desk: Client) -> None:
    def asked() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            at_the_desk.get("/desk/stories/")
        return [query["sql"] for query in queries if "desk_alarm" in query["sql"]]

    raise_alarm("kill", "story:1", "One.")
    one = len(asked())
    for number in range(2, 40):
        raise_alarm("kill", f"story:{number}", "More.")
    assert one == len(asked()) == 2  # the bar's, and the menu's count


def test_hostile_words_in_an_alarm_stay_words(at_the_desk: Client) -> None:
    raise_alarm("kill", "story:1", "<script>alert(1)</script>")
    for path in (INDEX, "/desk/"):
        assert "<script>alert(1)</script>" not in text_of(at_the_desk, path)
