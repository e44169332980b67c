"""Pictures in the library, and the copies of them that readers get."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from broadsheet.core.credit import CreditChain, chain_from
from broadsheet.photos.credit import LACKS_ALT_TEXT, lacking
from broadsheet.photos.signals import picture_changed

DESK_FILTERS = frozenset(
    {
        "original",
        "max-150x150",
        "max-165x165",
        "max-320x200",
        "max-400x400",
        "max-800x600",
        "fill-600x338",
        "width-500",
        "width-800",
    }
)
"""Every size that the desk's own screens ask for. Readers get PublishedRendition instead."""

RECIPE_VERSION = "1"
"""Changes when the making of published copies does, so that all are made again."""

BOOKKEEPING = frozenset({"file_hash", "file_size"})

CREDITED_BY = ("creator", "credit_line", "source", "copyright_notice", "caption")
"""The fields that the credit chain is read from; not the provider, whom no line may name."""


class Picture(AbstractImage):
    """A picture with five texts that a paper must not mix up: creator, credit line, copyright, caption, alt text."""

    creator = models.CharField(_("creator"), max_length=255, blank=True, help_text=_("Who made it: Jane Doe"))
    credit_line = models.CharField(
        _("credit line"), max_length=255, blank=True, help_text=_("As the provider wants it named: Pool Photo via AP")
    )
    source = models.CharField(
        _("origin"), max_length=255, blank=True, help_text=_("IPTC's Source, where it is neither creator nor provider")
    )
    copyright_notice = models.CharField(_("copyright notice"), max_length=500, blank=True)
    credit_chain = models.JSONField(_("credit chain"), default=list, blank=True, editable=False)
    caption = models.TextField(_("caption"), blank=True, help_text=_("What the reader is told under the picture"))
    alt_text = models.TextField(
        _("alt text"), blank=True, help_text=_("What it shows, for those who cannot see it. Not the caption again")
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("It tells nothing that the text does not: needs no alt text")
    )
    alt_text_is_caption = models.BooleanField(_("caption stands in for alt text"), default=False, editable=False)
    usage_terms = models.TextField(_("usage terms"), blank=True, help_text=_("What the provider allows"))
    provider = models.CharField(_("provider"), max_length=120, blank=True, help_text=_("Who sent it: NTB, AP"))
    license_url = models.CharField(
        _("address of the licence"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    acquire_url = models.CharField(
        _("where a licence can be had"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    digital_source_type = models.CharField(_("digital source type"), max_length=255, blank=True, editable=False)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True, editable=False)
    guid = models.CharField(_("guid"), max_length=255, blank=True, editable=False, db_index=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)

    _decorative_here = False

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "file",
        "creator",
        "credit_line",
        "source",
        "copyright_notice",
        "caption",
        "alt_text",
        "is_decorative",
        "usage_terms",
        "license_url",
        "acquire_url",
        "provider",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions: ClassVar[list[tuple[str, str]]] = [("choose_image", "Can choose picture")]

    @property
    def decorative(self) -> bool:
        """Return whether it needs no alt text: everywhere, or in the one place that Wagtail asks about."""
        return self._decorative_here or self.is_decorative

    @decorative.setter
    def decorative(self, value: bool) -> None:
        self._decorative_here = value

    @property
    def default_alt_text(self) -> str:
        """Return the alt text; never the title or the file's name."""
        return self.alt_text

    @property
    def credit(self) -> str:
        """Return the credit without the word Photo: the chain's printed form."""
        return self.chain.text

    @property
    def chain(self) -> CreditChain:
        """Return who is credited: as it was saved, or, of a picture that never was, as its fields say."""
        return CreditChain.from_json(self.credit_chain) if self.credit_chain else self._read_chain()

    @property
    def credit_lacks(self) -> tuple[str, ...]:
        """Return what the credit lacks for publication, as codes of `photos.credit`; one query."""
        asks = ProviderContract.asks_for_credit_line(self.provider)
        return lacking(self.chain, self.credit_line, asks_credit_line=asks)

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return all that is missing, as codes of `photos.credit`."""
        return (*self.credit_lacks, *(() if self.is_decorative or self.alt_text.strip() else (LACKS_ALT_TEXT,)))

    @property
    def is_complete(self) -> bool:
        """Return whether nothing is missing for publication."""
        return not self.lacks

    @property
    def recipe(self) -> str:
        """Return a digest of everything that a published copy is made from: 16 hexadecimal digits."""
        focus = (self.focal_point_x, self.focal_point_y, self.focal_point_width, self.focal_point_height)
        facts = (RECIPE_VERSION, self.file.name, self.file_hash, focus, sorted(self.embedded_facts.items()))
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]

    @property
    def embedded_facts(self) -> dict[str, str]:
        """Return what a published copy says about itself."""
        return {
            "creator": self.creator,
            "credit_line": self.credit_line,
            "copyright_notice": self.copyright_notice,
            "caption": self.caption,
            "alt_text": self.alt_text,
            "usage_terms": self.usage_terms,
            "digital_source_type": self.digital_source_type,
            **{name: value for name in ("source", "license_url", "acquire_url") if (value := getattr(self, name))},
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, announce the change in the same transaction, and make the published copies once it is committed."""
        if not self.file_hash and self.file:
            self._set_image_file_metadata()
        self._settle(kwargs)
        with transaction.atomic():
            super().save(*args, **kwargs)
            if set(kwargs.get("update_fields") or {"everything"}) <= BOOKKEEPING:
                return
            picture_changed.send(sender=Picture, picture=self)
            transaction.on_commit(self._make_published, robust=True)

    def _settle(self, options: dict[str, Any]) -> None:
        """Read the chain anew where a field that it rests on is saved."""
        saved = options.get("update_fields")
        if saved is not None and not set(saved) & {*CREDITED_BY, "alt_text", "is_decorative"}:
            return
        self.credit_chain = self._read_chain().to_json()
        self.alt_text_is_caption = self.alt_text_is_caption and bool(self.alt_text) and not self.is_decorative
        if saved is not None:
            options["update_fields"] = {*saved, "credit_chain", "alt_text_is_caption"}

    def _read_chain(self) -> CreditChain:
        return chain_from(**{name: getattr(self, name) for name in CREDITED_BY})

    def get_rendition(self, filter: Filter | str) -> Rendition:
        """Return a copy for the desk's own screens.

        Raises:
            InvalidFilterSpecError: a size that no screen of the desk asks for.
        """
        check_filter(filter)
        rendition: Rendition = super().get_rendition(filter)
        return rendition

    def get_renditions(self, *filters: Filter | str) -> dict[str, Rendition]:
        """Return copies for the desk's own screens.

        Raises:
            InvalidFilterSpecError: a size that no screen of the desk asks for.
        """
        for one in filters:
            check_filter(one)
        renditions: dict[str, Rendition] = super().get_renditions(*filters)
        return renditions

    def _make_published(self) -> None:
        """Make the copies, where only the desk sees them: who shows the picture to readers makes them public."""
        from broadsheet.photos.acts.render import made_for

        made_for([self])


def check_filter(filter: Filter | str) -> None:
    """Check that a size is on the fixed list.

    Raises:
        InvalidFilterSpecError: it is not.
    """
    spec = filter.spec if isinstance(filter, Filter) else filter
    if spec not in DESK_FILTERS:
        raise InvalidFilterSpecError("Pictures are not made in this size.")


class Rendition(AbstractRendition):
    """A copy that the desk's own screens show. Not public."""

    image = models.ForeignKey(Picture, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
        ]


class ProviderContract(models.Model):
    """What the contract with a provider of pictures asks of their credit."""

    name = models.CharField(_("name"), max_length=120, help_text=_("As pictures name their provider: NTB, AP"))
    asks_credit_line = models.BooleanField(
        _("asks for the credit line"),
        default=True,
        help_text=_("No picture of theirs is published without the credit line, even if its creator is named."),
    )

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


class PublishedRendition(models.Model):
    """One public file: a picture in one crop, width and format, under a name made from its content."""

    class Crop(models.TextChoices):
        """What a page uses a picture for."""

        FULL = "full", _("whole picture")
        LEAD = "lead", _("lead, 16:9")
        CARD = "card", _("card, 3:2")

    class Format(models.TextChoices):
        """The formats that readers get."""

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
            models.CheckConstraint(condition=models.Q(format__in=["webp", "jpeg"]), name="format_is_known"),
        ]

    def __str__(self) -> str:
        return self.name
