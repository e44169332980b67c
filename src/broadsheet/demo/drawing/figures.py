"""The map of the town and the charts, with their words drawn as outlines."""

from collections.abc import Sequence

from broadsheet.demo.drawing import palette as p
from broadsheet.demo.drawing.canvas import WIDTH, Canvas
from broadsheet.demo.drawing.lettering import width_of, write

GROUND = "#f7f6f1"
WORDS = "#17252f"
QUIET = "#56636c"
GRID = "#d5d8d6"


def _title(c: Canvas, head: str, under: str) -> None:
    c.rect(0, 0, 2400, 1600, GROUND)
    c.rect(110, 96, 150, 12, WORDS)
    write(c, 110, 196, head, 78, WORDS, weight=600)
    write(c, 110, 268, under, 46, QUIET)


def _foot(c: Canvas, words: str) -> None:
    write(c, 110, 1530, words, 38, QUIET)


def _bars(c: Canvas, rows: Sequence[tuple[str, float, str]], *, most: float, strong: str) -> None:
    """Lay horizontal bars; the row named `strong` gets the full colour."""
    top, step = 350, 1090 / len(rows)
    left, right = 640, 2050
    for index, (name, value, shown) in enumerate(rows):
        y = top + index * step
        middle = y + step * 0.5
        colour = p.RUST if name == strong else p.BLUE
        length = (right - left) * value / most
        write(c, left - 40, middle + 18, name, 50, WORDS, weight=600 if name == strong else 400, anchor="end")
        c.rect(left, middle - step * 0.3, length, step * 0.6, colour)
        write(c, left + length + 24, middle + 18, shown, 50, WORDS, weight=600)
    c.rect(left - 4, top, 5, step * len(rows), WORDS)


def rents_chart(c: Canvas) -> None:
    """Rent for two rooms, by district."""
    _title(
        c, "Møllebyen has passed the centre", "Change in rent for a two-room flat, third quarter, from the year before"
    )
    rows = (
        ("Møllebyen", 14.2, "14.2 %"),
        ("Sentrum", 10.8, "10.8 %"),
        ("Whole town", 9.4, "9.4 %"),
        ("Skansen", 8.9, "8.9 %"),
        ("Strandmyra", 7.1, "7.1 %"),
        ("Nørvaneset", 5.6, "5.6 %"),
        ("Storhelm", 1.2, "1.2 %"),
    )
    _bars(c, rows, most=15, strong="Møllebyen")
    _foot(c, "1,946 contracts. Source: Varholm municipality, housing office")


def harbour_costs(c: Canvas) -> None:
    """What the harbour plan costs, by part."""
    _title(c, "Three quarters of the bill is sea bed and road", "Harbour plan, million kroner at 2026 prices")
    rows = (
        ("Filling and quay", 1180, "1,180"),
        ("Road 612 and tunnel", 640, "640"),
        ("Cranes and rails", 290, "290"),
        ("Cleaning the basin", 175, "175"),
        ("Promenade", 115, "115"),
    )
    _bars(c, rows, most=1290, strong="Filling and quay")
    _foot(c, "Total 2,400 million. Source: case papers, municipal council, item 84/26")


def _grid(c: Canvas, marks: Sequence[tuple[float, str]], *, low: float, high: float) -> None:
    for value, words in marks:
        y = 1380 - (value - low) / (high - low) * 980
        c.line([(250, y), (2250, y)], WORDS if value == low else GRID, 5 if value == low else 3)
        write(c, 220, y + 16, words, 44, QUIET, anchor="end")


def _series(values: Sequence[float], *, low: float, high: float) -> list[tuple[float, float]]:
    step = 1780 / (len(values) - 1)
    return [(270 + index * step, 1380 - (value - low) / (high - low) * 980) for index, value in enumerate(values)]


