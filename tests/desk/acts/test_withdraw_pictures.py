"""Which feed may kill which picture (criterion W17)."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from broadsheet.desk.acts.withdraw_pictures import withdraw_pictures
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.models import Picture
from broadsheet.wire.models import Delivery, DispatchRecord, Feed
from tests.house.pictures import small_jpeg

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
GUID = "urn:agency:picture:1"


@pytest.fixture
def picture() -> Picture:
    data = small_jpeg()
    agency = Feed.objects.create(name="agency", provider="Fjord Press")
    Delivery.objects.create(feed=agency, sha256=sha256(data).hexdigest(), size_bytes=len(data))
    return import_picture(data, filename="ferry.jpg", overrides={"guid": GUID})


def kill_from(feed: Feed) -> list[Picture]:
    return withdraw_pictures([GUID], dispatch=DispatchRecord(feed=feed, guid="urn:kill"), now=NOW)


def test_w17_a_feed_does_not_kill_another_providers_picture(picture: Picture) -> None:
    assert kill_from(Feed.objects.create(name="other", provider="Other News")) == []
    picture.refresh_from_db()
    assert picture.withdrawn_at is None


@pytest.mark.parametrize("name", ["agency", "second"], ids=["the-feed-itself", "its-providers-second-feed"])
def test_w17_the_provider_kills_its_picture(picture: Picture, name: str) -> None:
    feed, _made = Feed.objects.get_or_create(name=name, defaults={"provider": "Fjord Press"})
    assert kill_from(feed) == [picture]


def test_w17_a_picture_that_came_by_hand_dies_with_any_kill_of_its_guid(picture: Picture) -> None:
    Delivery.objects.all().delete()
    assert kill_from(Feed.objects.create(name="other")) == [picture]
