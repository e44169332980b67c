"""The order of versions, and what cannot be ordered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire.identity import changes_in_place, effect_of, is_newer, is_older

START = datetime(2026, 5, 16, 7, tzinfo=UTC)


@dataclass(frozen=True)
class V:
    version: str = ""
    minutes: int | None = None
    pubstatus: str = "usable"

    @property
    def version_created(self) -> datetime | None:
        return None if self.minutes is None else START + timedelta(minutes=self.minutes)


versions = st.builds(
    V,
    st.sampled_from(["", "1", "2", "10", "9f", "a"]),
    st.none() | st.integers(0, 3),
    st.sampled_from(["usable", "withheld", "canceled"]),
)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (V("1", 0), V("2", 1)),
        (V("9", 0), V("1", 1)),
        (V("ffff", 0), V("0001", 1)),
        (V("9", 0), V("10", 0)),
        (V("9"), V("10", 5)),
    ],
    ids=["both", "time-before-number", "opaque", "same-time", "one-without-time"],
)
def test_order(earlier: V, later: V) -> None:
    assert is_older(earlier, later) and is_newer(later, earlier)


@given(versions, versions)
def test_no_version_is_both_older_and_newer(one: V, other: V) -> None:
    assert not (is_older(one, other) and is_newer(one, other))
    assert is_older(one, other) == is_newer(other, one)


@given(versions, versions)
def test_an_older_usable_version_never_wins(one: V, latest: V) -> None:
    if one.pubstatus != "canceled" and is_older(one, latest):
        assert effect_of(one, latest) == "stale"


@given(versions, versions)
def test_a_kill_that_is_not_known_to_be_older_is_a_kill(one: V, latest: V) -> None:
    if one.pubstatus == "canceled" and not is_older(one, latest):
        assert effect_of(one, latest) == "kill"


@given(versions, versions)
def test_a_canceled_version_never_changes_in_place(one: V, same: V) -> None:
    assert not (same.pubstatus == "canceled" and changes_in_place(one, same))


def test_status_only_becomes_stricter_without_a_later_time() -> None:
    for milder, stricter in combinations(("usable", "withheld", "canceled"), 2):
        assert changes_in_place(V("1", 0, stricter), V("1", 0, milder))
        assert not changes_in_place(V("1", 0, milder), V("1", 0, stricter))
