"""A moderator takes a removal back."""

from __future__ import annotations

from datetime import datetime

from broadsheet.comments.acts.move import Person, move
from broadsheet.comments.models import Comment, ModerationEntry


def restore(comment_id: int, *, by: Person | None, now: datetime) -> Comment:
    """Put a removed comment back on the page under the number that it had.

    Raises:
        ForbiddenModerationError: the person may not moderate.
        MissingCommentError: there is no such comment.
        UnlawfulMoveError: it is not removed.
    """
    return move(comment_id, ModerationEntry.Action.RESTORE, by=by, now=now)
