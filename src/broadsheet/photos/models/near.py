"""Which pictures look alike, found once when a picture comes and never on a page view."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from broadsheet.photos.models.pictures import Picture


class LikenessKey(models.Model):
    """A quarter of a picture's perceptual hash, with its place: what near ones are looked up by (`photos.near`)."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="likeness_keys")
    key = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("key", "picture"), name="one_likeness_key_a_picture")
        ]

    def __str__(self) -> str:
        return f"{self.key:05x} {self.picture_id}"


class NearPair(models.Model):
    """Two pictures that look alike; `first` is the older one. `settled_at` is when somebody said what they are."""

    first = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")
    distance = models.PositiveSmallIntegerField()
    settled_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("first", "second"), name="one_pair_of_two_pictures"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="older_picture_first"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("settled_at", "first"), name="open_pair_first"),
            models.Index(fields=("settled_at", "second"), name="open_pair_second"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}~{self.second_id}"
