"""What the darkroom does with a picture. Each job takes bytes and returns facts and parts, as a message has them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import pyvips

from broadsheet.photos.darkroom import manifests, pixels, specs

Answer = tuple[dict[str, Any], list[bytes]]


def check(data: bytes) -> Answer:
    """Decode it to the end, at thumbnail size."""
    pixels.check_decodes(data)
    return {}, []


def gray(data: bytes, *, side: int) -> Answer:
    """Return the picture pressed into a square of gray pixels, row by row, a byte each: for a perceptual hash."""
    image = pixels.open_upright(data, max_width=side * 8, max_height=side * 8)
    flat = image.flatten(background=255) if image.hasalpha() else image
    square = flat.colourspace("b-w").extract_band(0).thumbnail_image(side, height=side, size="force")
    return {}, [bytes(square.cast("uchar").write_to_memory())]


def copies(data: bytes, xmp: bytes, *, focus: Sequence[float], formats: Sequence[str]) -> Answer:
    """Make what readers get. `rows` has crop, format, width, height, and which part it is; crops may share a part."""
    base = pixels.open_upright(data, max_width=_base_width(*pixels.upright_size(data)))
    rows: list[tuple[str, str, int, int, int]] = []
    parts: list[bytes] = []
    made: dict[tuple[tuple[int, int, int, int], int], list[tuple[str, int, int, int]]] = {}
    for crop, (ratio, widths) in specs.CROPS.items():
        box = specs.box(base.width, base.height, ratio, (focus[0], focus[1]))
        for width in specs.steps(box[2], widths):
            if (box, width) not in made:
                image = pixels.narrowed(base.crop(*box), width)
                made[box, width] = [
                    (format, image.width, image.height, len(parts) + number) for number, format in enumerate(formats)
                ]
                parts += [pixels.encoded(image, format, xmp=xmp) for format in formats]
            rows += [(crop, *row) for row in made[box, width]]
    return {"rows": rows}, parts


def desk(data: bytes, *, spec: str, focus: Sequence[float]) -> Answer:
    """Make a copy for the desk's own screens: `width-800`, `max-400x400` or `fill-600x338`."""
    image = _desk_sized(data, spec, (focus[0], focus[1]))
    format = specs.WEBP if image.hasalpha() else specs.JPEG
    part = pixels.encoded(image, format, xmp=b"")
    return {"format": format, "width": image.width, "height": image.height}, [part]


def manifest(data: bytes, *, format: str, anchors: str) -> Answer:
    """Read what the file's C2PA manifest says."""
    return manifests.told(data, format=format, anchors=anchors), []


def _desk_sized(data: bytes, spec: str, focus: tuple[float, float]) -> pyvips.Image:
    method, _, size = spec.partition("-")
    width, height = (int(side) for side in (*size.split("x"), str(specs.MAX_HEIGHT))[:2])
    if method != "fill":
        return pixels.open_upright(data, max_width=width, max_height=height)
    wide, high = pixels.upright_size(data)
    region = specs.box(wide, high, width / height, focus)
    scaled = min(1.0, width / region[2])
    image = pixels.open_upright(data, max_width=max(1, math.ceil(wide * scaled)))
    cropped = image.crop(*specs.box(image.width, image.height, width / height, focus))
    return pixels.narrowed(cropped, min(width, cropped.width))


def _base_width(width: int, height: int) -> int:
    """Return the width to decode at: enough for the widest whole copy, and for the crops of a panorama."""
    return max(specs.WIDEST, math.ceil(specs.WIDEST * width / max(1, height) * 9 / 16))


JOBS: dict[str, Callable[..., Answer]] = {
    "check": check,
    "gray": gray,
    "copies": copies,
    "desk": desk,
    "manifest": manifest,
}
