"""Scenes under a roof."""

from broadsheet.demo.drawing import buildings as b
from broadsheet.demo.drawing import palette as p
from broadsheet.demo.drawing.canvas import Canvas


def market_stall(c: Canvas) -> None:
    """A greengrocer's stall under the roof at Torget."""
    c.rect(0, 0, 2400, 1600, "#26353f")
    c.rect(0, 300, 2400, 900, "#3f525c")
    for x in range(0, 2400, 400):
        c.path(f"M{x + 30} 1000V520a170 170 0 0 1 340 0v480z", "#7f949e")
        c.path(f"M{x + 50} 1000V530a150 150 0 0 1 300 0v470z", "#a9bac0")
        c.rect(x + 194, 380, 12, 620, "#3f525c")
        c.rect(x + 40, 640, 320, 12, "#3f525c")
    b.far_town(c, 1000, ["#8d9da4", "#98a6ab", "#84949c"], left=40, right=2400, lit=p.LAMP)
    for x in range(-20, 2400, 400):
        c.rect(x, 300, 60, 800, "#2c3d47")
    c.poly([(0, 300), (2400, 300), (2400, 240), (0, 240)], "#1b2831")
    for x in range(100, 2400, 400):
        c.line([(x + 100, 0), (x - 100, 250)], "#1b2831", 20)
        c.line([(x + 100, 0), (x + 300, 250)], "#1b2831", 20)
    c.rect(0, 1000, 2400, 600, "#4a555a")
    for x, coat, tall in ((200, "#3d5869", 470), (2180, p.MOSS, 450), (2290, p.RUST, 400)):
        b.person(c, x, 1240, tall, coat)
    c.rect(420, 560, 26, 760, "#5b4636")
    c.rect(1950, 560, 26, 760, "#5b4636")
    b.person(c, 1180, 1250, 560, "#2f4744")
    c.path("M1110 900h140l26 260h-190z", p.PAPER)
    stripes = 12
    for index in range(stripes):
        left, right = 340 + index * 145, 340 + (index + 1) * 145
        top_left, top_right = 460 + index * 123, 460 + (index + 1) * 123
        colour = p.BARN if index % 2 else p.PAPER
        c.poly([(top_left, 420), (top_right, 420), (right, 640), (left, 640)], colour)
        c.path(f"M{left} 640h145v20a72 60 0 0 1-145 0z", colour)
    c.rect(340, 632, 1740, 10, p.INK, opacity=0.25)
    for x in (620, 1480, 1820):
        c.line([(x, 640), (x, 760)], p.CHARCOAL, 5)
        c.circle(x, 790, 64, "#f5d796", opacity=0.2)
        c.circle(x, 790, 30, "#fbeebc")
    c.poly([(380, 1090), (2020, 1090), (2080, 1240), (320, 1240)], "#7a5d42")
    c.rect(320, 1240, 1760, 240, "#5b4636")
    for x in range(320, 2080, 110):
        c.rect(x, 1240, 5, 240, "#4a3a2e")
    heaps = (
        (400, p.RUST, 36),
        (690, p.OCHRE, 34),
        (980, "#7d8f56", 46),
        (1290, "#d8c7ae", 32),
        (1580, "#8a3f4a", 34),
        (1850, "#c9762f", 30),
    )
    for left, colour, radius in heaps:
        c.poly([(left - 20, 1110), (left + 250, 1110), (left + 266, 1210), (left - 36, 1210)], "#9c7a55")
        for row in range(3):
            for place in range(int((230 - row * 2 * radius) / (radius * 1.55)) + 1):
                c.circle(
                    left + radius + 4 + row * radius * 0.8 + place * radius * 1.6,
                    1112 - row * radius * 1.05,
                    radius,
                    colour,
                )
                c.circle(
                    left + radius - 6 + row * radius * 0.8 + place * radius * 1.6,
                    1100 - row * radius * 1.05,
                    radius * 0.26,
                    "#ffffff",
                    opacity=0.22,
                )
        c.rect(left + 70, 1150, 90, 52, p.PAPER)
        c.rect(left + 84, 1168, 62, 6, p.CHARCOAL)
        c.rect(left + 84, 1182, 40, 6, p.CHARCOAL)
    b.person(c, 780, 1560, 640, "#4f6e87")
    b.person(c, 560, 1580, 420, p.OCHRE)
    c.path("M900 1290h120l-16 130h-88z", "#c9b48f")
    c.line([(850, 1230), (950, 1290)], "#4f6e87", 44)


