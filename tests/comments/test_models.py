"""The database holds the room's rules a second time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from broadsheet.comments.acts.look import look_at_address
from broadsheet.comments.errors import AppendOnlyError
from broadsheet.comments.models import LAWFUL_MOVES, Comment, CommentAddress, ModerationEntry, Thread

Send = Callable[..., Comment]


def test_a_number_is_given_once_in_a_thread(published: Send) -> None:
    published("One.")
    two = published("Two.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=two.pk).update(number=1)


@pytest.mark.parametrize(
    "wrong",
    [{"state": "lost"}, {"state": "published"}, {"number": 9}],
    ids=["unknown state", "published without a number", "waiting with a number"],
)
def test_the_database_refuses_a_state_that_cannot_be(send: Send, wrong: dict[str, object]) -> None:
    comment = send()
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**wrong)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_the_log(published: Send, act: str) -> None:
    published()
    sql = {"update": "UPDATE {} SET reason = 'x'", "delete": "DELETE FROM {}"}[act]
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(ModerationEntry._meta.db_table))
    assert ModerationEntry.objects.get().reason == ""


def test_an_entry_of_the_log_is_neither_saved_again_nor_deleted(published: Send) -> None:
    published()
    entry = ModerationEntry.objects.get()
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        entry.delete()


def test_every_state_but_the_first_is_reached_by_a_lawful_move() -> None:
    assert {after for _before, after in LAWFUL_MOVES.values()} == set(Comment.State)
    assert set(LAWFUL_MOVES) == set(ModerationEntry.Action) - {ModerationEntry.Action.LOOK}


def test_a_thread_is_closed_at_its_closing_instant_and_not_before(now: datetime) -> None:
    thread = Thread(story_id=17, closes_at=now)
    assert (thread.is_open(now - timedelta(microseconds=1)), thread.is_open(now)) == (True, False)


def test_v3_no_text_of_a_model_shows_the_address_the_name_or_the_words(send: Send, now: datetime) -> None:
    comment = send("canary words", name="canary name", email="canary@example.org")
    assert look_at_address(comment.pk, by=None, now=now) == "canary@example.org"
    rows = [comment, CommentAddress.objects.get(), ModerationEntry.objects.get(), comment.thread]
    assert "canary" not in " ".join(f"{row} {row!r}" for row in rows)
