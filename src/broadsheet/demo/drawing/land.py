"""Scenes from the mountains, the roads and the lakes."""

import math

from broadsheet.demo.drawing import buildings as b
from broadsheet.demo.drawing import nature as n
from broadsheet.demo.drawing import palette as p
from broadsheet.demo.drawing.canvas import Canvas


def reservoir(c: Canvas) -> None:
    """The drinking-water lake above the town, with its intake tower."""
    n.sky(c, ["#8fa7b5", "#a3b6c0", "#b9c6cb", "#cfd5d3", "#e0dfd6"], bottom=800)
    n.cloud(c, 1400, 260, 820, "#dce0dd", opacity=0.8)
    n.ridge(c, 480, 170, "#94a9b5", base=840)
    n.ridge(c, 620, 110, "#6d8794", base=840)
    n.forest(c, 830, "#47605c", count=54, heights=(60, 130))
    n.hill(c, "M0 820C500 800 1900 836 2400 812", "#53695e")
    n.water(c, 836, ["#a9bac1", "#8fa5b0", "#728d9b", "#587687", "#446375"], glints="#e3e8e6", bottom=1400)
    c.poly([(2400, 880), (2400, 1250), (1950, 1010), (1750, 900)], "#4b6156")
    n.forest(c, 900, "#2f4744", count=1, heights=(10, 12))
    for x, base, height in (
        (1960, 1010, 240),
        (2060, 1060, 300),
        (2170, 1110, 340),
        (2290, 1180, 420),
        (1870, 960, 170),
    ):
        n.spruce(c, x, base, height, p.FOREST)
    c.poly([(1010, 1010), (1030, 640), (1210, 640), (1230, 1010)], "#c9c7bd")
    c.poly([(1120, 640), (1210, 640), (1230, 1010), (1120, 1010)], "#a9aaa4")
    c.path("M1004 648c10-90 60-130 116-134 56 4 106 44 116 134z", "#3d5a55")
    c.rect(1112, 470, 16, 50, p.CHARCOAL)
    for x in (1060, 1106, 1152):
        c.path(f"M{x} 760v-44a16 16 0 0 1 32 0v44z", p.INK)
    c.rect(990, 1004, 260, 22, "#8b8f90")
    c.rect(1010, 1026, 220, 60, "#6f8390", opacity=0.8)
    c.line([(1240, 1000), (2400, 1190)], "#5c4f43", 16)
    c.line([(1240, 940), (2400, 1110)], "#5c4f43", 8)
    for step in range(9):
        x = 1270 + step * 140
        y = 1000 + (x - 1240) * 0.164
        c.line([(x, y - 62 - step * 2), (x, y + 70)], "#5c4f43", 12)
    b.person(c, 1710, 1080, 190, p.OCHRE)
    c.path("M0 1600V1330c300-70 560 10 900 20s700-40 1500 30v220z", "#5f6a55")
    c.path("M0 1600v-150c500-60 1300 40 2400-40v190z", "#48543f")
    c.rect(250, 1230, 14, 250, p.CHARCOAL)
    c.rect(140, 1170, 240, 130, "#e7c65b")
    c.rect(156, 1186, 208, 98, p.PAPER)
    c.path("M260 1196c30 34 34 44 34 54a34 30 0 0 1-68 0c0-10 4-20 34-54z", p.BLUE)
    c.line([(206, 1276), (318, 1196)], p.RUST, 12)


