"""Moves of a comment: lawful ones change, log and announce; others change nothing and say why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from broadsheet.comments.acts.approve import approve
from broadsheet.comments.acts.look import look_at_address
from broadsheet.comments.acts.reject import reject
from broadsheet.comments.acts.remove import remove
from broadsheet.comments.acts.reopen import reopen
from broadsheet.comments.acts.restore import restore
from broadsheet.comments.errors import ForbiddenModerationError, MissingCommentError, UnlawfulMoveError
from broadsheet.comments.models import Comment, ModerationEntry
from broadsheet.comments.signals import comments_changed

Send = Callable[..., Comment]
MOVES: dict[str, Callable[..., Comment]] = {
    "approve": approve,
    "reject": reject,
    "reopen": reopen,
    "remove": lambda pk, **rest: remove(pk, reason="r", **rest),
    "restore": restore,
}
WAYS = {"held": [], "published": ["approve"], "rejected": ["reject"], "removed": ["approve", "remove"]}
LAWFUL = {
    ("held", "approve"): "published",
    ("held", "reject"): "rejected",
    ("rejected", "reopen"): "held",
    ("published", "remove"): "removed",
    ("removed", "restore"): "published",
}
UNLAWFUL = [(state, name) for state in WAYS for name in MOVES if (state, name) not in LAWFUL]


def brought_to(state: str, comment: Comment, now: datetime) -> int:
    """Bring a new comment into a state, and return its id."""
    for name in WAYS[state]:
        MOVES[name](comment.pk, by=None, now=now)
    return comment.pk


@pytest.mark.parametrize(("state", "name"), LAWFUL, ids=str)
def test_a_lawful_move_changes_the_state_and_is_logged(send: Send, now: datetime, state: str, name: str) -> None:
    pk = brought_to(state, send(), now)
    MOVES[name](pk, by=None, now=now)
    last = ModerationEntry.objects.latest("pk")
    after = LAWFUL[state, name]
    assert Comment.objects.get(pk=pk).state == after
    assert (last.action, last.old_state, last.new_state, last.actor_name) == (name, state, after, "shell")


@pytest.mark.parametrize(("state", "name"), UNLAWFUL, ids=str)
def test_any_other_move_changes_nothing(send: Send, now: datetime, state: str, name: str) -> None:
    pk = brought_to(state, send(), now)
    entries = ModerationEntry.objects.count()
    with pytest.raises(UnlawfulMoveError):
        MOVES[name](pk, by=None, now=now)
    assert (Comment.objects.get(pk=pk).state, ModerationEntry.objects.count()) == (state, entries)


def test_a_number_is_given_at_the_first_publication_and_never_again(send: Send, now: datetime) -> None:
    first, second, third = send("1."), send("2."), send("3.")
    approve(second.pk, by=None, now=now)
    approve(first.pk, by=None, now=now)
    remove(first.pk, by=None, now=now, reason="Off topic")
    approve(third.pk, by=None, now=now)
    restore(first.pk, by=None, now=now)
    numbers = dict(Comment.objects.values_list("body", "number"))
    assert numbers == {"2.": 1, "1.": 2, "3.": 3}


def test_a_refused_move_tells_who_was_there_first(send: Send, moderator: Any, now: datetime) -> None:
    pk = send().pk
    approve(pk, by=moderator, now=now)
    look_at_address(pk, by=moderator, now=now)
    with pytest.raises(UnlawfulMoveError) as caught:
        reject(pk, by=None, now=now)
    assert caught.value.last is not None
    assert (caught.value.state, caught.value.last.actor_name, caught.value.last.action) == (
        "published",
        "mia",
        "approve",
    )


@pytest.mark.parametrize("name", MOVES)
def test_somebody_without_the_permission_moves_nothing(send: Send, person: Any, now: datetime, name: str) -> None:
    comment = send()
    with pytest.raises(ForbiddenModerationError):
        MOVES[name](comment.pk, by=person("rita"), now=now)
    assert not ModerationEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", MOVES)
def test_a_comment_that_is_not_there_is_said_so(now: datetime, name: str) -> None:
    with pytest.raises(MissingCommentError):
        MOVES[name](9, by=None, now=now)


def test_only_what_a_reader_sees_is_announced(send: Send, now: datetime) -> None:
    heard: list[int] = []

    def listen(story_id: int, **_others: object) -> None:
        heard.append(story_id)

    comments_changed.connect(listen)
    pk = send().pk
    reject(pk, by=None, now=now)
    reopen(pk, by=None, now=now)
    quiet = list(heard)
    approve(pk, by=None, now=now)
    remove(pk, by=None, now=now, reason="")
    restore(pk, by=None, now=now)
    comments_changed.disconnect(listen)
    assert (quiet, heard) == ([], [17, 17, 17])


def test_c3_a_look_at_an_address_is_logged(send: Send, moderator: Any, now: datetime) -> None:
    assert look_at_address(send().pk, by=moderator, now=now) == "kari@example.org"
    entry = ModerationEntry.objects.get()
    assert (entry.action, entry.actor_id, entry.actor_name, entry.at) == ("look", moderator.pk, "mia", now)


def test_c3_nobody_looks_at_an_address_without_the_permission(send: Send, person: Any, now: datetime) -> None:
    comment = send()
    with pytest.raises(ForbiddenModerationError):
        look_at_address(comment.pk, by=person("mod", "moderate_comment"), now=now)
    assert not ModerationEntry.objects.exists()
