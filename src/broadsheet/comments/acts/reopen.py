"""A moderator takes a rejection back."""

from __future__ import annotations

from datetime import datetime

from broadsheet.comments.acts.move import Person, move
from broadsheet.comments.models import Comment, ModerationEntry


def reopen(comment_id: int, *, by: Person | None, now: datetime) -> Comment:
    """Put a rejected comment back among those that wait.

    Raises:
        ForbiddenModerationError: the person may not moderate.
        MissingCommentError: there is no such comment.
        UnlawfulMoveError: it is not rejected.
    """
    return move(comment_id, ModerationEntry.Action.REOPEN, by=by, now=now)
