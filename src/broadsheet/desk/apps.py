"""Django's handle on the room."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The ``desk`` room."""

    name = "broadsheet.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what Wagtail's screens change, and to what happens to accounts."""
        from broadsheet.desk import account_receivers, receivers

        receivers.connect()
        account_receivers.connect()
