"""A wire item cannot set what the desk decides, whatever it says of itself (criterion W15)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.wire.acts.receive import Incoming, receive_many
from broadsheet.wire.models import DispatchRecord, Feed
from broadsheet.wire.recording import COLUMNS

NOW = datetime(2026, 5, 16, 8, tzinfo=UTC)
FROM_THE_ITEM = frozenset({*COLUMNS, "guid", "version", "item_guid"})
DESKS = (
    "state",
    "is_latest",
    "handled_at",
    "received_at",
    "feed_id",
    "delivery_id",
    "item_number",
    "group_id",
    "previous_id",
)
WORDS = st.text(max_size=12) | st.sampled_from(["used", "usable", "dismissed", "true", "1", "admin"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [field.attname for field in DispatchRecord._meta.concrete_fields]
    + ["status", "author", "live", "published", "permissions", "embargo", "story", "user", "headline", "pubstatus"]
)


def test_every_column_is_the_items_or_the_desks() -> None:
    columns = {field.attname for field in DispatchRecord._meta.concrete_fields}
    assert columns == FROM_THE_ITEM | set(DESKS) | {"id"}


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(NAMES, VALUES, max_size=8))
def test_w15_no_field_of_an_item_sets_a_field_of_the_desk(fields: dict[str, Any], feed: Feed) -> None:
    DispatchRecord.objects.all().delete()
    sent = {**fields, "uri": "urn:a", "version": "1", "pubstatus": "usable"}
    try:
        data = json.dumps(sent).encode()
    except UnicodeEncodeError:
        return
    received = receive_many([Incoming(data, "a.json")], feed=feed, now=NOW)
    for record in DispatchRecord.objects.filter(pk__in=[one.record.pk for one in received if one.record]):
        assert (record.state, record.is_latest, record.handled_at, record.received_at) == ("new", True, None, NOW)
        assert (record.feed_id, record.item_number, record.group_id, record.previous_id) == (feed.pk, 0, None, None)
