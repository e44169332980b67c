"""A hold on the wire that comes after publication (criterion W16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.desk.acts.auto_publish import auto_publish
from broadsheet.desk.acts.heed_hold import heed_hold, in_words
from broadsheet.desk.acts.publish_due import publish_due
from broadsheet.desk.acts.take import take
from broadsheet.desk.holds import Hold, HoldKind
from broadsheet.desk.models import Alarm, Story
from broadsheet.wire.models import DispatchRecord
from tests.desk.acts.test_heed_kill import fresh, make_our_own, standing
from tests.factories import published_story

pytestmark = pytest.mark.django_db
Send = Callable[..., DispatchRecord]
UPDATE = {"version": "2", "versioncreated": "2026-11-22T11:30:00Z"}
LIFTED = {"version": "3", "versioncreated": "2026-11-22T11:40:00Z"}
EMBARGO, WITHHELD = {"embargoed": "2099-10-25T01:30:00Z"}, {"pubstatus": "withheld"}
HOLDS = pytest.mark.parametrize("hold", [EMBARGO, WITHHELD], ids=["embargo", "withheld"])


@HOLDS
def test_w16_a_hold_that_comes_after_publication_takes_the_story_down_and_tells_the_desk(
    send: Send, hold: dict[str, Any]
) -> None:
    story = auto_publish(send())
    send(**UPDATE | hold)
    assert (fresh(story).live, fresh(story).killed_at) == (False, None)
    assert standing("hold")[0].story == story


@HOLDS
def test_w16_our_own_story_stays_out_and_the_desk_is_told(send: Send, hold: dict[str, Any]) -> None:
    story = make_our_own(auto_publish(send()))
    send(**UPDATE | hold)
    assert fresh(story).live
    assert "own" in standing("hold")[0].text


@HOLDS
def test_w16_control_a_version_without_a_hold_takes_nothing_down(send: Send, hold: dict[str, Any]) -> None:
    story = auto_publish(send())
    send(**UPDATE)
    assert fresh(story).live
    assert not Alarm.objects.exists()


@HOLDS
def test_w16_a_lifted_hold_brings_nothing_back_by_itself_and_tells_the_desk(send: Send, hold: dict[str, Any]) -> None:
    story = auto_publish(send())
    send(**UPDATE | hold)
    send(**LIFTED)
    assert not fresh(story).live
    assert "lifted" in standing("hold")[0].text
    fresh(story).save_revision(clean=False).publish()
    assert fresh(story).live


def test_w16_an_older_version_with_a_hold_takes_nothing_down(send: Send) -> None:
    story = auto_publish(send(**UPDATE))
    send(version="1", **WITHHELD)
    assert fresh(story).live


def test_w16_a_hold_in_the_past_is_none(send: Send) -> None:
    story = auto_publish(send())
    send(**UPDATE, embargoed="2001-01-01T00:00:00Z")
    assert fresh(story).live


def test_w16_a_scheduled_story_moves_with_its_embargo_and_not_before(send: Send) -> None:
    story = take(send(**EMBARGO))
    revision = fresh(story).latest_revision
    revision.publish()
    send(**UPDATE, embargoed="2099-10-26T01:30:00Z")
    publish_due(datetime(2099, 10, 25, 1, 30, tzinfo=UTC))
    revision.refresh_from_db()
    assert not fresh(story).live
    assert revision.approved_go_live_at == datetime(2099, 10, 26, 1, 30, tzinfo=UTC)


def test_w16_a_clock_that_steps_back_delays_and_never_releases_early(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = datetime(2099, 10, 25, 1, 30, tzinfo=UTC)
    story = take(send(**EMBARGO))
    fresh(story).latest_revision.publish()
    for clock in (end - timedelta(seconds=1), end - timedelta(hours=2), end - timedelta(microseconds=1)):
        monkeypatch.setattr(timezone, "now", lambda clock=clock: clock)
        assert publish_due(clock) == 0
        assert not fresh(story).live
    monkeypatch.setattr(timezone, "now", lambda: end)
    assert publish_due(end) == 1
    assert fresh(story).live


def test_w16_a_scheduled_story_that_is_withheld_meanwhile_does_not_go_out_and_the_desk_is_told(send: Send) -> None:
    story = take(send(**EMBARGO))
    fresh(story).latest_revision.publish()
    send(**UPDATE | EMBARGO | WITHHELD)
    publish_due(datetime(2100, 1, 1, tzinfo=UTC))
    assert not fresh(story).live
    assert standing("refused")[0].story == story


def test_a_story_that_rests_on_nothing_of_the_wire_is_left_alone(send: Send) -> None:
    story = published_story()
    send(**WITHHELD)
    assert Story.objects.get(pk=story.pk).live


def test_heeding_twice_does_it_once(send: Send) -> None:
    auto_publish(send())
    record = send(**UPDATE | WITHHELD)
    assert heed_hold(record) == []
    assert len(standing("hold")) == 1


def test_an_embargo_is_told_in_the_newsroom_s_time_to_the_second() -> None:
    until = datetime(2099, 10, 25, 0, 30, 5, tzinfo=UTC)
    assert "02:30:05" in str(in_words(Hold(HoldKind.EMBARGO, until)))
