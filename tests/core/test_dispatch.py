"""The value that carries an agency item through the house."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime

import pytest

from broadsheet.core.dispatch import CONTRACT_FIELDS, Creator, Dispatch, Link, Rendition, Term

CONTRACT = (
    "file format guid version kind pubstatus version_created first_created embargoed_until expires "
    "language urgency headline slugline byline dateline located abstract body_html body_text "
    "keywords subjects genres places creators credit_line caption alt_text copyright_holder "
    "copyright_notice usage_terms ednote provider signals links renditions associations warnings"
)


@pytest.fixture
def item() -> Dispatch:
    picture = Dispatch(format="ninjs-3", kind="picture", renditions=(Rendition("main", "a.jpg", width=3),))
    return Dispatch(
        format="ninjs-3",
        guid="urn:a",
        version_created=datetime(2026, 5, 16, 7, tzinfo=UTC),
        keywords=("#North Sea",),
        subjects=(Term("1", "Sport", "medtop"),),
        creators=(Creator("Ann Ask", "writer"),),
        links=(Link("seeAlso", "https://example.org/"),),
        associations={"featuremedia": picture},
        warnings=("Something.",),
    )


def test_the_fields_are_the_contracts_in_its_order() -> None:
    assert " ".join(CONTRACT_FIELDS) == CONTRACT


def test_an_item_survives_its_own_json(item: Dispatch) -> None:
    assert Dispatch.from_json(json.loads(json.dumps(item.to_json()))) == item


def test_times_are_iso_8601_with_an_offset(item: Dispatch) -> None:
    assert item.to_json()["version_created"] == "2026-05-16T07:00:00+00:00"


def test_what_is_absent_is_null_or_an_empty_list() -> None:
    empty = Dispatch(format="nitf").to_json()
    assert empty["headline"] is None
    assert empty["subjects"] == []
    assert "" not in empty.values()


def test_an_item_cannot_be_changed(item: Dispatch) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        item.headline = "Other"  # type: ignore[misc]


def test_a_name_that_the_contract_does_not_have_is_left_out(item: Dispatch) -> None:
    assert Dispatch.from_json({**item.to_json(), "is_superuser": True}) == item
