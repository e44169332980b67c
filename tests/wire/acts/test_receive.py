"""Receiving: kept, read, recorded, announced; twice is once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError

from broadsheet.wire import kept, search
from broadsheet.wire.acts import receive
from broadsheet.wire.models import Delivery, DispatchRecord, Feed, Quarantined, RawBytes, WireFile
from broadsheet.wire.signals import dispatch_received
from tests.wire.conftest import JPEG

pytestmark = pytest.mark.django_db
START = datetime(2026, 5, 16, 7, tzinfo=UTC)


def _item(version: str | None = "1", minutes: int = 0, **fields: Any) -> bytes:
    created = (START + timedelta(minutes=minutes)).isoformat()
    item = {"uri": "urn:a", "headline": f"Version {version}", "version": version, "versioncreated": created, **fields}
    return json.dumps({name: value for name, value in item.items() if value is not None}).encode()


@pytest.fixture
def send(feed: Feed, now: datetime) -> Callable[[bytes], receive.Received]:
    def send_one(data: bytes) -> receive.Received:
        [received] = receive.receive_bytes(data, feed=feed, filename="a.json", now=now)
        return received

    return send_one


@pytest.fixture
def announced() -> Iterator[list[tuple[str, str]]]:
    heard: list[tuple[str, str]] = []

    def hear(sender: object, record: DispatchRecord, result: str, **_others: object) -> None:
        heard.append((record.version, result))

    dispatch_received.connect(hear)
    yield heard
    dispatch_received.disconnect(hear)


def test_a_first_version_is_new(send: Any, announced: Any, now: datetime) -> None:
    received = send(_item(urgency=3, slugline="a-slug"))
    record = DispatchRecord.objects.get()
    assert (received.guid, received.version, received.result, received.record) == ("urn:a", "1", "new", record)
    assert (record.headline, record.urgency, record.slugline, record.state) == ("Version 1", 3, "a-slug", "new")
    assert record.received_at == now
    assert record.dispatch.headline == "Version 1"
    assert announced == [("1", "new")]


def test_the_bytes_are_kept_as_they_came(send: Any, newsroom: Path) -> None:
    send(_item())
    delivery = Delivery.objects.get()
    assert kept.load(delivery.sha256) == _item()
    assert not (newsroom / "wire").exists()
    assert (delivery.filename, delivery.size_bytes) == ("a.json", len(_item()))


def test_the_same_guid_and_version_twice_is_one_dispatch(send: Any, announced: Any) -> None:
    send(_item())
    assert send(_item()).result == "duplicate"
    assert DispatchRecord.objects.count() == 1
    assert announced == [("1", "new")]


def test_a_later_version_is_an_update_and_keeps_the_old(send: Any) -> None:
    first = send(_item("1")).record
    update = send(_item("2", minutes=5))
    first.refresh_from_db()
    assert update.result == "update"
    assert update.record.previous == first
    assert first.state == "superseded"


def test_a_used_version_stays_used_when_another_comes(send: Any) -> None:
    first = send(_item("1")).record
    DispatchRecord.objects.update(state="used")
    send(_item("2", minutes=5))
    first.refresh_from_db()
    assert first.state == "used"


def test_an_older_version_that_comes_later_is_stale(send: Any) -> None:
    send(_item("2", minutes=5))
    stale = send(_item("1"))
    assert (stale.result, stale.record.state, stale.record.previous) == ("stale", "superseded", None)


def test_versions_of_the_same_time_go_by_their_number(send: Any) -> None:
    send(_item("9"))
    assert send(_item("10")).result == "update"
    assert send(_item("8")).result == "stale"


def test_after_a_stale_version_the_newest_is_still_the_newest(send: Any) -> None:
    send(_item("3", minutes=9))
    send(_item("1", minutes=1))
    assert send(_item("2", minutes=5)).result == "stale"


def test_a_canceled_version_is_a_kill(send: Any, announced: Any) -> None:
    send(_item("1"))
    assert send(_item("2", minutes=1, pubstatus="canceled")).result == "kill"
    assert announced[-1] == ("2", "kill")


def test_a_kill_that_does_not_count_up_is_still_a_kill(send: Any) -> None:
    send(_item("1"))
    assert send(_item("1", pubstatus="canceled")).result == "kill"
    assert DispatchRecord.objects.get().pubstatus == "canceled"
    assert send(_item("1", pubstatus="canceled")).result == "duplicate"


def test_items_without_a_version_are_told_apart_by_their_time(send: Any) -> None:
    assert send(_item(None)).result == "new"
    assert send(_item(None, minutes=5)).result == "update"
    assert send(_item(None, minutes=5)).result == "duplicate"


def test_an_item_without_an_identifier_is_known_by_its_bytes(send: Any) -> None:
    data = b"<nitf><head><title>AP</title></head></nitf>"
    assert send(data).guid.startswith("urn:sha256:")
    assert send(data).result == "duplicate"


def test_a_file_that_cannot_be_read_is_quarantined_with_its_bytes(send: Any, newsroom: Path) -> None:
    received = send(b"<nitf>")
    quarantined = Quarantined.objects.get()
    assert (received.result, received.error, received.file) == ("quarantined", "MalformedDispatchError", "a.json")
    assert quarantined.detail == received.detail
    assert quarantined.delivery is not None
    assert kept.load(quarantined.delivery.sha256) == b"<nitf>"


def test_a_file_that_is_too_large_is_refused_and_not_kept(feed: Feed, now: datetime, tmp_path: Path) -> None:
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(receive.MAX_FILE_BYTES + 1)
    [received] = receive.receive_file(large, feed=feed, now=now)
    assert received.error == "OversizedError"
    assert Delivery.objects.count() == 0


def test_two_processes_that_receive_the_same_version_at_once_record_it_once(
    send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(_item())
    real = receive.store
    seen: list[str] = []

    def raced(*files: Any, **named: Any) -> Any:
        seen.append("look")
        if len(seen) == 1:
            raise IntegrityError
        return real(*files, **named)

    monkeypatch.setattr(receive, "store", raced)
    assert send(_item()).result == "duplicate"
    assert len(seen) == 2


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), OperationalError("disk is full")])
def test_a_full_disk_records_nothing(send: Any, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def full(*_rows: Any) -> None:
        raise fault

    monkeypatch.setattr(search, "remember_many", full)
    with pytest.raises(type(fault)):
        send(_item())
    assert (Delivery.objects.count(), RawBytes.objects.count(), Quarantined.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("name", ["../../../etc/cron.d/x", "/etc/passwd", "a\x00b", "..", "con" * 200])
def test_w14_no_guid_and_no_file_name_becomes_a_path(name: str, feed: Feed, newsroom: Path, now: datetime) -> None:
    receive.receive_bytes(json.dumps({"uri": name}).encode(), feed=feed, filename=name.replace("\x00", ""), now=now)
    assert not [path for path in newsroom.rglob("*") if path.is_file()]
    assert DispatchRecord.objects.get().guid == name.replace("\x00", "")[:500]


def test_a_feed_is_made_when_it_is_new(db: None) -> None:
    assert receive.feed_named("dpa") == receive.feed_named("dpa")
    assert Feed.objects.count() == 1


def test_a_picture_is_recorded_under_its_name(feed: Feed, now: datetime) -> None:
    assert receive.receive_bytes(JPEG, feed=feed, filename="rig.jpg", now=now) == []
    assert receive.receive_bytes(JPEG, feed=feed, filename="rig.jpg", now=now) == []
    assert WireFile.objects.get().name == "rig.jpg"
