# ruff: noqa: PLR0917 - where and how large a shape is goes without names
"""Houses, windows, boats and cranes: what people put into the scenes."""

from collections.abc import Sequence

from broadsheet.demo.drawing import palette as p
from broadsheet.demo.drawing.canvas import Canvas


def window(
    canvas: Canvas, x: float, y: float, width: float, height: float, glass: str, *, frame: str = p.PAPER
) -> None:
    """Lay a casement window with a cross bar."""
    edge = max(4, width * 0.09)
    canvas.rect(x - edge, y - edge, width + 2 * edge, height + 2 * edge, frame)
    canvas.rect(x, y, width, height, glass)
    canvas.rect(x + width / 2 - edge * 0.4, y, edge * 0.8, height, frame)
    canvas.rect(x, y + height * 0.36, width, edge * 0.7, frame)


def gable(
    canvas: Canvas,
    x: float,
    base: float,
    width: float,
    height: float,
    wall: str,
    roof: str,
    glass: Sequence[str],
    *,
    door: str = p.CHARCOAL,
    frame: str = p.PAPER,
) -> None:
    """Lay a wooden house seen on its gable end: cladding, two rows of windows, a door."""
    pitch = width * 0.42
    eaves = base - height
    canvas.poly([(x, base), (x, eaves), (x + width / 2, eaves - pitch), (x + width, eaves), (x + width, base)], wall)
    lines = [f"M{x + width * step / 14:.0f} {base:.0f}V{eaves:.0f}" for step in range(1, 14)]
    canvas.curve("".join(lines), p.INK, 3, opacity=0.16)
    edge = width * 0.055
    canvas.poly(
        [
            (x - edge, eaves + edge),
            (x + width / 2, eaves - pitch - edge * 0.4),
            (x + width + edge, eaves + edge),
            (x + width + edge, eaves - edge * 0.3),
            (x + width / 2, eaves - pitch - edge * 2),
            (x - edge, eaves - edge * 0.3),
        ],
        roof,
    )
    pane_width, pane_height = width * 0.17, width * 0.23
    panes = list(glass)
    for column in (0.16, 0.67):
        window(canvas, x + width * column, eaves + height * 0.14, pane_width, pane_height, panes.pop(0), frame=frame)
    window(canvas, x + width * 0.435, eaves - pitch * 0.5, width * 0.13, width * 0.17, panes.pop(0), frame=frame)
    window(canvas, x + width * 0.16, base - height * 0.4, pane_width, pane_height, panes.pop(0), frame=frame)
    door_width, door_height = width * 0.19, height * 0.34
    canvas.rect(x + width * 0.64 - 8, base - door_height - 8, door_width + 16, door_height + 8, frame)
    canvas.rect(x + width * 0.64, base - door_height, door_width, door_height, door)
    canvas.rect(x + width * 0.64 - 20, base - 16, door_width + 40, 16, p.STONE)


def shed(canvas: Canvas, x: float, base: float, width: float, height: float, wall: str, roof: str) -> None:
    """Lay a low boathouse or warehouse seen from its long side."""
    canvas.rect(x, base - height, width, height, wall)
    rise = height * 0.6
    canvas.poly(
        [
            (x - 16, base - height),
            (x + width * 0.05, base - height - rise),
            (x + width * 0.95, base - height - rise),
            (x + width + 16, base - height),
        ],
        roof,
    )


def far_town(canvas: Canvas, base: float, colours: Sequence[str], *, left: float, right: float, lit: str) -> None:
    """Lay a row of small gabled houses far away, a light here and there."""
    x = left
    lights = []
    while x < right:
        width = canvas.chance.uniform(44, 84)
        height = canvas.chance.uniform(34, 78)
        y = base - height
        canvas.poly(
            [(x, base), (x, y), (x + width / 2, y - width * 0.4), (x + width, y), (x + width, base)],
            canvas.chance.choice(colours),
        )
        for place in (0.22, 0.62):
            if canvas.chance.random() < 0.55:
                lights.append(f"M{x + width * place:.0f} {base - height * 0.55:.0f}h8v11h-8z")
        x += width * canvas.chance.uniform(0.86, 1.05)
    canvas.path("".join(lights), lit)