def snow_forest(c: Canvas) -> None:
    """The road over Hesten between snow-heavy spruces."""
    n.sky(c, ["#b9c6cd", "#c6d0d4", "#d3dadb", "#dfe3e2"], bottom=900)
    n.ridge(c, 560, 130, "#bccad1", base=1000)
    n.forest(c, 900, "#93a8b1", count=46, heights=(120, 250))
    n.hill(c, "M0 890C600 840 1700 930 2400 870", "#dde4e5")
    n.forest(c, 1010, "#5d7880", count=30, heights=(220, 400), snow="#e6ecec")
    n.hill(c, "M0 1010C500 960 1800 1040 2400 980", "#e8edee")
    c.path(
        "M1300 992c-60 60-330 120-470 270-110 120-220 220-270 338h1150c-40-120-200-190-280-290-110-140-160-200-90-318z",
        "#c0ccd2",
    )
    c.path(
        "M1308 992c-60 70-270 140-370 280-80 110-160 220-190 328h80c30-108 100-220 170-320 100-140 280-210 322-288z",
        "#a3b4be",
    )
    c.path(
        "M1330 992c-50 110-40 190 70 320 80 100 150 170 190 288h-80c-30-110-80-190-150-290-100-140-110-220-42-318z",
        "#a3b4be",
    )
    n.hill(c, "M0 1500C300 1440 500 1530 620 1600", "#f1f4f3")
    for x, base, height in (
        (140, 1480, 900),
        (420, 1400, 640),
        (2280, 1500, 980),
        (1990, 1380, 680),
        (1780, 1250, 420),
        (680, 1230, 400),
    ):
        n.spruce(c, x, base, height, "#2d4449", snow="#eef2f2")
    c.path("M1640 1600c200-80 500-130 760-130v130z", "#f1f4f3")
    c.path("M0 1600v-130c200 0 420 50 560 130z", "#f1f4f3")
    c.rect(1700, 1060, 12, 270, "#5b4636")
    c.rect(1560, 1010, 290, 120, p.RUST)
    c.rect(1576, 1026, 258, 88, p.PAPER)
    c.rect(1600, 1062, 210, 18, p.RUST)
    c.line([(900, 1250), (900, 1130)], p.RUST, 10)
    c.line([(1520, 1240), (1520, 1130)], p.RUST, 10)
    d = "".join(f"M{c.chance.uniform(0, 2400):.0f} {c.chance.uniform(0, 1600):.0f}h0" for _ in range(170))
    c.curve(d, "#ffffff", 11, opacity=0.85)


