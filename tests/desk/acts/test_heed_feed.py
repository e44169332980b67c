"""How a feed is becomes an alarm, and ends as one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from broadsheet.desk.models import Alarm
from broadsheet.wire.models import Feed
from broadsheet.wire.signals import feed_changed

pytestmark = pytest.mark.django_db


def say(what: str, **values: object) -> list[tuple[str, str]]:
    feed, _ = Feed.objects.update_or_create(name="agency", defaults=values)
    feed_changed.send(sender=Feed, feed=feed, what=what)
    return list(Alarm.objects.filter(cleared_at=None).order_by("pk").values_list("kind", "subject"))


@pytest.mark.parametrize(
    ("bad", "good", "kind"),
    [("failing", "recovered", "failing"), ("silent", "heard", "silent")],
    ids=["failing", "silent"],
)
def test_a_feed_that_is_ill_has_one_alarm_until_it_is_well(bad: str, good: str, kind: str) -> None:
    assert say(bad) == say(bad) == [(kind, "feed:agency")]
    assert say(good) == []


def test_a_feed_that_recovers_from_a_failure_may_still_be_silent() -> None:
    say("failing")
    say("silent")
    assert say("recovered") == [("silent", "feed:agency")]


def test_the_alarm_says_why_and_since_when() -> None:
    say("failing", last_error="The password is refused.")
    say("silent", last_received_at=datetime(2026, 11, 22, 11, 0, tzinfo=UTC))
    texts = " ".join(Alarm.objects.values_list("text", flat=True))
    assert "The password is refused." in texts
    assert "12:00" in texts


def test_what_is_not_known_raises_nothing() -> None:
    assert say("dancing") == []
