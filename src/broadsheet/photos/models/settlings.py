"""Which pictures' rights are to be settled anew, and how far that is: the desk does not wait for thousands of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RightsSettling(models.Model):
    """One provider's pictures that wait for it, in the order of their numbers; `provider` "" stands for all.

    `provider` is in small letters. All up to the number `cursor` are done, which were `done`; `total` is counted with
    the first of them. Somebody who asks once more gives it another `asked_at` and has it begin anew.
    """

    provider = models.CharField(max_length=120, unique=True, blank=True)
    asked_at = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("pk",)

    def __str__(self) -> str:
        return f"{self.provider or 'all'}: {self.done} of {self.total}"
