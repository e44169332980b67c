"""Where pictures were shown: for the photo desk, and for the agencies' invoices."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.models.people import Author
from broadsheet.desk.models.standing import StandingPage
from broadsheet.desk.models.story import Story


class PictureUse(models.Model):
    """One picture in one place, from when readers could see it until they no longer could.

    The place is in a story, the face of an author, or in a standing page: one of the three is set. `until` is None while
    it is shown. What an invoice needs stays when any of them is deleted: provider, guid, credit, and the address and the
    headline, which of an author is the name and of a page the title.
    """

    class Place(models.TextChoices):
        """Where a picture stands."""

        LEAD = "lead", _("lead")
        BODY = "body", _("in the text")
        FACE = "face", _("face of an author")
        PAGE = "page", _("on a standing page")

    picture = models.ForeignKey("photos.Picture", null=True, on_delete=models.SET_NULL, related_name="uses")
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="picture_uses")
    author = models.ForeignKey(Author, null=True, on_delete=models.SET_NULL, related_name="picture_uses")
    page = models.ForeignKey(StandingPage, null=True, on_delete=models.SET_NULL, related_name="picture_uses")
    place = models.CharField(_("place"), max_length=8, choices=Place)
    since = models.DateTimeField(_("since"), db_index=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    provider = models.CharField(_("provider"), max_length=120, blank=True, db_index=True)
    guid = models.CharField("guid", max_length=255, blank=True)
    credit = models.CharField(_("credit"), max_length=500, blank=True)
    address = models.CharField(_("address"), max_length=500, blank=True)
    headline = models.TextField(_("headline"), blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("use of a picture")
        verbose_name_plural = _("uses of pictures")
        ordering = ("-since", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("picture", "story", "place"), condition=models.Q(until=None), name="one_open_use_a_place"
            ),
            models.UniqueConstraint(
                fields=("picture", "author"),
                condition=models.Q(until=None, author__isnull=False),
                name="one_open_use_as_a_face",
            ),
            models.UniqueConstraint(
                fields=("picture", "page"),
                condition=models.Q(until=None, page__isnull=False),
                name="one_open_use_on_a_page",
            ),
            models.CheckConstraint(
                condition=models.Q(place__in=["lead", "body", "face", "page"]), name="place_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} in {self.address or self.headline}"
