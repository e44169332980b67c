"""The page of all feeds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.desk.screens.wire.health import HOURS, bars_of, lasting
from broadsheet.wire.models import Feed, FeedHour, Quarantined, hour_of

SINCE = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)


def _hour(at: int, items: int, **values: int) -> FeedHour:
    return FeedHour(hour=SINCE + timedelta(hours=at), items=items, **values)


def test_the_fullest_hour_reaches_to_the_top_and_an_empty_one_has_no_bar() -> None:
    bars = bars_of([_hour(0, 5), _hour(2, 10)], since=SINCE)
    assert [bar.height for bar in bars[:3]] == [50, 0, 100]
    assert len(bars) == HOURS


def test_an_hour_with_a_failure_is_seen_even_where_nothing_came() -> None:
    bar = bars_of([_hour(1, 0, failures=2)], since=SINCE)[1]
    assert bar.is_bad
    assert bar.height == 2
    assert "2 failures" in bar.words


def test_the_hours_of_all_feeds_are_added_up() -> None:
    assert "7 items" in bars_of([_hour(3, 5), _hour(3, 2)], since=SINCE)[3].words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (89, "89 s"), (120, "2 min"), (7200, "2 h"), (172_800, "2 days")],
)
def test_a_stretch_of_time_is_told_as_exactly_as_it_matters(seconds: float, words: str) -> None:
    assert lasting(seconds) == words


def _fill(names: list[str]) -> None:
    now = timezone.now()
    for name in names:
        feed = Feed.objects.create(name=name, last_received_at=now)
        FeedHour.objects.create(
            feed=feed, hour=hour_of(now), items=4, timed_items=4, delay_seconds=80, longest_delay_seconds=50, failures=1
        )


def test_a_feed_is_shown_with_what_it_brought_how_late_and_what_failed(at_the_desk: Client) -> None:
    _fill(["ntb"])
    line = at_the_desk.get(reverse("wire:health")).context["lines"][0]
    assert (line.items, line.delay, line.longest, line.failures) == (4, "20 s", "50 s", 1)


def test_what_waits_in_quarantine_is_counted_and_what_is_settled_is_not(at_the_desk: Client) -> None:
    _fill(["ntb"])
    for settled in (None, timezone.now()):
        Quarantined.objects.create(feed=Feed.objects.get(), error="X", detail="x", settled_at=settled)
    assert at_the_desk.get(reverse("wire:health")).context["waiting"] == 1


def test_a_silent_and_a_failing_feed_say_so(at_the_desk: Client) -> None:
    _fill(["ntb", "ap"])
    Feed.objects.filter(name="ntb").update(silent_since=timezone.now())
    Feed.objects.filter(name="ap").update(state="failing", last_error="The server refused the password.")
    words = [line.health.words for line in at_the_desk.get(reverse("wire:health")).context["lines"]]
    assert words[0] == "failing: The server refused the password."
    assert words[1].startswith("silent since")


def test_many_feeds_cost_no_more_queries_than_one(at_the_desk: Client) -> None:
    at_the_desk.get(reverse("wire:health"))
    counts = []
    for names in (["one"], [f"feed{number}" for number in range(20)]):
        _fill(names)
        with CaptureQueriesContext(connection) as asked:
            at_the_desk.get(reverse("wire:health"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_no_feed_is_told_in_a_sentence(at_the_desk: Client) -> None:
    assert "No feed yet." in at_the_desk.get(reverse("wire:health")).content.decode()
