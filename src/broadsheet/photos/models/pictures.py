"""Pictures in the library, and the copies of them that readers get."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, Filter, SourceImageIOError, get_upload_to

from broadsheet.core.credit import CreditChain, chain_from
from broadsheet.photos.checks import EXTENSIONS
from broadsheet.photos.credentials import recipe_part
from broadsheet.photos.credit import LACKS_ALT_TEXT, lacking
from broadsheet.photos.decoding import desk_copy
from broadsheet.photos.errors import PictureRefusedError
from broadsheet.photos.models.contracts import ProviderContract
from broadsheet.photos.models.files import PictureField
from broadsheet.photos.models.rights import Rights
from broadsheet.photos.settling import ASKED, FOLLOWS, SETTLED, Turn, settle_saved
from broadsheet.photos.signals import picture_changed

if TYPE_CHECKING:
    from broadsheet.photos.models.renditions import Rendition

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

RECIPE_VERSION = "2"
"""Changes when the making of published copies does, so that all are made again."""

BOOKKEEPING = frozenset({"file_hash", "file_size"})

FOCUS = frozenset({"focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"})
EMBEDDED = frozenset(
    {
        *("creator", "credit_line", "source", "copyright_notice", "caption", "alt_text", "usage_terms"),
        *("digital_source_type", "license_url", "acquire_url"),
    }
)
MADE_FROM = frozenset({"file", *FOCUS, *EMBEDDED})
"""The fields that change the published copies."""

CREDITED_BY = ("creator", "credit_line", "source", "copyright_notice", "caption")
"""The fields that the credit chain is read from; not the provider, whom no line may name."""


class Picture(Rights, AbstractImage):
    """A picture with five texts that a paper must not mix up: creator, credit line, copyright, caption, alt text.

    `credentials` is what its C2PA manifest says, as JSON; {} where it came without one. `copies_state` says whether the
    published copies are made, `copies_tries` how often that went wrong since it last went well, and `copies_due_at` that
    it is not tried again before. `perceptual_hash` is hexadecimal, and "" until it is known. For lists to ask by,
    `credit_is_complete` says whether the chain names a creator or an agency, and `owes_alt_text` whether somebody has to
    write one. `is_awaited` is set where a page has a place for it that an embargo keeps empty.
    """

    class CopiesState(models.TextChoices):
        """How far the making of the published copies is."""

        WAITING = "waiting", _("waiting")
        BASIC = "basic", _("ready, AVIF to come")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    file = PictureField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    creator = models.CharField(_("creator"), max_length=255, blank=True, help_text=_("Who made it: Jane Doe"))
    credit_line = models.CharField(
        _("credit line"), max_length=255, blank=True, help_text=_("As the provider wants it named: Pool Photo via AP")
    )
    source = models.CharField(
        _("origin"), max_length=255, blank=True, help_text=_("IPTC's Source, where it is neither creator nor provider")
    )
    copyright_notice = models.CharField(_("copyright notice"), max_length=500, blank=True)
    credit_chain = models.JSONField(_("credit chain"), default=list, blank=True, editable=False)
    credit_is_complete = models.BooleanField(default=False, editable=False)
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
    digital_source_type = models.CharField(
        _("digital source type"),
        max_length=255,
        blank=True,
        help_text=_("How it came to be: photographed, or generated"),
    )
    credentials = models.JSONField(_("content credentials"), default=dict, blank=True, editable=False)
    copies_state = models.CharField(
        _("copies"), max_length=8, choices=CopiesState, default=CopiesState.WAITING, editable=False
    )
    copies_error = models.CharField(max_length=255, blank=True, editable=False)
    copies_tries = models.PositiveSmallIntegerField(default=0, editable=False, db_index=True)
    copies_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    perceptual_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True, editable=False)
    guid = models.CharField(_("guid"), max_length=255, blank=True, editable=False, db_index=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    owes_alt_text = models.BooleanField(default=True, editable=False)
    is_awaited = models.BooleanField(default=False, editable=False)

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
        "digital_source_type",
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
        indexes: ClassVar[list[models.Index]] = [
            *Rights.Meta.indexes,
            models.Index(fields=("copies_state", "copies_due_at", "id"), name="picture_copies_due"),
            models.Index(fields=("id",), condition=models.Q(credit_is_complete=False), name="picture_credit_missing"),
            models.Index(fields=("id",), condition=models.Q(owes_alt_text=True), name="picture_alt_text_owed"),
            models.Index(fields=("embargoed_until",), condition=models.Q(is_awaited=True), name="picture_awaited"),
            models.Index(fields=("provider", "id"), name="picture_of_provider"),
            models.Index(fields=("provider", "credit_line"), name="picture_line_of_provider"),
            models.Index(fields=("title", "id"), name="picture_by_title"),
            models.Index(
                fields=("withdrawn_at",), condition=models.Q(withdrawn_at__isnull=False), name="picture_killed"
            ),
        ]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions: ClassVar[Any] = [("choose_image", "Can choose picture")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(copies_state__in=["waiting", "basic", "ready", "failed"]),
                name="copies_state_is_known",
            )
        ]

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
    def is_described(self) -> bool:
        """Return whether it has an alt text, be it the caption that stands in for one, or is marked as decorative."""
        return self.is_decorative or bool(self.alt_text.strip())

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return all that is missing, as codes of `photos.credit`."""
        return (*self.credit_lacks, *(() if self.is_described else (LACKS_ALT_TEXT,)))

    @property
    def is_complete(self) -> bool:
        """Return whether nothing is missing for publication."""
        return not self.lacks

    @property
    def focus(self) -> tuple[float, float]:
        """Return the focal point as shares of width and height; the middle where nobody set one."""
        if self.focal_point_x is None or self.focal_point_y is None:
            return 0.5, 0.5
        return min(1.0, self.focal_point_x / self.width), min(1.0, self.focal_point_y / self.height)

    @property
    def recipe(self) -> str:
        """Return a digest of everything that a published copy is made from: 16 hexadecimal digits."""
        focus = (self.focal_point_x, self.focal_point_y, self.focal_point_width, self.focal_point_height)
        facts = (
            RECIPE_VERSION,
            self.file.name,
            self.file_hash,
            focus,
            sorted(self.embedded_facts.items()),
            recipe_part(),
        )
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]

    @property
    def embedded_facts(self) -> dict[str, str]:
        """Return what a published copy says about itself."""
        return {
            "creator": self.creator or ", ".join(self.chain.creators),
            "credit_line": self.credit_line or self.chain.line,
            "copyright_notice": self.copyright_notice,
            "caption": self.caption,
            "alt_text": self.alt_text,
            "usage_terms": self.usage_terms,
            "digital_source_type": self.digital_source_type,
            **{name: value for name in ("source", "license_url", "acquire_url") if (value := getattr(self, name))},
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and announce the change in the same transaction; the copies are made again in the background."""
        if not self.file_hash and self.file:
            self._set_image_file_metadata()
        with transaction.atomic():
            turn = self._settle(kwargs)
            super().save(*args, **kwargs)
            if set(kwargs.get("update_fields") or {"everything"}) <= BOOKKEEPING:
                return
            self._follow(turn)
            picture_changed.send(sender=Picture, picture=self)

    def _settle(self, options: dict[str, Any]) -> Turn:
        """Bring in line what rests on the fields that are saved: chain, rights, and whether the copies still are right.

        Returns whether that turns it off the pages, or on again.
        """
        saved = None if options.get("update_fields") is None else set(options["update_fields"])
        settled: set[str] = set()
        if saved is None or saved & {*CREDITED_BY, "alt_text", "is_decorative"}:
            chain = self._read_chain()
            self.credit_chain, self.credit_is_complete = chain.to_json(), chain.is_complete
            self.alt_text_is_caption = self.alt_text_is_caption and bool(self.alt_text) and not self.is_decorative
            self.owes_alt_text = not self.is_decorative and (not self.alt_text or self.alt_text_is_caption)
            settled |= {"credit_chain", "credit_is_complete", "alt_text_is_caption", "owes_alt_text"}
        if saved is None or saved & MADE_FROM:
            self.copies_state, self.copies_error, self.copies_due_at = self.CopiesState.WAITING, "", None
            settled |= {"copies_state", "copies_error", "copies_due_at"}
        turn: Turn = ""
        if saved is None or saved & ASKED:
            turn = settle_saved(self)
            settled |= {*SETTLED, *FOLLOWS}
        if saved is not None:
            options["update_fields"] = saved | settled
        return turn

    def _follow(self, turn: Turn) -> None:
        from broadsheet.photos.acts.turn import follow

        if turn:
            follow(self, turn, timezone.now())

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

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> ContentFile[bytes]:
        """Return a copy for the desk's own screens, made in the darkroom; the "original" is the file as it came.

        Raises:
            SourceImageIOError: the file is missing or damaged; Wagtail's screens then show that it is.
        """
        try:
            with self.open_file() as file:
                data = (source or file).read()
            if filter.spec == "original":
                return ContentFile(data, name=PurePath(self.file.name).name)
            copy = desk_copy(data, spec=filter.spec, focus=self.focus)
        except (OSError, PictureRefusedError) as err:
            raise SourceImageIOError(str(err)) from err
        stem = PurePath(self.file.name).stem[:50]
        name = f"{stem}.{filter.spec}.{filter.get_cache_key(self)}".rstrip(".")
        return ContentFile(copy.content, name=f"{name}.{EXTENSIONS[copy.format]}")


def check_filter(filter: Filter | str) -> None:
    """Check that a size is on the fixed list.

    Raises:
        InvalidFilterSpecError: it is not.
    """
    spec = filter.spec if isinstance(filter, Filter) else filter
    if spec not in DESK_FILTERS:
        raise InvalidFilterSpecError("Pictures are not made in this size.")
