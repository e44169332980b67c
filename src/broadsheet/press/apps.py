"""Django's handle on the room: it connects what the rooms below announce to the press's to-do list."""

from __future__ import annotations

from django.apps import AppConfig


class PressConfig(AppConfig):
    """The ``press`` room."""

    name = "broadsheet.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the rooms below."""
        from broadsheet.press import operations, receivers, requests

        receivers.connect()
        operations.connect()
        requests.connect()
