"""Make the press pictures of the demo newsroom: its drawings as JPEG, with the metadata that an agency would write.

The drawings are kept as SVG because that is small and can be read in a diff; a newsroom handles photographs, so the
demo's pictures go through the same door as anyone's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyvips

from broadsheet.demo.content import PictureText
from broadsheet.photos.metadata import embed

WIDTH = 2400
QUALITY = 88
LOADER = "VipsForeignLoadSvgBuffer"


def rasterise(svg_path: Path) -> bytes:
    """Return a drawing, 2400 pixels wide as they all are, as a JPEG without metadata."""
    with _svg_allowed():
        drawing = pyvips.Image.svgload_buffer(svg_path.read_bytes()).flatten(background=[255, 255, 255])
        jpeg: bytes = drawing.jpegsave_buffer(Q=QUALITY, keep="none", optimize_coding=True)
    return jpeg


def press_picture(picture: PictureText) -> bytes:
    """Return a picture as the JPEG that a photographer would file: creator, credit, caption and rights are in it."""
    return embed(rasterise(picture.path), picture.fields())


@contextmanager
def _svg_allowed() -> Iterator[None]:
    # The house refuses SVG from everybody. These drawings are its own, and the door is shut behind them.
    pyvips.operation_block_set(LOADER, False)
    try:
        yield
    finally:
        pyvips.operation_block_set(LOADER, True)
