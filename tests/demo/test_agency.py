"""The demo's agency delivers what its formats promise."""

import json
from datetime import UTC, datetime

import pytest
from lxml import etree

from broadsheet.demo import agency

NOW = datetime(2031, 3, 9, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def delivered() -> dict[str, bytes]:
    return dict(agency.deliveries(NOW))


def test_there_is_an_item_in_each_format() -> None:
    names = [path.name for path in agency.items()]

    for part in ("nitf", "g2-one-ticket", "g2-icebreaker", "ninjs1", "ninjs2", "ninjs3"):
        assert any(part in name for name in names), part


def test_every_picture_is_delivered_before_the_items(delivered: dict[str, bytes]) -> None:
    kinds = [name.endswith(".jpg") for name in delivered]

    assert kinds == sorted(kinds, reverse=True)
    assert sum(kinds) == len(agency.pictures()) == 2


def test_an_item_names_its_picture_by_the_last_part_of_the_address(delivered: dict[str, bytes]) -> None:
    copy = b"".join(data for name, data in delivered.items() if not name.endswith(".jpg")).decode()

    for picture in agency.pictures():
        assert f'/{picture.slug}.jpg"' in copy


def test_items_bear_the_day_before_now(delivered: dict[str, bytes]) -> None:
    for name, data in delivered.items():
        if not name.endswith(".jpg"):
            assert b"2031-03-08" in data, name
            assert b"2026-11-20" not in data, name


def test_items_are_well_formed(delivered: dict[str, bytes]) -> None:
    for name, data in delivered.items():
        if name.endswith(".json"):
            assert json.loads(data)["uri"].startswith("urn:nordpress.example:")
        elif name.endswith(".xml"):
            etree.fromstring(data)
