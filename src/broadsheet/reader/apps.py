"""Django's handle on the room: it lends the desk its preview."""

from __future__ import annotations

from django.apps import AppConfig


class ReaderConfig(AppConfig):
    """The ``reader`` room."""

    name = "broadsheet.reader"
    label = "reader"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Render the desk's previews."""
        from broadsheet.desk.preview import register
        from broadsheet.reader.render import preview

        register(preview)
