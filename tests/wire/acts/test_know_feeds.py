"""Feeds that the settings name."""

from __future__ import annotations

import pytest

from broadsheet.wire.acts.know_feeds import know_feeds
from broadsheet.wire.models import Feed

pytestmark = pytest.mark.django_db


def test_a_feed_of_the_settings_is_made_and_given_what_they_say() -> None:
    know_feeds({"ntb": {"section": "innenriks", "time_zone": "Europe/Oslo"}})
    feed = Feed.objects.get(name="ntb")
    assert (feed.section, feed.time_zone) == ("innenriks", "Europe/Oslo")


def test_what_the_settings_do_not_say_stays_as_it_is() -> None:
    Feed.objects.create(name="ntb", section="world", requires_credit=True)
    know_feeds({"ntb": {"time_zone": "UTC"}})
    feed = Feed.objects.get(name="ntb")
    assert (feed.section, feed.requires_credit, feed.time_zone) == ("world", True, "UTC")
