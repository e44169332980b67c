"""Make the press pictures of the demo newsroom: its drawings as JPEG, with the metadata that an agency would write.

The drawings are kept as SVG because that is small and can be read in a diff; a newsroom handles photographs, so the
demo's pictures go through the same door as anyone's.
"""

from pathlib import Path

import pyvips

from broadsheet.demo.content import PictureText
from broadsheet.photos.metadata import embed

WIDTH = 2400
QUALITY = 88


def rasterise(svg_path: Path) -> bytes:
    """Return a drawing as a JPEG 2400 pixels wide, without metadata."""
    drawing = pyvips.Image.thumbnail(str(svg_path), WIDTH, size="both")
    flat = drawing.flatten(background=[255, 255, 255]) if drawing.hasalpha() else drawing
    jpeg: bytes = flat.jpegsave_buffer(Q=QUALITY, keep="none", optimize_coding=True)
    return jpeg


def press_picture(picture: PictureText) -> bytes:
    """Return a picture as the JPEG that a photographer would file: creator, credit, caption and rights are in it."""
    return embed(rasterise(picture.path), picture.fields())
