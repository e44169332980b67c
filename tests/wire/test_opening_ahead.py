"""Files opened by another process: the same as by this one, in order, and no process left behind."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from broadsheet.wire.opening_ahead import opened_ahead, opened_here
from tests.wire.conftest import JPEG, OSLO
from tests.wire.sending import item


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    for number in range(7):
        (tmp_path / f"{number}.json").write_bytes(item(f"urn:{number}"))
    (tmp_path / "8.jpg").write_bytes(JPEG)
    (tmp_path / "9.xml").write_bytes(b"<broken")
    return sorted(tmp_path.iterdir())


def _children() -> set[str]:
    return set(Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children").read_text("ascii").split())


def test_batches_come_in_order_and_as_this_process_opens_them(paths: list[Path]) -> None:
    batches = [paths[:3], paths[3:4], paths[4:]]
    ahead = list(opened_ahead(batches, time_zone=OSLO, format=None))
    assert ahead == list(opened_here(batches, time_zone=OSLO, format=None))
    assert [[file.filename for file in some] for some in ahead] == [[path.name for path in some] for some in batches]


def test_nothing_to_open_is_nothing(paths: list[Path]) -> None:
    assert list(opened_ahead([], time_zone=OSLO, format=None)) == []


def test_a_file_that_is_gone_is_told_after_what_came_before_it(paths: list[Path]) -> None:
    before = _children()
    opened = opened_ahead([paths[:2], [paths[0].with_name("gone.xml")], paths[2:]], time_zone=OSLO, format=None)
    assert len(next(opened)) == 2
    with pytest.raises(FileNotFoundError):
        next(opened)
    assert _children() == before


def test_who_stops_listening_leaves_no_process(paths: list[Path]) -> None:
    before = _children()
    opened = opened_ahead([[path] for path in paths], time_zone=OSLO, format=None)
    next(opened)
    del opened
    assert _children() == before
