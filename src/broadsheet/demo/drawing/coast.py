# ruff: noqa: PLR0917 - where and how large a shape is goes without names
"""Scenes by the water."""

import math

from broadsheet.demo.drawing import buildings as b
from broadsheet.demo.drawing import nature as n
from broadsheet.demo.drawing import palette as p
from broadsheet.demo.drawing.canvas import Canvas

EVENING = ["#1d3044", "#263d53", "#334d64", "#4a6478", "#6d8088", "#97988f", "#c3ac90", "#dfbd93"]
MORNING = ["#8ea6b5", "#9fb3bf", "#b3c2ca", "#c6d0d3", "#d9dcd8", "#e6e1d6"]


def harbour_cranes(c: Canvas) -> None:
    """The inner harbour with its two container cranes, at first light."""
    n.sky(c, ["#6f8ba0", "#8aa1b1", "#a5b6c0", "#c0c8c9", "#d9d1c2", "#e8d3b3"], bottom=980)
    c.circle(1730, 770, 96, "#f5e3c0")
    n.cloud(c, 200, 330, 900, "#b7c4cb", opacity=0.8)
    n.cloud(c, 1300, 480, 760, "#d9d6cc", opacity=0.8)
    n.ridge(c, 800, 120, "#8299a9", base=1010)
    n.ridge(c, 890, 70, "#607d92", base=1010)
    b.far_town(c, 1010, ["#7f8f98", "#a8adab", "#8d7468", "#6d7f8b", "#b9b3a6"], left=0, right=1060, lit="#f4d999")
    n.water(c, 1008, ["#8ea2ad", "#7891a0", "#5c798c", "#466479", "#355368"], glints="#e9d9bd")
    n.shimmer(c, 1730, 1020, 1330, "#f3dfb8", width=150)
    c.rect(1000, 985, 1400, 70, "#39474f")
    c.rect(1000, 985, 1400, 14, "#56646b")
    for x in range(1020, 2400, 90):
        c.rect(x, 1040, 34, 46, "#27343c")
    b.containers(c, 1880, 985, 5, 4, [p.RUST, p.BARN, "#6b8494", p.OCHRE, "#3e5a6d"], size=104)
    b.quay_crane(c, 1360, 985, 790, "#1e3040", reach=-1)
    b.quay_crane(c, 1800, 985, 730, "#2a3f50", reach=-1)
    c.poly([(560, 1090), (1330, 1090), (1290, 1200), (640, 1200)], "#1a2a38")
    c.rect(640, 1176, 655, 24, p.BARN)
    b.containers(c, 760, 1090, 5, 3, [p.RUST, "#8ba0ac", p.OCHRE, "#40596a"], size=92)
    c.rect(590, 960, 110, 130, p.PAPER)
    c.rect(574, 936, 142, 30, p.PAPER)
    for x in (600, 630, 660):
        c.rect(x, 946, 20, 14, p.INK)
        c.rect(x, 990, 18, 14, p.SLATE)
        c.rect(x, 1026, 18, 14, p.SLATE)
    c.rect(640, 870, 8, 70, p.INK)
    n.gulls(c, [(420, 720), (540, 660), (330, 620), (980, 560)], "#f1efe8")
    c.path("M0 1600V1430h300l40-40h260l60 60h220v150z", "#1b2933")
    for x in (90, 230, 470, 700):
        c.rect(x, 1340 if x < 300 else 1330, 34, 90, "#0f1a22")
        c.ellipse(x + 17, 1340 if x < 300 else 1330, 26, 12, "#31414c")


