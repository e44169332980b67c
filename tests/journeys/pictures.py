"""A picture for the wire: a lighthouse, drawn."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw


def lighthouse() -> bytes:
    """Return a JPEG of 1500 by 1000 pixels."""
    image = Image.new("RGB", (1500, 1000), "#c9d8e4")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 700, 1500, 1000), fill="#2f5a73")
    draw.polygon([(650, 720), (700, 250), (800, 250), (850, 720)], fill="#f4f1ea", outline="#333333")
    draw.polygon([(668, 560), (681, 440), (819, 440), (832, 560)], fill="#b3322b")
    draw.rectangle((715, 170, 785, 250), fill="#f2cf63", outline="#333333")
    draw.polygon([(700, 170), (800, 170), (750, 110)], fill="#b3322b")
    file = BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()
