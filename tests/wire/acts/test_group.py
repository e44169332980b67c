"""Dispatches of several providers about the same event stand together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import orjson
import pytest

from broadsheet.wire.acts.group import WITHIN, forget_near_keys, group
from broadsheet.wire.acts.receive import receive_bytes
from broadsheet.wire.models import DispatchGroup, DispatchRecord, Feed, NearKey
from tests.wire.test_near import COUNCIL, FERRY, FERRY_ELSEWHERE

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_numbers = count(1)


def _send(text: str, *, feed: str = "ntb", guid: str = "", version: str = "1", at: datetime = NOW) -> DispatchRecord:
    source = Feed.objects.get_or_create(name=feed)[0]
    item = {
        "uri": guid or f"urn:test:{next(_numbers)}",
        "type": "text",
        "version": version,
        "versioncreated": f"2026-11-22T11:0{version}:00Z",
        "headline": "From the coast",
        "body_text": text,
    }
    received = receive_bytes(orjson.dumps(item), feed=source, filename="item.json", now=at)
    assert received[0].record is not None
    return DispatchRecord.objects.get(pk=received[0].record.pk)


def test_two_agencies_on_one_event_make_a_group() -> None:
    first, second = _send(FERRY), _send(FERRY_ELSEWHERE, feed="ap")
    assert group(first, now=NOW) is None
    found = group(second, now=NOW)
    first.refresh_from_db()
    assert found is not None
    assert first.group == found


def test_a_third_agency_joins_the_group_that_is_there() -> None:
    for feed in ("ntb", "ap", "afp"):
        group(_send(FERRY, feed=feed), now=NOW)
    assert DispatchGroup.objects.get().dispatches.count() == 3


def test_another_event_stands_alone() -> None:
    group(_send(FERRY), now=NOW)
    assert group(_send(COUNCIL, feed="ap"), now=NOW) is None


def test_a_new_version_stays_in_the_group_of_the_earlier_one() -> None:
    group(_send(FERRY, guid="urn:test:ferry"), now=NOW)
    found = group(_send(FERRY_ELSEWHERE, feed="ap"), now=NOW)
    assert group(_send(COUNCIL, guid="urn:test:ferry", version="2"), now=NOW) == found


def test_versions_of_one_item_make_no_group() -> None:
    group(_send(FERRY, guid="urn:test:ferry"), now=NOW)
    assert group(_send(FERRY, guid="urn:test:ferry", version="2"), now=NOW) is None


def test_what_came_two_days_ago_is_no_longer_compared() -> None:
    group(_send(FERRY), now=NOW)
    later = NOW + WITHIN + timedelta(seconds=1)
    assert group(_send(FERRY, feed="ap", at=later), now=later) is None


def test_to_group_twice_is_to_group_once() -> None:
    first, second = _send(FERRY), _send(FERRY_ELSEWHERE, feed="ap")
    for record in (first, second, second, first):
        group(record, now=NOW)
    assert DispatchGroup.objects.count() == 1
    assert NearKey.objects.filter(record=second).count() == 32


def test_old_keys_are_forgotten() -> None:
    group(_send(FERRY), now=NOW)
    assert forget_near_keys(NOW) == 0
    assert forget_near_keys(NOW + WITHIN + timedelta(seconds=1)) == 32
