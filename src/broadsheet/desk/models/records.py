"""What happened to stories: addresses, corrections, versions, dispatches they were built from, and the audit log."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.models.story import Story


class StoryAddress(models.Model):
    """One address that a story has or had; of each story exactly one is current, the others redirect."""

    path = models.CharField(max_length=300, unique=True)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="addresses")
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story"], condition=models.Q(current=True), name="desk_one_current_address")
        ]

    def __str__(self) -> str:
        return self.path


class Correction(models.Model):
    """An error put right, with the text that the page shows."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField(_("what was wrong and what is right"))
    made_at = models.DateTimeField(db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.text[:80]


class PublishedVersion(models.Model):
    """One version that readers saw: the rows of "What changed"."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("Published")
        UPDATED = "updated", _("Updated")
        CORRECTED = "corrected", _("Corrected")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    sentence = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="desk_version_number_once")]

    def __str__(self) -> str:
        return f"{self.story_id}/{self.number}"


class StoryDispatch(models.Model):
    """A dispatch that a story was built from, so that a kill or an update on the wire finds the story.

    `baseline` is the text as it came into the story then, as `desk/copy.py` writes it: what the desk's own words and
    those of a later version are told apart by. `how` says whether the story was made of it, took it as a new
    version, merged it with the desk's words, or added it from another provider.
    """

    class How(models.TextChoices):
        TAKEN = "taken", _("made of it")
        UPDATED = "updated", _("new version")
        MERGED = "merged", _("merged")
        ADDED = "added", _("added")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="dispatches")
    dispatch = models.ForeignKey("wire.DispatchRecord", on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How, default=How.TAKEN)
    baseline = models.JSONField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    #: Who put it in; None where a rule did, where the story follows its item by itself, and in rows of before.
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "dispatch"], name="desk_story_dispatch_once")]

    def __str__(self) -> str:
        return f"{self.story_id}←{self.dispatch_id}"


class FrontPin(models.Model):
    """The lead of the front page, pinned by an editor; there is one row at most."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="pin")
    pinned_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.story)


class AuditEntry(models.Model):
    """Who did what to what, when (UTC), from what to what. Rows are only ever added (criterion P10)."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    who = models.CharField(max_length=150, blank=True)
    what = models.CharField(max_length=40)
    subject = models.CharField(max_length=300)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.who} {self.what} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; a second save is refused."""
        if self.pk:
            raise TypeError("An audit entry cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: the log is only ever added to."""
        raise TypeError("An audit entry cannot be deleted.")
