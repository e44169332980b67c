"""Static files as the page server finds them."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from backports import zstd
from django.core.files.storage import FileSystemStorage

from broadsheet.press.static_files import PackedStaticFiles

STYLE = b"p { color: black }\n" * 100


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    """Return a folder of static files as `collectstatic` leaves it."""
    for name, content in {"reader.css": STYLE, "short.css": b"p { color: red }", "face.png": STYLE}.items():
        (tmp_path / name).write_bytes(content)
    source = FileSystemStorage(tmp_path)
    storage = PackedStaticFiles(location=tmp_path, base_url="/static/")
    assert list(storage.post_process({name: (source, name) for name in ("reader.css", "short.css", "face.png")}))
    return tmp_path


def test_a_text_lies_there_in_all_codings_that_browsers_take(collected: Path) -> None:
    (style,) = collected.glob("reader.*.css")

    assert brotli.decompress(Path(f"{style}.br").read_bytes()) == STYLE
    assert gzip.decompress(Path(f"{style}.gz").read_bytes()) == STYLE
    assert zstd.decompress(Path(f"{style}.zst").read_bytes()) == STYLE
    assert Path(f"{style}.br").stat().st_mode == style.stat().st_mode


def test_what_is_short_or_packed_in_itself_stays_as_it_is(collected: Path) -> None:
    assert {path.name.split(".")[0] for path in collected.glob("*.br")} == {"reader"}
