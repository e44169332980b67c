"""A score has reasons, is the same every time, and lets ordinary disagreement pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from broadsheet.comments.scoring.circumstances import NOTHING_KNOWN, Circumstances
from broadsheet.comments.scoring.lists import Entry
from broadsheet.comments.scoring.rules import INCIVILITY, SPAM
from broadsheet.comments.scoring.scorer import Scorer, hold_reasons, scorer_with
from tests.comments.scoring.corpus import civility, measured

ADVERT = "Check out my channel, link in my bio https://example.org/win"


def rules_of(text: str, kind: str = SPAM, **known: int) -> set[str]:
    scores = Scorer().score(text, replace(NOTHING_KNOWN, **known))
    return {reason["rule"] for reason in scores.reasons[kind]}


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        (ADVERT, SPAM, "calls"),
        (ADVERT, SPAM, "links"),
        ("Sjekk ut kanalen min!", SPAM, "calls"),
        ("Forbrukslån uten sikkerhet", SPAM, "offers"),
        ("Ring 22 33 44 55 nå", SPAM, "contact"),
        ("Рау now, fгіеnds", SPAM, "disguise"),
        ("Du er en idiot", INCIVILITY, "insult_at_you"),
        ("For en idiot", INCIVILITY, "insult"),
        ("I will find you", INCIVILITY, "threat_at_you"),
        ("faen heller", INCIVILITY, "coarse"),
    ],
)
def test_each_rule_tells_why(text: str, kind: str, rule: str) -> None:
    assert rule in rules_of(text, kind)


@pytest.mark.parametrize(
    ("known", "rule"),
    [
        ({"elsewhere": 2}, "elsewhere"),
        ({"elsewhere": 1, "turned_down": 1}, "turned_down"),
        ({"from_network": 6}, "busy_network"),
    ],
)
def test_what_happened_around_a_comment_tells_as_well(known: dict[str, int], rule: str) -> None:
    assert rule in rules_of("The bridge is closed again.", **known)
    assert rule not in rules_of("The bridge is closed again.")


def test_a_text_that_was_turned_down_before_is_held() -> None:
    text = "The bridge is closed again, and nobody told us."
    assert Scorer().score(text).held_for == ()
    assert Scorer().score(text, Circumstances(elsewhere=1, turned_down=1)).held_for == (SPAM,)


def test_spam_and_incivility_are_two_scores() -> None:
    spam, insult = Scorer().score(ADVERT), Scorer().score("You are an idiot and a liar.")
    assert (spam.held_for, insult.held_for) == ((SPAM,), (INCIVILITY,))
    assert {reason["rule"] for reason in hold_reasons(insult)} >= {"insult_at_you"}


def test_what_is_not_held_has_no_reason_to_be_held() -> None:
    assert hold_reasons(Scorer().score("Thank you for a fair piece.")) == []


def test_a_newsrooms_own_word_holds_in_any_disguise() -> None:
    own = scorer_with([Entry("incivility/own", "blomkål*")])
    assert own.score("Din BL0MKÅLHODE").held_for == (INCIVILITY,)
    assert Scorer().score("Din BL0MKÅLHODE").held_for == ()


def test_a_name_that_advertises_is_held() -> None:
    scores = Scorer().score("Nice.", name="Visit my page casino-win.com")
    assert (scores.held_for, scores.reasons[SPAM]) == ((SPAM,), [{"rule": "name"}])


def test_the_same_comment_has_the_same_score_from_another_scorer() -> None:
    assert Scorer().score(ADVERT) == Scorer().score(ADVERT)


def test_of_our_own_civil_comments_hardly_any_is_held_by_rules_alone() -> None:
    count = measured(Scorer(), civility(), INCIVILITY)
    assert (count.wrongly_held <= 0.03, count.recall >= 0.6) == (True, True), count
    assert measured(Scorer(), [row for row in civility() if not row.bad]).held_good == 0


@pytest.mark.parametrize("unit", ["a ", "a.", "-", "www ", "x@", "\u200b", "http://", "(", "1 ", "i.d."])
def test_o6_a_hostile_text_has_a_score(unit: str) -> None:
    scores = Scorer().score(unit * (5_000 // len(unit)))
    assert 0 <= scores.spam <= 1
