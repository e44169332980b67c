"""A canvas of 2400 by 1600 on which flat shapes are laid, and the SVG text of it.

Plain strings instead of an SVG library: the drawings use eight elements, and whole-number coordinates keep a file
under 40 KB.
"""

from collections.abc import Iterable, Sequence
from random import Random

WIDTH = 2400
HEIGHT = 1600

Point = tuple[float, float]


def whole(number: float) -> str:
    """Return a coordinate rounded to a whole pixel."""
    return str(round(number))


def points_text(points: Iterable[Point]) -> str:
    """Return points as the `points` attribute wants them."""
    return " ".join(f"{whole(x)},{whole(y)}" for x, y in points)


def path_text(points: Sequence[Point]) -> str:
    """Return a closed path in relative whole steps, which is shorter than absolute ones."""
    at_x, at_y = (round(value) for value in points[0])
    steps = [f"M{at_x} {at_y}"]
    for x, y in points[1:]:
        dx, dy = round(x) - at_x, round(y) - at_y
        steps.append(f"l{dx} {dy}" if dy >= 0 else f"l{dx}{dy}")
        at_x, at_y = at_x + dx, at_y + dy
    return "".join(steps) + "z"


class Canvas:
    """Shapes in the order in which they were laid, the first at the bottom.

    `chance` is seeded with the picture's name, so that a drawing comes out the same each time.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.chance = Random(name)  # noqa: S311 - a drawing, not a secret
        self.shapes: list[str] = []
        self.definitions: dict[str, str] = {}

    def add(self, shape: str) -> None:
        """Lay one SVG element."""
        self.shapes.append(shape)

    def rect(self, x: float, y: float, width: float, height: float, fill: str, *, opacity: float = 1) -> None:
        """Lay a rectangle."""
        self.add(
            f'<rect x="{whole(x)}" y="{whole(y)}" width="{whole(width)}" height="{whole(height)}"'
            f' fill="{fill}"{_opacity(opacity)}/>'
        )

    def poly(self, points: Sequence[Point], fill: str, *, opacity: float = 1) -> None:
        """Lay a filled polygon."""
        self.add(f'<path d="{path_text(points)}" fill="{fill}"{_opacity(opacity)}/>')

    def path(self, d: str, fill: str, *, opacity: float = 1) -> None:
        """Lay a filled path, given as SVG path text."""
        self.add(f'<path d="{d}" fill="{fill}"{_opacity(opacity)}/>')

    def circle(self, x: float, y: float, radius: float, fill: str, *, opacity: float = 1) -> None:
        """Lay a disc."""
        self.add(f'<circle cx="{whole(x)}" cy="{whole(y)}" r="{whole(radius)}" fill="{fill}"{_opacity(opacity)}/>')

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, *, opacity: float = 1) -> None:
        """Lay an ellipse."""
        self.add(
            f'<ellipse cx="{whole(x)}" cy="{whole(y)}" rx="{whole(rx)}" ry="{whole(ry)}"'
            f' fill="{fill}"{_opacity(opacity)}/>'
        )

    def line(self, points: Sequence[Point], stroke: str, width: float, *, opacity: float = 1, dash: str = "") -> None:
        """Lay an open line with round joins."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.add(
            f'<polyline points="{points_text(points)}" fill="none" stroke="{stroke}" stroke-width="{width:g}"'
            f' stroke-linejoin="round" stroke-linecap="round"{dashed}{_opacity(opacity)}/>'
        )

    def curve(self, d: str, stroke: str, width: float, *, opacity: float = 1, dash: str = "") -> None:
        """Lay an open curve, given as SVG path text."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.add(
            f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linecap="round"'
            f' stroke-linejoin="round"{dashed}{_opacity(opacity)}/>'
        )

    def strokes(
        self, segments: Iterable[tuple[float, float, float]], stroke: str, width: float, opacity: float
    ) -> None:
        """Lay many horizontal strokes `(x, y, length)` of one colour as one element."""
        d = "".join(f"M{whole(x)} {whole(y)}h{whole(length)}" for x, y, length in segments)
        self.curve(d, stroke, width, opacity=opacity)

    def svg(self) -> str:
        """Return the drawing as SVG text."""
        definitions = f"<defs>{''.join(self.definitions.values())}</defs>" if self.definitions else ""
        body = "\n".join(self.shapes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
            f' viewBox="0 0 {WIDTH} {HEIGHT}">{definitions}\n{body}\n</svg>\n'
        )


def _opacity(opacity: float) -> str:
    return "" if opacity == 1 else f' opacity="{opacity:g}"'
