# ruff: noqa: PLR0917 - where and how large a shape is goes without names
"""Sky, mountains, water and trees: what most of the scenes stand in."""

import math
from collections.abc import Sequence
from itertools import pairwise

from broadsheet.demo.drawing.canvas import HEIGHT, WIDTH, Canvas, Point


def sky(canvas: Canvas, colours: Sequence[str], *, top: float = 0, bottom: float = HEIGHT, sway: float = 26) -> None:
    """Lay a sky of flat bands, the first colour on top, with gently swaying edges."""
    canvas.rect(0, 0, WIDTH, HEIGHT, colours[0])
    step = (bottom - top) / len(colours)
    for index, colour in enumerate(colours[1:], start=1):
        y = top + step * index
        a, b = canvas.chance.uniform(-sway, sway), canvas.chance.uniform(-sway, sway)
        canvas.path(
            f"M0 {y + a:.0f}C700 {y - b:.0f} 1500 {y + b + a:.0f} 2400 {y - a:.0f}V{HEIGHT}H0z",
            colour,
        )


def cloud(canvas: Canvas, x: float, y: float, width: float, colour: str, *, opacity: float = 1) -> None:
    """Lay a long flat cloud: stacked bars with round ends."""
    height = width * 0.045
    for index in range(4):
        length = width * canvas.chance.uniform(0.35, 1) * (1 - 0.12 * index)
        left = x + (width - length) * canvas.chance.random()
        top = y - index * height * 0.85
        canvas.add(
            f'<rect x="{left:.0f}" y="{top:.0f}" width="{length:.0f}" height="{height:.0f}" rx="{height / 2:.0f}"'
            f' fill="{colour}" opacity="{opacity:g}"/>'
        )


def skyline(canvas: Canvas, level: float, amplitude: float, *, detail: int = 7, rough: float = 0.55) -> list[Point]:
    """Return a mountain line from the left edge to the right, by displacing midpoints."""
    heights = [canvas.chance.uniform(-1, 1) * amplitude, canvas.chance.uniform(-1, 1) * amplitude]
    spread = amplitude
    for _ in range(detail):
        finer: list[float] = []
        for left, right in pairwise(heights):
            finer += [left, (left + right) / 2 + canvas.chance.uniform(-spread, spread)]
        heights = [*finer, heights[-1]]
        spread *= rough
    step = WIDTH / (len(heights) - 1)
    return [(index * step, level + height) for index, height in enumerate(heights)]


def ridge(canvas: Canvas, level: float, amplitude: float, colour: str, *, base: float, detail: int = 6) -> list[Point]:
    """Lay a mountain range down to `base` and return its line."""
    line = skyline(canvas, level, amplitude, detail=detail)
    canvas.poly([(0, base), *line, (WIDTH, base)], colour)
    return line


def hill(canvas: Canvas, d: str, colour: str) -> None:
    """Lay a smooth slope; `d` is its upper edge, begun at the left edge and ended at the right one."""
    canvas.path(f"{d}V{HEIGHT}H0z", colour)


def water(canvas: Canvas, top: float, colours: Sequence[str], *, glints: str, bottom: float = HEIGHT) -> None:
    """Lay water in bands that widen towards the reader, with short flat glints."""
    depth = bottom - top
    for index, colour in enumerate(colours):
        y = top + depth * (index / len(colours)) ** 1.5
        canvas.rect(0, y, WIDTH, bottom - y, colour)
    for layer in range(3):
        near = 0.15 + 0.38 * layer
        segments = []
        for _ in range(16):
            y = top + depth * min(0.97, near * canvas.chance.uniform(0.35, 1.25))
            length = 30 + 190 * ((y - top) / depth) * canvas.chance.uniform(0.4, 1.3)
            segments.append((canvas.chance.uniform(-60, WIDTH), y, length))
        canvas.strokes(segments, glints, 3 + 3 * layer, 0.28 + 0.08 * layer)


