"""What the tests of the acts share."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from broadsheet.press.acts.press_stale import press_stale
from broadsheet.press.models import PageJob


def press_until_done() -> None:
    """Press until nothing is left, without waiting between two renderings of a page."""
    while press_stale(timezone.now()).keys:
        pass


def path_of(story: Any) -> str:
    """Return the address of a story."""
    return str(story.addresses.get(current=True).path)


def job(path: str = "/news/x/", **values: Any) -> PageJob:
    """Return a job that waits."""
    values = {"urgency": PageJob.Urgency.AT_ONCE, "asked_at": timezone.now(), **values}
    return PageJob.objects.create(path=path, **values)