def quay_crane(canvas: Canvas, x: float, base: float, height: float, colour: str, *, reach: float = 1) -> None:
    """Lay a ship-to-shore gantry crane; `reach` is -1 for a boom to the left, 1 to the right."""
    leg, beam = height * 0.26, base - height * 0.62
    thick = height * 0.022

    def bar(x1: float, y1: float, x2: float, y2: float, weight: float = 1) -> None:
        canvas.line([(x1, y1), (x2, y2)], colour, thick * weight)

    for side in (-1, 1):
        bar(x + side * leg / 2, base, x + side * leg / 2, beam, 1.25)
        canvas.rect(x + side * leg / 2 - thick * 2, base - thick, thick * 4, thick * 1.2, colour)
    bar(x - leg / 2, base - height * 0.2, x + leg / 2, base - height * 0.2)
    bar(x - leg / 2, base - height * 0.2, x + leg / 2, beam, 0.6)
    bar(x - reach * height * 0.34, beam, x + reach * height * 0.72, beam, 1.7)
    bar(x + reach * leg / 2, beam, x + reach * leg * 0.22, base - height, 1.2)
    bar(x - reach * leg / 2, beam, x + reach * leg * 0.22, base - height, 0.7)
    bar(x + reach * leg * 0.22, base - height, x + reach * height * 0.66, beam, 0.55)
    bar(x + reach * leg * 0.22, base - height, x + reach * height * 0.36, beam, 0.45)
    bar(x + reach * leg * 0.22, base - height, x - reach * height * 0.32, beam, 0.55)
    cab = x + reach * height * 0.3
    canvas.rect(cab - height * 0.03, beam + thick, height * 0.06, height * 0.05, colour)
    bar(cab, beam + height * 0.05, cab, beam + height * 0.22, 0.35)


def containers(
    canvas: Canvas, x: float, base: float, columns: int, rows: int, colours: Sequence[str], *, size: float = 90
) -> None:
    """Lay a stack of containers, ragged at the top."""
    for column in range(columns):
        for row in range(rows - (1 if canvas.chance.random() < 0.4 else 0)):
            canvas.rect(
                x + column * size * 1.05,
                base - (row + 1) * size * 0.44,
                size,
                size * 0.41,
                canvas.chance.choice(colours),
            )


def ferry(
    canvas: Canvas, x: float, base: float, length: float, hull: str, house: str, glass: str, *, funnel: str = p.RUST
) -> None:
    """Lay a double-ended car ferry with its waterline at `base`."""
    deck = base - length * 0.1
    canvas.poly(
        [
            (x, deck - length * 0.03),
            (x + length, deck - length * 0.03),
            (x + length * 0.965, base),
            (x + length * 0.035, base),
        ],
        hull,
    )
    canvas.rect(x + length * 0.07, deck - length * 0.12, length * 0.86, length * 0.09, house)
    canvas.rect(x + length * 0.02, deck - length * 0.055, length * 0.96, length * 0.022, house)
    canvas.rect(x + length * 0.2, deck - length * 0.2, length * 0.6, length * 0.08, house)
    canvas.rect(x + length * 0.42, deck - length * 0.265, length * 0.16, length * 0.065, house)
    canvas.rect(x + length * 0.435, deck - length * 0.25, length * 0.13, length * 0.026, glass)
    for count, left, span, y, height in ((14, 0.22, 0.56, 0.178, 0.032), (16, 0.1, 0.8, 0.1, 0.036)):
        for index in range(count):
            canvas.rect(
                x + length * (left + span * index / count),
                deck - length * y,
                length * span / count * 0.62,
                length * height,
                glass,
            )
    canvas.poly(
        [
            (x + length * 0.62, deck - length * 0.2),
            (x + length * 0.64, deck - length * 0.3),
            (x + length * 0.7, deck - length * 0.3),
            (x + length * 0.7, deck - length * 0.2),
        ],
        funnel,
    )
    canvas.line(
        [(x + length * 0.5, deck - length * 0.26), (x + length * 0.5, deck - length * 0.36)], house, length * 0.007
    )
    canvas.line(
        [(x + length * 0.03, base - length * 0.035), (x + length * 0.97, base - length * 0.035)], glass, 3, opacity=0.5
    )


def person(canvas: Canvas, x: float, base: float, height: float, coat: str, *, skin: str = p.PEACH) -> None:
    """Lay a standing person, seen from far enough to have no face."""
    canvas.poly(
        [
            (x - height * 0.07, base),
            (x - height * 0.09, base - height * 0.45),
            (x + height * 0.09, base - height * 0.45),
            (x + height * 0.07, base),
            (x + height * 0.015, base),
            (x, base - height * 0.38),
            (x - height * 0.015, base),
        ],
        p.INK,
    )
    canvas.path(
        f"M{x - height * 0.13:.0f} {base - height * 0.4:.0f}q{height * 0.01:.0f}-{height * 0.42:.0f} "
        f"{height * 0.13:.0f}-{height * 0.43:.0f}q{height * 0.12:.0f} 0 {height * 0.13:.0f} {height * 0.43:.0f}z",
        coat,
    )
    canvas.circle(x, base - height * 0.9, height * 0.075, skin)
    canvas.path(
        f"M{x - height * 0.08:.0f} {base - height * 0.9:.0f}a{height * 0.08:.0f} {height * 0.085:.0f} 0 0 1 "
        f"{height * 0.16:.0f} 0z",
        p.CHARCOAL,
    )
