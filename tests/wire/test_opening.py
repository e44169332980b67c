"""What is written of an opened item is what the contract's JSON has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest

from broadsheet.core.dispatch import Creator, Dispatch, Link, Rendition, Term
from broadsheet.wire import opening

WHOLE = Dispatch(
    "ninjs-2",
    guid="urn:a",
    version_created=datetime(2026, 3, 29, 1, 30, 0, 250, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    expires=datetime(2026, 4, 1, tzinfo=UTC),
    keywords=("ferje", "kø"),
    subjects=(Term("04000000", "økonomi", "medtop"),),
    creators=(Creator("Ida Storm", "photographer"),),
    links=(Link("replaces", "urn:b"),),
    renditions=(Rendition("original", "a.jpg", "image/jpeg", 10, 20, 300),),
    associations={"main": Dispatch("ninjs-2", kind="picture", caption="Kaia")},
)


@pytest.mark.parametrize("item", [Dispatch("nitf"), WHOLE], ids=["bare", "whole"])
def test_an_item_is_written_as_its_json_has_it(item: Dispatch) -> None:
    assert orjson.loads(opening._json(item)) == item.to_json()


def test_the_character_that_no_database_holds_is_not_written() -> None:
    written = opening._json(Dispatch("nitf", headline="a\x00b", keywords=("c\x00",)))
    assert orjson.loads(written)["headline"] == "ab"
    assert orjson.loads(written)["keywords"] == ["c"]
