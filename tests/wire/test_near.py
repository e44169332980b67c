"""Texts about the same event are known by their words."""

from __future__ import annotations

import pytest

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.near import BANDS, MAX_WORDS, RUN, keys_of, likeness, runs_of

FERRY = (
    "A car ferry with 64 people on board ran aground outside Sund on Sunday morning. Nobody was hurt, the police said. "
    "The ferry left the quay at six and lost its steering twenty minutes later. Two tugs are on their way from the "
    "harbour, and divers will look at the hull before it is towed in. The crossing is closed until Tuesday."
)
FERRY_ELSEWHERE = (
    "A car ferry with 64 people on board ran aground outside Sund on Sunday morning, the company says. Nobody was hurt, "
    "the police said. The ferry left the quay at six and lost its steering twenty minutes later. Passengers were given "
    "coffee. Two tugs are on their way from the harbour."
)
FLASH = "SUND: A car ferry with 64 people on board ran aground outside Sund on Sunday morning"
COUNCIL = (
    "The council of Sund votes on Monday on a new school. The building would cost 210 million kroner and be ready in "
    "four years. Three parties are for it and two want to wait for next year's budget before they decide anything."
)


def _runs(text: str) -> frozenset[str]:
    return runs_of(Dispatch(format="ninjs-1", body_text=text))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        pytest.param(FERRY, FERRY, True, id="the-same-text"),
        pytest.param(FERRY, FERRY_ELSEWHERE, True, id="rewritten-by-another-agency"),
        pytest.param(FERRY, FLASH, True, id="a-flash-and-the-story"),
        pytest.param(FERRY, COUNCIL, False, id="another-event-in-the-same-town"),
    ],
)
def test_texts_of_the_same_event_are_like_each_other(one: str, other: str, is_same: bool) -> None:
    assert (likeness(_runs(one), _runs(other)) > 0) is is_same


def test_rewritten_copy_shares_a_key_and_other_copy_shares_none() -> None:
    ferry, elsewhere, council = (set(keys_of(_runs(text))) for text in (FERRY, FERRY_ELSEWHERE, COUNCIL))
    assert len(ferry) == BANDS
    assert ferry & elsewhere
    assert not ferry & council


def test_a_text_too_short_to_be_known_again_has_no_keys() -> None:
    assert keys_of(_runs("Ferry aground at Sund")) == ()


def test_the_keys_are_the_same_in_every_process() -> None:
    assert keys_of(frozenset({"a b c", "b c d"}))[0] == -1187568523268218544


def test_of_a_hostile_length_only_the_beginning_is_looked_at() -> None:
    assert len(_runs(" ".join(str(number) for number in range(100_000)))) == MAX_WORDS - RUN + 1
