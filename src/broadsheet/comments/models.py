"""What the room keeps: threads, comments, sealed e-mail addresses, and a moderation log that is written once.

States change in `acts/` alone, by the table of lawful moves, and the database holds the rules a second time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Never

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.comments.errors import AppendOnlyError

NAME_MAX_CHARACTERS = 80
REASON_MAX_CHARACTERS = 300


class Thread(models.Model):
    """The discussion of one story. A story without a thread has no comments."""

    class State(models.TextChoices):
        """Whether the thread takes comments; its closing instant may end it earlier."""

        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    story_id = models.PositiveBigIntegerField(unique=True)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    closes_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        """Known states only; an index for the threads that are due to close."""

        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=["open", "closed"]), name="comments_thread_state"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "closes_at"])]

    def __str__(self) -> str:
        """Name the story that is discussed."""
        return f"Thread of story {self.story_id}"

    def is_open(self, now: datetime) -> bool:
        """Return whether a comment is taken at this instant; at the closing instant it no longer is."""
        return self.state == Thread.State.OPEN and (self.closes_at is None or now < self.closes_at)


class Comment(models.Model):
    """One comment. Its number is given when it is first published and is its own for good."""

    class State(models.TextChoices):
        """Where a comment stands; see `LAWFUL_MOVES`."""

        HELD = "held", _("Waiting")
        PUBLISHED = "published", _("Published")
        REJECTED = "rejected", _("Rejected")
        REMOVED = "removed", _("Removed")

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    name = models.CharField(max_length=NAME_MAX_CHARACTERS)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=State, default=State.HELD, editable=False)
    created_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(max_length=REASON_MAX_CHARACTERS, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    network = models.CharField(max_length=64, editable=False)

    class Meta:
        """Numbers are unique in a thread, and a comment has one exactly if it has been published."""

        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        default_permissions = ()
        permissions: ClassVar[list[tuple[str, Any]]] = [("moderate_comment", _("Can moderate comments"))]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["thread", "number"], name="comments_number_once_a_thread"),
            models.CheckConstraint(
                condition=Q(state__in=["held", "rejected"], number__isnull=True, published_at__isnull=True)
                | Q(state__in=["published", "removed"], number__gte=1, published_at__isnull=False),
                name="comments_comment_state",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "created_at"]),
            models.Index(fields=["thread", "created_at"]),
            models.Index(fields=["network", "created_at"]),
            models.Index(fields=["created_at"]),
        ]

    def __str__(self) -> str:
        """Name the comment by its id: a comment's text is no label."""
        return f"Comment {self.pk}"


class CommentAddress(models.Model):
    """A commenter's e-mail address, sealed (`address.py`), apart from the comment and under its own permission."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, primary_key=True, related_name="address")
    ciphertext = models.BinaryField()
    digest = models.CharField(max_length=64, db_index=True, editable=False)

    class Meta:
        """Nobody edits an address; some may look."""

        verbose_name = _("commenter's email address")
        verbose_name_plural = _("commenters' email addresses")
        default_permissions = ("view",)

    def __str__(self) -> str:
        """Name the comment and nothing of the address."""
        return f"Address of comment {self.pk}"


class ModerationEntry(models.Model):
    """One line of the moderation log: who did what to which comment, and when. Written once.

    The person is kept by id and name, not by a relation, so that closing an account leaves the log as it was.
    """

    class Action(models.TextChoices):
        """What was done."""

        APPROVE = "approve", _("approved the comment")
        REJECT = "reject", _("rejected the comment")
        REOPEN = "reopen", _("put the comment back in the queue")
        REMOVE = "remove", _("removed the comment")
        RESTORE = "restore", _("put the comment back on the page")
        LOOK = "look", _("looked at the email address")

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="entries")
    action = models.CharField(max_length=7, choices=Action)
    old_state = models.CharField(max_length=9, choices=Comment.State)
    new_state = models.CharField(max_length=9, choices=Comment.State)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    reason = models.CharField(max_length=REASON_MAX_CHARACTERS, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """Triggers of migration 0002 refuse UPDATE and DELETE in the database too."""

        verbose_name = _("moderation entry")
        verbose_name_plural = _("moderation entries")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(action__in=["approve", "reject", "reopen", "remove", "restore", "look"]),
                name="comments_entry_action",
            ),
        ]

    def __str__(self) -> str:
        """Say what was done to which comment."""
        return f"{self.action} of comment {self.comment_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry.

        Raises:
            AppendOnlyError: the entry has been written before.
        """
        if not self._state.adding:
            raise AppendOnlyError("An entry of the moderation log is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError("An entry of the moderation log is never deleted.")


LAWFUL_MOVES: dict[ModerationEntry.Action, tuple[Comment.State, Comment.State]] = {
    ModerationEntry.Action.APPROVE: (Comment.State.HELD, Comment.State.PUBLISHED),
    ModerationEntry.Action.REJECT: (Comment.State.HELD, Comment.State.REJECTED),
    ModerationEntry.Action.REOPEN: (Comment.State.REJECTED, Comment.State.HELD),
    ModerationEntry.Action.REMOVE: (Comment.State.PUBLISHED, Comment.State.REMOVED),
    ModerationEntry.Action.RESTORE: (Comment.State.REMOVED, Comment.State.PUBLISHED),
}

# Django finds a room's tables here; those of the scorer are kept beside it.
from broadsheet.comments.scoring import models as scoring_models  # noqa: E402, F401
