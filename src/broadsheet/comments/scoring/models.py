"""What the scorer keeps: a score for each comment, what was learnt, and the newsroom's own words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

WORD_MAX_CHARACTERS = 80


class Kind(models.TextChoices):
    """What a comment is scored for."""

    SPAM = "spam", _("Spam")
    INCIVILITY = "incivility", _("Incivility")


class Score(models.Model):
    """What the scorer said of a comment when it came, and why. It goes when the comment goes.

    `reasons` maps a kind to rules with their facts; `held_for` names the kinds for which the comment was held;
    `circumstances` are counts. `near_one` and `near_two` find comments with nearly the same words.
    """

    comment = models.OneToOneField("comments.Comment", on_delete=models.CASCADE, primary_key=True, related_name="score")
    spam = models.FloatField()
    incivility = models.FloatField()
    held_for = models.JSONField(default=list)
    reasons = models.JSONField(default=dict)
    circumstances = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    near_one = models.BigIntegerField(null=True, db_index=True)
    near_two = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        """Nobody edits a score."""

        verbose_name = _("score of a comment")
        verbose_name_plural = _("scores of comments")
        default_permissions = ()

    def __str__(self) -> str:
        """Name the comment."""
        return f"Score of comment {self.pk}"


class LearntScorer(models.Model):
    """What was learnt from the moderators' decisions, in one row that each learning writes anew.

    `weights` maps a kind to nothing but places of a table and their weights; `figures` to the counts on decisions that
    were held back. `decisions` and `last_entry` tell how much has been decided since.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    decisions = models.PositiveIntegerField()
    last_entry = models.BigIntegerField(default=0)
    spam_weights = models.BinaryField(default=bytes)
    incivility_weights = models.BinaryField(default=bytes)
    figures = models.JSONField(default=dict)

    class Meta:
        """One row alone."""

        verbose_name = _("what the scorer has learnt")
        verbose_name_plural = _("what the scorer has learnt")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(id=1), name="comments_one_learnt_scorer"),
        ]

    def __str__(self) -> str:
        """Say which version it is."""
        return f"Scorer, version {self.version}"


class OwnWord(models.Model):
    """A word or a phrase that this newsroom holds comments for; a star at the end stands for any ending."""

    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=WORD_MAX_CHARACTERS)

    class Meta:
        """Each once a kind."""

        verbose_name = _("word to hold comments for")
        verbose_name_plural = _("words to hold comments for")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "text"], name="comments_own_word_once_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=["spam", "incivility"]), name="comments_own_word_kind"),
        ]

    def __str__(self) -> str:
        """Return the word."""
        return self.text