def ferry_evening(c: Canvas) -> None:
    """The Storhelm ferry crossing the sound with its lights on."""
    n.sky(c, EVENING, bottom=1000)
    n.cloud(c, 1250, 300, 1000, "#54697a", opacity=0.6)
    n.ridge(c, 760, 170, "#3f586c", base=1020)
    n.ridge(c, 880, 90, "#2c4458", base=1020)
    b.far_town(c, 1020, ["#22374a", "#2a3f51", "#1d3042"], left=1700, right=2400, lit=p.LAMP)
    n.water(c, 1016, ["#7e8585", "#5d6f7a", "#40586a", "#2d4559", "#203649"], glints="#d8b68d")
    for x in (680, 900, 1120, 1340):
        n.shimmer(c, x, 1130, 1480, "#f0cd8c", width=90)
    c.ellipse(1040, 1110, 640, 22, "#1b2d3c", opacity=0.6)
    b.ferry(c, 430, 1108, 1200, "#152433", "#e3ded0", "#f7d992")
    c.path("M1630 1106c90 6 220 16 330 6c-90 22-260 24-350 12z", "#c9c8bf", opacity=0.7)
    c.path("M430 1106c-60 10-150 14-210 8c60 20 150 20 230 6z", "#c9c8bf", opacity=0.7)
    n.gulls(c, [(620, 620), (760, 570), (300, 700)], "#dfe0da", span=38)


def fjord_dusk(c: Canvas) -> None:
    """The Varfjord after sunset, ridge behind ridge."""
    n.sky(
        c,
        ["#16263a", "#1e3148", "#2b4159", "#415a70", "#667886", "#948f8a", "#c7a68a", "#e4b98d", "#efd0a4"],
        bottom=930,
    )
    c.path("M556 214a46 46 0 1 0 46 66a40 40 0 0 1-46-66z", "#ece9dc")
    n.ridge(c, 690, 190, "#6a7984", base=960)
    n.ridge(c, 760, 140, "#4d6272", base=960)
    c.poly([(0, 960), (0, 430), (180, 480), (330, 590), (520, 640), (700, 780), (900, 850), (1120, 960)], "#2f4659")
    c.poly(
        [(2400, 960), (2400, 350), (2250, 420), (2100, 590), (1900, 660), (1760, 800), (1600, 860), (1450, 960)],
        "#263c4f",
    )
    n.water(c, 956, ["#d2ae89", "#a3998d", "#74828a", "#506878", "#354e62", "#22394d"], glints="#f0d2a8")
    c.poly([(0, 958), (1120, 958), (860, 1030), (620, 1090), (300, 1180), (0, 1270)], "#2c4356", opacity=0.7)
    c.poly([(2400, 958), (1450, 958), (1640, 1030), (1900, 1130), (2200, 1250), (2400, 1330)], "#223849", opacity=0.7)
    for x, y in ((1880, 930), (1946, 926), (2010, 934), (2110, 922), (330, 936), (402, 930), (2190, 930)):
        c.rect(x, y, 12, 12, p.LAMP)
        n.shimmer(c, x + 6, 970, 1080, p.LAMP, width=20)
    c.path("M0 1600V1470c160-30 240 10 380 4s260-60 420-30 200 110 330 156z", "#101d29")
    n.spruce(c, 120, 1500, 420, "#0d1924")
    n.spruce(c, 260, 1500, 320, "#101d29")
    n.spruce(c, 30, 1500, 300, "#101d29")
    n.spruce(c, 560, 1480, 190, "#0d1924")
    c.path("M1360 1130h150l-24 30h-100z", "#142230")
    c.rect(1420, 1092, 44, 40, "#1a2a39")
    c.rect(1430, 1100, 22, 14, p.LAMP)


