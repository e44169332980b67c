"""How many comments are stored at once (D10; the fifty writers are in tests/crash/test_under_load.py)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from broadsheet.comments import turn


class Writers:
    """Threads that write at once, each of which waits inside until as many as are expected are there."""

    def __init__(self, expected: int) -> None:
        self.together = threading.Barrier(expected)
        self.inside, self.most, self.guard = 0, 0, threading.Lock()

    def write(self) -> None:
        with turn.in_turn():
            with self.guard:
                self.inside += 1
                self.most = max(self.most, self.inside)
            self.together.wait(60)
            with self.guard:
                self.inside -= 1


@pytest.mark.parametrize(("vendor", "at_once"), [("sqlite", turn.AT_ONCE), ("postgresql", 12)])
def test_d10_few_write_to_sqlite_at_once_and_all_to_a_database_with_queues_of_its_own(vendor, at_once, monkeypatch):
    monkeypatch.setattr(turn, "connection", SimpleNamespace(vendor=vendor))
    writers = Writers(at_once)
    with ThreadPoolExecutor(12) as threads:
        for done in [threads.submit(writers.write) for _ in range(12)]:
            done.result()
    assert writers.most == at_once
