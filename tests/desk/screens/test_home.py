"""The desk's first screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadsheet.desk.acts.alarm import raise_alarm
from broadsheet.desk.acts.offer import open_offer
from broadsheet.desk.acts.take import take
from broadsheet.desk.models import Alarm, User
from broadsheet.desk.roles import install_roles
from broadsheet.wire.models import DispatchRecord, Feed, Quarantined
from tests.desk.conftest import NOW
from tests.factories import make_user

pytestmark = pytest.mark.django_db

Send = Callable[..., DispatchRecord]
UPDATE = {"version": "2", "versioncreated": "2026-11-22T11:30:00Z"}


def home(client: Client) -> str:
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    return str(response.content.decode())


def wait(send: Send, number: int) -> None:
    """Let one more of everything wait."""
    uri = f"urn:agency:home-{number}"
    story = take(send(f"Story {number}", uri=uri))
    open_offer(send(f"Newer {number}", uri=uri, **UPDATE), story, now=NOW)
    send(f"Flash {number}", uri=f"{uri}-flash", urgency=1)
    raise_alarm(Alarm.Kind.SILENT, f"feed:{number}", f"The feed {number} is silent.")
    Quarantined.objects.create(
        feed=Feed.objects.get(), filename=f"{number}.xml", error="x", detail="x", received_at=NOW
    )


def test_what_waits_on_the_wire_stands_on_the_first_screen(at_the_desk: Client, send: Send) -> None:
    wait(send, 1)
    shown = home(at_the_desk)
    for words in ("Flash 1", "Story 1", "The feed 1 is silent.", "1 file could not be read"):
        assert words in shown


def test_an_empty_first_screen_says_so(at_the_desk: Client) -> None:
    shown = home(at_the_desk)
    for words in ("Nothing urgent waits.", "There are no alarms.", "Nothing waits:"):
        assert words in shown
    assert "quarantine" not in shown


def test_the_first_screen_asks_no_more_the_more_waits(at_the_desk: Client, send: Send) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            home(at_the_desk)
        return len(asked)

    wait(send, 0)
    queries()
    few = queries()
    for number in range(1, 12):
        wait(send, number)
    assert queries() == few
    assert "all 12" in home(at_the_desk)


def test_p1_nobody_sees_on_the_first_screen_what_they_may_not_see(client: Client, send: Send) -> None:
    install_roles()
    wait(send, 1)
    person: User = make_user("mons")
    person.groups.add(Group.objects.get(name="moderator"))
    client.force_login(User.objects.get(pk=person.pk))
    shown = home(client)
    for words in ("Flash 1", "Story 1", "is silent", "could not be read", "Write a story"):
        assert words not in shown


def test_p1_the_private_draft_of_another_is_not_named(client: Client, reporter: User, send: Send, chief: User) -> None:
    record = send()
    story = take(record, user=chief)
    type(story).objects.filter(pk=story.pk).update(private=True, headline="My own secret")
    open_offer(send("Newer", **UPDATE), story, now=NOW)
    client.force_login(reporter)
    assert "My own secret" not in home(client)


def test_the_first_screen_counts_no_pages_and_leads_to_no_manual(at_the_desk: Client) -> None:
    shown: Any = home(at_the_desk)
    assert "Search all pages" not in shown
    assert "editor guide" not in shown
