"""The queue says why a comment waits, and how good the scorer is; nobody else sees either."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

import broadsheet.comments.scoring.rules as rules_module
from broadsheet.comments.models import Comment
from broadsheet.comments.reading import thread_of
from broadsheet.comments.scoring.models import LearntScorer
from broadsheet.comments.scoring.sentences import sentence

Send = Callable[..., Comment]
QUEUE = "/desk/comments/"
FACTS = {"count": 2, "words": "x", "percent": 70}


@pytest.fixture
def desk(client: Client, moderator: Any) -> Client:
    client.force_login(moderator)
    return client


@pytest.fixture
def learnt(now: datetime) -> LearntScorer:
    count = {"threshold": 0.42, "bad": 41, "held_bad": 38, "good": 62, "held_good": 1}
    figures = {"spam": {"bias": 0.0, "bad": 164, "good": 248, "threshold": 0.42, "counts": [count]}}
    return LearntScorer.objects.create(version=1, made_at=now, decisions=412, figures=figures)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_the_queue_says_why_in_plain_words(send: Send, desk: Client) -> None:
    send("Du er en idiot. https://example.org/1")
    text = text_of(desk.get(QUEUE))
    assert "of 100, held: “idiot”, on the list of insults, is said to somebody" in text
    assert "1 link" in text


def test_the_page_of_one_comment_says_it_as_well(send: Send, desk: Client) -> None:
    comment = send("Du er en idiot.")
    assert "on the list of insults" in text_of(desk.get(f"{QUEUE}{comment.pk}/"))


def test_a_comment_from_before_there_was_a_scorer_is_shown_without_a_score(send: Send, desk: Client) -> None:
    comment = send("Du er en idiot.")
    comment.score.delete()
    assert "list of insults" not in text_of(desk.get(QUEUE))


def test_the_queue_shows_what_was_measured_with_its_counts(desk: Client, learnt: LearntScorer) -> None:
    text = text_of(desk.get(QUEUE))
    assert f"What the scorer has learnt from {learnt.decisions} decisions" in text
    assert "42 % (in use) 38/41 (93 %) 38/39 (97 %) 1/62 (2 %)" in text


def test_without_anything_learnt_nothing_is_claimed(desk: Client) -> None:
    assert "What the scorer has learnt" not in text_of(desk.get(QUEUE))


def test_c1_a_hostile_reason_is_text(send: Send, desk: Client) -> None:
    comment = send("A word.")
    comment.score.reasons = {"spam": [{"rule": "own", "words": "<script>alert(1)</script>"}]}
    comment.score.save()
    assert b"<script>alert(1)" not in desk.get(QUEUE).content


def test_c2_no_reader_sees_a_score(published: Send) -> None:
    published("Du er en idiot.")
    thread = thread_of(17)
    assert thread is not None
    assert not re.search("score|spam|insult", repr(thread.comments[0]))


def rules_in_code() -> set[str]:
    source = Path(rules_module.__file__).read_text("utf-8")
    named = set(re.findall(r'Evidence\(\s*"(\w+)"', source))
    lists = {"slur", "insult", "threat", "coarse"}
    return named | lists | {f"{name}_at_you" for name in lists} | {"own", "name", "learnt"}


@pytest.mark.parametrize("language", ["en-gb", "nb"])
@pytest.mark.parametrize("rule", sorted(rules_in_code()))
def test_every_rule_has_its_sentence_in_both_languages(rule: str, language: str) -> None:
    with translation.override(language):
        told = sentence({"rule": rule, **FACTS})
    assert "%(" not in told
    with translation.override("en-gb"):
        assert (told == sentence({"rule": rule, **FACTS})) is (language == "en-gb")