def bakery(c: Canvas) -> None:
    """The bakery in Kirkegata before opening time."""
    c.rect(0, 0, 2400, 1600, "#1b2a38")
    c.rect(0, 0, 2400, 1330, "#2c4152")
    for y in range(40, 1330, 54):
        c.rect(0, y, 2400, 4, "#243747")
    c.rect(0, 1330, 2400, 270, "#25313a")
    c.path("M380 1600l140-270h920l120 270z", "#e6b36b", opacity=0.28)
    c.rect(360, 330, 1260, 1000, "#7a4a30")
    c.rect(390, 360, 1200, 150, "#5c3522")
    c.rect(420, 540, 800, 640, "#f7e3b0")
    c.rect(1300, 540, 250, 790, "#5c3522")
    c.rect(1330, 570, 190, 470, "#f3d08b")
    c.rect(1330, 790, 190, 12, "#5c3522")
    c.circle(1500, 1090, 12, p.OCHRE)
    c.rect(420, 540, 800, 150, "#efcf8f")
    for shelf, y in enumerate((790, 930)):
        c.rect(440, y, 760, 14, "#8a5a38")
        for place in range(7):
            x = 480 + place * 104
            if shelf == 0:
                c.ellipse(x + 20, y - 26, 46, 27, "#b4763b")
                for cut in (-18, 2, 22):
                    c.line([(x + 14 + cut, y - 40), (x + 26 + cut, y - 22)], "#e9c68a", 5)
            else:
                c.path(f"M{x - 24} {y}v-50a44 30 0 0 1 88 0v50z", "#8f5a2e")
                c.path(f"M{x - 24} {y - 46}a44 30 0 0 1 88 0l-10 6h-68z", "#c48c4c")
    b.person(c, 760, 1330, 560, p.PAPER)
    c.path("M716 830a44 50 0 0 1 88 0z", p.PAPER)
    c.rect(700, 770, 120, 44, p.PAPER)
    c.rect(420, 1080, 800, 250, "#7a4a30")
    for x in (440, 840):
        c.rect(x, 1226, 360, 84, "#6a3f28")
    c.line([(690, 1000), (640, 1060), (720, 1074)], p.PAPER, 34)
    for index in range(5):
        c.circle(880 + index * 66, 1066, 30, "#c48c4c")
        c.line([(868 + index * 66, 1056), (892 + index * 66, 1056)], "#e9c68a", 5)
    c.rect(812, 540, 16, 640, "#5c3522")
    c.rect(400, 1180, 840, 26, "#5c3522")
    c.path("M620 470q50-70 100-30t110-14 110 14 100 30z", "#e6b36b")
    c.ellipse(975, 450, 120, 34, "#f3d08b")
    c.line([(1700, 300), (1700, 420)], p.CHARCOAL, 10)
    c.line([(1620, 300), (1840, 300)], p.CHARCOAL, 14)
    c.curve("M1650 470c0-70 60-110 110-60s90 60 60 130-120 60-120 10 40-60 60-20", "#f3d08b", 24)
    for x, y in ((1840, 160), (2140, 160), (1840, 700), (2140, 700), (120, 160), (100, 700)):
        if x > 1000 or y < 500:
            b.window(c, x, y, 170, 270, "#1b2a38", frame="#49606f")
    c.rect(2140, 700, 170, 270, "#f3d08b", opacity=0.85)
    c.rect(2217, 700, 16, 270, "#49606f")
    c.line([(120, 1440), (520, 1440)], p.CHARCOAL, 12)
    for x in (200, 420):
        c.curve(f"M{x - 88} 1440a88 88 0 1 0 176 0a88 88 0 1 0-176 0", p.CHARCOAL, 12)
    c.line([(200, 1440), (260, 1300), (390, 1300), (300, 1440), (260, 1300)], p.RUST, 14)
    c.line([(420, 1440), (376, 1260), (420, 1250)], p.RUST, 14)
    c.line([(230, 1282), (290, 1282)], p.INK, 22)
    c.rect(350, 1180, 110, 80, "#8a5a38")
    d = "".join(f"M{c.chance.uniform(1640, 2400):.0f} {c.chance.uniform(0, 1400):.0f}l-8 26" for _ in range(40))
    c.curve(d, p.STEEL, 4, opacity=0.5)


