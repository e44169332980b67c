"""Where copy comes from, and how it has been doing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def check_time_zone(value: str) -> None:
    """Refuse a name that the time zone database does not have."""
    if value not in available_timezones():
        raise ValidationError(_("“%(value)s” is not a time zone; write it like Europe/Oslo."), params={"value": value})


class Feed(models.Model):
    """Where copy comes from: one provider's folder, address or mailbox, and what the desk lets its copy do.

    `cursor` is how far its transport has come; it moves in the transaction that stores the items, and nowhere else.
    `secret` is sealed (`wire/secret.py`) and leaves the database in no form, on no screen.
    """

    class State(models.TextChoices):
        WORKING = "working", _("working")
        FAILING = "failing", _("failing")

    class Transport(models.TextChoices):
        FOLDER = "folder", _("watched folder")
        HTTP = "http", _("fetched from a web address")
        PUSH = "push", _("pushed to us, signed")
        FTP = "ftp", _("FTP or FTPS")
        SFTP = "sftp", _("SFTP")
        IMAP = "imap", _("mailbox (IMAP)")

    name = models.SlugField(_("name"), max_length=60, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)
    transport = models.CharField(_("comes by"), max_length=10, choices=Transport, default=Transport.FOLDER)
    folder = models.CharField(
        _("folder"), max_length=500, blank=True, help_text=_("Left empty, it is data/feeds/ and the feed's name.")
    )
    address = models.CharField(
        _("address"),
        max_length=500,
        blank=True,
        help_text=_("Such as https://…, ftps://host/folder, sftp://host/folder or imaps://host/INBOX."),
    )
    username = models.CharField(_("user name"), max_length=200, blank=True)
    secret = models.BinaryField(null=True, editable=False)
    host_key = models.TextField(
        _("host key"), blank=True, help_text=_("Of an SFTP server, one line as ssh-keyscan prints it.")
    )
    every_seconds = models.PositiveIntegerField(
        _("seconds between looks"), default=60, validators=[MinValueValidator(1), MaxValueValidator(86_400)]
    )
    format = models.CharField(
        _("format"), max_length=30, blank=True, help_text=_("Left empty, it is recognised from the file.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="Europe/Oslo",
        validators=[check_time_zone],
        help_text=_("Times that come without an offset are read in this zone."),
    )
    section = models.SlugField(_("section"), max_length=80, blank=True)
    provider = models.CharField(
        _("provider"),
        max_length=120,
        blank=True,
        help_text=_(
            "Give all feeds of one agency the same name: only they can change or kill each other's items. "
            "Also used where an item does not name its provider."
        ),
    )
    requires_credit = models.BooleanField(
        _("asks for a credit line"),
        default=False,
        help_text=_("No rule publishes anything from it without the credit line that its contract asks for."),
    )
    updates_by_itself = models.BooleanField(
        _("updates untouched stories by itself"),
        default=False,
        help_text=_("A new version goes into the story, if nobody at the desk has changed a word of it."),
    )
    kills_own = models.BooleanField(
        _("a kill withdraws even stories that the desk has made its own"),
        default=False,
        help_text=_("Otherwise the desk gets an alarm and decides."),
    )
    own_share = models.PositiveSmallIntegerField(
        _("own from per cent"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("When this share of a story's sentences, in per cent, is the desk's, the story counts as its own."),
    )

    cursor = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WORKING, editable=False)
    last_error = models.CharField(_("last error"), max_length=500, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    last_looked_at = models.DateTimeField(_("last looked"), null=True, blank=True, editable=False)
    next_look_at = models.DateTimeField(_("next look"), null=True, blank=True, editable=False)
    last_received_at = models.DateTimeField(_("last received"), null=True, blank=True, editable=False)
    silent_since = models.DateTimeField(_("silent since"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(transport__in=("folder", "http", "push", "ftp", "sftp", "imap")),
                name="wire_transport_is_known",
            ),
        )

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


class FeedHour(models.Model):
    """What one feed brought in one hour (UTC): what the wire's own page draws, without a count over the archive.

    `delay_seconds` is the sum, over the `items` that state when they were made, of the time until we had them.
    """

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="hours")
    hour = models.DateTimeField()
    items = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    timed_items = models.PositiveIntegerField(default=0)
    delay_seconds = models.FloatField(default=0)
    longest_delay_seconds = models.FloatField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("feed", "hour"), name="wire_one_row_an_hour"),)
        indexes = (models.Index(fields=("hour",), name="wire_hours"),)

    def __str__(self) -> str:
        return f"{self.feed_id} {self.hour:%Y-%m-%d %H}"


def hour_of(instant: datetime) -> datetime:
    """Return the beginning of the hour that an aware instant is in."""
    return instant.replace(minute=0, second=0, microsecond=0)
