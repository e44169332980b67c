"""Scenes from the streets and the pitch."""

from broadsheet.demo.drawing import buildings as b
from broadsheet.demo.drawing import nature as n
from broadsheet.demo.drawing import palette as p
from broadsheet.demo.drawing.canvas import Canvas


def wooden_street(c: Canvas) -> None:
    """Skansegata after rain, every house in its own colour."""
    n.sky(c, ["#8199a8", "#9aadb8", "#b3c0c6", "#cdd0cb", "#e3d9c5"], bottom=900)
    n.ridge(c, 520, 120, "#8ea2ae", base=1000)
    b.far_town(c, 800, ["#a4574a", "#c9c3b3", "#8594a0", "#7d8f7f"], left=900, right=1600, lit=p.LAMP)
    c.rect(880, 800, 760, 500, "#6d7c82")
    lit, dark = p.LAMP, "#3a4f5e"
    row = (
        (900, 1000, 190, 150, "#8594a0", [lit, dark, dark, lit]),
        (1400, 1010, 210, 170, "#b9876a", [dark, lit, dark, dark]),
        (690, 1070, 270, 250, p.OCHRE, [dark, lit, dark, lit]),
        (1530, 1090, 290, 270, "#d9d3c2", [lit, dark, dark, dark]),
        (370, 1180, 400, 380, p.BARN, [lit, dark, dark, lit]),
        (1730, 1210, 430, 400, "#7d8f7f", [dark, dark, lit, dark]),
        (-150, 1340, 600, 560, "#e0d8c4", [dark, lit, dark, dark]),
        (2060, 1380, 640, 590, "#4f6e87", [lit, dark, lit, lit]),
    )
    c.path("M1010 1000h420l900 600H70z", "#59656b")
    for x, base, width, height, wall, glass in row:
        b.gable(c, x, base, width, height, wall, p.CHARCOAL, glass)
    d = ""
    for line in range(9):
        y = 1040 + line * line * 7
        left = 1000 - (y - 1000) * 1.45
        right = 1430 + (y - 1000) * 1.4
        at = left
        while at < right:
            length = 30 + line * 9
            d += f"M{at:.0f} {y:.0f}h{length * c.chance.uniform(0.5, 1):.0f}"
            at += length * 1.7
    c.curve(d, "#7d888c", 6, opacity=0.6)
    c.path("M1160 1010c50 190-80 380-250 590h220c110-200 160-420 80-590z", "#a9b2b2", opacity=0.55)
    c.path("M1240 1060c70 160 110 360 90 540h60c20-200-30-400-110-540z", "#e3c795", opacity=0.5)
    c.rect(1296, 690, 14, 400, p.CHARCOAL)
    c.path("M1272 690l12-60h40l12 60z", p.LAMP)
    c.poly([(1264, 634), (1304, 604), (1344, 634)], p.CHARCOAL)
    b.person(c, 1110, 1210, 190, p.RUST)
    b.person(c, 1180, 1216, 120, p.OCHRE)
    c.curve("M880 720c200 60 500 50 680 10", p.CHARCOAL, 4)
    for index in range(8):
        x = 910 + index * 80
        c.circle(x, 734 + 14 * (1 - abs(index - 3.5) / 3.5) + 8, 9, "#fbeebc")