def pilot_boat(c: Canvas) -> None:
    """The pilot boat alongside a tanker in the swell, before dawn."""
    n.sky(c, ["#111e2b", "#172636", "#1f3144", "#2a3f53", "#3a5064"], bottom=1000)
    n.stars(c, 60, "#c3d0d6", bottom=520)
    n.ridge(c, 890, 60, "#1d2f40", base=1010)
    n.water(c, 990, ["#31485b", "#273d50", "#1e3245", "#16283a", "#101f2e"], glints="#6f8799")
    c.poly([(1180, 1120), (1120, 520), (2400, 440), (2400, 1210)], "#182530")
    c.poly([(1172, 1060), (1184, 1150), (2400, 1240), (2400, 1130)], p.BRICK)
    c.line([(1120, 520), (2400, 440)], "#4b5d69", 10)
    for x in range(1200, 2400, 90):
        c.line([(x, 515 - (x - 1200) * 0.063), (x, 450 - (x - 1200) * 0.063)], "#4b5d69", 6)
    c.line([(1140, 452), (2400, 372)], "#4b5d69", 6)
    c.circle(1420, 420, 26, "#fbe6b0")
    c.poly([(1420, 430), (1180, 1090), (1500, 1100)], "#f5d796", opacity=0.13)
    for x in (1330, 1400):
        c.line([(x, 506), (x + 12, 1030)], "#c7b18a", 7)
    for y in range(540, 1030, 44):
        c.line([(1331 + (y - 506) * 0.023, y), (1401 + (y - 506) * 0.023, y)], "#c7b18a", 7)
    b.person(c, 1372, 830, 170, p.OCHRE)
    c.path("M330 1060h1010c-20 90-70 160-130 190H520c-90-30-150-100-190-190z", p.RUST)
    c.path("M330 1060h1010l-14 44H352z", p.PAPER)
    c.path("M560 1060l60-190h420l50 190z", p.PAPER)
    c.path("M640 884h380l20 80H616z", "#f5d796")
    for x in (738, 850, 950):
        c.rect(x, 880, 14, 90, p.PAPER)
    c.line([(830, 870), (830, 650)], p.STONE, 12)
    c.circle(830, 650, 18, "#f7e3a8")
    c.line([(770, 730), (890, 730)], p.STONE, 8)
    c.circle(770, 720, 12, "#d2604a")
    c.path(
        "M250 1180c140-60 240 40 400 20s240-60 420-10 240 20 330-20c-70 130-260 160-520 160s-520-40-630-150z",
        "#8ba0ac",
        opacity=0.55,
    )
    c.path("M160 1240c200-50 300 30 520 20s380-50 640 0c-150 80-380 110-620 100s-420-40-540-120z", "#24394c")


def lighthouse(c: Canvas) -> None:
    """Lamholmen lighthouse with its lamp lit."""
    n.sky(c, ["#2c4257", "#3c5469", "#52697b", "#6f8390", "#93a0a3", "#b7b7ac", "#d3c5ab"], bottom=1060)
    n.cloud(c, 100, 520, 900, "#8d9ca3", opacity=0.6)
    n.cloud(c, 1500, 700, 800, "#aeb0a8", opacity=0.6)
    c.poly([(1250, 432), (0, 190), (0, 470)], "#f5dfa8", opacity=0.35)
    c.poly([(1250, 432), (2400, 330), (2400, 590)], "#f5dfa8", opacity=0.35)
    n.ridge(c, 1010, 36, "#6f8390", base=1070)
    n.water(c, 1060, ["#8d9a9d", "#738793", "#577082", "#415b6f", "#2f485c"], glints="#dccdb0")
    c.path("M560 1330c60-110 180-130 260-190s160-110 280-100 240-20 330 30 160 40 240 110 180 70 230 150z", "#2a3740")
    c.path("M820 1140c80-60 160-110 280-100l-40 120-150 60z", "#3a4953")
    c.path("M1430 1070c90 50 160 40 240 110l-120 30-90-60z", "#3a4953")
    c.poly([(1140, 1060), (1172, 520), (1328, 520), (1360, 1060)], p.PAPER)
    c.poly([(1250, 520), (1328, 520), (1360, 1060), (1250, 1060)], "#d9d9d3")
    for top, low in ((600, 700), (830, 940)):
        inset_top, inset_low = (1060 - top) * 0.0593, (1060 - low) * 0.0593
        c.poly(
            [(1140 + inset_top, top), (1360 - inset_top, top), (1360 - inset_low, low), (1140 + inset_low, low)], p.RUST
        )
    for y in (760, 990):
        c.rect(1236, y, 28, 46, p.INK)
    c.rect(1146, 500, 208, 26, p.CHARCOAL)
    c.rect(1190, 384, 120, 116, "#fbeebc")
    for x in (1186, 1226, 1266, 1306):
        c.rect(x, 384, 8, 116, p.CHARCOAL)
    c.path("M1174 388c10-66 40-96 76-100 36 4 66 34 76 100z", p.BARN)
    c.rect(1245, 230, 10, 60, p.CHARCOAL)
    b.gable(c, 1480, 1120, 210, 130, p.PAPER, p.BRICK, [p.LAMP, p.SLATE, p.SLATE, p.LAMP], frame=p.STONE)
    b.shed(c, 900, 1130, 180, 60, p.BARN, p.CHARCOAL)
    c.path("M470 1340c200-40 500 30 760 10s500-40 720 0c-120 40-380 60-700 60s-640-20-780-70z", "#c9cfcd", opacity=0.75)
    n.gulls(c, [(560, 760), (700, 690), (1840, 820), (1980, 760), (480, 860)], "#f1efe8")


