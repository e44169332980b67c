"""What may be asked of the darkroom: here is no pixel, and no library that knows one.

Two workshops: one for what somebody waits for, and one that gives way to everything else on the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.photos.darkroom import specs
from broadsheet.photos.darkroom.workshop import Limits, Workshop

QUICK = Workshop()
PATIENT = Workshop(Limits(max_cpu_seconds=120, max_seconds=600.0), niceness=10)


@dataclass(frozen=True)
class Copy:
    """One encoded copy of a picture: what readers get in one crop, format and width."""

    crop: str
    format: str
    width: int
    height: int
    content: bytes


def check_decodes(data: bytes) -> None:
    """Check that the pixels can be read to the end, at thumbnail size, and that Pillow, which the desk's forms ask, knows it too.

    Raises:
        NotAPictureError: the pixels are damaged or break off.
        DecoderStoppedError: they took more memory or time than there is, or the decoder died.
    """
    QUICK.ask("check", data)


def gray_square(data: bytes, *, side: int) -> bytes:
    """Return the picture pressed into a square of `side` by `side` gray pixels, row by row, a byte each.

    Raises:
        NotAPictureError: the pixels are damaged or break off.
        DecoderStoppedError: as above.
    """
    return QUICK.ask("gray", data, side=side)[1][0]


def copies(data: bytes, *, focus: tuple[float, float], formats: Sequence[str], xmp: bytes) -> list[Copy]:
    """Return the copies that readers get, in these formats; `focus` in shares of width and height.

    AVIF is made by the workshop that gives way. AVIF and WebP carry the XMP, JPEG nothing yet.

    Raises:
        NotAPictureError: the pixels are damaged or break off.
        DecoderStoppedError: as above.
    """
    workshop = PATIENT if specs.AVIF in formats else QUICK
    told, parts = workshop.ask("copies", data, xmp, focus=focus, formats=list(formats))
    return [Copy(crop, format, width, height, parts[number]) for crop, format, width, height, number in told["rows"]]


def desk_copy(data: bytes, *, spec: str, focus: tuple[float, float]) -> Copy:
    """Return a copy for the desk's own screens, in one of the sizes that they ask for: JPEG, or WebP if transparent.

    Raises:
        NotAPictureError: the pixels are damaged or break off.
        DecoderStoppedError: as above.
    """
    told, parts = QUICK.ask("desk", data, spec=spec, focus=focus)
    return Copy(spec, told["format"], told["width"], told["height"], parts[0])
