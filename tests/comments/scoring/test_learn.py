"""The scorer learns from the moderation log, when enough was decided, and forgets what is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from broadsheet.comments.acts.approve import approve
from broadsheet.comments.acts.reject import reject
from broadsheet.comments.acts.reopen import reopen
from broadsheet.comments.errors import LearningError
from broadsheet.comments.models import Comment
from broadsheet.comments.scoring import learning
from broadsheet.comments.scoring.decisions import STOOD_FOR, decisions, kinds_of
from broadsheet.comments.scoring.learn import AT_LEAST_EVERY, learn_now, learn_when_due
from broadsheet.comments.scoring.lists import WordLists, shipped
from broadsheet.comments.scoring.models import LearntScorer

Send = Callable[..., Comment]
LISTS = WordLists(shipped())
BOTH_GOOD = {"spam": False, "incivility": False}


@pytest.fixture
def decide(send: Send, now: datetime) -> Callable[[int], None]:
    """Return a function that approves and rejects comments by the dozen: gnomes are turned down."""

    def done(count: int) -> None:
        already = Comment.objects.count()
        for number in range(already, already + count):
            word, network = chr(97 + number // 20) + chr(97 + number % 20), f"n{number}"
            approve(send(f"We need {word} people", network=network).pk, by=None, now=now)
            reject(send(f"Gnomes bring {word} luck", network=network).pk, by=None, now=now, reason="Spam")

    return done


def told(now: datetime) -> list[dict[str, bool]]:
    return [dict(one.bad) for one in decisions(LISTS, now)]


def test_an_approved_comment_is_good_and_a_rejected_one_bad_by_its_reason(send: Send, now: datetime) -> None:
    approve(send("One.").pk, by=None, now=now)
    reject(send("Two.").pk, by=None, now=now, reason="Spam or advertising")
    reject(send("Three.").pk, by=None, now=now, reason="Personangrep")
    reject(send("Four.").pk, by=None, now=now, reason="Off topic")
    send("Five, which nobody has decided on.")
    assert told(now) == [BOTH_GOOD, {"spam": True}, {"incivility": True}]


def test_the_last_word_counts(send: Send, now: datetime) -> None:
    comment = send("One.")
    reject(comment.pk, by=None, now=now, reason="Spam")
    reopen(comment.pk, by=None, now=now)
    assert told(now) == []
    approve(comment.pk, by=None, now=now)
    assert told(now) == [BOTH_GOOD]


def test_what_was_published_unseen_is_good_when_it_has_stood(send: Send, now: datetime, comments_settings: Any) -> None:
    comments_settings.COMMENTS_MODERATION = "after"
    send("One.")
    assert told(now + STOOD_FOR) == []
    assert told(now + STOOD_FOR + timedelta(seconds=1)) == [BOTH_GOOD]


@pytest.mark.parametrize(
    ("reason", "body", "kinds"),
    [
        ("Spam", "", {"spam"}),
        ("reklame for casino", "", {"spam"}),
        ("Uncivil: insult, threat or hatred", "", {"incivility"}),
        ("Spam and insults", "", {"spam", "incivility"}),
        ("Off topic", "You idiot", set()),
        ("", "You idiot", {"incivility"}),
        ("", "The bridge", {"spam"}),
    ],
)
def test_the_reason_says_what_is_learnt(reason: str, body: str, kinds: set[str]) -> None:
    assert set(kinds_of(reason, body, LISTS)) == kinds


def test_a_newsroom_that_has_learnt_holds_what_it_turned_down(
    send: Send, decide: Callable[[int], None], now: datetime, comments_settings: Any
) -> None:
    comments_settings.COMMENTS_MODERATION = "after"
    unseen = "Luck: gnomes bring it"
    assert send(unseen).state == "published"
    comments_settings.COMMENTS_MODERATION = "before"
    decide(40)
    row = learn_now(now)
    assert (row.version, row.figures["spam"]["bad"] > 20) == (1, True)
    comments_settings.COMMENTS_MODERATION = "after"
    held = send(unseen + "!", email="ola@example.org", now=now + timedelta(hours=2))
    assert (held.state, held.score.version) == ("held", 1)
    assert "learnt" in {reason["rule"] for reason in held.score.reasons["spam"]}


def test_it_learns_after_twenty_decisions_and_not_before(decide: Callable[[int], None], now: datetime) -> None:
    decide(9)
    assert learn_when_due(now) is None
    decide(11)
    assert learn_when_due(now) is not None
    assert learn_when_due(now) is None


def test_v5_half_a_day_later_it_has_learnt_anew_from_what_there_still_is(
    decide: Callable[[int], None], now: datetime
) -> None:
    decide(20)
    first = learn_now(now)
    Comment.objects.filter(body__startswith="Gnomes").update(body="")
    again = learn_when_due(now + AT_LEAST_EVERY)
    assert again is not None
    assert (first.figures["spam"]["bad"] > 0, again.figures["spam"]["bad"], bytes(again.spam_weights)) == (True, 0, b"")
    assert LearntScorer.objects.count() == 1


def test_what_was_learnt_holds_no_words(decide: Callable[[int], None], now: datetime) -> None:
    decide(20)
    learn_now(now)
    row = LearntScorer.objects.values().get()
    assert b"nomes" not in bytes(row["spam_weights"])
    assert "nomes" not in str(row["figures"])


def test_a_learning_that_fails_changes_nothing(
    decide: Callable[[int], None], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(20)
    learn_now(now)
    monkeypatch.setattr(learning, "_MODULE", "broadsheet.comments.scoring.nothing_there")
    with pytest.raises(LearningError):
        learn_now(now)
    assert LearntScorer.objects.get().version == 1