def container_ship(c: Canvas) -> None:
    """A container ship off the approach, in flat grey light."""
    n.sky(c, ["#90a4b0", "#a2b2bb", "#b5c1c6", "#c7cecf", "#d8dad6"], bottom=960)
    for x, y, width in ((120, 260, 900), (1300, 380, 980), (500, 560, 800)):
        n.cloud(c, x, y, width, "#dfe2df", opacity=0.7)
    n.ridge(c, 930, 26, "#92a6b1", base=980)
    n.water(c, 970, ["#93a6b0", "#7990a0", "#5f7a8d", "#496679", "#385468"], glints="#dfe5e5")
    c.path("M260 900h1860c-16 60-50 130-96 176H400c-60-40-110-100-140-176z", "#20323f")
    c.path("M352 1036h1700l-28 40H400z", p.BRICK)
    b.containers(c, 430, 900, 11, 6, [p.RUST, p.OCHRE, "#6f8999", "#3d5869", "#8c979b", p.BARN], size=112)
    c.rect(1780, 560, 190, 340, p.PAPER)
    c.rect(1746, 590, 258, 46, p.PAPER)
    c.rect(1760, 602, 230, 20, p.INK)
    for y in (670, 730, 790, 850):
        for x in (1800, 1846, 1892, 1936):
            c.rect(x, y, 20, 22, p.SLATE)
    c.rect(1990, 640, 70, 260, "#3d5869")
    c.rect(1990, 680, 70, 40, p.OCHRE)
    c.line([(1876, 560), (1876, 440)], p.CHARCOAL, 10)
    c.line([(330, 900), (330, 740)], p.CHARCOAL, 10)
    c.path("M2020 1076c140-10 240 10 380-10v60c-200 14-300 10-440-20z", "#dfe5e5", opacity=0.7)
    c.path("M400 1076c-80 20-170 12-260 30 120 20 260 16 380-10z", "#dfe5e5", opacity=0.8)
    c.path("M1040 1290h170l-34 44h-106z", p.BARN)
    c.rect(1100, 1246, 66, 46, p.PAPER)
    c.rect(1110, 1256, 44, 16, p.INK)
    c.line([(1080, 1290), (1080, 1190)], p.CHARCOAL, 7)
    n.gulls(c, [(900, 1130), (1340, 1180), (760, 1220)], p.PAPER, span=34)