def courthouse(c: Canvas) -> None:
    """The front of the district court, seen from the steps' foot."""
    n.sky(c, ["#7f96a6", "#94a8b4", "#abbac1", "#c3cbcb", "#d9d6cb"], bottom=1200)
    n.cloud(c, 60, 260, 800, "#c9d1d2", opacity=0.7)
    n.cloud(c, 1700, 180, 700, "#c9d1d2", opacity=0.7)
    c.rect(180, 560, 2040, 780, "#b9b3a4")
    c.rect(180, 560, 2040, 26, "#d6d0c0")
    c.rect(180, 500, 2040, 62, "#a39d90")
    for x in (260, 400, 1880, 2020):
        for y, tall in ((650, 230), (990, 230)):
            c.rect(x - 12, y - 12, 124, tall + 24, "#cfc9b9")
            c.rect(x, y, 100, tall, "#34495a")
            c.rect(x + 46, y, 8, tall, "#cfc9b9")
            c.rect(x, y + tall * 0.4, 100, 8, "#cfc9b9")
            c.rect(x - 24, y + tall + 10, 148, 16, "#d6d0c0")
    c.rect(402, 652, 44, 90, p.LAMP)
    c.rect(2022, 992, 44, 90, p.LAMP)
    c.rect(560, 480, 1280, 860, "#8b877d")
    c.rect(620, 620, 1160, 720, "#4d5258")
    for x in (800, 1110, 1420):
        c.path(f"M{x} 1340V960a90 90 0 0 1 180 0v380z", "#2c3740")
        c.rect(x + 86, 900, 8, 440, "#1d262d")
    c.rect(1150, 1000, 42, 340, "#e6c98c")
    c.rect(1208, 1000, 42, 340, "#e6c98c")
    for x in range(590, 1700, 277):
        c.rect(x - 12, 600, 136, 36, "#e2dccd")
        c.poly([(x + 6, 636), (x + 106, 636), (x + 112, 1300), (x, 1300)], "#ded8c8")
        c.poly([(x + 66, 636), (x + 106, 636), (x + 112, 1300), (x + 70, 1300)], "#bcb6a6")
        for flute in (22, 42, 60):
            c.rect(x + flute, 650, 5, 640, "#aaa495", opacity=0.7)
        c.rect(x - 16, 1300, 144, 40, "#e2dccd")
    c.rect(540, 520, 1320, 84, "#d6d0c0")
    c.rect(540, 590, 1320, 14, "#a39d90")
    c.poly([(500, 520), (1200, 220), (1900, 520)], "#c9c3b3")
    c.poly([(620, 500), (1200, 256), (1780, 500)], "#a39d90")
    c.line([(1200, 300), (1200, 450)], "#ded8c8", 14)
    c.line([(1060, 350), (1340, 350)], "#ded8c8", 12)
    for x in (1060, 1340):
        c.line([(x - 46, 430), (x, 350), (x + 46, 430)], "#ded8c8", 5)
        c.path(f"M{x - 56} 430h112a56 40 0 0 1-112 0z", "#ded8c8")
    c.rect(1150, 450, 100, 20, "#ded8c8")
    for step in range(6):
        c.rect(470 - step * 50, 1340 + step * 36, 1460 + step * 100, 36, "#c3beb1" if step % 2 else "#d0cbbd")
        c.rect(470 - step * 50, 1370 + step * 36, 1460 + step * 100, 6, "#8b877d")
    c.rect(0, 1340, 220, 260, "#59656b")
    c.rect(2180, 1340, 220, 260, "#59656b")
    c.rect(0, 1556, 2400, 44, "#59656b")
    c.line([(330, 1480), (330, 150)], p.CHARCOAL, 12)
    c.path("M336 170c90-30 140 30 260 0v150c-120 30-170-30-260 0z", p.BLUE)
    c.path("M336 226c90-30 140 30 260 0v36c-120 30-170-30-260 0z", p.PAPER)
    for x, base, tall, coat in (
        (980, 1500, 250, p.CHARCOAL),
        (1070, 1506, 240, "#4f6e87"),
        (1500, 1440, 220, p.RUST),
        (700, 1560, 270, p.MOSS),
    ):
        b.person(c, x, base, tall, coat)


