"""What came: the bytes, the items that were read from them, and the files that could not be read."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.models.feeds import Feed
from broadsheet.wire.quick_json import QuickDecoder, QuickEncoder


class RawBytes(models.Model):
    """The bytes of a delivery of text, as they came, compressed: one row a digest, in the transaction of its items.

    Pictures are too large for a database; they lie in the raw store (`wire/raw.py`) under their digest.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()
    kept_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("bytes as received")
        verbose_name_plural = _("bytes as received")

    def __str__(self) -> str:
        return self.sha256[:12]


class Delivery(models.Model):
    """One file as it came. `wire/kept.py` finds its bytes by `sha256`; `filename` is a label and never a path."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("feed"))
    filename = models.CharField(_("file name"), max_length=255, blank=True)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField(_("bytes"))
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = (models.Index(fields=("sha256",), name="wire_delivery_by_digest"),)

    def __str__(self) -> str:
        return f"{self.filename or self.sha256[:12]} ({self.feed_id})"


class DispatchRecord(models.Model):
    """One version of one agency item, kept with the desk's view of it.

    `version` is the provider's, or the time of the version where the provider gives none; with `guid` it is the
    identity. `item_guid` is what all versions of the item share: the guid, or that of the version which this one
    replaces where the provider gives each version a guid of its own. `item_number` is its place in the delivery.
    `data` is the whole item as `Dispatch.to_json` writes it; the columns repeat what lists ask for.
    `handled_at` is None until the desk has acted on it; `is_latest` is true of one version of an item.
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

    feed = models.ForeignKey(
        Feed, on_delete=models.PROTECT, related_name="dispatches", verbose_name=_("feed"), db_index=False
    )
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="dispatches")
    item_number = models.PositiveIntegerField(default=0)
    guid = models.CharField("guid", max_length=500)
    item_guid = models.CharField(_("item"), max_length=500, blank=True)
    version = models.CharField(_("version"), max_length=100, blank=True)
    version_created = models.DateTimeField(_("version made"), null=True)
    kind = models.CharField(_("kind"), max_length=20)
    pubstatus = models.CharField(_("publishing status"), max_length=10, choices=PubStatus)
    urgency = models.PositiveSmallIntegerField(_("urgency"), null=True)
    headline = models.TextField(_("headline"), blank=True)
    slugline = models.CharField(_("slugline"), max_length=500, blank=True)
    provider = models.CharField(_("provider"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True)
    data = models.JSONField(encoder=QuickEncoder, decoder=QuickDecoder)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    is_latest = models.BooleanField(default=True)
    is_correction = models.BooleanField(_("correction"), default=False)
    handled_at = models.DateTimeField(null=True)
    group = models.ForeignKey(
        "wire.DispatchGroup",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="dispatches",
        db_index=False,
    )
    previous = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, blank=True, related_name="next_versions", db_index=False
    )

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("wire")
        ordering = ("-received_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("guid", "version"), name="wire_one_dispatch_per_version"),
            models.UniqueConstraint(
                fields=("item_guid",),
                condition=models.Q(is_latest=True) & ~models.Q(item_guid=""),
                name="wire_one_latest_version",
            ),
            models.CheckConstraint(
                condition=models.Q(pubstatus__in=("usable", "withheld", "canceled")), name="wire_pubstatus_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("new", "used", "dismissed", "superseded")), name="wire_state_is_known"
            ),
        )
        indexes = (
            models.Index(fields=("state", "-id"), name="wire_by_state"),
            models.Index(fields=("-received_at",), name="wire_by_arrival"),
            models.Index(fields=("feed", "-id"), name="wire_by_feed"),
            models.Index(fields=("urgency", "-id"), name="wire_by_urgency"),
            models.Index(fields=("language", "-id"), name="wire_by_language"),
            models.Index(fields=("kind", "-id"), name="wire_by_kind"),
            models.Index(fields=("-id",), name="wire_kills", condition=models.Q(pubstatus="canceled")),
            models.Index(fields=("group", "-id"), name="wire_by_group", condition=models.Q(group__isnull=False)),
            models.Index(fields=("previous",), name="wire_by_previous", condition=models.Q(previous__isnull=False)),
            models.Index(fields=("item_guid",), name="wire_by_item"),
            models.Index(fields=("id",), condition=models.Q(handled_at__isnull=True), name="wire_to_handle"),
        )

    def __str__(self) -> str:
        return self.headline or self.slugline or self.guid

    @property
    def dispatch(self) -> Dispatch:
        """The whole item."""
        return Dispatch.from_json(self.data)


class ItemAlias(models.Model):
    """A guid that is no item of its own: that of a version which replaces another one, or is replaced, under a new guid.

    `item_guid` is what the item is known by; an alias never leads to another alias. A guid without one is its own item.
    """

    guid = models.CharField("guid", max_length=500, unique=True)
    item_guid = models.CharField(_("item"), max_length=500, db_index=True)

    class Meta:
        verbose_name = _("further name of an item")
        verbose_name_plural = _("further names of items")

    def __str__(self) -> str:
        return f"{self.guid} → {self.item_guid}"


class Quarantined(models.Model):
    """A file that could not be read. `delivery` has its bytes; a file too large to keep has none.

    `settled_at` is when it could be read after all, or when somebody at the desk put it away.
    """

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="quarantined", verbose_name=_("feed"))
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="quarantined")
    filename = models.CharField(_("file name"), max_length=255, blank=True)
    error = models.CharField(_("error"), max_length=80)
    detail = models.TextField(_("detail"))
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

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


class DispatchGroup(models.Model):
    """Dispatches of several providers about the same event, as far as their words tell."""

    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("group of dispatches")
        verbose_name_plural = _("groups of dispatches")

    def __str__(self) -> str:
        return f"{self.pk}"


class NearKey(models.Model):
    """One band of a dispatch's MinHash signature: dispatches with a band in common are compared. Kept some days only."""

    record = models.ForeignKey(DispatchRecord, on_delete=models.CASCADE, related_name="near_keys")
    key = models.BigIntegerField()
    received_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = (models.Index(fields=("key",), name="wire_near_keys"),)

    def __str__(self) -> str:
        return f"{self.record_id}: {self.key}"