def shipyard(c: Canvas) -> None:
    """A ferry's hull in the hall of the yard, with welders at work."""
    c.rect(0, 0, 2400, 1600, "#1b2833")
    c.poly([(0, 0), (2400, 0), (2400, 160), (1200, 60), (0, 160)], "#121c25")
    for x in range(0, 2401, 300):
        c.rect(x - 14, 60, 28, 1200, "#263743")
    for x in range(60, 2300, 300):
        c.rect(x, 230, 200, 150, "#8fa6b3")
        c.rect(x + 96, 230, 8, 150, "#263743")
        c.rect(x, 300, 200, 8, "#263743")
    c.rect(0, 430, 2400, 36, "#3a4c58")
    c.rect(1500, 420, 190, 74, p.OCHRE)
    c.line([(1594, 494), (1594, 640)], "#93a3ad", 7)
    c.rect(0, 1250, 2400, 350, "#33414a")
    c.poly([(0, 1250), (2400, 1250), (2400, 1290), (0, 1290)], "#414f58")
    c.path("M330 640h1640c-20 240-150 470-330 560H690C500 1110 370 880 330 640z", "#6f8591")
    c.path("M1150 640h820c-20 240-150 470-330 560h-490z", "#5a717f")
    c.path("M388 860h1526c-60 150-150 280-274 340H690c-130-60-240-190-302-340z", p.BARN)
    c.path("M1150 860h764c-60 150-150 280-274 340h-490z", "#6f3029")
    for y in (720, 790):
        c.line([(345 + (y - 640) * 0.2, y), (1955 - (y - 640) * 0.2, y)], "#3d5361", 4)
    for x in range(520, 1900, 170):
        c.line([(x, 640), (x + (1150 - x) * 0.12, 1190)], "#3d5361", 4, opacity=0.7)
    c.poly([(1040, 1200), (1260, 1200), (1230, 1262), (1070, 1262)], "#222f38")
    for x in (760, 1460):
        c.rect(x, 1190, 110, 74, "#222f38")
    for x in (240, 420):
        c.line([(x, 1260), (x, 560)], p.OCHRE, 10)
    for y in (600, 760, 920, 1080):
        c.line([(220, y), (440, y)], p.OCHRE, 10)
    c.line([(240, 1240), (420, 1080), (240, 920), (420, 760)], p.OCHRE, 6)
    b.person(c, 320, 756, 150, "#2f5570")
    b.person(c, 2100, 1330, 260, p.OCHRE)
    b.person(c, 2200, 1340, 256, "#2f5570")
    b.person(c, 600, 1300, 220, "#2f5570")
    for x, y, reach in ((640, 1130, 120), (352, 690, 70)):
        c.circle(x, y, reach * 0.9, "#f5d796", opacity=0.16)
        c.circle(x, y, reach * 0.45, "#fbeebc", opacity=0.5)
        c.circle(x, y, reach * 0.18, "#fffdf2")
        for _ in range(14):
            c.line(
                [(x, y), (x + c.chance.uniform(-1.4, 1.4) * reach, y + c.chance.uniform(-0.5, 1.7) * reach)],
                "#f7dc98",
                4,
                opacity=0.8,
            )


def boathouse(c: Canvas) -> None:
    """The museum's oldest boat on its slip outside a red boathouse."""
    n.sky(c, ["#a3b6c1", "#b4c3ca", "#c6d0d3", "#d8dbd7", "#e6e3da"], bottom=900)
    n.ridge(c, 620, 110, "#a9bac3", base=900)
    n.ridge(c, 740, 90, "#7f97a4", base=900)
    n.water(c, 880, ["#b3c1c6", "#98abb5", "#7d95a3", "#65808f"], glints="#eef0ec")
    c.path("M1180 900c300-40 700-60 1220-150v850H900c120-200 180-460 280-700z", "#77806f")
    c.path("M1180 900c-80 260-150 480-280 700h500c-60-240-120-480-220-700z", "#8d9287")
    b.gable(c, 1290, 1150, 620, 330, p.BARN, p.CHARCOAL, [p.INK, p.INK, p.INK, p.INK], door="#4e241f")
    c.rect(1372, 960, 450, 190, "#3a1c18")
    c.line([(1597, 960), (1597, 1150)], p.PAPER, 8)
    c.line([(1372, 1150), (1372, 960), (1822, 960), (1822, 1150)], p.PAPER, 12)
    b.gable(c, 1990, 1090, 360, 220, p.OCHRE, p.CHARCOAL, [p.SLATE, p.SLATE, p.SLATE, p.SLATE])
    for x in range(6):
        c.line([(940 + x * 60 - x * 8, 1560 - x * 84), (1330 + x * 20, 1560 - x * 84)], "#5a4a3b", 22)
    c.path("M420 1150c160 120 820 130 1080-60-60 190-190 300-420 310-300 10-580-60-660-250z", "#7a5638")
    c.path("M420 1150c160 120 820 130 1080-60l-14 50c-260 170-870 160-1048 56z", "#a07850")
    c.path("M420 1150c-20-70-10-120-50-170 50 30 80 90 100 190z", "#5c4029")
    c.path("M1500 1090c0-60 30-110 60-160 0 60-10 130-40 190z", "#5c4029")
    for y in (1240, 1300):
        c.curve(f"M{450 + (y - 1200) * 0.6:.0f} {y}c240 80 640 90 {900 - (y - 1200):.0f} -30", "#5c4029", 6)
    c.line([(940, 1220), (900, 480)], "#6d5236", 20)
    c.line([(900, 490), (430, 1140)], p.CHARCOAL, 4)
    c.line([(900, 490), (1520, 1080)], p.CHARCOAL, 4)
    c.path("M905 560c180 100 320 130 420 120-60 60-280 100-402 60z", "#e6dfcd")
    b.person(c, 760, 1500, 300, "#3d5869")
    b.person(c, 1660, 1330, 270, p.OCHRE)
    n.gulls(c, [(300, 500), (430, 440), (640, 560)], p.PAPER)


