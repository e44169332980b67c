"""Which dispatches are versions of one item, which is the newest, and what a kill is to them; in any order of arrival."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations
from typing import Any

import pytest

from broadsheet.wire.acts.receive import receive_many
from broadsheet.wire.models import DispatchRecord, Feed
from tests.wire.sending import batch, heard, item

pytestmark = pytest.mark.django_db


def state_of(guid: str, version: str = "1") -> tuple[bool, str, str]:
    record = DispatchRecord.objects.get(guid=guid, version=version)
    return record.is_latest, record.state, record.item_guid


@pytest.fixture
def send(feed: Feed, now: datetime) -> Any:
    def send_one(*args: Any, **fields: Any) -> Any:
        [received] = receive_many(batch(item(*args, **fields)), feed=feed, now=now)
        return received

    return send_one


def test_one_version_is_the_latest_and_the_others_are_handled(feed: Feed, now: datetime) -> None:
    receive_many(
        batch(item(version="1"), item(version="2", minutes=1), item(version="3", minutes=2)), feed=feed, now=now
    )
    records = list(DispatchRecord.objects.order_by("pk"))
    assert [record.is_latest for record in records] == [False, False, True]
    assert [record.state for record in records] == ["superseded", "superseded", "new"]
    assert [record.handled_at for record in records] == [now, now, None]
    assert [record.previous_id for record in records] == [None, records[0].pk, records[1].pk]


def test_a_new_version_takes_the_earlier_ones_place_in_the_database(send: Any, now: datetime) -> None:
    first, second = send(version="1").record, send(version="2", minutes=1).record
    first.refresh_from_db()
    assert (first.is_latest, first.handled_at, second.previous) == (False, now, first)


def test_a_stale_version_is_handled_when_it_is_born(send: Any, now: datetime) -> None:
    send(version="2", minutes=5)
    assert send(version="1").record.handled_at == now
    assert state_of("urn:a", "1") == (False, "superseded", "urn:a")


def test_opaque_numbers_are_not_counted(send: Any) -> None:
    send(version="9f31", minutes=5)
    assert send(version="ffff", minutes=1).result == "stale"
    assert send(version="0a", minutes=6).result == "update"


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=lambda order: "".join(map(str, order)))
@pytest.mark.parametrize("together", [True, False], ids=["one-batch", "one-by-one"])
def test_versions_under_addresses_of_their_own_are_one_item(
    feed: Feed, now: datetime, order: tuple[int, ...], together: bool
) -> None:
    chain = (item("v1"), item("v2", minutes=1, replaces="v1"), item("v3", minutes=2, replaces="v2"))
    files = [chain[place] for place in order]
    for some in [files] if together else [[file] for file in files]:
        receive_many(batch(*some), feed=feed, now=now)
    assert set(DispatchRecord.objects.values_list("item_guid", flat=True)) == {"v1"}
    assert DispatchRecord.objects.get(is_latest=True).guid == "v3"
    receive_many(batch(item("v4", minutes=3, replaces="v3")), feed=feed, now=now)
    assert state_of("v4") == (True, "new", "v1")


def test_a_kill_that_names_another_guid_is_a_kill_of_that_item(send: Any) -> None:
    send("story")
    killed = send("notice", minutes=1, pubstatus="canceled", replaces="story")
    assert (killed.result, killed.record.item_guid) == ("kill", "story")
    assert state_of("story") == (False, "superseded", "story")


def test_a_kill_is_told_again_when_its_item_turns_out_to_be_another_one_too(send: Any) -> None:
    send("v1")
    send("notice", minutes=9, pubstatus="canceled", replaces="v2")
    with heard() as told:
        assert send("v2", minutes=5, replaces="v1").result == "stale"
    assert told[0] == ("notice", "1", "kill")
    assert state_of("notice") == (True, "new", "v1")


def test_a_kill_of_an_unknown_item_is_kept_and_what_comes_late_stays_dead(send: Any) -> None:
    assert send(version="2", minutes=5, pubstatus="canceled").result == "kill"
    assert send(version="1", minutes=1).result == "stale"


def test_a_kill_with_a_slow_clock_but_a_higher_number_is_heeded(send: Any) -> None:
    send(version="2", minutes=5)
    assert send(version="3", minutes=4, pubstatus="canceled").result == "kill"
    assert state_of("urn:a", "3")[0]


def test_only_what_is_known_to_be_newer_follows_a_kill(send: Any) -> None:
    send(version="b", minutes=5, pubstatus="canceled")
    assert send(version="c", minutes=None).result == "stale"
    assert send(version="d", minutes=6).result == "update"


def test_a_kill_is_handled_when_it_is_born(send: Any, now: datetime) -> None:
    assert send(pubstatus="canceled").record.handled_at == now


def test_a_hold_without_counting_up_is_heeded_and_its_end_only_with_a_later_time(send: Any) -> None:
    record = send().record
    assert send(pubstatus="withheld").result == "update"
    assert send().result == "duplicate"
    assert send(minutes=1).result == "update"
    record.refresh_from_db()
    assert record.pubstatus == "usable"


def test_a_kill_without_counting_up_is_final(send: Any) -> None:
    send()
    send(pubstatus="canceled")
    assert send(minutes=5).result == "duplicate"
    assert DispatchRecord.objects.get().pubstatus == "canceled"


def test_an_item_and_its_kill_in_one_batch_end_as_killed(feed: Feed, now: datetime) -> None:
    with heard() as told:
        receive_many(batch(item(), item(pubstatus="canceled")), feed=feed, now=now)
    record = DispatchRecord.objects.get()
    assert (record.pubstatus, record.handled_at) == ("canceled", now)
    assert [result for *_, result in told] == ["new", "kill"]