def concert_stage(c: Canvas) -> None:
    """The stage of Tollboden on the opening night, from the floor."""
    c.rect(0, 0, 2400, 1600, "#0d141c")
    for x in range(0, 2401, 480):
        c.path(f"M{x - 40} 0h80v1100h-80z", "#151f2a")
    for y in (160, 420, 680):
        c.rect(0, y, 2400, 18, "#151f2a")
    c.path("M780 1080V520a420 420 0 0 1 840 0v560z", "#1c2b3a")
    c.path("M820 1080V530a380 380 0 0 1 760 0v550z", "#243a4e")
    c.circle(1200, 560, 250, "#e6b36b", opacity=0.9)
    c.circle(1200, 560, 190, "#f0cd8c")
    for x, colour, tip in (
        (300, "#6f93b0", 820),
        (800, "#e6c391", 1010),
        (1600, "#e6c391", 1390),
        (2100, "#6f93b0", 1580),
    ):
        c.poly([(x - 16, 130), (x + 16, 130), (tip + 230, 1110), (tip - 230, 1110)], colour, opacity=0.22)
        c.poly([(x - 10, 130), (x + 10, 130), (tip + 110, 1110), (tip - 110, 1110)], colour, opacity=0.25)
    c.rect(0, 70, 2400, 30, "#27343f")
    c.rect(0, 120, 2400, 14, "#27343f")
    for x in range(40, 2400, 80):
        c.line([(x, 84), (x + 40, 126)], "#27343f", 8)
    for x in (300, 800, 1200, 1600, 2100):
        c.rect(x - 30, 130, 60, 46, "#3a4954")
        c.rect(x - 24, 168, 48, 10, "#fbeebc")
    c.rect(0, 1080, 2400, 520, "#24303b")
    c.rect(0, 1080, 2400, 100, "#1a2029")
    c.rect(0, 1080, 2400, 12, "#8a6a45")
    ink = "#0a0f15"
    c.path("M1440 1080V900h90l240-40c50 0 60 60 30 100v120h-16V970h-310v110z", ink)
    c.poly([(1450, 890), (1760, 700), (1800, 720), (1560, 890)], ink)
    b_x = 1390
    c.line([(b_x, 1080), (b_x, 980), (b_x - 40, 960), (b_x + 6, 820)], ink, 46)
    c.line([(b_x + 2, 830), (b_x + 74, 910)], ink, 26)
    c.circle(b_x + 12, 764, 42, ink)
    c.path("M1130 1080l20-250c6-60 24-90 56-90s56 34 60 90l16 250z", ink)
    c.circle(1206, 690, 48, ink)
    c.line([(1240, 780), (1180, 740), (1120, 756)], ink, 26)
    c.line([(1100, 760), (1100, 1080)], ink, 10)
    c.circle(1112, 742, 18, ink)
    c.path("M900 1080l16-230c6-50 24-80 50-80s50 30 54 80l14 230z", ink)
    c.circle(966, 722, 44, ink)
    c.line([(936, 850), (880, 930), (960, 960)], ink, 24)
    c.ellipse(930, 980, 74, 92, ink)
    c.line([(924, 960), (1050, 690)], ink, 18)
    c.path("M610 1080l16-220c6-50 24-80 48-80s46 30 50 80l14 220z", ink)
    c.circle(672, 734, 42, ink)
    c.line([(640, 830), (590, 800), (700, 770)], ink, 22)
    c.line([(560, 820), (720, 760)], ink, 12)
    c.line([(560, 700), (640, 830)], ink, 6)
    for index in range(26):
        _head(c, index * 98 + c.chance.uniform(-30, 30), 1400 + c.chance.uniform(-50, 60), c.chance.uniform(56, 74))


def _head(c: Canvas, x: float, y: float, size: float) -> None:
    """Lay a listener seen from behind, now and then with a raised hand."""
    shade = "#070b10"
    rise = 1600 - y
    c.path(
        f"M{x - size * 1.5:.0f} 1600c0-{rise - 20:.0f} {size * 0.6:.0f}-{rise:.0f} {size * 1.5:.0f}-{rise:.0f}"
        f"s{size * 1.5:.0f} 20 {size * 1.5:.0f} {rise:.0f}z",
        shade,
    )
    c.circle(x, y - size * 0.4, size, shade)
    if c.chance.random() < 0.22:
        c.line([(x + size, y + 40), (x + size * 1.1, y - 190)], shade, 30)
        c.circle(x + size * 1.1, y - 205, 22, shade)


