"""The same promise over real bodies of agencies, Norwegian and English, from beside the repository."""

from __future__ import annotations

import random
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.desk.copy import blocks_of
from broadsheet.desk.merging.pieces import Kind
from broadsheet.desk.merging.reading import units_of
from broadsheet.desk.merging.threeway import merge
from broadsheet.desk.merging.units import Unit
from broadsheet.desk.merging.writing import blocks_from
from broadsheet.wire.errors import WireError
from broadsheet.wire.formats import read
from tests.desk.merging.bodies import edits

pytestmark = pytest.mark.shared

LEAST_SENTENCES, MOST_BODIES = 4, 60


@pytest.fixture(scope="module")
def real_bodies(shared_dir: Path) -> list[list[Unit]]:
    """Return some bodies of at least four sentences in Norwegian or English, the same ones every time."""
    files = sorted(path for path in (shared_dir / "wire" / "fixtures").rglob("*") if path.suffix in (".xml", ".json"))
    found: list[list[Unit]] = []
    for path in random.Random(3).sample(files, len(files)):
        if len(found) >= MOST_BODIES:
            break
        if path.stat().st_size < 200_000:
            found += [body for body in _bodies(path) if len(body) >= LEAST_SENTENCES]
    return found[:MOST_BODIES]


def _bodies(path: Path) -> list[list[Unit]]:
    try:
        items = read(path.read_bytes(), filename=path.name, time_zone=ZoneInfo("Europe/Oslo"))
    except WireError:
        return []
    languages = ("nb", "nn", "no", "en")
    return [units_of(blocks_of(item)) for item in items if (item.language or "")[:2].lower() in languages]


@settings(max_examples=200, deadline=None, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_nothing_that_we_wrote_is_lost_from_a_real_body(real_bodies: list[list[Unit]], data: st.DataObject) -> None:
    old = data.draw(st.sampled_from(real_bodies), label="body")
    ours, new = data.draw(edits(old, "o")), data.draw(edits(old, "w"))
    pieces = merge(old, ours, new)
    assert [unit.key for piece in pieces for unit in piece.ours] == [unit.key for unit in ours]
    for piece in pieces:
        if piece.kind == Kind.THEIRS:
            assert [unit.key for unit in piece.ours] == [unit.key for unit in piece.old]
    assert [unit.key for piece in merge(old, ours, old) for unit in piece.joined] == [unit.key for unit in ours]
    assert [unit.key for piece in merge(old, old, new) for unit in piece.joined] == [unit.key for unit in new]


def test_a_real_body_is_read_and_written_without_loss(real_bodies: list[list[Unit]]) -> None:
    assert len(real_bodies) > 20
    for body in real_bodies:
        assert [unit.key for unit in units_of(blocks_from(body))] == [unit.key for unit in body]
