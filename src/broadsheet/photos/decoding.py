"""Pixels, by libvips: the only place that decodes a picture, and only by the four loaders that the room takes in.

libvips knows some thirty formats, PDF and SVG among them. The others are switched off for the process, so that a file
that is two things at once cannot choose.
"""

from __future__ import annotations

import io

import pyvips
import willow
from PIL import Image
from willow.image import UnrecognisedImageFormatError

from broadsheet.photos.errors import NotAPictureError

LOADERS = ("VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadNsgif", "VipsForeignLoadWebp")
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
TRIAL_WIDTH = 160
MAX_HEIGHT = 16_000
"""WebP ends at 16,383 pixels a side (RFC 9649, 2.5)."""

pyvips.operation_block_set("VipsForeignLoad", True)
for loader in LOADERS:
    pyvips.operation_block_set(loader, False)
pyvips.cache_set_max(0)


def open_upright(data: bytes, *, max_width: int) -> pyvips.Image:
    """Return the first frame, turned as its EXIF says, in sRGB, eight bits a band, at most `max_width` wide, in memory.

    Raises:
        NotAPictureError: the pixels are damaged or break off.
    """
    try:
        # Said to the loader, because libvips 8.18 does not pass on the `fail_on` of its thumbnail call.
        shrunk = pyvips.Image.thumbnail_buffer(
            data, max_width, height=MAX_HEIGHT, size="down", output_profile="srgb", option_string="fail_on=error"
        )
        if shrunk.interpretation != "srgb":
            shrunk = shrunk.colourspace("srgb")
        return shrunk.cast("uchar").copy_memory()
    except pyvips.Error as err:
        raise NotAPictureError(_first_line(err)) from err


def check_decodes(data: bytes) -> None:
    """Check that the pixels can be read to the end, at thumbnail size, and that the desk's library knows the file too.

    Raises:
        NotAPictureError: the pixels are damaged or break off.
    """
    open_upright(data, max_width=TRIAL_WIDTH)
    try:
        willow.Image.open(io.BytesIO(data)).get_size()
    except (UnrecognisedImageFormatError, OSError, ValueError, SyntaxError, *BOMBS) as err:
        raise NotAPictureError(f"the desk's library cannot open it: {str(err)[:100]}") from err


def as_webp(image: pyvips.Image, *, xmp: bytes) -> bytes:
    """Return the image as WebP with this XMP and no other metadata."""
    bare = image.copy()
    if xmp:
        bare.set_type(pyvips.GValue.blob_type, "xmp-data", xmp)
    return bytes(bare.webpsave_buffer(Q=78, effort=4, keep="xmp" if xmp else "none"))


def as_jpeg(image: pyvips.Image) -> bytes:
    """Return the image as JPEG without any metadata, on white where it is transparent."""
    opaque = image.flatten(background=255) if image.hasalpha() else image
    return bytes(opaque.jpegsave_buffer(Q=80, optimize_coding=True, interlace=True, keep="none"))


def _first_line(err: pyvips.Error) -> str:
    return str(err.detail or err.message).strip().splitlines()[0][:200]
