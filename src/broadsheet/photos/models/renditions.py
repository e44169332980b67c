"""Copies of pictures: those that the desk's screens show, and the public files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractRendition, get_rendition_storage, get_rendition_upload_to

from broadsheet.photos.models.files import PictureField
from broadsheet.photos.models.pictures import Picture


class Rendition(AbstractRendition):
    """A copy that the desk's own screens show. Not public."""

    file = PictureField(
        upload_to=get_rendition_upload_to, storage=get_rendition_storage, width_field="width", height_field="height"
    )
    image = models.ForeignKey(Picture, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
        ]


class PublishedRendition(models.Model):
    """One public file: a picture in one crop, width and format, under a name made from its content."""

    class Crop(models.TextChoices):
        """What a page uses a picture for."""

        FULL = "full", _("whole picture")
        LEAD = "lead", _("lead, 16:9")
        CARD = "card", _("card, 3:2")

    class Format(models.TextChoices):
        """The formats that readers get."""

        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"
        JPEG = "jpeg", "JPEG"

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="published_renditions")
    recipe = models.CharField(max_length=16)
    crop = models.CharField(max_length=8, choices=Crop.choices)
    format = models.CharField(max_length=4, choices=Format.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("picture", "recipe", "crop", "format", "width"), name="one_file_a_crop_format_and_width"
            ),
            models.CheckConstraint(condition=models.Q(crop__in=["full", "lead", "card"]), name="crop_is_known"),
            models.CheckConstraint(condition=models.Q(format__in=["avif", "webp", "jpeg"]), name="format_is_known"),
        ]

    def __str__(self) -> str:
        return self.name
