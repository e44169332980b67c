"""A picture small enough to be made anew each time."""

from __future__ import annotations

import io

from PIL import Image


def small_jpeg() -> bytes:
    """Return a grey picture of 40 by 30 pixels."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (120, 130, 140)).save(file, "JPEG")
    return file.getvalue()
