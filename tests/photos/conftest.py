"""Pictures made on the spot, and exiftool as the one who knows better."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from PIL import Image, ImageDraw

from broadsheet.photos import metadata

FACTS = {
    "creator": "Jane Døe",
    "credit_line": "Pool Photo via AP",
    "copyright_notice": "© 2026 Jane Døe",
    "caption": "The ferry leaves Bodø in snow.",
    "alt_text": "A ferry in falling snow",
    "usage_terms": "No sales",
}


@pytest.fixture
def draw() -> Callable[..., bytes]:
    """Return a function that draws a picture with a dark quarter at the top left."""

    def drawn(width: int = 800, height: int = 600, *, format: str = "JPEG", mode: str = "RGB", **save: Any) -> bytes:
        image = Image.new("RGB", (width, height), (200, 210, 220))
        pen = ImageDraw.Draw(image)
        pen.rectangle((0, 0, width // 2, height // 2), fill=(20, 40, 60))
        for step in range(0, width, 40):
            pen.line((step, height // 2, width - step, height), fill=(step % 255, 90, 40), width=3)
        file = io.BytesIO()
        image.convert(mode).save(file, format, **save)
        return file.getvalue()

    return drawn


@pytest.fixture
def facts() -> dict[str, str]:
    """Return what an agency says about a picture."""
    return dict(FACTS)


@pytest.fixture
def photo(draw: Callable[..., bytes], facts: dict[str, str]) -> bytes:
    """Return a JPEG that carries these facts."""
    return metadata.embed(draw(), facts)


@pytest.fixture
def exiftool() -> Callable[..., list[dict[str, Any]]]:
    """Return a function that says what exiftool finds in each of some files, by group and tag."""

    def found(*paths: Path) -> list[dict[str, Any]]:
        command = ["exiftool", "-json", "-G1", "-a", "-struct", "-charset", "iptc=UTF8", *map(str, paths)]
        result: list[dict[str, Any]] = orjson.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        return result

    return found
