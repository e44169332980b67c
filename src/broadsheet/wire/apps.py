"""Django's handle on the room."""

from __future__ import annotations

from django.apps import AppConfig


class WireConfig(AppConfig):
    """The ``wire`` room."""

    name = "broadsheet.wire"
    label = "wire"
    default_auto_field = "django.db.models.BigAutoField"
