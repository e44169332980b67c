"""Alarms: one of a kind about a subject, cleared and brought back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from broadsheet.desk.acts.alarm import bring_back, clear_alarm, clear_alarms, raise_alarm
from broadsheet.desk.models import Alarm, AuditEntry
from tests.factories import make_story, make_user

pytestmark = pytest.mark.django_db


def test_an_alarm_that_stands_is_not_raised_twice_and_says_the_newer_text() -> None:
    first = raise_alarm("kill", "story:1", "Killed.")
    second = raise_alarm("kill", "story:1", "Killed, and sent again.")
    assert (second.pk, Alarm.objects.get().text) == (first.pk, "Killed, and sent again.")


def test_alarms_of_another_kind_or_about_another_subject_stand_beside_it() -> None:
    for kind, subject in (("kill", "story:1"), ("hold", "story:1"), ("kill", "story:2")):
        raise_alarm(kind, subject, "Look.")
    assert Alarm.objects.count() == 3


def test_a_cleared_alarm_says_who_cleared_it_and_may_be_raised_anew() -> None:
    editor = make_user()
    alarm = raise_alarm("kill", "story:1", "Killed.")
    assert clear_alarm(alarm, user=editor)
    assert not clear_alarm(alarm, user=make_user())
    alarm.refresh_from_db()
    assert (alarm.cleared_by, alarm.cleared_at is not None) == (editor, True)
    assert raise_alarm("kill", "story:1", "Killed again.").pk != alarm.pk


def test_a_cleared_alarm_is_brought_back_unless_a_newer_one_stands_in_its_place() -> None:
    alarm = raise_alarm("kill", "story:1", "Killed.")
    clear_alarm(alarm, user=None)
    assert bring_back(alarm, user=make_user())
    assert not bring_back(alarm, user=make_user())
    clear_alarm(alarm, user=None)
    raise_alarm("kill", "story:1", "Another.")
    assert not bring_back(alarm, user=make_user())
    assert Alarm.objects.filter(cleared_at=None).count() == 1


def test_what_ends_by_itself_is_cleared_by_kind_and_subject() -> None:
    raise_alarm("silent", "feed:agency", "Silent.")
    assert (clear_alarms("failing", "feed:agency"), clear_alarms("silent", "feed:agency")) == (0, 1)
    assert clear_alarms("silent", "feed:agency") == 0


def test_an_alarm_that_another_process_raised_in_the_same_moment_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    there = raise_alarm("kill", "story:1", "Killed.")
    monkeypatch.setattr("broadsheet.desk.acts.alarm._say_again", lambda *_: None)

    def taken(self: QuerySet[Alarm], **_: object) -> Alarm:
        raise IntegrityError

    monkeypatch.setattr(QuerySet, "create", taken)
    assert raise_alarm("kill", "story:1", "Killed.") == there


def test_p10_raising_and_clearing_stand_in_the_audit_log() -> None:
    editor = make_user("eva")
    clear_alarm(raise_alarm("kill", "story:1", "Killed.", story=make_story()), user=editor)
    assert list(AuditEntry.objects.filter(what__startswith="alarm").order_by("pk").values_list("who", "what")) == [
        ("system", "alarm.kill"),
        ("eva", "alarm.cleared"),
    ]
