"""Draws the sample paper's pictures: flat scenes as SVG, made JPEG and WebP by libvips.

`python -m tests.reader.scenes DIR`, in a process of its own: where the newsroom runs, libvips is forbidden to read SVG.
"""
# ruff: noqa: E501  the data of a path is not prose

import sys
from pathlib import Path

import pyvips

from tests.reader.samples import WIDTHS

SKY = '<rect width="1600" height="1067" fill="{}"/>'


def _hills(colour: str, *heights: int) -> str:
    step = 1600 / (len(heights) - 1)
    points = " ".join(f"L{index * step:.0f} {height}" for index, height in enumerate(heights))
    return f'<path fill="{colour}" d="M0 1067 {points} L1600 1067z"/>'


def _bridge() -> str:
    cables = "".join(
        f'<path d="M{tower} 260 L{tower + side * reach} 640" stroke="#1d2730" stroke-width="4"/>'
        for tower in (430, 1130)
        for side in (-1, 1)
        for reach in range(60, 351, 58)
    )
    lamps = "".join(f'<circle cx="{x}" cy="622" r="7" fill="#f4dc9a"/>' for x in range(30, 760, 90))
    return (
        SKY.format("#d9b48a")
        + '<rect width="1600" height="330" fill="#8fa3b0"/><rect y="330" width="1600" height="140" fill="#b9ab9d"/>'
        + _hills("#6d7c86", 520, 430, 500, 400, 470, 390, 510)
        + _hills("#46555f", 600, 560, 610, 540, 580, 520, 600)
        + '<rect y="690" width="1600" height="377" fill="#5c7280"/><rect y="690" width="1600" height="60" fill="#8a8f8d"/>'
        + f'{cables}<rect y="636" width="1600" height="22" fill="#1d2730"/>'
        + '<path fill="#1d2730" d="M418 230h24v520h-24zM1118 230h24v520h-24z"/>'
        + lamps
        + '<path d="M380 820h150M300 900h200M1080 850h140M1000 960h260" stroke="#43565f" stroke-width="10"/>'
    )


def _quay() -> str:
    ferries = "".join(
        f'<g transform="translate({x} {y}) scale({size})"><path fill="#20303a" d="M0 0h520l-60 90H70z"/>'
        '<path fill="#e9e7e0" d="M70-90h360v90H70z"/><path fill="#c9c5b9" d="M150-150h180v60H150z"/>'
        '<path fill="#44525a" d="M90-62h320v26H90z"/><path fill="#a63a2c" d="M280-230h60v80h-60z"/></g>'
        for x, y, size in ((120, 720, 1.2), (980, 640, 0.7))
    )
    return (
        SKY.format("#c4ced3")
        + _hills("#9fb0b8", 460, 380, 430, 330, 420, 400)
        + '<rect y="640" width="1600" height="427" fill="#7d939e"/>'
        + '<path fill="#2b3941" d="M1380 200h26v560h-26zM1040 200h420v22h-420zM1080 222h6v200h-6z"/>'
        + f'{ferries}<path fill="#4b4f50" d="M0 900h1600v167H0z"/><path fill="#63686a" d="M0 900h1600v22H0z"/>'
    )


def _court() -> str:
    columns = "".join(f'<path fill="#d8d2c4" d="M{x} 420h70v420h-70z"/>' for x in range(300, 1300, 155))
    return (
        SKY.format("#aab7bf")
        + '<path fill="#8d8779" d="M240 400h1120v460H240z"/><path fill="#c9c2b2" d="M200 400 800 190l600 210z"/>'
        + columns
        + '<path fill="#b5ae9e" d="M200 850h1200v50H200zM150 900h1300v50H150z"/><path fill="#6f7468" d="M0 950h1600v117H0z"/>'
    )


def _orchard() -> str:
    trees = "".join(
        f'<g transform="translate({x} {y}) scale({size})" stroke="#40352e" stroke-width="12" fill="none">'
        '<path d="M0 0v-120l-70-80M0-120l60-90M-30-155l-10-90M30-165l60-40"/></g>'
        for y, size in ((660, 0.6), (780, 0.9), (960, 1.4))
        for x in range(100, 1600, round(260 * size))
    )
    return (
        SKY.format("#b4c3cc")
        + _hills("#8ca0aa", 520, 430, 480, 360, 470)
        + _hills("#eef0ee", 620, 600, 620, 590)
        + trees
    )


def _ski() -> str:
    spruces = "".join(
        f'<path fill="#24383a" d="M{x} {y}l{-size} {size * 3}h{size * 2}z"/>'
        for x, y, size in (
            (120, 380, 90),
            (300, 300, 110),
            (470, 420, 70),
            (1150, 330, 100),
            (1320, 260, 120),
            (1500, 390, 90),
        )
    )
    lamps = "".join(f'<circle cx="{650 + i * 60}" cy="{560 - i * 30}" r="{16 - i}" fill="#f6e2a4"/>' for i in range(6))
    return (
        SKY.format("#516579")
        + _hills("#3c4f60", 500, 380, 460, 340, 430)
        + _hills("#e4e9ec", 700, 640, 600, 620, 680)
        + spruces
        + '<path fill="#cbd6dc" d="M520 1067 760 600h60l160 467z"/>'
        + lamps
    )


