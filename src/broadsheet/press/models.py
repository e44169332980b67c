"""The press's to-do list, and which page carries which keys."""

from __future__ import annotations

from django.db import models


class StaleKey(models.Model):
    """One key that went stale, written in the transaction of the change. The table is the truth; a wake-up is only a hint."""

    key = models.CharField(max_length=320)
    recorded_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(null=True, blank=True, help_text="When a page that failed is tried again.")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.key


class Page(models.Model):
    """One address in the page store."""

    path = models.CharField(max_length=300, unique=True)
    status = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    rendered_at = models.DateTimeField()

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
