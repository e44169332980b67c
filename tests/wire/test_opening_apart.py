"""What one hostile file may cost: 300 MB and five seconds of computing, and no other file (criterion W1)."""

from __future__ import annotations

import time
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from broadsheet.wire import apart, kept, opening_apart, reading
from broadsheet.wire.acts.receive import receive_many
from broadsheet.wire.acts.retry import retry
from broadsheet.wire.apart import Limits, Worker
from broadsheet.wire.errors import ExhaustingFileError
from broadsheet.wire.models import Feed, Quarantined
from broadsheet.wire.opening import Opened, open_file
from broadsheet.wire.opening_ahead import opened_ahead
from tests.wire.conftest import JPEG, OSLO
from tests.wire.hostile_files import HUNGRY, SHAPES
from tests.wire.sending import batch, item

MAX_MEGABYTES = 300
MAX_SECONDS = 5
UNLIMITED = Limits(max_seconds=60, max_memory_bytes=4 * 1024**3)


def _cost(data: bytes, limits: Limits = apart.LIMITS) -> tuple[object, float, float]:
    """Return what came of opening the file, and what its process has taken: megabytes at the most, and seconds."""
    opening = partial(open_file, data, filename="a", time_zone=OSLO)
    status = partial(Path.read_text, Path("/proc/self/status"), "ascii")
    worker = Worker(limits)
    try:
        worker.begin([opening, status, partial(time.process_time)])
        outcome, said, seconds = worker.finish()
    finally:
        worker.close()
    return outcome, int(said.partition("VmHWM:")[2].split()[0]) / 1024, seconds


@pytest.mark.parametrize("data", SHAPES.values(), ids=SHAPES)
def test_w1_no_file_costs_more_than_it_may(data: bytes) -> None:
    outcome, megabytes, seconds = _cost(data)
    assert isinstance(outcome, Opened | ExhaustingFileError)
    assert megabytes < MAX_MEGABYTES
    assert seconds < MAX_SECONDS


def test_w1_control_without_limits_a_file_takes_more() -> None:
    outcome, megabytes, _seconds = _cost(HUNGRY.replace(b"xxxx", b"xxxxx"), UNLIMITED)
    assert isinstance(outcome, Opened)
    assert megabytes > apart.LIMITS.max_memory_bytes / 1024**2


def test_w1_a_file_that_takes_too_much_is_quarantined_alone_and_kept(feed: Feed, now: datetime) -> None:
    received = receive_many(batch(item("a"), HUNGRY, item("b")), feed=feed, now=now)
    assert [one.result for one in received] == ["new", "quarantined", "new"]
    [file] = Quarantined.objects.all()
    assert file.error == "ExhaustingFileError"
    assert file.detail.startswith("Reading the file takes more than 240 MB of memory")
    assert file.delivery is not None
    assert kept.load(file.delivery.sha256) == HUNGRY


def test_w1_tried_again_it_stays_in_quarantine(feed: Feed, now: datetime) -> None:
    receive_many(batch(HUNGRY), feed=feed, now=now)
    [again] = retry(Quarantined.objects.get(), now=now)
    assert (again.result, again.error) == ("quarantined", "ExhaustingFileError")


def test_w1_of_a_batch_opened_ahead_the_others_are_opened(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.json" for number in range(3)]
    for path, data in zip(paths, (item("a"), HUNGRY, item("b")), strict=True):
        path.write_bytes(data)
    [files] = opened_ahead([paths], time_zone=OSLO, format=None)
    assert [(file.error, len(file.items)) for file in files] == [(None, 1), ("ExhaustingFileError", 0), (None, 1)]


def test_w1_wire_read_names_it_and_reads_the_others(tmp_path: Path) -> None:
    hostile, good = tmp_path / "hostile.json", tmp_path / "good.json"
    hostile.write_bytes(HUNGRY)
    good.write_bytes(item("a"))
    refused, read = reading.read_files([hostile, good])
    assert (refused["file"], refused["error"]) == (str(hostile), "ExhaustingFileError")
    assert read["guid"] == "a"


def test_a_large_file_is_opened_apart_as_it_is_here() -> None:
    data = item("a", body_html="<p>Ord på linje</p>" * 4_000)
    assert len(data) > opening_apart.SMALL_BYTES
    assert opening_apart.open_bytes(data, filename="a", time_zone=OSLO) == open_file(data, filename="a", time_zone=OSLO)


@pytest.mark.parametrize("data", [item("a"), JPEG + b"\0" * 100_000], ids=["small", "picture"])
def test_what_costs_little_needs_no_other_process(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "done", lambda _: pytest.fail("another process was asked"))
    assert opening_apart.open_bytes(data, filename="a", time_zone=OSLO).error is None