def rowing(c: Canvas) -> None:
    """Two coxless fours side by side on flat water."""
    n.sky(c, ["#b6c5cc", "#c4cfd3", "#d3d9d9", "#e1e2dc"], bottom=620)
    n.ridge(c, 440, 80, "#9fb3bd", base=640)
    n.ridge(c, 540, 50, "#6f8a86", base=640)
    b.far_town(c, 640, ["#a4574a", "#c9c3b3", "#8594a0", "#c48c45"], left=1500, right=2300, lit=p.PAPER)
    n.water(c, 632, ["#aebfc7", "#9ab0bb", "#829ca9", "#6c8898", "#577587", "#466376"], glints="#e8edec")
    for buoy in range(90, 2400, 270):
        c.circle(buoy, 790, 13, p.RUST)
        c.circle(buoy + 60, 1420, 24, p.RUST)
    for base, left, size, shirt, hull in ((980, 560, 1.0, p.PAPER, p.INK), (1230, 180, 1.3, p.RUST, p.OCHRE)):
        length = 1340 * size
        c.path(
            f"M{left:.0f} {base:.0f}l{length:.0f} -10c-60 {44 * size:.0f}-{length * 0.3:.0f} {50 * size:.0f}"
            f"-{length * 0.5:.0f} {50 * size:.0f}s-{length * 0.4:.0f}-6-{length * 0.5:.0f}-{40 * size:.0f}z",
            hull,
        )
        for seat in range(4):
            x = left + length * (0.26 + 0.15 * seat)
            side = 1 if seat % 2 else -1
            reach = 330 * size
            c.line(
                [(x + 60 * size, base - 62 * size), (x - reach * 0.2, base + (150 if side > 0 else 20) * size)],
                "#3a2f28",
                8 * size,
            )
            c.poly(
                [
                    (x - reach * 0.2 - 8, base + (150 if side > 0 else 20) * size),
                    (x - reach * 0.3, base + (186 if side > 0 else 34) * size),
                    (x - reach * 0.34, base + (166 if side > 0 else 18) * size),
                ],
                p.PAPER,
            )
            c.line([(x - 10 * size, base - 20 * size), (x + 70 * size, base - 26 * size)], p.INK, 30 * size)
            c.line([(x - 10 * size, base - 20 * size), (x - 26 * size, base - 108 * size)], shirt, 46 * size)
            c.line([(x - 22 * size, base - 100 * size), (x + 62 * size, base - 64 * size)], p.PEACH, 17 * size)
            c.circle(x - 28 * size, base - 160 * size, 27 * size, p.PEACH)
            c.path(
                f"M{x - 57 * size:.0f} {base - 164 * size:.0f}"
                f"a{28 * size:.0f} {28 * size:.0f} 0 0 1 {57 * size:.0f} 0z",
                "#4a3328",
            )


