"""How fast are a picture's copies made, and how large are they? Beside plain libvips and plain Pillow.

All three make the same list of copies from the same pictures, at the same quality numbers: ours with the worker beside
the process, the credit written into every file and a crop around the focal point; the others as a short script would,
one call a copy. Limit: all formats together within 1.2 of the processor time of the faster of the two.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyvips
from PIL import Image, ImageOps

from benchmarks.photographs import pictures
from broadsheet.photos import decoding, metadata
from broadsheet.photos.darkroom.pixels import AVIF_SETTINGS, JPEG_SETTINGS, WEBP_SETTINGS
from broadsheet.photos.darkroom.specs import AVIF, JPEG, WEBP
from tests.photos.workers import pids_of_workers

LIMIT = 1.2
FACTS = {"creator": "Jane Doe", "credit_line": "Pool Photo via AP", "copyright_notice": "© Jane Doe"}
MIDDLE = (0.5, 0.5)
PILLOW = {
    JPEG: {"quality": JPEG_SETTINGS["Q"], "progressive": True, "optimize": True},
    WEBP: {"quality": WEBP_SETTINGS["Q"], "method": WEBP_SETTINGS["effort"]},
    AVIF: {"quality": AVIF_SETTINGS["Q"], "speed": 9 - AVIF_SETTINGS["effort"]},
}
Size = tuple[int, int]


@dataclass
class Sum:
    """What one way of making copies took, over all pictures."""

    files: int = 0
    size_bytes: int = 0
    cpu_seconds: float = 0.0


def main() -> int:
    """Print a table for each format; 1 if the limit is missed."""
    samples = pictures()
    decoding.check_decodes(next(iter(samples.values())))
    sums = {name: {way: Sum() for way in ("ours", "libvips", "Pillow")} for name in (WEBP, JPEG, AVIF)}
    for data in samples.values():
        for format, ways in sums.items():
            sizes = _measure(ways["ours"], lambda data=data, format=format: _ours(data, format))
            wanted = [(size[0], size[1]) for size in sizes]
            for way, work in (("libvips", _vips), ("Pillow", _pillow)):
                _measure(ways[way], lambda work=work, data=data, f=format, w=wanted: work(data, f, w))
    return _printed(sums, pictures=len(samples))


def _printed(sums: dict[str, dict[str, Sum]], *, pictures: int) -> int:
    print(f"{'format':8}{'way':10}{'copies/s':>10}{'ms a picture':>14}{'KB a picture':>14}{'times the faster':>18}")
    totals = dict.fromkeys(("ours", "libvips", "Pillow"), 0.0)
    for format, ways in sums.items():
        faster = min(ways[way].cpu_seconds for way in ("libvips", "Pillow"))
        for way, found in ways.items():
            totals[way] += found.cpu_seconds
            print(
                f"{format:8}{way:10}{found.files / found.cpu_seconds:10,.1f}"
                f"{found.cpu_seconds / pictures * 1000:14,.0f}{found.size_bytes / pictures / 1024:14,.0f}"
                f"{found.cpu_seconds / faster:18.2f}"
            )
    ratio = totals["ours"] / min(totals["libvips"], totals["Pillow"])
    print(f"all formats: {ratio:.2f} times the faster; limit {LIMIT}: {'held' if ratio <= LIMIT else 'MISSED'}")
    return int(ratio > LIMIT)


def _measure(into: Sum, work: Callable[[], list[tuple[int, int, bytes]]]) -> list[tuple[int, int, bytes]]:
    """Add what a piece of work took, in processor time of this process and its workers."""
    began = _cpu_seconds()
    made = work()
    into.cpu_seconds += _cpu_seconds() - began
    into.files += len(made)
    into.size_bytes += sum(len(content) for _width, _height, content in made)
    return made


def _cpu_seconds() -> float:
    used = time.process_time()
    for pid in pids_of_workers():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += (int(fields[11]) + int(fields[12])) / 100
    return used


def _ours(data: bytes, format: str) -> list[tuple[int, int, bytes]]:
    xmp = metadata.packet(FACTS)
    once = {copy.content: copy for copy in decoding.copies(data, focus=MIDDLE, formats=[format], xmp=xmp)}
    finish = metadata.embed if format == JPEG else lambda content, _facts: content
    return [(copy.width, copy.height, finish(copy.content, FACTS)) for copy in once.values()]


def _vips(data: bytes, format: str, sizes: list[Size]) -> list[tuple[int, int, bytes]]:
    made = []
    for width, height in sizes:
        image = pyvips.Image.thumbnail_buffer(data, width, height=height, crop="centre", output_profile="srgb")
        if format == JPEG:
            content = image.jpegsave_buffer(keep="none", **JPEG_SETTINGS)
        elif format == WEBP:
            content = image.webpsave_buffer(keep="none", **WEBP_SETTINGS)
        else:
            content = image.heifsave_buffer(keep="none", **AVIF_SETTINGS)
        made.append((width, height, bytes(content)))
    return made


def _pillow(data: bytes, format: str, sizes: list[Size]) -> list[tuple[int, int, bytes]]:
    made = []
    with Image.open(io.BytesIO(data)) as opened:
        whole = ImageOps.exif_transpose(opened)
        for size in sizes:
            file = io.BytesIO()
            ImageOps.fit(whole, size).save(file, format.upper(), **PILLOW[format])
            made.append((*size, file.getvalue()))
    return made


if __name__ == "__main__":
    sys.exit(main())