def _turbine() -> str:
    towers = "".join(
        f'<g transform="translate({x} {y}) scale({size})"><path fill="#f0efe9" d="M-8 0h16l8 420h-32z"/>'
        '<path fill="#f0efe9" d="M0 0 12-230 0-240-12-230zM0 0l200 110 4 18-20-4zM0 0l-200 110-4 18 20-4z"/></g>'
        for x, y, size in ((350, 330, 1), (800, 270, 1.15), (1230, 360, 0.9))
    )
    return (
        SKY.format("#8fb0c4")
        + _hills("#5f7f8f", 760, 720, 740, 700)
        + towers
        + _hills("#4b5d48", 800, 690, 720, 660, 780)
    )


def _stage() -> str:
    dancers = "".join(
        f'<g transform="translate({x} 640)" fill="#0f1114"><circle cy="-250" r="34"/>'
        f'<path d="M-40-205h80l20 190 60 190h-40L0 40l-{lean} 180h-40l30-220z"/><path d="M-40-200l-{lean + 60} -70 12-20 80 60zM40-200l90-110 18 14-80 120z"/></g>'
        for x, lean in ((480, 60), (800, 20), (1120, 90))
    )
    beams = "".join(
        f'<path fill="{c}" opacity=".35" d="M{x} 0 {x - 190} 900h380z"/>'
        for x, c in ((480, "#d8b06a"), (800, "#e8e2d2"), (1120, "#7fa6c4"))
    )
    return f'<rect width="1600" height="900" fill="#20262d"/>{beams}<rect y="800" width="1600" height="100" fill="#cfd8dc"/>{dancers}'


def _map() -> str:
    return (
        SKY.format("#c7d6dd")
        + '<path fill="#eeece2" stroke="#8b8a80" stroke-width="4" d="M0 0h640l-60 210 90 170-120 260 80 180-100 247H0z"/>'
        + '<path fill="#eeece2" stroke="#8b8a80" stroke-width="4" d="M1600 0H980l-40 190 80 230-110 190 90 200-60 257h660z"/>'
        + '<path d="M570 470h420" stroke="#a81218" stroke-width="14"/><path d="M560 840c160-90 260-90 410 0" stroke="#17191c" stroke-width="8" stroke-dasharray="26 18" fill="none"/>'
        + '<circle cx="570" cy="470" r="20"/><circle cx="990" cy="470" r="20"/>'
        + '<path d="M120 150 420 420 250 900M1200 120l-190 350 320 480" stroke="#b9b3a2" stroke-width="16" fill="none"/>'
    )


def _mast() -> str:
    return (
        '<rect width="1067" height="1600" fill="#9db3bf"/><rect y="1100" width="1067" height="500" fill="#5f7987"/>'
        '<path fill="#3d4a4f" d="M160 1260 420 1090h300l230 170z"/><path fill="#f0eee6" d="M470 360h130l50 740H420z"/>'
        '<path fill="#a63a2c" d="M458 540h154l14 170H446zM436 880h200l12 130H428z"/><path fill="#22292d" d="M460 260h150v100H460zM440 250l95-90 95 90z"/>'
    )


def _face(shade: str, hair: str) -> str:
    return (
        f'<rect width="1600" height="1600" fill="{shade}"/><path fill="#4a5058" d="M250 1600c0-420 240-560 550-560s550 140 550 560z"/>'
        f'<ellipse cx="800" cy="700" rx="330" ry="420" fill="#d5bda9"/><path fill="{hair}" d="M450 720c-40-420 150-560 350-560s390 140 350 560c-60-240-140-330-350-330S510 480 450 720z"/>'
    )


SCENES = {
    "bridge": (_bridge(), 1600, 1067),
    "quay": (_quay(), 1600, 1067),
    "court": (_court(), 1600, 1067),
    "orchard": (_orchard(), 1600, 1067),
    "ski": (_ski(), 1600, 1067),
    "turbine": (_turbine(), 1600, 1067),
    "stage": (_stage(), 1600, 900),
    "map": (_map(), 1600, 1067),
    "mast": (_mast(), 1067, 1600),
    "face-1": (_face("#a9b3b8", "#53463c"), 1600, 1600),
    "face-2": (_face("#c2b8ab", "#231f1d"), 1600, 1600),
    "face-3": (_face("#b4bcae", "#8b6a45"), 1600, 1600),
}


def draw_all(folder: Path) -> None:
    """Write every scene into the folder, in each width, as JPEG and WebP."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (drawing, wide, high) in SCENES.items():
        size = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
        source = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawing}</svg>'
        image = pyvips.Image.svgload_buffer(source.encode()).flatten()
        for width in WIDTHS:
            sized = image.resize(width / image.width)
            sized.jpegsave(str(folder / f"{name}-{width}.jpg"), Q=82)
            sized.webpsave(str(folder / f"{name}-{width}.webp"), Q=78)


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]))
