"""A thread a feed: what it notes, how long it waits, and when it starts anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from broadsheet.wire.acts.note_look import delay
from broadsheet.wire.acts.note_silence import note_silence
from broadsheet.wire.errors import BusyFeedError, MissedFileError, UnreachableFeedError
from broadsheet.wire.models import Feed, FeedHour
from broadsheet.wire.signals import feed_changed
from broadsheet.wire.transports.runner import TRANSPORTS, Watcher, definition_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LONGEST = timedelta(minutes=30)


class Broken:
    """A transport that raises what it is given, each time it is looked through."""

    def __init__(self, *errors: Exception | None) -> None:
        self.errors = list(errors)

    def look(self, feed: Feed, **_named: Any) -> Any:
        if error := self.errors.pop(0):
            raise error
        yield from ()


@pytest.fixture
def remote(db: None) -> Feed:
    return Feed.objects.create(name="afp", transport="http", address="https://feeds.example/", every_seconds=60)


@pytest.fixture
def told() -> Any:
    heard: list[str] = []

    def hear(what: str, **_named: Any) -> None:
        heard.append(what)

    feed_changed.connect(hear)
    yield heard
    feed_changed.disconnect(hear)


@pytest.fixture
def watcher(remote: Feed, now: datetime) -> Callable[..., Watcher]:
    return lambda *errors: Watcher(remote, Broken(*errors), clock=lambda: now)


def test_the_desk_is_told_of_the_third_failure_and_of_the_end(
    watcher: Callable[..., Watcher], told: list[str], remote: Feed, now: datetime
) -> None:
    away = UnreachableFeedError("nobody answers")
    looking = watcher(away, away, away, away, None)
    for _look in range(2):
        looking.look_once()
    assert told == []
    looking.look_once()
    looking.look_once()
    assert told == ["failing"]
    looking.look_once()
    assert told == ["failing", "recovered"]
    remote.refresh_from_db()
    assert (remote.state, remote.failures, remote.last_error) == ("working", 0, "")
    assert FeedHour.objects.get().failures == 4


def test_a_failure_is_seen_at_once_and_says_when_the_next_look_is(
    watcher: Callable[..., Watcher], remote: Feed, now: datetime
) -> None:
    wait = watcher(UnreachableFeedError("nobody answers")).look_once()
    remote.refresh_from_db()
    assert (remote.state, remote.last_error, remote.next_look_at) == ("failing", "nobody answers", now + wait)


def test_o7_what_a_library_raises_ends_no_thread(watcher: Callable[..., Watcher], remote: Feed) -> None:
    watcher(RuntimeError("odd")).look_once()
    remote.refresh_from_db()
    assert remote.last_error == "odd"


def test_a_server_that_asks_for_time_gets_it(watcher: Callable[..., Watcher]) -> None:
    assert watcher(BusyFeedError(429, retry_after_seconds=3600)).look_once() == timedelta(hours=1)


def test_one_file_that_cannot_be_had_keeps_no_other_waiting(watcher: Callable[..., Watcher], remote: Feed) -> None:
    missed = MissedFileError("a.xml: denied")
    looking = watcher(missed, missed)
    assert [looking.look_once(), looking.look_once()] == [MINUTE, MINUTE]
    remote.refresh_from_db()
    assert (remote.state, remote.failures) == ("failing", 1)


def test_looks_that_go_well_are_noted_once_a_minute(
    watcher: Callable[..., Watcher], remote: Feed, now: datetime
) -> None:
    looking = watcher(None, None, None)
    looking.look_once()
    Feed.objects.update(last_error="a mark")
    looking.look_once()
    assert Feed.objects.get().last_error == "a mark"
    looking.feed.last_looked_at = now - MINUTE
    looking.look_once()
    assert Feed.objects.get().last_error == ""


@pytest.mark.parametrize(
    ("failures", "die", "minutes"), [(1, 0.5, 1), (2, 0.5, 2), (3, 0.5, 4), (9, 0.5, 30), (99, 0, 24), (99, 1, 36)]
)
def test_failures_are_followed_by_longer_and_longer_waits(failures: int, die: float, minutes: float) -> None:
    assert delay(failures, MINUTE, longest=LONGEST, die=die) == minutes * MINUTE


def test_a_feed_that_is_looked_at_once_an_hour_is_not_looked_at_more_often_for_failing() -> None:
    assert delay(5, 60 * MINUTE, longest=LONGEST, die=0.5) == 60 * MINUTE


@pytest.mark.parametrize("change", [{"address": "https://other.example/"}, {"secret": b"x"}, {"every_seconds": 5}])
def test_a_feed_that_is_changed_starts_anew_and_one_that_only_worked_does_not(
    change: dict[str, Any], remote: Feed, now: datetime
) -> None:
    before = definition_of(remote)
    Feed.objects.update(last_looked_at=now, cursor={"etag": "7"}, failures=2)
    assert definition_of(Feed.objects.get()) == before
    Feed.objects.update(**change)
    assert definition_of(Feed.objects.get()) != before


def test_every_way_but_a_push_has_a_transport() -> None:
    assert set(TRANSPORTS) == set(Feed.Transport.values) - {"push"}


def test_a_silence_is_told_once_and_so_is_its_end(remote: Feed, told: list[str], now: datetime) -> None:
    last = now - timedelta(hours=5)
    hours = [last.replace(minute=0) - timedelta(hours=number) for number in range(28 * 24)]
    FeedHour.objects.bulk_create(FeedHour(feed=remote, hour=hour, items=2) for hour in hours)
    Feed.objects.update(last_received_at=last)
    note_silence(now)
    note_silence(now)
    assert (told, Feed.objects.get().silent_since) == (["silent"], last)
    Feed.objects.update(last_received_at=now)
    note_silence(now)
    note_silence(now)
    assert (told, Feed.objects.get().silent_since) == (["silent", "heard"], None)


def test_a_feed_that_is_switched_off_is_not_silent(remote: Feed, told: list[str], now: datetime) -> None:
    last = now - timedelta(hours=5)
    hours = [last.replace(minute=0) - timedelta(hours=number) for number in range(28 * 24)]
    FeedHour.objects.bulk_create(FeedHour(feed=remote, hour=hour, items=2) for hour in hours)
    Feed.objects.update(last_received_at=last, is_active=False)
    note_silence(now)
    assert told == []
