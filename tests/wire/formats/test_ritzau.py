"""Ritzau's own XML, with a file of our own writing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.core.dispatch import Creator, Dispatch, Link
from broadsheet.wire.formats import read
from tests.wire.conftest import FIXTURES

DATA = (FIXTURES / "flash.ritzau.xml").read_bytes()


@pytest.fixture
def story(read_fixture: Callable[[str], Dispatch]) -> Dispatch:
    return read_fixture("flash.ritzau.xml")


def test_the_fields_of_the_agency_become_those_of_the_contract(story: Dispatch) -> None:
    assert (story.format, story.guid, story.version) == ("ritzau", "0d1e2f3a-0000-4000-8000-00000000beef", "2")
    assert (story.headline, story.slugline, story.abstract) == (
        "Kran falder i havnen",
        "KRAN/KORREKTION-I",
        "Ingen kom til skade",
    )
    assert (story.byline, story.creators, story.provider) == ("/ritzau/", (Creator("Mette Mole"),), "Ritzau")
    assert (story.urgency, story.located, story.ednote) == (3, "Sandvika", "Retter dagen.")
    assert story.body_html == "<p>En kran faldt i havnen.</p>"
    assert [term.code for term in story.subjects] == ["03010000"]


def test_its_time_is_danish_whatever_the_feeds_zone_is() -> None:
    [item] = read(DATA, filename="a", time_zone=ZoneInfo("Asia/Tokyo"))
    assert item.version_created == datetime(2026, 5, 16, 8, 15, 0, 500_000, tzinfo=UTC)


def test_a_correction_is_a_signal_and_says_what_it_replaces(story: Dispatch) -> None:
    assert story.signals == ("Korrektion",)
    assert story.links == (Link("replaces", "0d1e2f3a-0000-4000-8000-00000000cafe"),)


def test_a_cancelled_item_is_canceled() -> None:
    data = DATA.replace(b"<Annuleret>false", b"<Annuleret>true")
    [item] = read(data, filename="a", time_zone=ZoneInfo("Europe/Oslo"))
    assert (item.pubstatus, item.signals) == ("canceled", ("Korrektion", "Annuleret"))


def test_an_empty_element_is_nothing() -> None:
    [item] = read(b"<RBNews/>", filename="a", time_zone=ZoneInfo("Europe/Oslo"))
    assert (item.guid, item.headline, item.body_html, item.version_created) == (None, None, None, None)