def road_slide(c: Canvas) -> None:
    """County road 612 under a slide, with a digger at its foot."""
    n.sky(c, ["#93a3ab", "#a4b0b5", "#b6bfc1", "#c8ccc9"], bottom=800)
    n.ridge(c, 520, 140, "#9aa9b1", base=900)
    n.water(c, 800, ["#a0afb5", "#8698a1", "#6e8490", "#5a7280"], glints="#d5dbda")
    c.path("M760 1600C880 1180 1160 700 1540 400 1780 220 2080 120 2400 70v1530z", "#57655a")
    c.path("M1240 1180C1500 800 1800 480 2400 250V70C2080 120 1780 220 1540 400 1300 590 1080 900 960 1200z", "#68766a")
    n.forest(c, 700, "#57655a", count=1, heights=(1, 2))
    for x, base, height in (
        (1760, 420, 160),
        (1900, 330, 200),
        (2050, 270, 180),
        (2220, 210, 230),
        (2340, 180, 260),
        (1640, 520, 120),
    ):
        n.spruce(c, x, base, height, p.FOREST)
    c.path("M0 1600v-120C500 1380 900 1290 1240 1140s760-220 1160-250v300c-500 40-800 120-1100 410z", "#4a5157")
    c.path(
        "M0 1500C500 1400 900 1310 1240 1160s760-220 1160-250l0 18c-420 30-820 100-1150 248S500 1420 0 1520z", p.PALE
    )
    for start, y, length, drop in ((120, 1560, 190, -42), (440, 1486, 180, -46), (740, 1404, 170, -56)):
        c.line([(start, y), (start + length, y + drop)], p.PAPER, 13)
    c.path(
        "M1630 420c-60 230-240 520-420 760-60 90-160 190-160 250s300 90 620 40"
        " 500-120 470-200-160-180-200-360-120-340-170-520z",
        "#7a6753",
    )
    c.path(
        "M1690 500c-20 180-150 440-260 640-40 80-90 150-60 220 120 30 420 0 600-100-60-120-140-240-170-400z", "#8d7961"
    )
    for _ in range(34):
        mid, low = c.chance.uniform(1040, 1960), c.chance.uniform(1030, 1360)
        size = c.chance.uniform(18, 62)
        c.poly(
            [
                (mid - size, low),
                (mid - size * 0.5, low - size * 0.8),
                (mid + size * 0.4, low - size * 0.7),
                (mid + size, low - size * 0.1),
                (mid + size * 0.6, low + size * 0.4),
                (mid - size * 0.7, low + size * 0.4),
            ],
            c.chance.choice(["#5c5148", "#6c6157", "#978470", "#4a443f"]),
        )
    c.line([(1480, 1120), (1700, 900)], "#5b4636", 26)
    c.line([(1560, 1180), (1300, 1010)], "#5b4636", 20)
    c.add('<g transform="translate(440 1010) scale(1.25)">')
    c.rect(20, 300, 330, 64, p.CHARCOAL)
    c.circle(52, 332, 32, p.INK)
    c.circle(318, 332, 32, p.INK)
    c.rect(60, 190, 260, 110, "#d79a3a")
    c.poly([(210, 190), (210, 60), (310, 60), (330, 190)], "#d79a3a")
    c.poly([(228, 170), (228, 80), (298, 80), (312, 170)], p.PALE)
    c.line([(320, 190), (460, 20), (620, 120)], "#b97d29", 30)
    c.poly([(590, 100), (650, 110), (660, 210), (580, 220), (560, 170)], p.CHARCOAL)
    c.add("</g>")
    for x, y in ((330, 1500), (250, 1560)):
        c.rect(x - 90, y - 120, 180, 34, p.PAPER)
        for stripe in range(3):
            c.poly(
                [
                    (x - 80 + stripe * 62, y - 86),
                    (x - 58 + stripe * 62, y - 120),
                    (x - 28 + stripe * 62, y - 120),
                    (x - 50 + stripe * 62, y - 86),
                ],
                p.RUST,
            )
        c.rect(x - 70, y - 86, 12, 90, p.CHARCOAL)
        c.rect(x + 58, y - 86, 12, 90, p.CHARCOAL)


def wind_turbines(c: Canvas) -> None:
    """Turbines on the outer islands in a fresh westerly."""
    n.sky(c, ["#6d8799", "#839aa9", "#9aaeb9", "#b3c1c6", "#cbd1cf", "#dcd9cd"], bottom=1050)
    for x, y, width in ((-100, 420, 1100), (900, 260, 900), (1500, 620, 1000), (200, 760, 700)):
        n.cloud(c, x, y, width, "#e0e3df", opacity=0.75)
    n.water(c, 1040, ["#8ea2ad", "#728b9a", "#597586", "#426074"], glints="#e3e8e6")
    c.path("M0 1060c300-50 500-40 760-10s360 20 520 14l-60 40H0z", "#6c7f7b")
    turbines = (
        (1790, 1200, 1.0, 20),
        (1130, 1150, 0.72, 75),
        (640, 1080, 0.5, 44),
        (2200, 1160, 0.78, 100),
        (320, 1064, 0.42, 5),
    )
    for x, base, size, turn in turbines:
        c.poly(
            [
                (x - 17 * size, base),
                (x - 9 * size, base - 900 * size),
                (x + 9 * size, base - 900 * size),
                (x + 17 * size, base),
            ],
            "#eceeeb",
        )
        c.poly([(x, base), (x, base - 900 * size), (x + 9 * size, base - 900 * size), (x + 17 * size, base)], "#c3cacb")
        hub = base - 900 * size
        for blade in range(3):
            angle = math.radians(turn + blade * 120)
            along = (math.sin(angle), -math.cos(angle))
            across = (-along[1], along[0])
            reach = 430 * size
            c.poly(
                [
                    (x + across[0] * 9 * size, hub + across[1] * 9 * size),
                    (
                        x + along[0] * reach * 0.2 + across[0] * 26 * size,
                        hub + along[1] * reach * 0.2 + across[1] * 26 * size,
                    ),
                    (x + along[0] * reach, hub + along[1] * reach),
                    (x - across[0] * 9 * size, hub - across[1] * 9 * size),
                ],
                "#f4f4f0",
            )
        c.circle(x, hub, 20 * size, "#aeb8bb")
    c.path("M860 1240c240-110 480-90 700-60s520-60 840-10v430H600c40-180 120-290 260-360z", "#5b6b5f")
    c.path("M600 1600c120-170 420-230 760-220s640-90 1040-60v280z", "#465548")
    c.path("M1250 1600c40-140 200-220 420-240s160-80 120-150l30-4c50 90 40 150-90 190s-260 90-280 204z", "#b9b09b")
    for x, base in ((980, 1330), (1060, 1350), (1160, 1318), (920, 1370), (2050, 1390), (2130, 1372)):
        c.ellipse(x, base, 34, 22, p.PAPER)
        c.rect(x - 22, base + 10, 7, 26, p.CHARCOAL)
        c.rect(x + 16, base + 10, 7, 26, p.CHARCOAL)
        c.circle(x + 36, base - 8, 12, p.CHARCOAL)
    c.path("M0 1240c60-20 120 10 200 0s120-30 180-6 100 40 140 36v30H0z", "#dfe5e5", opacity=0.6)


