"""Somebody looks at a commenter's e-mail address, and the log says so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from broadsheet.comments.acts.move import Person, record, require
from broadsheet.comments.address import unseal
from broadsheet.comments.errors import MissingCommentError
from broadsheet.comments.models import Comment, CommentAddress, ModerationEntry

LOOK = "comments.view_commentaddress"


def look_at_address(comment_id: int, *, by: Person | None, now: datetime) -> str:
    """Return the e-mail address that came with a comment; the look is logged before it is shown.

    Raises:
        ForbiddenModerationError: the person may not see addresses.
        MissingCommentError: there is no such comment, or its address is no longer kept.
        SealedAddressError: the newsroom's key is another than when the comment came.
    """
    require(by, LOOK)
    with transaction.atomic():
        try:
            kept = CommentAddress.objects.select_related("comment").get(pk=comment_id)
        except CommentAddress.DoesNotExist:
            raise MissingCommentError(comment_id) from None
        state = Comment.State(kept.comment.state)
        record(kept.comment, action=ModerationEntry.Action.LOOK, old=state, by=by, now=now)
        return unseal(bytes(kept.ciphertext), comment_id)
