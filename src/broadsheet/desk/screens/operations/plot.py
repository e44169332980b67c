"""The plot of the last hours: two lines on a scale that fits hundredths of a second and minutes alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from broadsheet.desk.screens.operations.state import Moment

WIDTH: Final = 720
HEIGHT: Final = 180
HOURS: Final = 6
FLOOR, CEILING = 0.01, 100.0
#: What publishing promises; drawn as a line to compare with.
AIM_SECONDS: Final = 0.1
GRID: Final = ((0.01, "10 ms"), (0.1, "100 ms"), (1.0, "1 s"), (10.0, "10 s"))
#: A line does not bridge a longer silence.
BREAK: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Mark:
    """A line of the grid with its words."""

    place: float
    words: str


@dataclass(frozen=True)
class Plot:
    """Finished values for the drawing; lines are SVG path data, "" for one with nothing in it."""

    half: str
    most: str
    aim: float
    across: Sequence[Mark]
    down: Sequence[Mark]
    last: Moment | None
    width: int = WIDTH
    height: int = HEIGHT


def plot_of(moments: Sequence[Moment], now: datetime) -> Plot:
    """Return the plot of the last hours before now."""
    since = now - timedelta(hours=HOURS)
    shown = [moment for moment in moments if since <= moment.at <= now]
    return Plot(
        half=_line(shown, since, lambda moment: moment.half),
        most=_line(shown, since, lambda moment: moment.most),
        aim=height_of(AIM_SECONDS),
        across=[Mark(height_of(seconds), words) for seconds, words in GRID],
        down=[
            Mark(_x(now - timedelta(hours=hours), since), f"−{hours} h" if hours else "") for hours in range(1, HOURS)
        ],
        last=next((moment for moment in reversed(shown) if moment.half is not None), None),
    )


def height_of(seconds: float) -> float:
    """Return how far below the top a duration stands; the scale is logarithmic."""
    part = math.log(min(max(seconds, FLOOR), CEILING) / FLOOR) / math.log(CEILING / FLOOR)
    return round(HEIGHT * (1 - part), 1)


def _x(at: datetime, since: datetime) -> float:
    return round(WIDTH * ((at - since) / timedelta(hours=HOURS)), 1)


def _line(moments: Sequence[Moment], since: datetime, value: Callable[[Moment], float | None]) -> str:
    words: list[str] = []
    before: datetime | None = None
    for moment in moments:
        seconds = value(moment)
        if seconds is None:
            continue
        step = "M" if before is None or moment.at - before > BREAK else "L"
        point = f"{_x(moment.at, since)} {height_of(seconds)}"
        words.append(f"{step}{point}h0.1" if step == "M" else f"{step}{point}")
        before = moment.at
    return "".join(words)
