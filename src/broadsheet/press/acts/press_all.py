"""Render everything: after an upgrade, a change of settings, or a lost page store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from broadsheet.press.acts.press_page import press_page
from broadsheet.press.models import Page
from broadsheet.reader.render import all_paths


def press_all(progress: Callable[[str], None], now: datetime | None = None) -> int:
    """Press every address that there is or was; returns how many. ``progress`` hears each path before its turn."""
    now = now or timezone.now()
    paths = dict.fromkeys(all_paths())
    paths.update(dict.fromkeys(Page.objects.order_by("id").values_list("path", flat=True)))
    for path in paths:
        progress(path)
        press_page(path, now=now)
    return len(paths)
