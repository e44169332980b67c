"""The one place where a comment changes its state; the moderator's acts are named moves of it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db import transaction

from broadsheet.comments.errors import ForbiddenModerationError, MissingCommentError, UnlawfulMoveError
from broadsheet.comments.models import LAWFUL_MOVES, Comment, ModerationEntry, Thread
from broadsheet.comments.signals import comments_changed

MODERATE = "comments.moderate_comment"
SHELL = "shell"


class Person(Protocol):
    """Somebody with a desk account; Django's user is one."""

    pk: int

    def get_username(self) -> str:
        """Return the name that the log keeps."""

    def has_perm(self, perm: str) -> bool:
        """Return whether the person may."""


def require(by: Person | None, permission: str) -> None:
    """Return if the person may do this; None is the newsroom's shell, which may do everything.

    Raises:
        ForbiddenModerationError: the permission is missing.
    """
    if by is not None and not by.has_perm(permission):
        raise ForbiddenModerationError(permission)


def move(
    comment_id: int,
    action: ModerationEntry.Action,
    *,
    by: Person | None,
    now: datetime,
    reason: str = "",
) -> Comment:
    """Make one of the lawful moves with a comment, log it, and announce it if a reader's page changes.

    Raises:
        ForbiddenModerationError: the person may not moderate.
        MissingCommentError: there is no such comment.
        UnlawfulMoveError: its state does not allow it; nothing was changed.
    """
    require(by, MODERATE)
    before, after = LAWFUL_MOVES[action]
    with transaction.atomic():
        comment = _locked(comment_id)
        if comment.state != before:
            last = comment.entries.exclude(action=ModerationEntry.Action.LOOK).order_by("at", "pk").last()
            raise UnlawfulMoveError(comment_id, state=comment.state, wanted=after, last=last)
        put_in_state(comment, after, now=now, reason=reason)
        comment.save(update_fields=["state", "number", "published_at", "reason"])
        record(comment, action=action, old=before, by=by, now=now, reason=reason)
        if Comment.State.PUBLISHED in (before, after):
            comments_changed.send(Comment, story_id=comment.thread.story_id)
    return comment


def put_in_state(comment: Comment, to: Comment.State, *, now: datetime, reason: str = "") -> None:
    """Set the state of a comment whose thread's row is reachable in this transaction; save nothing of the comment.

    The first publication takes the thread's next number; no number is ever taken back.
    """
    if to == Comment.State.PUBLISHED and comment.number is None:
        thread = Thread.objects.select_for_update().get(pk=comment.thread_id)
        thread.last_number += 1
        thread.save(update_fields=["last_number"])
        comment.number = thread.last_number
        comment.published_at = now
    comment.state = to
    comment.reason = reason


def record(
    comment: Comment,
    *,
    action: ModerationEntry.Action,
    old: Comment.State,
    by: Person | None,
    now: datetime,
    reason: str = "",
) -> None:
    """Write one line of the moderation log."""
    ModerationEntry.objects.create(
        comment=comment,
        action=action,
        old_state=old,
        new_state=comment.state,
        actor_id=None if by is None else by.pk,
        actor_name=SHELL if by is None else by.get_username(),
        reason=reason,
        at=now,
    )


def _locked(comment_id: int) -> Comment:
    try:
        return Comment.objects.select_for_update(of=("self",)).select_related("thread").get(pk=comment_id)
    except Comment.DoesNotExist:
        raise MissingCommentError(comment_id) from None
