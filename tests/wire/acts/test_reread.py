"""Kept bytes read again: what was read wrongly is put right, what the desk did stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from broadsheet.wire import opening, search
from broadsheet.wire.acts.receive import receive_many
from broadsheet.wire.acts.reread import Chosen, Reread, reread
from broadsheet.wire.acts.retry import NOT_KEPT, retry
from broadsheet.wire.models import DispatchRecord, Feed, Quarantined, RawBytes
from tests.wire.sending import batch, failing_on, heard, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def improved(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Today's readers, which give items other values than yesterday's."""

    def improve(**values: Any) -> None:
        real = opening.read
        monkeypatch.setattr(
            opening, "read", lambda data, **named: [replace(one, **values) for one in real(data, **named)]
        )

    return improve


def again(now: datetime, **chosen: Any) -> list[Reread]:
    return [row for some in reread(Chosen(**chosen), clock=lambda: now) for row in some.rows]


def test_what_reads_as_before_is_not_printed(feed: Feed, now: datetime) -> None:
    receive_many(batch(item("a"), item("b")), feed=feed, now=now)
    assert again(now) == []


def test_what_is_read_better_is_put_right_once_and_found_by_its_new_words(
    feed: Feed, now: datetime, improved: Any
) -> None:
    receive_many(batch(item("a", headline="Fergen")), feed=feed, now=now)
    improved(headline="Hurtigruten", urgency=2)
    assert again(now) == [Reread("a", "1", "reread", ("headline", "urgency"))]
    record = DispatchRecord.objects.get()
    assert (record.headline, record.urgency, record.dispatch.headline) == ("Hurtigruten", 2, "Hurtigruten")
    assert (search.find("hurtigruten", limit=9), search.find("fergen", limit=9)) == ([record.pk], [])
    assert again(now) == []


def test_what_the_desk_did_stays(feed: Feed, now: datetime, improved: Any) -> None:
    receive_many(batch(item("a"), item("a", "2", minutes=1)), feed=feed, now=now)
    DispatchRecord.objects.filter(version="2").update(state="dismissed", handled_at=now)
    kept = (
        "pk",
        "guid",
        "version",
        "item_guid",
        "state",
        "is_latest",
        "handled_at",
        "received_at",
        "previous_id",
        "group_id",
    )
    before = list(DispatchRecord.objects.order_by("pk").values_list(*kept))
    improved(headline="Another")
    assert len(again(now + timedelta(days=1))) == 2
    assert list(DispatchRecord.objects.order_by("pk").values_list(*kept)) == before


def test_a_kill_that_was_not_seen_is_announced_once(feed: Feed, now: datetime, improved: Any) -> None:
    receive_many(batch(item("a")), feed=feed, now=now)
    improved(pubstatus="canceled")
    with heard() as told:
        assert [row.result for row in again(now)] == ["kill"]
        assert again(now) == []
    assert told == [("a", "1", "kill")]


def test_a_hold_that_was_not_seen_is_announced(feed: Feed, now: datetime, improved: Any) -> None:
    receive_many(batch(item("a")), feed=feed, now=now)
    improved(pubstatus="withheld")
    with heard() as told:
        assert [row.result for row in again(now)] == ["reread"]
    assert told == [("a", "1", "update")]


def test_a_kill_is_not_read_away(feed: Feed, now: datetime, improved: Any) -> None:
    receive_many(batch(item("a", pubstatus="canceled")), feed=feed, now=now)
    improved(pubstatus="usable")
    again(now)
    assert DispatchRecord.objects.get().pubstatus == "canceled"


def test_a_file_in_quarantine_that_reads_now_is_received_and_settled(
    feed: Feed, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(opening, "read", lambda *_, **__: 1 / 0)
        receive_many(batch(item("a")), feed=feed, now=now)
    with heard() as told:
        assert again(now) == [Reread("a", "1", "new")]
    assert (told, Quarantined.objects.get().settled_at) == ([("a", "1", "new")], now)
    assert again(now) == []


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, {"a", "b", "c"}),
        ({"feed": "ntb"}, {"a", "b"}),
        ({"guid": "b"}, {"b"}),
        ({"since": datetime.fromisoformat("2026-05-17T00:00:00Z")}, {"c"}),
    ],
    ids=["all", "feed", "guid", "since"],
)
def test_what_is_chosen_is_read(feed: Feed, now: datetime, improved: Any, chosen: Any, found: set[str]) -> None:
    receive_many(batch(item("a"), item("b")), feed=feed, now=now)
    other = Feed.objects.create(name="dpa")
    receive_many(batch(item("c")), feed=other, now=now + timedelta(days=2))
    improved(headline="Another")
    assert {row.guid for row in again(now, **chosen)} == found


def test_bytes_that_are_not_kept_leave_their_records_alone(feed: Feed, now: datetime, improved: Any) -> None:
    receive_many(batch(item("a"), b"<broken"), feed=feed, now=now)
    RawBytes.objects.all().delete()
    improved(headline="Another")
    assert again(now) == []
    assert retry(Quarantined.objects.get(), now=now)[0].detail == NOT_KEPT


def test_a_file_that_still_cannot_be_read_stays_with_todays_reason(feed: Feed, now: datetime) -> None:
    receive_many(batch(b"<broken"), feed=feed, now=now)
    Quarantined.objects.update(error="OldError")
    [received] = retry(Quarantined.objects.get(), now=now)
    assert (received.result, received.error) == ("quarantined", "UnknownFormatError")
    assert (Quarantined.objects.get().error, Quarantined.objects.get().settled_at) == ("UnknownFormatError", None)


def test_a_file_that_the_desk_stumbles_over_again_stays(feed: Feed, now: datetime) -> None:
    with failing_on("a"):
        receive_many(batch(item("a")), feed=feed, now=now)
        assert retry(Quarantined.objects.get(), now=now)[0].result == "quarantined"
    assert DispatchRecord.objects.count() == 0
    assert [one.result for one in retry(Quarantined.objects.get(), now=now)] == ["new"]
    assert retry(Quarantined.objects.get(), now=now) == []
