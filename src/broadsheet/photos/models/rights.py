"""What may be done with a picture, as data: territory, end of licence, archive, use, embargo."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rights(models.Model):
    """The rights that a picture has. What follows from them at a given moment says `photos.rights`.

    `barred_in` and `only_in` are ISO 3166-1 alpha-2 codes in capitals; empty lists bar nothing. `archive_days` counts
    from `first_shown_at`. `ends_at` is the earlier of both ends, or None for neither: what the clock asks for.
    `ended_at` is when it was taken off the pages because of that. `rights_by_hand` names the fields that a person has
    set: texts and contracts do not change those again. `settles_at` is when the rights change by themselves, because a
    bar was for some days only: they are settled anew then.
    """

    instructions = models.TextField(
        _("special instructions"), blank=True, help_text=_("From the provider to the newsroom; on no page")
    )
    barred_in = models.JSONField(_("not to be used in"), default=list, blank=True)
    only_in = models.JSONField(_("to be used only in"), default=list, blank=True)
    licensed_until = models.DateTimeField(_("licence ends"), null=True, blank=True)
    archive_days = models.PositiveSmallIntegerField(
        _("days on the site"), null=True, blank=True, help_text=_("How many days after its first use it has to go")
    )
    is_editorial_only = models.BooleanField(_("editorial use only"), default=False)
    is_barred_from_social = models.BooleanField(_("not for social media"), default=False)
    is_barred_from_web = models.BooleanField(
        _("not for the web"), default=False, help_text=_("For print alone: it can be on no page")
    )
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)
    rights_by_hand = models.JSONField(default=list, blank=True, editable=False)
    first_shown_at = models.DateTimeField(_("first shown"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, editable=False, db_index=True)
    ended_at = models.DateTimeField(_("taken off"), null=True, blank=True, editable=False)
    settles_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)

    class Meta:
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("ends_at",), condition=models.Q(ended_at=None), name="picture_ends_next"),
            models.Index(
                fields=("embargoed_until",),
                condition=models.Q(ended_at__isnull=False, embargoed_until__isnull=False),
                name="picture_comes_back",
            ),
        ]