def football_pitch(c: Canvas) -> None:
    """A penalty at Strandmyra under floodlights, with the stand behind."""
    n.sky(c, ["#101d2b", "#172838", "#1f3346", "#2a4054", "#3a5062"], bottom=760)
    n.ridge(c, 470, 80, "#1b2c3c", base=800)
    for x, tilt in ((250, 1), (2150, -1)):
        c.poly([(x, 190), (x + tilt * 200, 1100), (x + tilt * 1700, 1100)], "#dfe8e8", opacity=0.09)
        c.line([(x, 760), (x, 200)], "#4b5d69", 18)
        c.rect(x - 110, 110, 220, 120, "#34444f")
        for row in range(2):
            for column in range(4):
                c.circle(x - 80 + column * 53, 142 + row * 56, 20, "#fff8de")
    c.poly([(300, 440), (2100, 440), (2180, 520), (220, 520)], "#24323d")
    c.rect(220, 520, 1960, 250, "#33454f")
    for row in range(4):
        for _ in range(62):
            seat = 240 + c.chance.random() * 1910
            y = 566 + row * 56
            c.circle(seat, y - 16, 11, c.chance.choice(["#d9b79a", "#c9a68a", "#e2c3a8"]))
            c.rect(seat - 14, y - 5, 28, 34, c.chance.choice([p.RUST, p.BLUE, "#27323a", "#8b8f90", p.RUST, p.PAPER]))
    for x in range(220, 2190, 280):
        c.rect(x, 440, 12, 330, "#1a2630")
    c.rect(0, 770, 2400, 830, "#40624f")
    for index in range(0, 8, 2):
        y = 770 + 830 * (index / 8) ** 1.4
        low = 770 + 830 * ((index + 1) / 8) ** 1.4
        c.rect(0, y, 2400, low - y, "#4a6e59")
    for left in range(40, 2400, 300):
        c.rect(left, 742, 280, 46, c.chance.choice([p.PAPER, p.BLUE, "#27323a", p.OCHRE]))
    c.rect(0, 786, 2400, 8, "#31503f")
    white = "#e8edec"
    c.line([(0, 850), (2400, 850)], white, 8)
    c.line([(420, 850), (140, 1240), (2260, 1240), (1980, 850)], white, 9)
    c.line([(800, 850), (700, 960), (1700, 960), (1600, 850)], white, 8)
    c.curve("M900 1240c60 110 540 110 600 0", white, 9)
    d = "".join(f"M{x} 570V846" for x in range(836, 1580, 34)) + "".join(f"M820 {y}H1580" for y in range(592, 846, 32))
    c.curve(d, "#c3d0d6", 3, opacity=0.55)
    c.line([(820, 850), (820, 560), (1580, 560), (1580, 850)], p.PAPER, 16)
    c.line([(990, 780), (1090, 740)], p.OCHRE, 60)
    c.line([(1090, 740), (1180, 790), (1290, 830)], p.INK, 30)
    c.line([(1090, 752), (1170, 840), (1250, 850)], p.INK, 30)
    c.line([(1000, 770), (920, 690), (896, 640)], p.OCHRE, 26)
    c.circle(946, 748, 30, p.PEACH)
    c.circle(886, 628, 20, p.PAPER)
    c.circle(1470, 660, 24, p.PAPER)
    c.curve("M1250 1180C1330 1000 1420 800 1462 690", p.PAPER, 5, opacity=0.5, dash="4 22")
    c.ellipse(1206, 1420, 150, 20, "#2d4a3b")
    c.line([(1180, 1240), (1200, 1330), (1160, 1420)], p.INK, 40)
    c.line([(1190, 1240), (1290, 1290), (1370, 1250)], p.INK, 40)
    c.line([(1160, 1420), (1200, 1424)], p.RUST, 26)
    c.line([(1370, 1250), (1400, 1222)], p.RUST, 26)
    c.line([(1186, 1230), (1160, 1070)], p.RUST, 92)
    c.line([(1150, 1050), (1060, 1100), (1010, 1060)], p.RUST, 30)
    c.line([(1180, 1050), (1270, 1100), (1310, 1160)], p.RUST, 30)
    c.circle(1156, 968, 44, p.PEACH)
    c.path("M1110 962a46 48 0 0 1 92 0z", "#3a2a20")
    for x, base, shirt in (
        (300, 1330, p.RUST),
        (1900, 1340, p.PAPER),
        (2080, 1300, p.RUST),
        (520, 1300, p.PAPER),
        (2240, 1400, p.PAPER),
    ):
        c.ellipse(x, base, 56, 9, "#2d4a3b")
        b.person(c, x, base, 270, shirt)


