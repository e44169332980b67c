"""What the wire keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from broadsheet.wire.models import Delivery, DispatchRecord, Feed

pytestmark = pytest.mark.django_db


def _record(feed: Feed, **fields: str) -> DispatchRecord:
    delivery = Delivery.objects.create(feed=feed, sha256="0" * 64, size_bytes=1)
    values = {"guid": "urn:a", "version": "1", "kind": "text", "pubstatus": "usable", **fields}
    return DispatchRecord.objects.create(feed=feed, delivery=delivery, data={"format": "nitf"}, **values)


@pytest.mark.parametrize("name", ["Europe/Nowhere", "../../etc/passwd", ""])
def test_a_feeds_time_zone_has_to_exist(name: str) -> None:
    with pytest.raises(ValidationError):
        Feed(name="ntb", time_zone=name).full_clean()


def test_a_feeds_folder_is_in_the_data_folder_unless_it_says_otherwise(newsroom: Path) -> None:
    assert Feed(name="ntb").path == newsroom / "feeds" / "ntb"
    assert Feed(name="ntb", folder="/srv/ntb").path == Path("/srv/ntb")


@pytest.mark.parametrize("fields", [{"pubstatus": "odd"}, {"state": "odd"}])
def test_the_database_knows_the_statuses_and_the_states(feed: Feed, fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _record(feed, **fields)


def test_one_version_of_an_item_is_one_dispatch(feed: Feed) -> None:
    _record(feed)
    with pytest.raises(IntegrityError), transaction.atomic():
        _record(feed)


def test_a_dispatch_is_called_by_its_headline_else_its_slugline_else_its_guid(feed: Feed) -> None:
    assert str(_record(feed, version="1", headline="H", slugline="s")) == "H"
    assert str(_record(feed, version="2", slugline="s")) == "s"
    assert str(_record(feed, version="3")) == "urn:a"