def shimmer(canvas: Canvas, x: float, top: float, bottom: float, colour: str, *, width: float = 60) -> None:
    """Lay the broken path of a light on water, widening towards the reader."""
    segments = []
    y = top
    while y < bottom:
        near = (y - top) / (bottom - top)
        length = width * (0.35 + near) * canvas.chance.uniform(0.45, 1.15)
        segments.append((x - length / 2 + canvas.chance.uniform(-1, 1) * width * 0.25, y, length))
        y += 13 + 22 * near
    canvas.strokes(segments, colour, 8, 0.75)


def spruce(canvas: Canvas, x: float, base: float, height: float, colour: str, *, snow: str = "") -> None:
    """Lay a spruce, and snow on its boughs where a colour is given for it."""
    tiers = 6
    half = height * 0.2
    left: list[Point] = []
    right: list[Point] = []
    for tier in range(tiers):
        low = base - height * (0.06 + 0.86 * (tiers - 1 - tier) / tiers)
        reach = half * (tier + 1.2) / (tiers + 0.2)
        left += [(x - reach, low), (x - reach * 0.55, low - height * 0.012)]
        right += [(x + reach, low), (x + reach * 0.55, low - height * 0.012)]
    canvas.rect(x - height * 0.014, base - height * 0.08, height * 0.028, height * 0.08, colour)
    canvas.poly([(x, base - height), *right, *reversed(left)], colour)
    if snow:
        _snow_on(canvas, x, base, height, snow)


def _snow_on(canvas: Canvas, x: float, base: float, height: float, colour: str) -> None:
    parts = []
    for tier in range(6):
        low = base - height * (0.06 + 0.86 * (5 - tier) / 6)
        reach = height * 0.2 * (tier + 1.2) / 6.2
        side = -1 if canvas.chance.random() < 0.5 else 1
        for way, share in ((side, 0.96), (-side, 0.62)):
            tip, mid = x + way * reach * share, x + way * reach * 0.18
            parts.append(
                f"M{tip:.0f} {low - 2:.0f}L{mid:.0f} {low - height * 0.115:.0f}"
                f"L{mid + way * reach * 0.1:.0f} {low - height * 0.035:.0f}z"
            )
    canvas.path("".join(parts), colour)


def birch(canvas: Canvas, x: float, base: float, height: float, bark: str, crown: str) -> None:
    """Lay a round-crowned tree."""
    canvas.rect(x - height * 0.02, base - height * 0.5, height * 0.04, height * 0.5, bark)
    for dx, dy, radius in ((0, 0.72, 0.24), (-0.13, 0.58, 0.17), (0.14, 0.6, 0.18), (0.03, 0.5, 0.16)):
        canvas.circle(x + dx * height, base - dy * height, radius * height, crown)


def forest(
    canvas: Canvas, level: float, colour: str, *, count: int, heights: tuple[float, float], snow: str = ""
) -> None:
    """Lay a row of spruces across the picture and the ground under them."""
    for index in range(count):
        x = WIDTH * (index + canvas.chance.uniform(-0.3, 1.3)) / count
        lift = 18 * math.sin(x / 260)
        spruce(canvas, x, level + lift + 14, canvas.chance.uniform(*heights), colour, snow=snow)


def stars(canvas: Canvas, count: int, colour: str, *, bottom: float) -> None:
    """Lay small stars above `bottom`."""
    d = ""
    for _ in range(count):
        d += f"M{canvas.chance.uniform(0, WIDTH):.0f} {canvas.chance.uniform(0, bottom):.0f}h0"
    canvas.curve(d, colour, 5, opacity=0.7)


def gulls(canvas: Canvas, places: Sequence[Point], colour: str, *, span: float = 46) -> None:
    """Lay gulls as two short arcs each."""
    d = "".join(
        f"M{x - span:.0f} {y:.0f}q{span * 0.55:.0f}-{span * 0.5:.0f} {span:.0f} 0"
        f"q{span * 0.45:.0f}-{span * 0.5:.0f} {span:.0f} 0"
        for x, y in places
    )
    canvas.curve(d, colour, 6)
