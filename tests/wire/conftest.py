"""What the tests of the wire share: small fixtures of our own writing, a feed, and folders that are thrown away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.formats import read

FIXTURES = Path(__file__).parent / "fixtures"
OSLO = ZoneInfo("Europe/Oslo")
JPEG = b"\xff\xd8\xff\xe0" + b"not much of a picture"


@pytest.fixture
def fixture_bytes() -> Callable[[str], bytes]:
    return lambda name: (FIXTURES / name).read_bytes()


@pytest.fixture
def read_fixture() -> Callable[[str], Dispatch]:
    def read_one(name: str) -> Dispatch:
        [item] = read((FIXTURES / name).read_bytes(), filename=name, time_zone=OSLO)
        return item

    return read_one


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 5, 16, 8, tzinfo=UTC)


@pytest.fixture
def newsroom(tmp_path: Path, settings: Any) -> Path:
    """A newsroom's data folder, empty."""
    settings.WIRE_ROOT = tmp_path / "wire"
    settings.FEEDS_ROOT = tmp_path / "feeds"
    return tmp_path


@pytest.fixture
def feed(newsroom: Path, db: None) -> Any:
    from broadsheet.wire.acts.receive import feed_named

    return feed_named("ntb")
