"""The form's token: the same for every reader, another for every story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from broadsheet.comments.models import Thread
from broadsheet.comments.token import came_from_here, hidden_fields, is_token_of, token_for

END = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
HOST = "paper.example"


def test_c11_the_token_is_the_same_in_every_rendering() -> None:
    oslo = END.astimezone(timezone(timedelta(hours=1)))
    assert token_for(17, END) == token_for(17, oslo)


def test_c11_another_story_another_end_and_another_newsroom_have_another_token(comments_settings: object) -> None:
    tokens = {token_for(17, END), token_for(18, END), token_for(17, END + timedelta(seconds=1)), token_for(17, None)}
    comments_settings.COMMENTS_EMAIL_KEY = b"another newsroom"  # type: ignore[attr-defined]
    assert len(tokens | {token_for(17, END)}) == 5


def test_the_hidden_fields_are_the_token_alone() -> None:
    assert hidden_fields(Thread(story_id=17, closes_at=END)) == (("token", token_for(17, END)),)


@pytest.mark.parametrize("token", ["", "0" * 64, "\ud800", "é"], ids=["none", "zeros", "surrogate", "letter"])
def test_c11_a_made_up_token_is_not_the_threads(token: str) -> None:
    thread = Thread(story_id=17, closes_at=END)
    assert (is_token_of(thread, token), is_token_of(thread, token_for(17, END))) == (False, True)


@pytest.mark.parametrize(
    ("headers", "is_allowed"),
    [
        ({}, True),
        ({"HTTP_ORIGIN": "https://paper.example"}, True),
        ({"HTTP_ORIGIN": "https://paper.example:443"}, True),
        ({"HTTP_ORIGIN": "https://paper.example", "HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_ORIGIN": "https://evil.example"}, False),
        ({"HTTP_ORIGIN": "https://paper.example.evil.example"}, False),
        ({"HTTP_ORIGIN": "https://paper.example:8443"}, False),
        ({"HTTP_ORIGIN": "https://[bad"}, False),
        ({"HTTP_ORIGIN": "paper.example"}, False),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_ORIGIN": "https://paper.example", "HTTP_SEC_FETCH_SITE": "cross-site"}, False),
    ],
    ids=str,
)
def test_c11_only_the_browsers_own_word_can_make_a_form_foreign(headers: dict[str, str], is_allowed: bool) -> None:
    assert came_from_here(headers, HOST) is is_allowed