def deep_reef(c: Canvas) -> None:
    """A cold-water reef in the lamps of a remotely steered vehicle."""
    n.sky(c, ["#0b1620", "#0e1c29", "#122433", "#172d3e", "#1c3547"], bottom=1300, sway=50)
    n.ridge(c, 900, 120, "#14273a", base=1600)
    c.poly([(1500, 470), (150, 1300), (1250, 1420)], "#7fa3b4", opacity=0.2)
    c.poly([(1540, 480), (520, 1350), (1400, 1450)], "#b9d0d6", opacity=0.16)
    n.ridge(c, 1180, 70, "#1b3346", base=1600)
    for left, base, size, colour in (
        (140, 1420, 1.0, "#c9876b"),
        (470, 1370, 1.35, "#e8dccb"),
        (800, 1430, 1.0, "#d99a73"),
        (1080, 1400, 1.15, "#efe6d8"),
        (1420, 1450, 0.85, "#7d6a6a"),
        (1700, 1420, 0.95, "#46586a"),
        (1980, 1400, 1.2, "#3a4c5f"),
        (2270, 1430, 1.0, "#334558"),
    ):
        _coral(c, left, base, 640 * size, colour)
    c.path("M0 1440c200-70 420-20 640-50s380 50 620 20 460-50 700 0 300-10 440 20v170H0z", "#101f2d")
    c.path("M0 1530c300-40 620 20 980-10s800-20 1420 20v60H0z", "#0b1620")
    for x, y, size in ((700, 820, 1.0), (880, 900, 0.7), (560, 930, 0.8), (1010, 790, 0.6), (2050, 960, 0.9)):
        c.ellipse(x, y, 62 * size, 20 * size, "#a9bcc6")
        c.poly([(x + 50 * size, y), (x + 96 * size, y - 26 * size), (x + 96 * size, y + 26 * size)], "#a9bcc6")
        c.circle(x - 40 * size, y - 4 * size, 5 * size, p.INK)
    c.curve("M1720 0c60 120-80 180-20 330", "#d79a3a", 9)
    c.add('<rect x="1500" y="320" width="460" height="120" rx="30" fill="#d79a3a"/>')
    c.rect(1540, 440, 24, 190, "#6f8390")
    c.rect(1890, 440, 24, 190, "#6f8390")
    c.rect(1500, 620, 460, 26, "#6f8390")
    c.rect(1580, 450, 290, 130, "#2b3f4f")
    c.circle(1640, 516, 44, "#8aa0ad")
    c.circle(1640, 516, 26, p.INK)
    c.circle(1800, 516, 36, "#4f6e87")
    for x, y in ((1500, 470), (1500, 560)):
        c.circle(x, y, 26, "#fbeebc")
    c.line([(1520, 610), (1400, 700), (1330, 690)], "#6f8390", 18)
    c.line([(1330, 690), (1290, 664)], "#6f8390", 9)
    c.line([(1330, 690), (1286, 712)], "#6f8390", 9)
    d = "".join(f"M{c.chance.uniform(0, 2400):.0f} {c.chance.uniform(0, 1400):.0f}h0" for _ in range(90))
    c.curve(d, "#c3d0d6", 6, opacity=0.5)


def _coral(c: Canvas, x: float, y: float, height: float, colour: str) -> None:
    """Lay a coral: boughs from one foot that fork and thin, the thinnest with round tips."""
    levels: list[list[str]] = [[] for _ in range(5)]
    for lean in (-0.85, -0.28, 0.3, 0.82):
        _fork(c, x, y, height * c.chance.uniform(0.26, 0.36), lean, levels)
    for depth, segments in enumerate(levels):
        c.curve("".join(segments), colour, height * 0.07 * 0.72**depth)


def _fork(c: Canvas, x: float, y: float, length: float, lean: float, levels: list[list[str]]) -> None:
    dx, dy = length * math.sin(lean), -length * math.cos(lean)
    levels[0].append(f"M{x:.0f} {y:.0f}l{dx:.0f} {dy:.0f}")
    if len(levels) == 1:
        return
    for turn in (-0.42, 0.36):
        way = lean * 0.9 + turn + c.chance.uniform(-0.2, 0.2)
        _fork(c, x + dx, y + dy, length * c.chance.uniform(0.6, 0.8), way, levels[1:])


SCENES = (
    deep_reef,
    harbour_cranes,
    ferry_evening,
    fjord_dusk,
    pilot_boat,
    lighthouse,
    container_ship,
    shipyard,
    boathouse,
    rowing,
)
