"""How far a mirror has come: a small file in the folder that it keeps, so that folder and place cannot part."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

NAME: Final = ".mirror"


@dataclass(frozen=True)
class Place:
    """All changes up to `number` are in the folder.

    During a first sync `until` is where it ends and `pictures` how far its pictures have come; they come before the
    pages that show them. 0 when none goes on.
    """

    store: str
    number: int = 0
    until: int = 0
    pictures: int = 0


def load(folder: Path, store: str) -> Place:
    """Return the place, the very beginning where there is none, it cannot be read, or it is of another store."""
    try:
        place = Place(**json.loads((folder / NAME).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return Place(store)
    return place if place.store == store else Place(store)


def save(folder: Path, place: Place) -> None:
    """Write the place down. An earlier one that a power cut brings back only has work done twice."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{NAME}.new"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(asdict(place), file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / NAME)
