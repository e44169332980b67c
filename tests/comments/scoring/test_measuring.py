"""The counts are right, and a threshold keeps to its budget."""

from __future__ import annotations

import pytest

from broadsheet.comments.scoring.measuring import Count, Judged, counted, table, threshold_within

GOOD = [Judged(number / 1000, False) for number in range(200)]
BAD = [Judged(0.15 + number / 100, True) for number in range(50)]


def test_every_comment_is_counted_once() -> None:
    assert counted([*GOOD, *BAD], 0.195) == Count(threshold=0.195, bad=50, held_bad=45, good=200, held_good=5)


def test_shares_are_of_what_they_say() -> None:
    count = Count(0.5, bad=10, held_bad=9, good=100, held_good=3)
    assert (count.recall, count.precision, count.wrongly_held) == (0.9, 0.75, 0.03)


def test_nothing_counted_has_no_share() -> None:
    count = counted([], 0.5)
    assert (count.recall, count.precision, count.wrongly_held) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("budget", [0.0, 0.01, 0.03, 0.1])
def test_c10_a_threshold_holds_no_more_good_comments_than_its_budget_and_no_fewer(budget: float) -> None:
    threshold = threshold_within([*GOOD, *BAD], budget, at_first=0.35)
    assert counted(GOOD, threshold).held_good == int(budget * len(GOOD))


def test_equal_scores_are_treated_alike() -> None:
    same = [Judged(0.4, False)] * 120
    assert counted(same, threshold_within(same, 0.5, at_first=0.35)).held_good == 0


def test_from_a_handful_no_share_is_told() -> None:
    assert threshold_within(GOOD[:29], 0.03, at_first=0.35) == 0.35


def test_with_few_the_threshold_does_not_sink() -> None:
    assert threshold_within(GOOD[:99], 0.03, at_first=0.35) == 0.35


def test_the_table_shows_the_chosen_threshold_among_the_others() -> None:
    thresholds = [count.threshold for count in table(GOOD, 0.42)]
    assert 0.42 in thresholds
    assert thresholds == sorted(thresholds)
