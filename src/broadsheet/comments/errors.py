"""The faults of the comments room.

    CommentsError
    ├── RefusedCommentError          a comment that is not taken; `sentence` is for the reader
    │   ├── NoThreadError            the story has no comments
    │   ├── CommentsClosedError      the discussion has ended
    │   ├── ForeignFormError         the form was not this story's, or came from another site
    │   └── LimitReachedError        too many in too short a time (`.retry_after`, `.limit`)
    ├── FormTooLargeError            more bytes than any comment can have
    ├── MissingCommentError          no comment has this id (`.comment_id`)
    ├── UnlawfulMoveError            a comment in this state cannot go there (`.state`, `.wanted`, `.last`)
    ├── ForbiddenModerationError     the person may not do this
    ├── SealedAddressError           an e-mail address cannot be opened with this newsroom's key
    ├── LearningError                the scorer could not learn; it scores on with what it knew
    └── AppendOnlyError              the moderation log is written once

No text of an error ever holds a name, an e-mail address or a body.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from broadsheet.comments.models import ModerationEntry


class CommentsError(Exception):
    """Any fault of the comments room."""


class RefusedCommentError(CommentsError):
    """A comment was not taken, and the reader is told why in `sentence`."""

    status = 400
    sentence: str | Promise = _("Your comment could not be taken.")

    def __init__(self, story_id: int) -> None:
        super().__init__(f"{type(self).__name__}: story {story_id}")
        self.story_id = story_id


class NoThreadError(RefusedCommentError):
    """The story has no thread: it never had comments, or there is no such story."""

    status = 404
    sentence = _("There is no discussion here. The text you wrote is below, so that you can copy it.")


class CommentsClosedError(RefusedCommentError):
    """The thread is closed."""

    status = 409
    sentence = _(
        "Comments on this story are closed, so yours could not be taken. "
        "The text you wrote is below, so that you can copy it."
    )


class ForeignFormError(RefusedCommentError):
    """The request came from another site, or its token is not this thread's."""

    status = 403
    sentence = _("This form was out of date or did not come from this page. Look it over and send it again.")


class LimitReachedError(RefusedCommentError):
    """A limit of `comments.rate_limits` is used up until `retry_after` has passed."""

    status = 429
    sentence = _("There have been many comments in a short time. Wait a little, then send yours again.")

    def __init__(self, story_id: int, *, limit: str, retry_after: timedelta) -> None:
        super().__init__(story_id)
        self.limit = limit
        self.retry_after = retry_after


class FormTooLargeError(CommentsError):
    """The request holds more bytes than any comment can have; it was not read to its end."""


class MissingCommentError(CommentsError):
    """No comment has this id."""

    def __init__(self, comment_id: int) -> None:
        super().__init__(f"There is no comment with id {comment_id}.")
        self.comment_id = comment_id


class UnlawfulMoveError(CommentsError):
    """The comment's state does not allow the move, most often because somebody else was there first.

    `last` is the log's newest entry on the comment, or None if nobody has touched it.
    """

    def __init__(self, comment_id: int, *, state: str, wanted: str, last: ModerationEntry | None) -> None:
        super().__init__(f"Comment {comment_id} is {state} and cannot become {wanted}.")
        self.comment_id = comment_id
        self.state = state
        self.wanted = wanted
        self.last = last


class ForbiddenModerationError(CommentsError):
    """The person lacks the permission for this act (`.permission`)."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"This needs the permission {permission}.")
        self.permission = permission


class SealedAddressError(CommentsError):
    """An e-mail address cannot be opened: it was sealed under another key, or for another comment."""


class LearningError(CommentsError):
    """The process in which the scorer learns ended without an answer; the detail is its last line, no comment's text."""


class AppendOnlyError(CommentsError):
    """An entry of the moderation log was to be changed or deleted."""
