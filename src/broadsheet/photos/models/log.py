"""A picture's log: what happened to it, when, and by whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.photos.models.pictures import Picture


class PictureEvent(models.Model):
    """One line of a picture's log. `detail` has the values that the sentence for `kind` takes, as JSON."""

    class Kind(models.TextChoices):
        """What can happen to a picture."""

        CAME = "came", _("came in")
        CHANGED = "changed", _("changed")
        RIGHTS = "rights", _("rights changed")
        SHOWN = "shown", _("shown on a page")
        LEFT = "left", _("left a page")
        ENDED = "ended", _("taken off: its licence has ended")
        RENEWED = "renewed", _("may be shown again")
        KILLED = "killed", _("killed by the provider")
        FAILED = "failed", _("its copies could not be made")

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    detail = models.JSONField(default=dict, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=("picture", "-at"), name="picture_log")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "came",
                        "changed",
                        "rights",
                        "shown",
                        "left",
                        "ended",
                        "renewed",
                        "killed",
                        "failed",
                    ]
                ),
                name="picture_event_kind_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.kind}"