def writer_window(c: Canvas) -> None:
    """A desk under an open window over the roofs, early in the morning."""
    c.rect(0, 0, 2400, 1600, "#2a3a47")
    for x in range(0, 2400, 150):
        c.rect(x, 0, 6, 1200, "#24333f")
    c.rect(560, 120, 1280, 950, "#e9e4d8")
    c.rect(610, 170, 1180, 850, "#a9bcc6")
    c.rect(610, 420, 1180, 600, "#c3cfd3")
    c.rect(610, 560, 1180, 460, "#dbd8cc")
    c.path("M610 660c140-90 260-110 420-60s240-90 400-60 240 60 360 40v240H610z", "#8aa0ad")
    c.path("M610 760c200-40 400-40 600-20s400-30 580 0v100H610z", "#6b8595")
    b.far_town(c, 900, ["#a4574a", "#c9c3b3", "#71858f", "#c48c45", "#8d9da4"], left=612, right=1730, lit=p.LAMP)
    c.rect(610, 890, 1180, 130, "#566a74")
    c.poly([(610, 1020), (610, 940), (760, 860), (930, 960), (930, 1020)], p.BARN)
    c.poly([(596, 950), (760, 850), (950, 962), (950, 984), (760, 876), (596, 974)], p.CHARCOAL)
    c.poly([(1500, 1020), (1500, 950), (1660, 870), (1790, 940), (1790, 1020)], "#d9d3c2")
    c.poly([(1484, 964), (1660, 860), (1790, 928), (1790, 950), (1660, 884), (1484, 988)], p.CHARCOAL)
    c.rect(1190, 170, 26, 850, "#e9e4d8")
    c.poly([(1216, 170), (1560, 230), (1560, 980), (1216, 1020)], "#dfe8e8", opacity=0.35)
    c.line([(1216, 176), (1556, 232), (1556, 980), (1216, 1016)], "#e9e4d8", 28)
    c.path("M560 120c-30 300-20 640-90 950h-150c60-300 40-640 60-950z", "#5c7486")
    c.path("M470 120c-20 300-30 640-90 950h-60c60-300 40-640 60-950z", "#4f6778")
    c.path("M1840 120c30 300 90 600 40 950h140c50-300-10-640-40-950z", "#5c7486")
    c.rect(520, 1060, 1360, 44, "#d6d0c0")
    c.rect(0, 1200, 2400, 400, "#6b4a35")
    c.rect(0, 1200, 2400, 22, "#8a6246")
    for y in (1310, 1420, 1530):
        c.line([(0, y), (2400, y + 12)], "#5c3f2d", 5)
    c.poly([(860, 1270), (1480, 1270), (1600, 1500), (780, 1500)], p.PAPER)
    c.line([(1170, 1270), (1184, 1500)], "#c9c3b3", 6)
    for line in range(6):
        y = 1304 + line * 30
        c.line([(900 - line * 14, y), (1130 + line * 2, y)], "#8b8f90", 5)
        if line < 3:
            c.line([(1210 + line * 2, y), (1450 + line * 12 - line * line * 40, y)], "#8b8f90", 5)
    c.line([(1330, 1410), (1530, 1330)], p.INK, 16)
    c.line([(1330, 1410), (1312, 1418)], p.OCHRE, 10)
    c.rect(1810, 1130, 180, 170, p.RUST)
    c.path("M1990 1160c90 0 90 110 0 110v-26c50 0 50-58 0-58z", p.RUST)
    c.ellipse(1900, 1130, 90, 20, "#7a3a2b")
    c.ellipse(1900, 1132, 74, 13, "#2b1c15")
    c.curve("M1870 1090c-30-40 30-60 0-110M1930 1090c-30-40 30-60 0-110", "#dfe8e8", 8, opacity=0.5)
    for index, (width, tall, colour) in enumerate(
        ((330, 56, p.BLUE), (300, 44, p.OCHRE), (340, 62, "#7d8f7f"), (280, 40, p.BARN))
    ):
        y = 1300 - sum((56, 44, 62, 40)[: index + 1])
        c.rect(260 + index * 9, y, width, tall, colour)
        c.rect(290 + index * 9, y + tall * 0.3, width - 120, 7, p.PAPER, opacity=0.7)
    c.rect(330, 1298, 20, 4, p.INK)
    c.ellipse(2180, 1290, 110, 24, p.CHARCOAL)
    c.line([(2180, 1286), (2120, 960), (2000, 800)], p.CHARCOAL, 18)
    c.poly([(2040, 720), (1890, 820), (1950, 900), (2080, 830)], p.OCHRE)
    c.poly([(1900, 826), (1950, 896), (1500, 1220), (1180, 1220)], "#f5d796", opacity=0.16)


SCENES = (market_stall, bakery, concert_stage, writer_window)