def night_train(c: Canvas) -> None:
    """A sleeper train on a viaduct at night."""
    n.sky(c, ["#101c2a", "#152436", "#1c2e42", "#263b50", "#34495c", "#475a68"], bottom=1100)
    n.stars(c, 110, "#d9e0e2", bottom=560)
    c.circle(1890, 300, 90, "#e9e6d8")
    c.circle(1862, 280, 16, "#d5d3c7")
    c.circle(1916, 326, 22, "#d5d3c7")
    n.ridge(c, 760, 190, "#253a4d", base=1300)
    n.ridge(c, 950, 130, "#1b2d3e", base=1400)
    n.forest(c, 1240, "#142230", count=40, heights=(120, 240))
    c.rect(0, 1230, 2400, 370, "#142230")
    c.rect(0, 1010, 2400, 60, "#5a6467")
    c.rect(0, 1010, 2400, 16, "#7a8485")
    for left in range(-140, 2400, 380):
        c.path(
            f"M{left} 1600V1070h380v530h-70V1240a120 120 0 0 0-240 0v360z",
            "#434e54",
        )
        c.path(f"M{left + 310} 1600V1240a120 120 0 0 0-120-120v-14a134 134 0 0 1 134 134v360z", "#343f46")
    for index, left in enumerate((-200, 330, 860, 1390)):
        c.add(f'<rect x="{left}" y="800" width="510" height="200" rx="16" fill="{p.BLUE if index else p.SLATE}"/>')
        c.rect(left + 6, 940, 498, 14, p.OCHRE)
        c.rect(left + 10, 792, 490, 14, "#1d2f40")
        for place in range(6):
            lit = c.chance.random() < 0.72
            c.rect(left + 40 + place * 74, 846, 52, 62, p.LAMP if lit else "#20323f")
            if lit and c.chance.random() < 0.4:
                c.rect(left + 40 + place * 74, 846, 52, 24, p.WARM)
        for wheel in (70, 130, 380, 440):
            c.circle(left + wheel, 1000, 20, "#0e1823")
    c.path("M1920 800h250c90 0 150 70 190 200h-440z", p.BARN)
    c.rect(1926, 940, 424, 14, p.OCHRE)
    c.path("M2190 826c60 4 96 40 120 92h-120z", "#f5e3b0")
    c.rect(1960, 846, 90, 62, "#20323f")
    c.circle(2322, 966, 16, "#fff6d8")
    c.poly([(2330, 966), (2400, 920), (2400, 1010)], "#f5e3b0", opacity=0.5)
    for wheel in (1990, 2050, 2220, 2280):
        c.circle(wheel, 1000, 20, "#0e1823")
    for x in range(120, 2400, 480):
        c.line([(x, 1010), (x, 640)], "#0e1823", 12)
        c.line([(x, 660), (x + 110, 660)], "#0e1823", 8)
    c.curve("M0 690q240 40 480 0t480 0 480 0 480 0 480 0", "#0e1823", 5)
    for x, base, height in ((200, 1600, 380), (60, 1600, 300), (2300, 1600, 420), (2140, 1600, 300), (1100, 1600, 190)):
        n.spruce(c, x, base, height, "#0b141d")


