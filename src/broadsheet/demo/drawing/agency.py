"""The pictures that the demo's agency sends with its copy."""

from broadsheet.demo.drawing import buildings as b
from broadsheet.demo.drawing import nature as n
from broadsheet.demo.drawing import palette as p
from broadsheet.demo.drawing.canvas import Canvas


def np_icebreaker(c: Canvas) -> None:
    """An icebreaker in a channel of broken ice."""
    n.sky(c, ["#a9bac3", "#bac7cc", "#cbd3d4", "#dbdeda", "#e9e2d3"], bottom=760)
    c.circle(620, 640, 60, "#f3dfb8")
    n.ridge(c, 720, 24, "#b3c1c8", base=780)
    c.rect(0, 770, 2400, 830, "#e3e9ea")
    for y in (800, 850, 920, 1020):
        for _ in range(4):
            c.line([(c.chance.uniform(0, 2300), y), (c.chance.uniform(0, 2300), y + 8)], "#c9d5d9", 4)
    c.path("M1130 1080C900 1200 500 1400 260 1600h1700c-160-200-300-380-420-520z", "#2d475a")
    for _ in range(46):
        near = c.chance.random() ** 0.8
        y = 1130 + near * 450
        x = 1300 - near * 240 + c.chance.uniform(-1, 1) * (180 + near * 720)
        size = 24 + near * 80
        c.poly(
            [
                (x - size, y),
                (x - size * 0.3, y - size * 0.3),
                (x + size * 0.8, y - size * 0.22),
                (x + size, y + size * 0.1),
                (x + size * 0.1, y + size * 0.34),
            ],
            c.chance.choice(["#eef2f2", "#d3dde0", "#b9c9cf"]),
        )
    c.path("M980 800h700c10 120-20 230-90 300h-470c-80-70-130-180-140-300z", p.BLUE)
    c.path("M1330 800h350c10 120-20 230-90 300h-260z", "#29455c")
    c.path("M1030 1030h590c-8 30-20 50-40 70h-470c-30-20-60-40-80-70z", p.BARN)
    c.rect(1060, 620, 560, 180, p.PAPER)
    c.rect(1120, 480, 440, 150, p.PAPER)
    c.rect(1080, 420, 520, 84, p.PAPER)
    c.rect(1096, 438, 488, 40, p.INK)
    for x in range(1140, 1540, 70):
        c.rect(x, 540, 36, 40, p.SLATE)
    for x in range(1086, 1600, 74):
        c.rect(x, 680, 40, 44, p.SLATE)
    c.line([(1340, 420), (1340, 210)], p.CHARCOAL, 16)
    c.line([(1250, 300), (1430, 300)], p.CHARCOAL, 10)
    c.rect(1300, 250, 80, 16, p.CHARCOAL)
    c.poly([(1170, 420), (1180, 330), (1260, 330), (1270, 420)], p.RUST)
    c.path("M1190 320c-60-40-180-30-300-80 140 0 250-10 360 70z", "#8b9aa3", opacity=0.6)
    c.path("M900 1110c240-50 600-50 860 0-160 50-600 60-860 0z", "#f4f6f5", opacity=0.9)
    b.person(c, 420, 1180, 150, p.RUST)
    b.person(c, 500, 1190, 140, "#3d5869")


def np_harbour_tram(c: Canvas) -> None:
    """A new tram on its first run along a quay."""
    n.sky(c, ["#6f8799", "#8aa0ad", "#a5b6be", "#c0c9c9", "#dad5c6"], bottom=900)
    n.ridge(c, 640, 70, "#8ea2ad", base=900)
    n.water(c, 820, ["#a3b4bc", "#8199a6"], glints="#eef0ec", bottom=1000)
    for x, tall in ((160, 420), (420, 520), (2040, 470), (2230, 360)):
        c.line([(x, 900), (x, 900 - tall)], p.CHARCOAL, 9)
        c.poly([(x + 12, 880 - tall * 0.9), (x + 12, 800), (x + tall * 0.32, 800)], p.PAPER, opacity=0.9)
        c.path(f"M{x - 90} 850h230l-40 56H{x - 60}z", p.BLUE)
    c.rect(0, 960, 2400, 640, "#737d80")
    c.rect(0, 960, 2400, 24, "#8f999b")
    c.line([(0, 1320), (2400, 1320)], "#3a444a", 14)
    c.line([(0, 1400), (2400, 1400)], "#3a444a", 18)
    c.curve("M0 380h2400", p.INK, 6)
    for x in (300, 1300, 2250):
        c.line([(x, 1000), (x, 340)], p.CHARCOAL, 18)
        c.line([(x - 130, 366), (x + 130, 366)], p.CHARCOAL, 10)
    for left, right in ((300, 1140), (1170, 2010)):
        c.add(f'<rect x="{left}" y="640" width="{right - left}" height="680" rx="40" fill="{p.PAPER}"/>')
        c.rect(left, 1110, right - left, 130, p.BARN)
        c.add(f'<rect x="{left + 40}" y="720" width="{right - left - 80}" height="280" rx="20" fill="#34495a"/>')
        for x in range(left + 200, right - 100, 210):
            c.rect(x, 720, 18, 280, p.PAPER)
        c.rect(left + 330, 700, 180, 560, "#22323f")
        c.rect(left + 414, 700, 12, 560, p.PAPER)
        for x in (left + 140, right - 180):
            c.circle(x, 1340, 40, p.INK)
            c.circle(x + 110, 1340, 40, p.INK)
        for x in range(left + 90, right - 60, 130):
            c.circle(x, 880, 34, p.PEACH)
            c.path(f"M{x - 50} 1000c0-60 20-90 50-90s50 30 50 90z", c.chance.choice([p.RUST, p.SLATE, p.OCHRE]))
        c.rect(left + 330, 700, 180, 560, "#22323f")
        c.rect(left + 414, 700, 12, 560, p.PAPER)
    c.rect(1130, 700, 50, 560, p.CHARCOAL)
    c.line([(700, 640), (620, 500), (760, 390)], p.CHARCOAL, 12)
    c.line([(560, 384), (880, 384)], p.CHARCOAL, 10)
    c.add(f'<rect x="330" y="655" width="240" height="50" rx="8" fill="{p.INK}"/>')
    c.curve("M360 680h90m20 0h70", p.WARM, 12)
    for x, base, tall, coat in (
        (120, 1500, 420, p.MOSS),
        (2180, 1530, 440, p.RUST),
        (2290, 1540, 400, p.OCHRE),
        (220, 1540, 300, p.BLUE),
    ):
        b.person(c, x, base, tall, coat)


SCENES = (np_icebreaker, np_harbour_tram)
