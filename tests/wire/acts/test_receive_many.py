"""A batch is one transaction: the items, their bytes, the feed's cursor. What spoils one file spoils no other."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.wire import kept, opening, search
from broadsheet.wire.acts import receive
from broadsheet.wire.acts.attachments import bytes_of
from broadsheet.wire.acts.receive import Incoming, receive_many
from broadsheet.wire.models import Delivery, DispatchRecord, Feed, FeedHour, Quarantined, RawBytes, hour_of
from tests.wire.conftest import JPEG
from tests.wire.sending import START, batch, failing_on, heard, item

pytestmark = pytest.mark.django_db


def results(received: list[receive.Received]) -> list[str]:
    return [one.result for one in received]


def test_a_batch_is_received_in_its_order(feed: Feed, now: datetime) -> None:
    with heard() as told:
        received = receive_many(batch(item("a"), b"<broken", item("b"), item("a")), feed=feed, now=now)
    assert results(received) == ["new", "quarantined", "new", "duplicate"]
    assert told == [("a", "1", "new"), ("b", "1", "new")]
    assert Delivery.objects.count() == 4


def test_d5_the_cursor_moves_with_the_items(feed: Feed, now: datetime) -> None:
    receive_many(batch(item()), feed=feed, now=now, cursor={"etag": "x"})
    feed.refresh_from_db()
    assert (feed.cursor, feed.last_received_at) == ({"etag": "x"}, now)


def test_d5_the_cursor_moves_alone_when_nothing_came(feed: Feed, now: datetime) -> None:
    assert receive_many([], feed=feed, now=now, cursor={"etag": "y"}) == []
    feed.refresh_from_db()
    assert (feed.cursor, feed.last_received_at) == ({"etag": "y"}, None)


def test_without_a_cursor_the_feeds_stays(feed: Feed, now: datetime) -> None:
    receive_many(batch(item()), feed=feed, now=now, cursor={"etag": "x"})
    receive_many(batch(item(version="2")), feed=feed, now=now)
    feed.refresh_from_db()
    assert feed.cursor == {"etag": "x"}


@pytest.mark.parametrize("where", ["storing.count_hour", "search.remember_many", "recording.Recording.announce"])
def test_d5_what_stops_between_the_items_and_the_commit_leaves_neither_items_nor_cursor(
    feed: Feed, now: datetime, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"broadsheet.wire.{where}", killed)
    with pytest.raises(KeyboardInterrupt):
        receive_many(batch(item("a"), item("b")), feed=feed, now=now, cursor={"etag": "x"})
    feed.refresh_from_db()
    assert (feed.cursor, DispatchRecord.objects.count(), RawBytes.objects.count()) == ({}, 0, 0)
    monkeypatch.undo()
    assert results(receive_many(batch(item("a"), item("b")), feed=feed, now=now, cursor={"etag": "x"})) == ["new"] * 2


def test_w13_a_reader_that_raises_quarantines_its_file_alone(
    feed: Feed, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = opening.read

    def read(data: bytes, **named: Any) -> Any:
        if b"poison" in data:
            raise RecursionError("the sanitiser gave up")
        return real(data, **named)

    monkeypatch.setattr(opening, "read", read)
    received = receive_many(batch(item("a"), item("poison"), item("b")), feed=feed, now=now)
    assert results(received) == ["new", "quarantined", "new"]
    [file] = Quarantined.objects.all()
    assert (file.error, kept.load(file.delivery.sha256)) == ("RecursionError", item("poison"))


def test_an_item_that_the_desk_stumbles_over_is_quarantined_alone_and_is_whole_when_it_is_sent_again(
    feed: Feed, now: datetime
) -> None:
    with failing_on("b"):
        received = receive_many(batch(item("a"), item("b"), item("c")), feed=feed, now=now, cursor={"n": 1})
    feed.refresh_from_db()
    assert results(received) == ["new", "quarantined", "new"]
    assert (Quarantined.objects.get().error, feed.cursor) == ("RuntimeError", {"n": 1})
    assert results(receive_many(batch(item("b")), feed=feed, now=now)) == ["new"]


def test_statements_do_not_grow_with_the_batch(feed: Feed, now: datetime) -> None:
    counts = []
    for size in (2, 60):
        files = batch(*(item(f"urn:{size}:{number}") for number in range(size)))
        with CaptureQueriesContext(connection) as asked:
            receive_many(files, feed=feed, now=now + timedelta(hours=size))
        counts.append(sum(not query["sql"].startswith("INSERT INTO wire_search") for query in asked.captured_queries))
    assert counts[0] == counts[1] <= 16


def test_a_batch_is_found_by_its_words_newest_first(feed: Feed, now: datetime) -> None:
    received = receive_many(
        batch(
            item("a", headline="Oljefondet faller"),
            item("b", headline="Ferja på Østfjorden"),
            item("c", headline="Oljefondet stiger"),
        ),
        feed=feed,
        now=now,
    )
    first, _, last = (one.record.pk for one in received if one.record)
    assert search.find("oljefond", limit=10) == [last, first]
    assert search.find("OLJEFONDET stig", limit=10) == [last]


def test_the_same_bytes_are_kept_once(feed: Feed, now: datetime) -> None:
    receive_many(batch(item(), item()), feed=feed, now=now)
    assert (Delivery.objects.count(), RawBytes.objects.count()) == (2, 1)


def test_the_hour_counts_items_refusals_and_delays(feed: Feed, now: datetime) -> None:
    receive_many(batch(item("a"), item("b", minutes=30), b"<broken"), feed=feed, now=now)
    receive_many(batch(item("a"), item("c", minutes=None)), feed=feed, now=now)
    hour = FeedHour.objects.get()
    assert (hour.hour, hour.items, hour.quarantined, hour.timed_items) == (hour_of(now), 3, 1, 2)
    assert hour.longest_delay_seconds == (now - START).total_seconds()
    assert hour.delay_seconds == 2 * (now - START).total_seconds() - 1800


def test_a_picture_in_a_batch_lies_in_the_raw_store(feed: Feed, now: datetime, newsroom: Any) -> None:
    assert receive_many([Incoming(JPEG, "rig.jpg")], feed=feed, now=now) == []
    assert RawBytes.objects.count() == 0
    assert kept.load(Delivery.objects.get().sha256) == JPEG


def test_a_picture_of_a_feed_of_pictures_is_an_item_too(feed: Feed, now: datetime, newsroom: Any) -> None:
    feed.format = "picture"
    [received] = receive_many([Incoming(JPEG, "rig.jpg")], feed=feed, now=now)
    assert (received.result, received.record and received.record.kind) == ("new", "picture")
    assert (RawBytes.objects.count(), bytes_of(feed, "rig.jpg")) == (0, JPEG)
    assert results(receive_many([Incoming(JPEG, "rig.jpg")], feed=feed, now=now)) == ["duplicate"]


def test_w14_a_day_replayed_twice_is_one_day(feed: Feed, now: datetime) -> None:
    day = batch(*(item(f"urn:{number % 7}", str(number), minutes=number) for number in range(40)))
    receive_many(day, feed=feed, now=now)
    once = list(DispatchRecord.objects.order_by("pk").values())
    assert set(results(receive_many(day, feed=feed, now=now))) == {"duplicate"}
    assert list(DispatchRecord.objects.order_by("pk").values()) == once


@pytest.mark.shared
def test_w14_no_hostile_guid_becomes_a_path(feed: Feed, now: datetime, newsroom: Any, shared_dir: Any) -> None:
    lines = (shared_dir / "security" / "strings" / "path_traversal.jsonl").read_text("utf-8").splitlines()
    guids = {text for line in lines for text in json.loads(line).values() if isinstance(text, str)}
    outside = sorted(newsroom.parent.iterdir())
    for number, guid in enumerate(sorted(guids)[:300]):
        receive_many([Incoming(item(guid), guid.replace("\x00", ""))], feed=feed, now=now + timedelta(seconds=number))
    assert DispatchRecord.objects.count() > 0
    assert not [path for path in newsroom.rglob("*") if path.is_file()]
    assert sorted(newsroom.parent.iterdir()) == outside
