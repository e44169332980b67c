"""A comment that comes in is scored before it is stored: the score holds it, and never does more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.comments.acts.reject import reject
from broadsheet.comments.models import Comment
from broadsheet.comments.scoring.current import LOOK_AGAIN, forget_scorer
from broadsheet.comments.scoring.judge import judge
from broadsheet.comments.scoring.models import LearntScorer, OwnWord, Score

Send = Callable[..., Comment]
ADVERT = "Check out my channel, link in my bio https://example.org/win"
LONG = "The bridge to the island is closed again this week, and nobody at the county office told us of it."


@pytest.fixture(autouse=True)
def _afterwards(comments_settings: Any) -> None:
    comments_settings.COMMENTS_MODERATION = "after"


def test_c10_what_the_scorer_holds_waits_even_with_moderation_afterwards(send: Send) -> None:
    comment = send(ADVERT)
    assert (comment.state, comment.score.held_for) == ("held", ["spam"])
    assert "calls" in {reason["rule"] for reason in comment.score.reasons["spam"]}


def test_c10_control_an_ordinary_comment_is_published_with_its_score(send: Send) -> None:
    comment = send("The ferry was late again.")
    assert (comment.state, comment.score.held_for) == ("published", [])


def test_c10_the_scorer_deletes_and_rejects_nothing(send: Send) -> None:
    bodies = [
        ADVERT,
        "You are an idiot and should be shot.",
        "casino casino casino https://a.example https://b.example",
    ]
    assert {send(body).state for body in bodies} == {"held"}
    assert sorted(Comment.objects.values_list("body", flat=True)) == sorted(bodies)


def test_nearly_the_same_text_is_counted_and_what_was_turned_down_is_held(send: Send, now: datetime) -> None:
    first = send(LONG)
    again = send(LONG.replace("week", "month"), email="ola@example.org", now=now + timedelta(minutes=20))
    assert (first.score.circumstances["elsewhere"], again.score.circumstances["elsewhere"]) == (0, 1)
    Comment.objects.filter(pk=again.pk).update(state="removed")
    third = send(LONG + "!", email="per@example.org", now=now + timedelta(minutes=40))
    assert (third.score.circumstances["turned_down"], third.state) == (1, "held")


def test_another_text_of_the_same_length_is_not_the_same(send: Send) -> None:
    send(LONG)
    other = send(
        "My grandmother worked at the cannery for thirty years and never earned what the foreman earned there."
    )
    assert other.score.circumstances["elsewhere"] == 0


def test_a_text_of_long_ago_is_forgotten(send: Send, now: datetime) -> None:
    send(LONG)
    assert send(LONG, now=now + timedelta(days=31)).score.circumstances["elsewhere"] == 0


def test_short_words_of_agreement_are_nobodys_copy(send: Send, now: datetime) -> None:
    send("I agree!")
    assert send("I agree!", now=now + timedelta(hours=1)).score.near_one is None


def test_the_networks_rate_and_the_addresss_first_comment_count(send: Send, now: datetime) -> None:
    send("One.", network="a")
    second = send("Two.", network="a", now=now + timedelta(minutes=59))
    later = send("Three.", network="a", now=now + timedelta(minutes=61))
    assert second.score.circumstances["from_network"] == 1
    assert later.score.circumstances["from_network"] == 1
    assert (second.score.circumstances["is_first_of_address"]) is False


def test_a_score_knows_nobody(send: Send) -> None:
    """C2, V3: what is stored beside a comment holds no address, no network and no name."""
    score = Score.objects.values().get(pk=send("A word.", name="Kari Nordmann", network="net-hash").pk)
    for secret in ("kari", "example.org", "net-hash", "Nordmann"):
        assert secret not in str(score)


def test_judging_takes_five_questions_once_the_scorer_is_read(send: Send, now: datetime) -> None:
    send(LONG)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        judge(LONG, name="Kari", network="n", address="a", now=now)
    assert len(asked) <= 5


def test_a_new_word_of_the_newsrooms_is_heeded_within_half_a_minute(send: Send, now: datetime) -> None:
    assert send("Blomkål.").state == "published"
    OwnWord.objects.create(kind="incivility", text="blomkål*")
    assert send("Blomkålhode.", now=now + LOOK_AGAIN).state == "held"


def test_a_damaged_row_keeps_no_comment_out(send: Send, now: datetime) -> None:
    figures = {"spam": {"bias": 0.0, "bad": 20, "good": 20, "threshold": 0.5, "counts": []}}
    LearntScorer.objects.create(version=7, made_at=now, decisions=1, spam_weights=b"broken", figures=figures)
    forget_scorer()
    assert (send("The ferry.").state, send(ADVERT).state) == ("published", "held")


def test_a_score_goes_with_its_comment(send: Send) -> None:
    comment = send(ADVERT)
    reject(comment.pk, by=None, now=comment.created_at)
    assert Score._meta.get_field("comment").remote_field.on_delete.__name__ == "CASCADE"
    assert Score.objects.filter(pk=comment.pk).exists()
