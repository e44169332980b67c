"""The press's to-do list, which page carries which keys, and what those who copy the page store have to fetch."""

from __future__ import annotations

from django.db import models

from broadsheet.settings.logs import current_request


class StaleKey(models.Model):
    """One key that went stale, written in the transaction of the change. The table is the truth; a wake-up is only a hint."""

    key = models.CharField(max_length=320)
    recorded_at = models.DateTimeField(auto_now_add=True)
    after_page = models.BigIntegerField(default=0, help_text="How far the pages that carry it were asked for.")
    request = models.CharField(
        max_length=32, blank=True, default=current_request, help_text="Which request, in the log."
    )

    def __str__(self) -> str:
        return self.key


class PageJob(models.Model):
    """One address that is to be pressed, however many keys asked for it. Whoever presses it holds it meanwhile.

    `generation` grows with each key that asks: a job whose generation grew while it was pressed is pressed again.
    """

    class Urgency(models.IntegerChoices):
        """Which of the waiting is taken first."""

        AT_ONCE = 0, "a story, a conversation, a page that somebody waits for"
        LIST = 1, "a page that shows others"
        LATER = 2, "a page that failed, or that nobody waits for"

    path = models.CharField(max_length=300, unique=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.LIST)
    generation = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(help_text="When the oldest key that asks for it went stale.")
    not_before = models.DateTimeField(null=True, blank=True, help_text="A page of a storm, or one that failed, waits.")
    worker = models.PositiveIntegerField(null=True, blank=True, help_text="The press that holds it.")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["urgency", "id"], condition=models.Q(worker__isnull=True), name="press_job_waits"),
            models.Index(fields=["worker"], condition=models.Q(worker__isnull=False), name="press_job_held"),
        ]

    def __str__(self) -> str:
        return self.path


class LateKey(models.Model):
    """A key that went stale while a press held pages. It is compared with what those pages turn out to carry.

    Without it a page that carries a key for the first time would miss a change of the moment in which it was rendered.
    """

    worker = models.PositiveIntegerField(db_index=True)
    key = models.CharField(max_length=320)

    def __str__(self) -> str:
        return f"{self.key} for {self.worker}"


class PressMeasure(models.Model):
    """What presses have counted, so that the app can print the sum of all of them on all machines."""

    worker = models.PositiveSmallIntegerField(unique=True, help_text="One of a few rows, which presses share.")
    taken_at = models.DateTimeField()
    histogram = models.JSONField(default=dict, help_text="Seconds from a change to its durable page: buckets, sum.")
    pages = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"press {self.worker}"


class Page(models.Model):
    """One address in the page store."""

    path = models.CharField(max_length=300, unique=True)
    status = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    rendered_at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=0, help_text="The design that it was rendered in.")
    heat = models.FloatField(default=0.0, help_text="Logarithm of its reads; a day doubles what one counts.")

    class Meta:
        indexes = [models.Index(fields=["edition", "-heat"], name="press_page_edition_heat")]

    def __str__(self) -> str:
        return self.path


class PageKey(models.Model):
    """A page carries a key: when the key goes stale, the page is rendered again."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "page"], name="press_page_key_once")]

    def __str__(self) -> str:
        return f"{self.key} on {self.page_id}"


class Edition(models.Model):
    """The design that pages are rendered in, counted; one row. A page of an older one is rendered again, hottest first."""

    number = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, blank=True, help_text="Of the templates and the names of static files.")
    since = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.number)


class StoreChange(models.Model):
    """The newest change of one name in a store that several machines copy. A copy asks for the numbers above its own.

    Numbers become visible in their order: whoever takes one holds a lock until the end of the transaction.
    """

    class Area(models.TextChoices):
        """Which folder of the copy it belongs to."""

        PAGE = "page"
        PICTURE = "picture"

    number = models.BigIntegerField(unique=True)
    area = models.CharField(max_length=8, choices=Area)
    name = models.CharField(max_length=320)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="press_change_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Sample(models.Model):
    """How the press was doing at one moment, for the plots at the desk: a few hundred rows, the oldest of which go."""

    taken_at = models.DateTimeField(unique=True)
    waiting = models.JSONField(default=dict, help_text="Jobs that wait, by urgency, and keys.")
    oldest_seconds = models.FloatField(default=0.0)
    histogram = models.JSONField(default=dict, help_text="Seconds from a change to its durable page, of all presses.")

    def __str__(self) -> str:
        return self.taken_at.isoformat()


class BackupNote(models.Model):
    """A backup that was read back and found whole. A line is written after its backup, so no backup holds its own."""

    made_at = models.DateTimeField(db_index=True)
    seal = models.CharField(max_length=64, unique=True)
    size_bytes = models.BigIntegerField()
    is_encrypted = models.BooleanField()

    def __str__(self) -> str:
        return self.seal
