"""Work done apart: what it costs is bounded, and only the piece that costs too much is lost (criterion W1)."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from broadsheet.wire import apart
from broadsheet.wire.apart import Limits, Worker
from broadsheet.wire.errors import ExhaustingFileError

ENDLESS = partial(max, range(10**15))
HUGE = partial(bytearray, apart.LIMITS.max_memory_bytes)
FATAL = partial(os.abort)


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker(Limits(max_seconds=1))
    yield worker
    worker.close()


def test_it_returns_what_the_work_returns() -> None:
    assert apart.done(partial(divmod, 7, 2)) == (3, 1)


def test_it_raises_what_the_work_raises() -> None:
    with pytest.raises(FileNotFoundError):
        apart.done(partial(os.stat, "/nowhere"))


def test_one_process_does_one_piece_after_another() -> None:
    assert apart.done(partial(os.getpid)) == apart.done(partial(os.getpid)) != os.getpid()


@pytest.mark.parametrize(
    ("work", "reason"),
    [(ENDLESS, "seconds of computing"), (HUGE, "MB of memory"), (FATAL, "breaks down what reads it")],
    ids=["time", "memory", "crash"],
)
def test_w1_work_that_takes_too_much_is_ended_and_the_next_is_done(
    worker: Worker, work: apart.Work, reason: str
) -> None:
    worker.begin([work])
    [error] = worker.finish()
    assert isinstance(error, ExhaustingFileError)
    assert reason in str(error)
    worker.begin([partial(divmod, 7, 2)])
    assert worker.finish() == [(3, 1)]


@pytest.mark.parametrize("work", [ENDLESS, HUGE, FATAL], ids=["time", "memory", "crash"])
def test_w1_of_several_pieces_only_the_one_that_takes_too_much_is_lost(worker: Worker, work: apart.Work) -> None:
    worker.begin([partial(divmod, 7, 2), work, partial(divmod, 9, 2)])
    first, lost, last = worker.finish()
    assert (first, last) == ((3, 1), (4, 1))
    assert isinstance(lost, ExhaustingFileError)


def test_w1_what_takes_too_much_is_told_to_who_asked_for_it() -> None:
    with pytest.raises(ExhaustingFileError):
        apart.done(FATAL)


def test_w1_control_this_process_has_the_memory_that_the_other_is_refused() -> None:
    assert len(HUGE()) == apart.LIMITS.max_memory_bytes


def test_a_process_that_somebody_else_ended_is_no_fault_of_the_work(worker: Worker) -> None:
    worker.begin([partial(os.getpid)])
    [process] = worker.finish()
    os.kill(process, signal.SIGKILL)
    worker.begin([partial(divmod, 7, 2)])
    assert worker.finish() == [(3, 1)]


def test_a_process_that_has_grown_is_not_kept(worker: Worker) -> None:
    kept = partial(exec, f"import builtins; builtins.kept = bytearray({apart.LIMITS.max_memory_bytes // 2})")
    worker.begin([partial(os.getpid), kept])
    process = worker.finish()[0]
    worker.begin([partial(os.getpid)])
    assert worker.finish() != [process]


def test_the_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch, worker: Worker) -> None:
    monkeypatch.setenv("BROADSHEET_SECRET_KEY", "CANARY")
    worker.begin([partial(os.getenv, "BROADSHEET_SECRET_KEY"), partial(os.getenv, "PATH")])
    assert worker.finish() == [None, os.environ["PATH"]]


def test_closing_leaves_no_process(worker: Worker) -> None:
    worker.begin([partial(os.getpid)])
    [process] = worker.finish()
    worker.close()
    assert not Path(f"/proc/{process}").exists()


def test_w1_a_process_that_cannot_be_started_is_no_fault_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    worker = Worker()
    with pytest.raises(OSError, match="cannot be started"):
        worker.begin([partial(os.getpid)])
    worker.close()