def power_chart(c: Canvas) -> None:
    """The price of power day by day."""
    _title(
        c,
        "Windy days, cheap days",
        "Price of power in Varholm, øre per kilowatt-hour, daily average over twenty autumn days",
    )
    _grid(c, ((0, "0"), (40, "40"), (80, "80"), (120, "120")), low=0, high=130)
    prices = [104, 112, 108, 96, 99, 91, 84, 88, 71, 52, 47, 55, 61, 44, 31, 26, 38, 49, 46, 51]
    years = [98, 101, 97, 103, 106, 99, 95, 102, 108, 104, 100, 97, 103, 109, 112, 106, 101, 99, 104, 107]
    c.line(_series(years, low=0, high=130), p.MIST, 9)
    line = _series(prices, low=0, high=130)
    c.line(line, p.BLUE, 14)
    low_x, low_y = line[15]
    c.circle(low_x, low_y, 22, p.RUST)
    write(c, low_x - 10, low_y + 96, "26 øre on day 16", 48, p.RUST, weight=600, anchor="middle")
    write(c, 2075, line[-1][1] + 18, "This autumn", 46, p.BLUE, weight=600)
    write(c, 2075, _series(years, low=0, high=130)[-1][1] + 18, "Last autumn", 46, QUIET, weight=600)
    for day in (1, 5, 10, 15, 20):
        write(c, line[day - 1][0], 1450, f"day {day}", 44, QUIET, anchor="middle")
    _foot(c, "Before tax and grid rent. Source: Nørva Kraft")


def grain_chart(c: Canvas) -> None:
    """The world price of wheat, by quarter."""
    _title(c, "Wheat at a four-year low", "Index of export prices, average of 2022 = 100")
    _grid(c, ((60, "60"), (80, "80"), (100, "100"), (120, "120")), low=60, high=125)
    values = [96, 118, 103, 92, 89, 84, 86, 82, 80, 83, 79, 77, 81, 78, 76, 79, 75, 73, 70, 68]
    line = _series(values, low=60, high=125)
    c.poly([(270, 1380), *line, (line[-1][0], 1380)], "#dfe5e4")
    _grid(c, ((80, "80"), (100, "100"), (120, "120")), low=60, high=125)
    c.line(line, p.OCHRE, 14)
    c.circle(*line[-1], 22, p.RUST)
    write(c, 2080, line[-1][1] + 18, "68", 64, p.RUST, weight=600)
    write(c, line[1][0] + 44, line[1][1] + 14, "118", 54, WORDS, weight=600)
    c.line([(270, 1380), (2250, 1380)], WORDS, 5)
    for index, year in enumerate(("2022", "2023", "2024", "2025", "2026")):
        write(c, line[index * 4][0], 1450, year, 44, QUIET, anchor="middle")
    _foot(c, "Graphic: Nordpress. Source: Nordpress market desk")


