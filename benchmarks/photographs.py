"""Pictures to measure with: some like photographs, made here, and some of the demo's drawings.

Noise in seven octaves is what clouds, stone and skin are like to an encoder; sharp discs, soft ones, lettering and a
grain over all of it stand for what a photograph has besides. No photograph of anybody's lies in the project.
"""

from __future__ import annotations

from pathlib import Path

import pyvips

from broadsheet.demo.content import PAPER
from broadsheet.demo.pictures import rasterise

WIDTH, HEIGHT = 2400, 1600
OCTAVES = 7
DISCS = 6


def pictures() -> dict[str, bytes]:
    """Return two made photographs and two drawings by name, as JPEG of 2400 pixels' width."""
    made = {f"photograph {seed}": _photograph(seed) for seed in range(2)}
    drawings = sorted((PAPER / "pictures").glob("*.svg"))[:2]
    return made | {_short(path): rasterise(path) for path in drawings}


def _short(path: Path) -> str:
    return path.stem[:24]


def _photograph(seed: int) -> bytes:
    light, tint, shade = (_clouds(seed * 3 + layer) for layer in range(3))
    sky = pyvips.Image.xyz(WIDTH, HEIGHT)[1] * (120 / HEIGHT)
    base = light + sky + 90
    image = (base + shade * 0.15).bandjoin([base + tint * 0.12, base - shade * 0.2 + 20])
    for number in range(DISCS):
        image = image + _disc(seed, number) * _colour(number)
    words = pyvips.Image.text("The ferry leaves Bodø\nHurtigruten 4711", dpi=200).gaussblur(0.6)
    grain = pyvips.Image.gaussnoise(WIDTH, HEIGHT, sigma=3, mean=0, seed=seed)
    image = image + words.embed(200, HEIGHT - 400, WIDTH, HEIGHT).cast("float") * 0.6 + grain
    return bytes(image.cast("uchar").copy(interpretation="srgb").jpegsave_buffer(Q=92))


def _clouds(seed: int) -> pyvips.Image:
    """Return noise in which coarse forms are strong and fine ones weak."""
    total = pyvips.Image.black(WIDTH, HEIGHT)
    for octave in range(OCTAVES):
        cell = max(1, 128 >> octave)
        wide, high = WIDTH // cell + 2, HEIGHT // cell + 2
        noise = pyvips.Image.gaussnoise(wide, high, sigma=60 / 1.7**octave, mean=0, seed=seed * 10 + octave)
        total = total + noise.resize(cell, kernel="cubic").crop(0, 0, WIDTH, HEIGHT)
    return total


def _disc(seed: int, number: int) -> pyvips.Image:
    x, y = (seed * 977 + number * 431) % WIDTH, (seed * 613 + number * 277) % HEIGHT
    disc = pyvips.Image.black(WIDTH, HEIGHT).draw_circle(255, x, y, 40 + (number * 53) % 260, fill=True)
    soft = disc.gaussblur(number % 5 + 0.5) if number % 3 else disc
    return soft.cast("float") * (0.5 / 255)


def _colour(number: int) -> list[int]:
    return [(number * step) % 255 - 128 for step in (40, 70, 90)]
