"""Note in a picture's log what happened to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from broadsheet.photos.models import Picture, PictureEvent


def note(
    picture: Picture, kind: PictureEvent.Kind | str, now: datetime, who: Any = None, **detail: str | int | None
) -> PictureEvent:
    """Add a line to the log and return it. `detail` fills the sentence of the kind, as plain JSON values."""
    return PictureEvent.objects.create(picture=picture, kind=kind, at=now, who=who, detail=detail)
