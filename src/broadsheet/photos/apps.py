"""Django's handle on the room."""

from __future__ import annotations

import warnings

from django.apps import AppConfig
from PIL import Image

from broadsheet.photos.checks import MAX_PIXELS


class PhotosConfig(AppConfig):
    """The ``photos`` room."""

    name = "broadsheet.photos"
    label = "photos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for deletions, and hold Pillow, which makes the desk's thumbnails, to the limit of the checks."""
        from broadsheet.photos import receivers

        receivers.connect()
        Image.MAX_IMAGE_PIXELS = MAX_PIXELS
        warnings.simplefilter("error", Image.DecompressionBombWarning)
