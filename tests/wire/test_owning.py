"""A guid is its feed's: nobody kills, changes or joins the items of another provider (criteria W14, W15, W17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from broadsheet.wire.acts.receive import receive_many
from broadsheet.wire.acts.reread import Chosen, reread
from broadsheet.wire.models import DispatchRecord, Feed
from tests.wire.sending import batch, heard, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Feed:
    return Feed.objects.create(name="other", provider="Other News")


def send(feed: Feed, now: datetime, *args: Any, **fields: Any) -> Any:
    [received] = receive_many(batch(item(*args, **fields)), feed=feed, now=now)
    return received


def test_w17_a_kill_from_another_feed_leaves_the_item_alone(feed: Feed, other: Feed, now: datetime) -> None:
    mine = send(feed, now, "urn:a").record
    with heard() as told:
        send(other, now, "urn:a", version="2", minutes=9, pubstatus="canceled")
    mine.refresh_from_db()
    assert mine.is_latest
    assert [guid for guid, _version, _result in told] == [f"broadsheet:feed:{other.pk}:urn:a"]
    assert send(feed, now, "urn:a", version="3", minutes=9, pubstatus="canceled").record.item_guid == "urn:a"


def test_w17_a_kill_of_the_same_version_from_another_feed_changes_nothing(
    feed: Feed, other: Feed, now: datetime
) -> None:
    mine = send(feed, now, "urn:a").record
    send(other, now, "urn:a", pubstatus="canceled")
    mine.refresh_from_db()
    assert (mine.pubstatus, mine.feed_id) == ("usable", feed.pk)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["before", "after"])
def test_w14_what_replaces_another_feeds_item_does_not_join_it(
    feed: Feed, other: Feed, now: datetime, order: tuple[int, int]
) -> None:
    sends = (
        lambda: send(feed, now, "urn:a"),
        lambda: send(other, now, "urn:b", minutes=9, replaces="urn:a"),
    )
    records = {row.feed_id: row for row in (sends[place]().record for place in order)}
    assert records[feed.pk].item_guid != records[other.pk].item_guid
    assert all(row.is_latest for row in DispatchRecord.objects.all())
    later = send(feed, now, "urn:a", version="2", minutes=10).record
    assert later.item_guid == records[feed.pk].item_guid


def test_w14_a_chain_is_kept_whole_when_another_feed_has_taken_one_of_its_names(
    feed: Feed, other: Feed, now: datetime
) -> None:
    send(feed, now, "v1")
    send(other, now, "theirs", minutes=1, replaces="v2")
    send(feed, now, "v2", minutes=2, replaces="v1")
    send(feed, now, "v3", minutes=3, replaces="v2")
    mine = DispatchRecord.objects.filter(feed=feed)
    assert set(mine.values_list("item_guid", flat=True)) == {"v1"}
    assert mine.get(is_latest=True).guid == "v3"


def test_w14_feeds_of_one_provider_speak_of_the_same_items(feed: Feed, now: datetime) -> None:
    Feed.objects.filter(pk=feed.pk).update(provider="Fjord Press")
    feed.refresh_from_db()
    second = Feed.objects.create(name="second", provider=" fjord  press")
    send(feed, now, "urn:a")
    assert send(second, now, "urn:a").result == "duplicate"
    assert send(second, now, "urn:a", version="2", minutes=1, pubstatus="canceled").record.item_guid == "urn:a"


def test_w14_the_provider_that_an_item_names_itself_makes_it_nobody_elses(
    feed: Feed, other: Feed, now: datetime
) -> None:
    Feed.objects.filter(pk=feed.pk).update(provider="Fjord Press")
    send(feed, now, "urn:a")
    theirs = send(other, now, "urn:a", version="2", minutes=1, infosources=[{"name": "Fjord Press"}]).record
    assert theirs.item_guid != "urn:a"


def test_w14_a_name_of_ours_cannot_be_sent(feed: Feed, other: Feed, now: datetime) -> None:
    send(feed, now, "urn:a")
    theirs = send(other, now, "urn:a").record
    third = Feed.objects.create(name="third")
    assert send(third, now, theirs.guid, version="2", minutes=1).record.item_guid != theirs.item_guid
    assert send(other, now, "urn:a", version="2", minutes=1).record.item_guid == theirs.item_guid


def test_w14_the_longest_guid_fits_under_its_new_name(feed: Feed, other: Feed, now: datetime) -> None:
    send(feed, now, "x" * 500)
    assert send(other, now, "x" * 500).record.item_guid.startswith(f"broadsheet:feed:{other.pk}:sha256:")


def test_the_sender_hears_of_its_item_by_the_guid_that_it_sent(feed: Feed, other: Feed, now: datetime) -> None:
    send(feed, now, "urn:a")
    assert send(other, now, "urn:a").guid == "urn:a"


def test_an_item_under_a_name_of_ours_is_read_again(feed: Feed, other: Feed, now: datetime) -> None:
    send(feed, now, "urn:a")
    theirs = send(other, now, "urn:a").record
    DispatchRecord.objects.filter(pk=theirs.pk).update(headline="As an older reader had it")
    list(reread(Chosen(feed="other"), clock=lambda: now))
    theirs.refresh_from_db()
    assert theirs.headline == "Version 1"
