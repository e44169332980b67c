"""What a page gets of the room: exactly these values, in two queries whatever their number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

import pytest

from broadsheet.comments.acts.reject import reject
from broadsheet.comments.acts.remove import remove
from broadsheet.comments.models import Comment, Thread
from broadsheet.comments.reading import CommentData, ThreadData, counts, thread_of
from broadsheet.comments.token import token_for

Send = Callable[..., Comment]
CANARY = "qwhzkpbnxmtrvljdfgcs"


def known(data: ThreadData | None) -> ThreadData:
    """Return the thread, which is there."""
    assert data is not None
    return data


@pytest.mark.django_db
def test_a_story_without_a_thread_has_no_comments() -> None:
    assert (thread_of(17), counts([17])) == (None, {})


def test_a_published_comment_is_given_with_its_number_and_paragraphs(published: Send, now: datetime) -> None:
    published("One & two.\n\nThree.")
    comment = CommentData(
        number=1,
        name="Kari",
        paragraphs=("One &amp; two.", "Three."),  # type: ignore[arg-type]
        created_at=now,
        parent_number=None,
        removed=False,
        reason="",
    )
    assert known(thread_of(17, now)).comments == (comment,)


def test_the_form_posts_the_token_to_the_storys_own_address(thread: Thread, now: datetime) -> None:
    data = known(thread_of(17, now))
    assert (data.action, data.hidden_fields) == ("/comments/17/", (("token", token_for(17, thread.closes_at)),))


@pytest.mark.parametrize(("later", "state"), [(-1, "open"), (0, "closed")], ids=["before", "at"])
def test_the_thread_is_open_until_its_instant(thread: Thread, later: int, state: str) -> None:
    assert thread.closes_at is not None
    assert known(thread_of(17, thread.closes_at + timedelta(seconds=later))).state == state


def test_a_removed_comment_leaves_its_number_and_the_reason(published: Send, now: datetime) -> None:
    first = published(f"{CANARY}.", name=CANARY)
    published("Answer.", parent_number=1)
    remove(first.pk, by=None, now=now, reason="Off topic")
    data = known(thread_of(17, now))
    assert CANARY not in repr(data)
    assert [(c.number, c.removed, c.reason, c.parent_number) for c in data.comments] == [
        (1, True, "Off topic", None),
        (2, False, "", 1),
    ]
    assert (data.count, counts([17])) == (1, {17: 1})


def test_c4_what_waits_and_what_is_rejected_is_nowhere(send: Send, published: Send, now: datetime) -> None:
    published("Seen.")
    send(f"{CANARY} waits.", name=CANARY)
    reject(send(f"{CANARY} rejected.").pk, by=None, now=now, reason=CANARY)
    data = known(thread_of(17, now))
    assert CANARY not in repr(data)
    assert (data.count, counts([17])) == (1, {17: 1})


def test_c4_control_the_same_words_are_found_once_they_are_published(published: Send, now: datetime) -> None:
    published(f"{CANARY}.")
    assert CANARY in repr(thread_of(17, now))


def test_c2_a_page_gets_exactly_these_values_and_no_address(published: Send, now: datetime) -> None:
    published(email=f"{CANARY}@example.org")
    data = known(thread_of(17, now))
    assert CANARY not in repr(data)
    assert {field.name for field in fields(CommentData)} == {
        "number",
        "name",
        "paragraphs",
        "created_at",
        "parent_number",
        "removed",
        "reason",
    }


@pytest.mark.parametrize("count", [1, 2000])
def test_reading_takes_two_queries_and_counting_one(
    thread: Thread, now: datetime, django_assert_num_queries: Any, count: int
) -> None:
    Comment.objects.bulk_create(
        Comment(
            thread=thread,
            number=number,
            name="Kari",
            body="A word.",
            state="published",
            created_at=now,
            published_at=now,
            digest=str(number),
        )
        for number in range(1, count + 1)
    )
    Thread.objects.update(last_number=count)
    with django_assert_num_queries(2):
        assert known(thread_of(17, now)).count == count
    with django_assert_num_queries(1):
        assert counts(range(1000)) == {17: count}
