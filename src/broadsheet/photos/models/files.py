"""A picture's file in the library. Wagtail's own decodes the whole of it to tell its size; this one reads the head."""

from __future__ import annotations

from typing import Any

from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from broadsheet.photos.checks import check_upload
from broadsheet.photos.errors import PictureRefusedError


class PictureFile(WagtailImageFieldFile):
    """The file, whose size in pixels is told without decoding it (criterion I3)."""

    def get_image_dimensions(self) -> tuple[int, int]:
        """Return width and height before any turning; of a lost or damaged file what the row says."""
        was_closed = self.closed
        try:
            self.open()
            kind = check_upload(self.read())
        except (OSError, PictureRefusedError):
            return self.instance.width or 0, self.instance.height or 0
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)
        return kind.width, kind.height


class PictureField(WagtailImageField):
    """Wagtail's field with such a file; in the database it is the same, so migrations name Wagtail's."""

    attr_class = PictureFile

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return the field as migrations write it."""
        name, _path, args, options = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, options
