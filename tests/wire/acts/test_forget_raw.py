"""Bytes are kept for a set time, and those that somebody may want to read again for longer."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import Any

import pytest

from broadsheet.wire import kept
from broadsheet.wire.acts.forget_raw import forget_raw
from broadsheet.wire.acts.receive import Incoming, receive_many
from broadsheet.wire.models import Delivery, DispatchRecord, Feed, Quarantined
from tests.wire.conftest import JPEG
from tests.wire.sending import batch, item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def month(settings: Any) -> None:
    settings.WIRE_KEEP_DAYS = 30


def load(filename: str) -> bytes | None:
    try:
        return kept.load(Delivery.objects.filter(filename=filename).latest("pk").sha256)
    except FileNotFoundError:
        return None


def test_bytes_go_when_their_time_is_over_and_records_stay(feed: Feed, now: datetime) -> None:
    receive_many(batch(item("a")), feed=feed, now=now)
    assert forget_raw(now + timedelta(days=30)) == 0
    assert forget_raw(now + timedelta(days=30, seconds=1)) == 1
    assert (load("0.json"), DispatchRecord.objects.count()) == (None, 1)


def test_bytes_that_came_again_are_kept_from_then_on(feed: Feed, now: datetime) -> None:
    for days in (0, 20):
        receive_many(batch(item("a")), feed=feed, now=now + timedelta(days=days))
    assert forget_raw(now + timedelta(days=40)) == 0


def test_zero_days_keep_everything(feed: Feed, now: datetime, settings: Any) -> None:
    settings.WIRE_KEEP_DAYS = 0
    receive_many(batch(item("a")), feed=feed, now=now)
    assert forget_raw(now + timedelta(days=9999)) == 0


def test_a_file_in_quarantine_keeps_its_bytes_until_it_is_settled(feed: Feed, now: datetime) -> None:
    receive_many(batch(b"<broken"), feed=feed, now=now)
    later = now + timedelta(days=99)
    assert forget_raw(later) == 0
    Quarantined.objects.update(settled_at=now)
    assert forget_raw(later) == 1


def test_pictures_go_as_texts_do(feed: Feed, now: datetime, newsroom: Any) -> None:
    receive_many([Incoming(JPEG, "rig.jpg")], feed=feed, now=now)
    [file] = (path for path in (newsroom / "wire").rglob("*") if path.is_file())
    os.utime(file, (now.timestamp(), now.timestamp()))
    assert forget_raw(now + timedelta(days=29)) == 0
    assert forget_raw(now + timedelta(days=31)) == 1
    assert load("rig.jpg") is None
