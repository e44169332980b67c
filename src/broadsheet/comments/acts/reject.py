"""A moderator turns a waiting comment down."""

from __future__ import annotations

from datetime import datetime

from broadsheet.comments.acts.move import Person, move
from broadsheet.comments.models import Comment, ModerationEntry


def reject(comment_id: int, *, by: Person | None, now: datetime, reason: str = "") -> Comment:
    """Reject a waiting comment; readers never learn of it. It can be put back with `reopen`.

    Raises:
        ForbiddenModerationError: the person may not moderate.
        MissingCommentError: there is no such comment.
        UnlawfulMoveError: it is not waiting.
    """
    return move(comment_id, ModerationEntry.Action.REJECT, by=by, now=now, reason=reason)
