"""What the contract with a provider says of its pictures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class ProviderContract(models.Model):
    """What the contract with a provider of pictures asks of their credit."""

    name = models.CharField(_("name"), max_length=120, help_text=_("As pictures name their provider: NTB, AP"))
    asks_credit_line = models.BooleanField(
        _("asks for the credit line"),
        default=True,
        help_text=_("No picture of theirs is published without the credit line, even if its creator is named."),
    )

    license_days = models.PositiveSmallIntegerField(
        _("days that a licence runs"), null=True, blank=True, help_text=_("Counted from the day that a picture came")
    )
    archive_days = models.PositiveSmallIntegerField(
        _("days on the site"),
        null=True,
        blank=True,
        help_text=_("How many days after its first use a picture has to go"),
    )
    barred_in = models.JSONField(_("not to be used in"), default=list, blank=True)
    is_editorial_only = models.BooleanField(_("editorial use only"), default=False)
    is_barred_from_social = models.BooleanField(_("not for social media"), default=False)

    class Meta:
        verbose_name = _("picture contract")
        verbose_name_plural = _("picture contracts")
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("name"), name="one_contract_a_provider", violation_error_message=_("There is a contract already.")
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def asks_for_credit_line(cls, provider: str) -> bool:
        """Return whether the provider's contract asks for it; no contract asks for nothing. Case makes no difference."""
        name = " ".join(provider.split())
        return bool(name) and cls.objects.filter(name__iexact=name, asks_credit_line=True).exists()