def ski_jump(c: Canvas) -> None:
    """The small hill at Hesten, as the club has drawn it, in evening light."""
    n.sky(c, ["#22364a", "#2d4358", "#3d5468", "#556b7c", "#7b8a91", "#a39f98", "#c9af94"], bottom=900)
    n.ridge(c, 620, 150, "#5b7182", base=1000)
    n.forest(c, 960, "#2b404f", count=50, heights=(100, 210))
    n.hill(c, "M0 950C800 940 1700 980 2400 960", "#b9c7ce")
    c.path("M0 1600V560c220 10 420 30 560 120s180 160 300 200c160 60 240 260 420 420s600 200 1120 210v90z", "#dfe6e8")
    c.path("M860 880c160 60 240 260 420 420s600 200 1120 210v40c-560 0-960-60-1160-220S1000 940 840 884z", "#b3c3cc")
    for x, base, height in (
        (70, 600, 420),
        (190, 640, 340),
        (330, 690, 300),
        (30, 900, 500),
        (240, 980, 380),
        (1560, 1330, 260),
        (1720, 1370, 300),
        (1900, 1400, 240),
    ):
        n.spruce(c, x, base, height, "#22363f", snow="#e9eeee")
    c.poly([(420, 250), (500, 250), (1000, 850), (1000, 890), (960, 890)], "#5b4636")
    c.poly([(430, 250), (500, 250), (1000, 850), (972, 856)], "#e9eeee")
    for x, top in ((470, 300), (600, 440), (730, 600), (850, 740)):
        c.line([(x, top), (x, 900)], "#4a3a2e", 16)
    c.line([(470, 760), (600, 600)], "#4a3a2e", 9)
    c.line([(600, 800), (730, 640)], "#4a3a2e", 9)
    c.rect(390, 170, 130, 84, p.BARN)
    c.poly([(376, 174), (455, 120), (534, 174)], p.CHARCOAL)
    c.rect(430, 196, 46, 32, p.LAMP)
    for x, base, top in ((1180, 1230, 760), (1500, 1420, 900), (2050, 1490, 960)):
        c.line([(x, base), (x, top)], p.CHARCOAL, 11)
        c.rect(x - 46, top - 16, 92, 26, "#fbeebc")
        c.poly(
            [(x - 40, top + 10), (x + 40, top + 10), (x + 190, base + 40), (x - 190, base + 40)],
            "#f5e3b0",
            opacity=0.15,
        )
    c.line([(1150, 700), (1330, 690)], p.OCHRE, 12)
    c.line([(1160, 716), (1340, 706)], p.OCHRE, 12)
    c.line([(1190, 694), (1290, 628)], p.INK, 32)
    c.line([(1286, 630), (1356, 600)], p.RUST, 38)
    c.circle(1388, 584, 25, p.PAPER)
    c.line([(1300, 630), (1226, 640)], p.RUST, 15)
    for x in range(1600, 2360, 52):
        b.person(
            c,
            x + c.chance.uniform(-14, 14),
            1560 + c.chance.uniform(-14, 14),
            c.chance.uniform(96, 124),
            c.chance.choice([p.RUST, p.OCHRE, "#3d5869", p.CHARCOAL, p.MOSS]),
        )


SCENES = (reservoir, snow_forest, road_slide, wind_turbines, night_train, ski_jump)