def varholm_map(c: Canvas) -> None:
    """The town, the sound and the two places for the cranes."""
    sea, land, town, wood = "#c9d8de", "#f1eee4", "#ddd6c6", "#dbe1d2"
    c.rect(0, 0, 2400, 1600, sea)
    c.path(
        "M0 0h1500c-40 90-150 120-170 220s60 150 20 240-190 90-230 190"
        " 60 150 20 250-160 130-190 240 80 170 60 270-40 110-40 190H0z",
        land,
    )
    c.path("M0 0h700c-60 140-300 180-360 340s20 260-80 380S60 860 0 900z", wood)
    c.path("M0 1600v-340c120-40 220 0 330 60s200 140 240 280z", wood)
    c.path(
        "M1900 260c120-60 300-40 380 60s60 240-20 340-60 200-160 260-240-20-250-140 60-150 40-260-80-200 10-260z", land
    )
    c.path("M1960 330c80-40 200-20 240 60s-20 150-70 200-130 20-140-60-110-160-30-200z", wood)
    c.path("M1640 1190c60-30 140-10 150 40s-50 90-110 80-110-90-40-120z", land)
    c.path("M2140 1260c90-30 180 10 170 80s-110 90-170 60-90-110 0-140z", land)
    c.path("M1380 60c60-10 90 40 60 80s-90 20-100-10 10-62 40-70z", land)
    c.path(
        "M700 560c80-70 240-80 360-20l60 100c-20 80 30 150-10 240s-140 120-170 220"
        "l-150 60c-120-40-170-170-160-290s-20-220 70-310z",
        town,
    )
    c.path("M560 1180c70-40 180-30 250 30l70 130c-60 80-200 110-300 60s-110-170-20-220z", town)
    c.curve("M0 1010c160-20 240 60 380 20s220-120 330-110 160 60 250 40 110-60 190-70", "#9fbac6", 26)
    c.path("M250 420c60-30 150-10 170 50s-60 120-120 100-120-110-50-150z", sea)
    c.curve("M380 570c60 120 20 280 60 420", "#9fbac6", 12)
    for d, width in (
        ("M600 0c20 180 140 260 190 420s-20 300 10 460 100 160 80 300-60 240-40 420", 22),
        ("M0 760c200-20 420 60 560 30s220-80 420-60", 18),
        ("M800 880c90-40 180-10 290-70", 14),
        ("M860 1190c-80 60-180 70-300 60", 14),
        ("M790 420c120 20 220-60 400-70", 14),
        ("M2000 560c60 90 20 200 70 300", 12),
    ):
        c.curve(d, "#b7ae9b", width)
        c.curve(d, "#ffffff", width * 0.6)
    for d in (
        "M690 700h340",
        "M700 780h380",
        "M720 960h300",
        "M740 640v420",
        "M900 560v540",
        "M990 560v400",
        "M620 1240v160",
        "M720 1220v180",
    ):
        c.curve(d, "#f7f4ec", 7)
    c.curve("M1120 900C1300 960 1600 900 1890 760", p.BLUE, 7, dash="4 20")
    c.poly([(1060, 700), (1150, 690), (1180, 830), (1090, 880)], p.RUST)
    c.poly([(860, 1330), (960, 1300), (1000, 1440), (890, 1470)], p.BLUE)
    c.curve("M1190 860c110 160 90 380-160 520", p.RUST, 12, dash="34 26")
    c.poly([(1060, 1342), (1010, 1396), (1082, 1400)], p.RUST)
    c.circle(1716, 1246, 16, p.OCHRE)
    for x, y, words, size, colour, weight in (
        (800, 500, "VARHOLM", 66, WORDS, 600),
        (150, 640, "Hesten 1,012 m", 44, QUIET, 400),
        (170, 392, "Nørvatnet", 44, p.BLUE, 600),
        (80, 990, "Nørva", 42, p.BLUE, 400),
        (470, 1460, "Strandmyra", 46, QUIET, 400),
        (560, 870, "Møllebyen", 46, QUIET, 400),
        (1940, 700, "Storhelm", 56, WORDS, 600),
        (1810, 1262, "Lamholmen", 44, QUIET, 400),
        (1440, 985, "ferry, 25 min", 42, p.BLUE, 400),
    ):
        halo = width_of(words, size, weight=weight)
        if words in {"Møllebyen", "Strandmyra"}:
            c.rect(
                x - 10, y - size * 0.85, halo + 20, size * 1.15, town if words == "Møllebyen" else land, opacity=0.85
            )
        write(c, x, y, words, size, colour, weight=weight)
    write(c, 1460, 480, "Kvassundet", 60, p.BLUE, weight=600, turn=68)
    write(c, 1210, 760, "Cranes today", 50, p.RUST, weight=600)
    write(c, 1030, 1500, "Cranes from 2029", 50, p.BLUE, weight=600)
    for x, y in ((720, 270), (860, 1130)):
        c.add(f'<rect x="{x - 52}" y="{y - 40}" width="104" height="54" rx="10" fill="{p.OCHRE}"/>')
        write(c, x, y, "612", 40, "#ffffff", weight=600, anchor="middle")
    c.rect(1990, 1490, 300, 9, WORDS)
    c.rect(1990, 1474, 8, 40, WORDS)
    c.rect(2284, 1474, 8, 40, WORDS)
    write(c, 2140, 1464, "1 km", 42, WORDS, anchor="middle")
    c.poly([(2290, 80), (2326, 190), (2290, 164), (2254, 190)], WORDS)
    write(c, 2290, 250, "N", 48, WORDS, weight=600, anchor="middle")
    c.rect(0, 0, WIDTH, 6, WORDS)


SCENES = (varholm_map, rents_chart, harbour_costs, power_chart, grain_chart)
