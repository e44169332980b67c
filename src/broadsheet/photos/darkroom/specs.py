"""Which copies readers get: the only widths, crops and formats that there are. The layouts' own numbers.

The face of a writer is 56 CSS pixels wide; a picture in the text at most 576; a card and the front page's lead at most
592; the story's lead at most 992. Twice that, for a dense screen, ends near the widest step.
"""

from __future__ import annotations

from collections.abc import Mapping

FULL, LEAD, CARD = "full", "lead", "card"
AVIF, WEBP, JPEG = "avif", "webp", "jpeg"
FIRST = (WEBP, JPEG)
"""What a publication waits for."""

LATER = (AVIF,)
"""What takes too long to wait for."""

CROPS: Mapping[str, tuple[float | None, tuple[int, ...]]] = {
    FULL: (None, (160, 320, 640, 960, 1280)),
    LEAD: (16 / 9, (320, 640, 960, 1280, 1920)),
    CARD: (3 / 2, (320, 640, 960, 1280)),
}
WIDEST = max(width for _ratio, widths in CROPS.values() for width in widths)

NEAR_ENOUGH = 0.9
"""A picture whose own width lies between two steps gets a copy in that width too, unless a step is this near."""

SAME_RATIO = 0.01
"""A crop that would take off less than this share of the picture takes off nothing: both are one file."""

MAX_HEIGHT = 16_000
"""WebP ends at 16,383 pixels a side (RFC 9649, 2.5)."""


def steps(width: int, widths: tuple[int, ...]) -> list[int]:
    """Return the widths to make: the steps that the picture has pixels for, and its own where no step is near."""
    made = [step for step in widths if step <= width]
    own = min(width, widths[-1])
    if not made or made[-1] < own * NEAR_ENOUGH:
        made.append(own)
    return made


def box(width: int, height: int, ratio: float | None, focus: tuple[float, float]) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the largest region of this ratio, as near the focal point as may be.

    `focus` is in shares of width and height. A ratio of None is that of the picture.
    """
    if ratio is None or abs(width / height / ratio - 1) < SAME_RATIO:
        return 0, 0, width, height
    wide, high = min(width, max(1, round(height * ratio))), min(height, max(1, round(width / ratio)))
    left = min(max(0, round(focus[0] * width - wide / 2)), width - wide)
    top = min(max(0, round(focus[1] * height - high / 2)), height - high)
    return left, top, wide, high
