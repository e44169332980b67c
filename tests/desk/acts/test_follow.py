"""What is done by itself with what the wire has brought: in order, once, and one fault stops no other."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import OperationalError
from pytest_django import DjangoAssertNumQueries

from broadsheet.desk.acts import follow
from broadsheet.desk.acts.follow import follow_due
from broadsheet.desk.acts.take import take
from broadsheet.desk.models import Alarm, RuleHit, Story, WireRule
from broadsheet.wire.models import DispatchRecord
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, 0, 1, tzinfo=UTC)
Send = Callable[..., DispatchRecord]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the numbers of the dispatches that were offered to a story."""
    numbers: list[int] = []

    def offer(record: DispatchRecord, *, now: datetime) -> None:
        assert now == NOW
        numbers.append(record.pk)

    monkeypatch.setattr(follow, "offer", offer)
    return numbers


@pytest.fixture
def publishing(offered: list[int]) -> WireRule:
    return WireRule.objects.create(name="All", act="publish", is_active=True)


def _unhandled() -> list[int]:
    return list(DispatchRecord.objects.filter(handled_at=None).order_by("pk").values_list("pk", flat=True))


def test_a_dispatch_is_held_against_the_rules_and_marked(send: Send, publishing: WireRule) -> None:
    record = send()
    assert follow_due(NOW) == 1
    record.refresh_from_db()
    assert record.handled_at == NOW
    assert Story.objects.get().live
    assert RuleHit.objects.get().rule == publishing


def test_without_a_rule_it_is_marked_and_left_in_the_list(send: Send, offered: list[int]) -> None:
    record = send()
    assert follow_due(NOW) == 1
    record.refresh_from_db()
    assert (record.state, record.handled_at) == ("new", NOW)


def test_a_new_version_of_a_storys_item_is_offered_and_no_rule_decides(
    send: Send, publishing: WireRule, offered: list[int]
) -> None:
    send()
    follow_due(NOW)
    update = send("Ferge slept til kai", version="2", versioncreated="2026-11-22T11:30:00Z")
    follow_due(NOW)
    assert offered == [update.pk]
    assert Story.objects.get().headline == "Ferge på grunn"


def test_what_came_is_worked_off_in_its_order_and_within_the_limit(
    send: Send, offered: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [send(uri=f"urn:agency:{n}").pk for n in range(5)]
    seen: list[int] = []
    monkeypatch.setattr(follow, "apply_rules", lambda record, **_: seen.append(record.pk))
    assert follow_due(NOW, limit=3) == 3
    assert (seen, _unhandled()) == (numbers[:3], numbers[3:])


def test_a_version_that_was_overtaken_before_its_turn_is_passed_over(send: Send, publishing: WireRule) -> None:
    old = send()
    DispatchRecord.objects.filter(pk=old.pk).update(is_latest=False)
    assert follow_due(NOW) == 1
    assert not Story.objects.exists()
    assert not _unhandled()


def test_a_kill_is_left_to_those_who_heeded_it_on_arrival(send: Send, publishing: WireRule) -> None:
    send(pubstatus="canceled")
    follow_due(NOW)
    assert not RuleHit.objects.exists()
    assert not _unhandled()


def test_a_dispatch_that_somebody_has_taken_is_theirs(send: Send, publishing: WireRule) -> None:
    take(send(), user=make_user("eva"))
    follow_due(NOW)
    assert not RuleHit.objects.exists()
    assert not Story.objects.get().live


def test_one_that_raises_is_told_and_marked_and_stops_no_other(
    send: Send, publishing: WireRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = send("Den ene"), send("Den andre", uri="urn:agency:2")
    apply = follow.apply_rules

    def stumble(record: DispatchRecord, **values: Any) -> Any:
        if record.pk == bad.pk:
            raise ValueError("a fault of ours")
        return apply(record, **values)

    monkeypatch.setattr(follow, "apply_rules", stumble)
    assert follow_due(NOW) == 2
    assert Story.objects.get().headline == "Den andre"
    assert (Alarm.objects.get().dispatch, Alarm.objects.get().kind) == (bad, "refused")
    assert follow_due(NOW) == 0
    assert good.pk not in _unhandled()


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(OperationalError("database is locked"), id="the database"),
        pytest.param(OSError(errno.ENOSPC, "no space left"), id="a full disk"),
    ],
)
def test_a_fault_of_the_machine_marks_nothing(
    send: Send, publishing: WireRule, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    number = send().pk

    def stumble(*_: Any, **__: Any) -> None:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(follow, "apply_rules", stumble)
        with pytest.raises(type(fault)):
            follow_due(NOW)
    assert _unhandled() == [number]
    assert not Alarm.objects.exists()
    assert follow_due(NOW) == 1
    assert Story.objects.get().live


class Died(BaseException):
    """The process ends here."""


@pytest.mark.parametrize(
    "where",
    [
        pytest.param("broadsheet.desk.acts.auto_publish._publish_latest", id="the story is made, and not published"),
        pytest.param("broadsheet.desk.acts.apply_rules._keep", id="published, and not written down"),
    ],
)
def test_d7_a_process_that_dies_before_the_mark_does_it_again_without_a_second_story(
    send: Send, publishing: WireRule, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    number = send().pk

    def die(*_: Any, **__: Any) -> None:
        raise Died

    # Where the database takes each dispatch as one transaction, dying undoes all; here as SQLite has it, nothing.
    monkeypatch.setattr(follow, "_undone_alone", nullcontext)
    with monkeypatch.context() as patched:
        patched.setattr(where, die)
        with pytest.raises(Died):
            follow_due(NOW)
    assert _unhandled() == [number]
    assert Story.objects.count() == 1
    assert follow_due(NOW) == 1
    story = Story.objects.get()
    assert (story.live, story.versions.count(), RuleHit.objects.get().outcome) == (True, 1, "published")


def test_with_nothing_to_do_a_look_is_one_query(
    send: Send, offered: list[int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    send()
    follow_due(NOW)
    with django_assert_num_queries(1):
        assert follow_due(NOW) == 0
