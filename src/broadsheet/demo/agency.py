"""What the invented agency Nordpress sends to the demo newsroom: items in every format of this edition, and pictures.

The samples are kept as an agency would send them, all dated SAMPLE_DAY; a delivery bears the day before `now`
instead, so that a demo made in another year does not open on old news.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from broadsheet.demo.content import WIRE, PictureText, pictures_in
from broadsheet.demo.pictures import press_picture

SAMPLE_DAY = "2026-11-20"
ITEM_ENDINGS = (".xml", ".json")


def pictures() -> tuple[PictureText, ...]:
    """Return the pictures that the agency's items name; each is delivered as `<slug>.jpg`."""
    return tuple(pictures_in(WIRE / "pictures.toml", WIRE))


def items() -> tuple[Path, ...]:
    """Return the files of the agency's items, in the order of their names."""
    return tuple(sorted(path for path in WIRE.iterdir() if path.suffix in ITEM_ENDINGS))


def deliveries(now: datetime) -> Iterator[tuple[str, bytes]]:
    """Yield file name and bytes of each delivery: the pictures first, so that an item finds its own beside it."""
    for picture in pictures():
        yield f"{picture.slug}.jpg", press_picture(picture)
    day = now - timedelta(days=1)
    for path in items():
        yield path.name, _dated(path.read_text(encoding="utf-8"), day).encode()


def _dated(text: str, day: datetime) -> str:
    for mark in ("-", ".", ""):
        text = text.replace(SAMPLE_DAY.replace("-", mark), day.strftime(f"%Y{mark}%m{mark}%d"))
    return text
