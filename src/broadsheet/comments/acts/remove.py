"""A moderator takes a published comment off the page."""

from __future__ import annotations

from datetime import datetime

from broadsheet.comments.acts.move import Person, move
from broadsheet.comments.models import Comment, ModerationEntry


def remove(comment_id: int, *, by: Person | None, now: datetime, reason: str) -> Comment:
    """Remove a published comment; its number stays, with the reason, where it stood.

    Raises:
        ForbiddenModerationError: the person may not moderate.
        MissingCommentError: there is no such comment.
        UnlawfulMoveError: it is not published.
    """
    return move(comment_id, ModerationEntry.Action.REMOVE, by=by, now=now, reason=reason)