def night_bus(c: Canvas) -> None:
    """Bus 7 at the stop by the library in the rain."""
    n.sky(c, ["#1a2938", "#203243", "#273b4d", "#304658"], bottom=900)
    for left, width, tall, wall in (
        (-40, 560, 700, "#22323f"),
        (540, 480, 560, "#2b3d4b"),
        (1040, 640, 760, "#1f2f3c"),
        (1700, 760, 620, "#283a48"),
    ):
        c.rect(left, 1150 - tall, width, tall, wall)
        c.poly(
            [(left - 20, 1150 - tall), (left + width / 2, 1150 - tall - 150), (left + width + 20, 1150 - tall)], p.INK
        )
        for y in range(int(1200 - tall), 900, 170):
            for x in range(left + 60, left + width - 90, 150):
                b.window(c, x, y, 66, 96, p.LAMP if c.chance.random() < 0.3 else "#34495a", frame="#3c5061")
    c.rect(0, 1150, 2400, 450, "#25323b")
    c.rect(0, 1150, 2400, 30, "#3a4953")
    c.add(f'<rect x="330" y="560" width="1560" height="640" rx="46" fill="{p.RUST}"/>')
    c.rect(330, 1040, 1560, 26, p.PAPER)
    c.add('<rect x="370" y="610" width="1480" height="330" rx="22" fill="#fbeebc"/>')
    for x in (600, 860, 1120, 1380, 1640):
        c.rect(x, 610, 20, 330, p.CHARCOAL)
    c.rect(370, 880, 1250, 60, "#7d8f9a")
    for x, coat in ((480, p.BLUE), (720, p.MOSS), (980, p.BARN), (1250, "#3d5869"), (1480, p.CHARCOAL)):
        c.path(f"M{x - 62} 940c0-100 20-150 62-150s62 50 62 150z", coat)
        c.circle(x, 754, 38, p.PEACH)
        c.path(f"M{x - 40} 750a40 44 0 0 1 80 0z", "#3a2a20")
    c.rect(1660, 640, 190, 520, "#2b3238")
    c.rect(1676, 656, 74, 490, "#f5d796")
    c.rect(1762, 656, 74, 490, "#f5d796")
    c.rect(620, 566, 560, 40, p.INK)
    c.curve("M640 588h90m20 0h60m20 0h120m20 0h40", p.WARM, 12)
    c.line([(1130, 574), (1160, 574), (1140, 600)], p.WARM, 9)
    for x in (620, 1480):
        c.circle(x, 1200, 92, p.INK)
        c.circle(x, 1200, 44, p.STONE)
    c.circle(372, 1120, 22, "#fff6d8")
    c.poly([(360, 1110), (0, 1180), (0, 1300), (360, 1136)], "#f5e3b0", opacity=0.35)
    for x in range(420, 1860, 120):
        n.shimmer(c, x, 1290, 1560, c.chance.choice(["#f0cd8c", "#c97a5e", "#8aa0ad"]), width=90)
    c.rect(2010, 620, 300, 24, p.CHARCOAL)
    c.rect(2020, 644, 14, 560, p.CHARCOAL)
    c.rect(2286, 644, 14, 560, p.CHARCOAL)
    c.rect(2034, 660, 252, 480, "#8aa0ad", opacity=0.35)
    b.person(c, 2110, 1230, 400, p.OCHRE)
    b.person(c, 2210, 1236, 380, "#4f6e87")
    c.path("M1990 860a120 90 0 0 1 240 0z", p.INK)
    c.line([(2110, 860), (2110, 1010)], p.INK, 9)
    d = "".join(f"M{c.chance.uniform(0, 2400):.0f} {c.chance.uniform(0, 1500):.0f}l-14 48" for _ in range(130))
    c.curve(d, "#a9bcc6", 4, opacity=0.5)


SCENES = (wooden_street, courthouse, football_pitch, night_bus)
