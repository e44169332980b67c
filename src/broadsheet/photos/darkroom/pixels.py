"""Pixels, by libvips: the only place that decodes a picture, and only by the four loaders that the room takes in.

libvips knows some thirty formats, PDF and SVG among them. The others are switched off for the process, so that a file
that is two things at once cannot choose. Imported by the worker alone.

Quality and effort were chosen by measurement: docs/decisions/0013-renditions.md.
"""

from __future__ import annotations

import io
from typing import Any

import pyvips
from PIL import Image

from broadsheet.photos.darkroom.specs import AVIF, JPEG, MAX_HEIGHT, WEBP
from broadsheet.photos.errors import NotAPictureError

LOADERS = ("VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadNsgif", "VipsForeignLoadWebp")
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
TRIAL_WIDTH = 160

AVIF_SETTINGS: dict[str, Any] = {"Q": 55, "effort": 2, "compression": "av1"}
WEBP_SETTINGS: dict[str, Any] = {"Q": 78, "effort": 4}
JPEG_SETTINGS: dict[str, Any] = {
    "Q": 75,
    "interlace": True,
    "optimize_coding": True,
    "optimize_scans": True,
    "trellis_quant": True,
    "overshoot_deringing": True,
    "quant_table": 3,
}

pyvips.operation_block_set("VipsForeignLoad", True)
for loader in LOADERS:
    pyvips.operation_block_set(loader, False)
pyvips.cache_set_max(0)


def upright_size(data: bytes) -> tuple[int, int]:
    """Return width and height of the first frame as it is seen, read from the head.

    Raises:
        NotAPictureError: no loader knows it.
    """
    try:
        image = pyvips.Image.new_from_buffer(data, "")
        turned = image.get_typeof("orientation") and image.get("orientation") in (5, 6, 7, 8)
        return (image.height, image.width) if turned else (image.width, image.height)
    except pyvips.Error as err:
        raise _told(err) from err


def open_upright(data: bytes, *, max_width: int, max_height: int = MAX_HEIGHT) -> pyvips.Image:
    """Return the first frame, turned as its EXIF says, in sRGB, eight bits a band, within these sides, in memory.

    Raises:
        NotAPictureError: the pixels are damaged or break off.
        MemoryError: they take more than the worker may have.
    """
    try:
        # Said to the loader, because libvips 8.18 does not pass on the `fail_on` of its thumbnail call.
        shrunk = pyvips.Image.thumbnail_buffer(
            data, max_width, height=max_height, size="down", output_profile="srgb", option_string="fail_on=error"
        )
        if shrunk.interpretation != "srgb":
            shrunk = shrunk.colourspace("srgb")
        return shrunk.cast("uchar").copy_memory()
    except pyvips.Error as err:
        raise _told(err) from err


def check_decodes(data: bytes) -> None:
    """Check that the pixels can be read to the end, at thumbnail size, and that Pillow, which the desk's forms ask, knows it too.

    Raises:
        NotAPictureError: the pixels are damaged or break off.
    """
    open_upright(data, max_width=TRIAL_WIDTH)
    try:
        with Image.open(io.BytesIO(data)) as head:
            head.verify()
    except (OSError, ValueError, SyntaxError, *BOMBS) as err:
        raise NotAPictureError(f"Pillow cannot open it: {str(err)[:100]}") from err


def narrowed(image: pyvips.Image, width: int) -> pyvips.Image:
    """Return the image in this width, in memory, so that every encoder reads the same pixels once made."""
    if width != image.width:
        image = image.thumbnail_image(width, height=MAX_HEIGHT)
    return image.copy_memory()


def encoded(image: pyvips.Image, format: str, *, xmp: bytes) -> bytes:
    """Return the image in a format: AVIF and WebP with this XMP and no other metadata, JPEG with none, on white."""
    if format == JPEG:
        opaque = image.flatten(background=255) if image.hasalpha() else image
        return bytes(opaque.jpegsave_buffer(keep="none", **JPEG_SETTINGS))
    bare = image.copy()
    if xmp:
        bare.set_type(pyvips.GValue.blob_type, "xmp-data", xmp)
    keep = "xmp" if xmp else "none"
    save, options = {
        AVIF: (bare.heifsave_buffer, AVIF_SETTINGS),
        WEBP: (bare.webpsave_buffer, WEBP_SETTINGS),
    }[format]
    return bytes(save(keep=keep, **options))


def _told(err: pyvips.Error) -> NotAPictureError | MemoryError:
    text = str(err.detail or err.message).strip().splitlines()[0][:200]
    return MemoryError(text) if "memory" in text.lower() else NotAPictureError(text)
