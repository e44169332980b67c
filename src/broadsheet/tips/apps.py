"""The tips room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TipsConfig(AppConfig):
    """Names the room to Django."""

    name = "broadsheet.tips"
    label = "tips"
    verbose_name = _("Tips")
