"""A moderator lets a waiting comment through."""

from __future__ import annotations

from datetime import datetime

from broadsheet.comments.acts.move import Person, move
from broadsheet.comments.models import Comment, ModerationEntry


def approve(comment_id: int, *, by: Person | None, now: datetime) -> Comment:
    """Publish a waiting comment under the thread's next number.

    Raises:
        ForbiddenModerationError: the person may not moderate.
        MissingCommentError: there is no such comment.
        UnlawfulMoveError: it is not waiting.
    """
    return move(comment_id, ModerationEntry.Action.APPROVE, by=by, now=now)
