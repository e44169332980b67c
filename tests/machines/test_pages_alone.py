"""A machine that only serves: page server and mirror, in front of machines that do the rest."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.power_cut import processes_of
from tests.machines.conftest import Paper, twin_of
from tests.running import RunningNewsroom, wait_until

pytestmark = [pytest.mark.s3, pytest.mark.postgres, pytest.mark.crash, pytest.mark.xdist_group("s3")]
OTHERS = {"app": "broadsheet.asgi", "press": "press\0loop", "worker": "broadsheet\0work"}


@pytest.fixture
def front(paper: Paper, tmp_path: Path) -> Iterator[RunningNewsroom]:
    """A third machine that nothing was ever copied to, with the settings and keys of the second."""
    machine = twin_of(paper.two, tmp_path / "n")
    argv = [sys.executable, "-m", "broadsheet", "up", "--only", "pages", "--port", str(machine.port)]
    with (machine.folder / "up.log").open("wb") as log:
        machine.process = subprocess.Popen(
            argv, env=machine.environment, stdout=log, stderr=log, start_new_session=True
        )
    yield machine
    if machine.process.poll() is None:
        machine.process.kill()


def test_a_page_server_alone_copies_the_paper_follows_it_and_stops_when_told(paper: Paper, front: RunningNewsroom):
    number, path = paper.stories.pop()
    wait_until(lambda: front.status(path) == 200, 240)
    assert front.request("GET", path)[2] == paper.one.request("GET", path)[2]
    assert paper.save(paper.two, number, "Changed since") == 302
    wait_until(lambda: b"<h1>Changed since</h1>" in front.request("GET", path)[2], 240)
    assert [kind for kind, words in OTHERS.items() if processes_of(front.folder, whose=words)] == []
    assert front.status("/desk/") >= 500
    assert front.process is not None
    front.process.send_signal(signal.SIGTERM)
    assert front.process.wait(60) == 0
    assert processes_of(front.folder) == []
