"""Which quality number of each format is enough? The table that decision 13 rests on.

Each made photograph and each drawing is brought to 1280 pixels' width, encoded and decoded, and compared with what went
in by MS-SSIM on its luminance: 1 is equal, and from 0.99 on few people see a difference at the size on a page. By hand,
in libvips, because every library that has it brings a numerical one along.

Source: Z. Wang, E. Simoncelli, A. Bovik, "Multi-scale structural similarity for image quality assessment", 2003.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import pyvips

from benchmarks.photographs import pictures
from broadsheet.photos.darkroom.pixels import AVIF_SETTINGS, JPEG_SETTINGS, WEBP_SETTINGS

WIDTH = 1280
SCALES = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
SIGMA = 1.5
STEADY_LIGHT, STEADY_CONTRAST = (0.01 * 255) ** 2, (0.03 * 255) ** 2
PLAIN_JPEG = {"Q": 80, "interlace": True, "optimize_coding": True}
TRIED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("jpegsave_buffer", PLAIN_JPEG),
    *(("jpegsave_buffer", {**JPEG_SETTINGS, "Q": quality}) for quality in (70, 75, 80)),
    *(("webpsave_buffer", {**WEBP_SETTINGS, "Q": quality}) for quality in (72, 78, 82)),
    *(("heifsave_buffer", {**AVIF_SETTINGS, "Q": quality}) for quality in (50, 55, 60)),
    *(("heifsave_buffer", {**AVIF_SETTINGS, "effort": effort}) for effort in (1, 3, 4)),
)
CHOSEN = (JPEG_SETTINGS, WEBP_SETTINGS, AVIF_SETTINGS)


def main() -> int:
    """Print the table; the chosen settings have a star."""
    samples = [_reference(data) for data in pictures().values()]
    print(f"{'':2}{'format':8}{'Q':>4}{'effort':>8}{'bits a pixel':>14}{'MS-SSIM':>10}{'worst':>10}{'s a Mpx':>10}")
    for name, options in TRIED:
        found = [_tried(image, name, options) for image in samples]
        bits, likeness, seconds = (sum(column) / len(found) for column in zip(*found, strict=True))
        mark = "*" if options in CHOSEN else ""
        effort = options.get("effort", "plain" if options is PLAIN_JPEG else "trellis")
        worst = min(row[1] for row in found)
        print(
            f"{mark:2}{name.removesuffix('save_buffer'):8}{options['Q']:4}{effort!s:>8}"
            f"{bits:14.3f}{likeness:10.4f}{worst:10.4f}{seconds:10.2f}",
            flush=True,
        )
    return 0


def ms_ssim(one: pyvips.Image, other: pyvips.Image) -> float:
    """Return how like two pictures of one size are, from 0 to 1."""
    first, second = (image.colourspace("b-w").extract_band(0).cast("float").copy_memory() for image in (one, other))
    likeness = 1.0
    for number, weight in enumerate(SCALES):
        is_last = number == len(SCALES) - 1
        likeness *= _scale(first, second, with_light=is_last) ** weight
        first, second = (image.shrink(2, 2).copy_memory() for image in (first, second))
    return likeness


def _scale(one: pyvips.Image, other: pyvips.Image, *, with_light: bool) -> float:
    mean_one, mean_other = _blurred(one), _blurred(other)
    spread = _blurred(one * one) - mean_one * mean_one + _blurred(other * other) - mean_other * mean_other
    shared = _blurred(one * other) - mean_one * mean_other
    likeness = (shared * 2 + STEADY_CONTRAST) / (spread + STEADY_CONTRAST)
    if with_light:
        light = mean_one * mean_one + mean_other * mean_other
        likeness = likeness * ((mean_one * mean_other * 2 + STEADY_LIGHT) / (light + STEADY_LIGHT))
    return float(likeness.avg())


def _blurred(image: pyvips.Image) -> pyvips.Image:
    return image.gaussblur(SIGMA, precision="float", min_ampl=0.01)


def _reference(data: bytes) -> pyvips.Image:
    return pyvips.Image.thumbnail_buffer(data, WIDTH, output_profile="srgb").copy_memory()


def _tried(image: pyvips.Image, name: str, options: dict[str, Any]) -> tuple[float, float, float]:
    """Return bits a pixel, likeness, and the processor seconds that a megapixel took to encode."""
    began = time.process_time()
    content = getattr(image, name)(keep="none", **options)
    seconds = time.process_time() - began
    pyvips.operation_block_set("VipsForeignLoadHeif", False)
    back = pyvips.Image.new_from_buffer(content, "").copy_memory()
    pixels = image.width * image.height
    return len(content) * 8 / pixels, ms_ssim(image, back), seconds / pixels * 1e6


if __name__ == "__main__":
    sys.exit(main())
