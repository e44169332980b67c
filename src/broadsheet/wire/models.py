"""What came over the wire: who sent it, the bytes, and what was read from them. It knows no stories."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from broadsheet.core.dispatch import Dispatch


def check_time_zone(value: str) -> None:
    """Refuse a name that the time zone database does not have."""
    if value not in available_timezones():
        raise ValidationError(_("“%(value)s” is no time zone; write it like Europe/Oslo."), params={"value": value})


class Feed(models.Model):
    """Where copy comes from: a folder that a provider's programme writes into."""

    class State(models.TextChoices):
        WORKING = "working", _("working")
        FAILING = "failing", _("failing")

    name = models.SlugField(_("name"), max_length=60, unique=True)
    folder = models.CharField(
        _("folder"), max_length=500, blank=True, help_text=_("Left empty, it is data/feeds/ and the feed's name.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="Europe/Oslo",
        validators=[check_time_zone],
        help_text=_("Times that come without an offset are read in it."),
    )
    section = models.SlugField(_("section"), max_length=80, blank=True)
    provider = models.CharField(
        _("provider"), max_length=120, blank=True, help_text=_("Stands where an item does not name its provider.")
    )
    auto_publish = models.BooleanField(_("publishes by itself"), default=False)
    last_received_at = models.DateTimeField(_("last received"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WORKING, editable=False)
    last_error = models.CharField(_("last error"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """The watched folder."""
        return Path(self.folder) if self.folder else Path(settings.FEEDS_ROOT) / self.name

    @property
    def zone(self) -> ZoneInfo:
        """The zone of times that come without an offset."""
        return ZoneInfo(self.time_zone)


class Delivery(models.Model):
    """One file as it came. The bytes are in the raw store under `sha256`; `filename` is a label and never a path."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("feed"))
    filename = models.CharField(_("file name"), max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveBigIntegerField(_("bytes"))
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.filename or self.sha256[:12]} ({self.feed_id})"


class DispatchRecord(models.Model):
    """One version of one agency item, kept with the desk's view of it.

    `version` is the provider's, or the time of the version where the provider gives none; with `guid` it is the
    identity. `data` is the whole item as `Dispatch.to_json` writes it; the columns repeat what lists ask for.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        USED = "used", _("used")
        DISMISSED = "dismissed", _("dismissed")
        SUPERSEDED = "superseded", _("superseded")

    class PubStatus(models.TextChoices):
        USABLE = "usable", _("usable")
        WITHHELD = "withheld", _("withheld")
        CANCELED = "canceled", _("canceled")

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="dispatches", verbose_name=_("feed"))
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="dispatches")
    guid = models.CharField("guid", max_length=500)
    version = models.CharField(_("version"), max_length=100, blank=True)
    version_created = models.DateTimeField(_("version of"), null=True)
    kind = models.CharField(_("kind"), max_length=20)
    pubstatus = models.CharField(_("publishing status"), max_length=10, choices=PubStatus)
    urgency = models.PositiveSmallIntegerField(_("urgency"), null=True)
    headline = models.TextField(_("headline"), blank=True)
    slugline = models.CharField(_("slugline"), max_length=500, blank=True)
    provider = models.CharField(_("provider"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True)
    data = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    previous = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, blank=True, related_name="next_versions")

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("wire")
        ordering = ("-received_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("guid", "version"), name="wire_one_dispatch_per_version"),
            models.CheckConstraint(
                condition=models.Q(pubstatus__in=("usable", "withheld", "canceled")), name="wire_pubstatus_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("new", "used", "dismissed", "superseded")), name="wire_state_is_known"
            ),
        )
        indexes = (
            models.Index(fields=("state", "-received_at"), name="wire_by_state"),
            models.Index(fields=("-received_at",), name="wire_by_arrival"),
        )

    def __str__(self) -> str:
        return self.headline or self.slugline or self.guid

    @property
    def dispatch(self) -> Dispatch:
        """The whole item."""
        return Dispatch.from_json(self.data)


class Quarantined(models.Model):
    """A file that could not be read. `delivery` has its bytes; a file too large to keep has none."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="quarantined", verbose_name=_("feed"))
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="quarantined")
    filename = models.CharField(_("file name"), max_length=255, blank=True)
    error = models.CharField(_("error"), max_length=80)
    detail = models.TextField(_("detail"))
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("quarantined file")
        verbose_name_plural = _("quarantined files")

    def __str__(self) -> str:
        return f"{self.filename}: {self.error}"


class WireFile(models.Model):
    """A picture that came beside the items; an item names it by the last part of an address."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="files", verbose_name=_("feed"))
    name = models.CharField(_("name"), max_length=255)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="files")

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = (models.Index(fields=("feed", "name"), name="wire_file_by_name"),)

    def __str__(self) -> str:
        return self.name
