# ruff: noqa: PLR0917 - where and how large a shape is goes without names
"""Words as outlines, cut from the paper's own sans serif, for maps and charts.

Each glyph is defined once in a file and used by reference.
"""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from broadsheet.demo.drawing.canvas import Canvas

FONT = Path(__file__).parents[2] / "reader" / "static" / "reader" / "fonts" / "sans.woff2"


@cache
def _font(weight: int) -> Any:
    # Not an import statement: fontTools is the maintainer's and not in the lock.
    font = import_module("fontTools.ttLib").TTFont(FONT)
    return import_module("fontTools.varLib.instancer").instantiateVariableFont(font, {"wght": weight})


@cache
def _glyph(character: str, weight: int) -> tuple[str, float]:
    """Return a glyph's outline as path text in font units, and its advance."""
    font = _font(weight)
    glyphs = font.getGlyphSet()
    name = font.getBestCmap()[ord(character)]
    pen = import_module("fontTools.pens.svgPathPen").SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
    glyphs[name].draw(pen)
    return pen.getCommands(), glyphs[name].width


def width_of(words: str, size: float, *, weight: int = 400) -> float:
    """Return how many pixels wide the words are at a size in pixels."""
    scale = size / _font(weight)["head"].unitsPerEm
    return sum(_glyph(character, weight)[1] for character in words) * float(scale)


def write(
    canvas: Canvas,
    x: float,
    y: float,
    words: str,
    size: float,
    fill: str,
    *,
    weight: int = 400,
    anchor: str = "start",
    turn: float = 0,
) -> None:
    """Lay words with their baseline at `y`; `anchor` is start, middle or end, `turn` is in degrees."""
    scale = size / _font(weight)["head"].unitsPerEm
    shift = {"start": 0.0, "middle": -0.5, "end": -1.0}[anchor] * width_of(words, size, weight=weight) / scale
    used = []
    for character in words:
        outline, advance = _glyph(character, weight)
        if outline:
            key = f"g{weight}-{ord(character):x}"
            canvas.definitions[key] = f'<path id="{key}" d="{outline}"/>'
            used.append(f'<use href="#{key}" x="{shift:.0f}"/>')
        shift += advance
    turned = f" rotate({turn:g})" if turn else ""
    canvas.add(
        f'<g fill="{fill}" transform="translate({x:.0f} {y:.0f}){turned} scale({scale:.5f} {-scale:.5f})">'
        f"{''.join(used)}</g>"
    )
