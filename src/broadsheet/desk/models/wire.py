"""What the newsroom has decided about the wire: rules, subjects, offers of new versions, alarms, and saved views."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.models.sections import Section, Topic
from broadsheet.desk.models.story import Story
from broadsheet.desk.said import read


class WireRule(models.Model):
    """What is done by itself with dispatches that match: the first active rule that matches decides.

    A condition that is empty matches everything; lists are one entry a line and match if any entry does. `weekdays`
    holds digits, 1 Monday to 7 Sunday; `from_hour` and `to_hour` are whole hours of the newsroom's clock, the second
    not included, and may pass midnight. `conditions` are all of these together: they all have to hold.
    """

    class Act(models.TextChoices):
        QUEUE = "queue", _("leave it in the list")
        DRAFT = "draft", _("make a draft of it")
        PUBLISH = "publish", _("publish it")

    name = models.CharField(_("name"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=100, help_text=_("Rules are tried in this order; the first that matches decides.")
    )
    is_active = models.BooleanField(
        _("in use"), default=False, help_text=_("Try it on the past first; then put it in use.")
    )
    feeds = models.ManyToManyField("wire.Feed", verbose_name=_("feeds"), blank=True, related_name="+")
    providers = models.TextField(_("providers"), blank=True)
    languages = models.CharField(_("languages"), max_length=100, blank=True, help_text=_("Such as: nb, en."))
    kinds = models.CharField(_("kinds"), max_length=100, blank=True, help_text=_("Such as: text, picture."))
    urgency_from = models.PositiveSmallIntegerField(
        _("urgency from"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    urgency_to = models.PositiveSmallIntegerField(
        _("urgency to"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    subjects = models.TextField(_("subjects"), blank=True, help_text=_("Codes or names, one a line."))
    places = models.TextField(_("places"), blank=True)
    keywords = models.TextField(_("keywords"), blank=True, help_text=_("Also found in headline and slugline."))
    weekdays = models.CharField(_("weekdays"), max_length=7, blank=True)
    from_hour = models.PositiveSmallIntegerField(_("from"), null=True, blank=True, validators=[MaxValueValidator(23)])
    to_hour = models.PositiveSmallIntegerField(_("to"), null=True, blank=True, validators=[MaxValueValidator(24)])
    act = models.CharField(_("what is done"), max_length=10, choices=Act, default=Act.QUEUE)
    section = models.ForeignKey(
        Section,
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Left empty: by the item's subjects, then by its feed."),
    )

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("rule for the wire")
        verbose_name_plural = _("rules for the wire")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(act__in=("queue", "draft", "publish")), name="desk_rule_act_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse weekdays that are none, and half a stretch of hours."""
        super().clean()
        if set(self.weekdays) - set("1234567"):
            raise ValidationError({"weekdays": _("Weekdays are digits, 1 for Monday to 7 for Sunday.")})
        if (self.from_hour is None) != (self.to_hour is None):
            raise ValidationError({"to_hour": _("Hours need a beginning and an end.")})


class RuleHit(models.Model):
    """What a rule did with a dispatch, and why not where it did not: the answer to "who published this?"."""

    class Outcome(models.TextChoices):
        QUEUED = "queued", _("left in the list")
        DRAFTED = "drafted", _("made a draft")
        PUBLISHED = "published", _("published")
        SCHEDULED = "scheduled", _("waits for the end of the embargo")
        REFUSED = "refused", _("refused")

    rule = models.ForeignKey(WireRule, null=True, on_delete=models.SET_NULL, related_name="hits")
    rule_name = models.CharField(max_length=80)
    dispatch = models.ForeignKey("wire.DispatchRecord", on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    #: The reason in the newsroom's language, and the same as `desk/said.py` keeps it; rows of before have the first alone.
    detail = models.CharField(max_length=500, blank=True)
    said = models.JSONField(null=True, blank=True)
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.rule_name}: {self.outcome}"

    @property
    def reason(self) -> str:
        """Return why it did less than it was made for, in the reader's language."""
        return read(self.said, self.detail)


class SubjectMapping(models.Model):
    """Where the newsroom puts a subject of the agencies: a section, topics, or both.

    `code` is matched as it stands, without the scheme's prefix; one that ends in `*` matches what begins so. The row
    with the longest code wins; where two subjects of an item name a section, the first subject does.
    """

    code = models.CharField(
        _("code"),
        max_length=80,
        help_text=_("IPTC's code, such as 15000000, or an agency's. 15* is every code that begins with 15."),
    )
    scheme = models.CharField(
        _("scheme"), max_length=80, blank=True, help_text=_("Left empty, it is for every scheme.")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        ordering = ("code", "scheme")
        verbose_name = _("subject of the agencies")
        verbose_name_plural = _("subjects of the agencies")
        constraints = [models.UniqueConstraint(fields=["code", "scheme"], name="desk_subject_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class WireOffer(models.Model):
    """A new version on the wire of an item that a story rests on: what the desk may put into the story.

    At most one is open for a story and an item: a newer version takes the place of an open offer.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        TAKEN = "taken", _("taken")
        DISMISSED = "dismissed", _("dismissed")
        REPLACED = "replaced", _("replaced by a newer one")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="offers")
    dispatch = models.ForeignKey("wire.DispatchRecord", on_delete=models.CASCADE, related_name="+")
    item_guid = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    is_correction = models.BooleanField(_("correction"), default=False)
    by_itself = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    said = models.JSONField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["story", "dispatch"], name="desk_offer_once"),
            models.UniqueConstraint(
                fields=["story", "item_guid"], condition=models.Q(state="open"), name="desk_one_open_offer"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "taken", "dismissed", "replaced")), name="desk_offer_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id}→{self.story_id}"

    @property
    def reason(self) -> str:
        """Return why it was not put in by itself, in the reader's language."""
        return read(self.said, self.note)


class Alarm(models.Model):
    """Something on the wire that a person has to look at; it stays until somebody clears it.

    `subject` makes it one alarm: while one with the same kind and subject stands, another is not raised.
    """

    class Kind(models.TextChoices):
        KILL = "kill", _("killed on the wire")
        OWN_KILL = "own-kill", _("killed on the wire, but the story is our own")
        HOLD = "hold", _("held on the wire after publication")
        PICTURE = "picture", _("picture killed on the wire")
        ENDING = "ending", _("a picture's licence ends")
        SILENT = "silent", _("feed is silent")
        FAILING = "failing", _("feed is failing")
        REFUSED = "refused", _("not published by its rule")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    subject = models.CharField(max_length=500)
    #: In the newsroom's language, and the same as `desk/said.py` keeps it; rows of before have the first alone.
    text = models.TextField(_("what happened"))
    said = models.JSONField(null=True, blank=True)
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.CASCADE, related_name="alarms")
    dispatch = models.ForeignKey(
        "wire.DispatchRecord", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    feed = models.ForeignKey("wire.Feed", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=models.Q(cleared_at__isnull=True), name="desk_alarm_stands_once"
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def words(self) -> str:
        """Return what happened, in the reader's language."""
        return read(self.said, self.text)


class SavedView(models.Model):
    """A view of the wire list that somebody keeps: its query string under a name; shared ones are everybody's."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wire_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(_("for everybody"), default=False)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="desk_view_name_once")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> Any:
        """Keep the query string without its leading question mark."""
        super().clean()
        self.query = self.query.removeprefix("?")
