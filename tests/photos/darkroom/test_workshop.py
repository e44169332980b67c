"""Criterion I3: pictures are decoded beside the web process, with limits, and its end is not ours."""

from __future__ import annotations

import os
import resource
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadsheet.photos.darkroom.workshop import Limits, Workshop
from broadsheet.photos.errors import DecoderStoppedError, NotAPictureError
from tests.photos.workers import kill_at_work, pids_of_workers

LITTLE = 160 * 1024 * 1024
"""What a small picture is decoded in, and a large one that comes in several passes is not."""

COPIES = {"focus": (0.5, 0.5), "formats": ["avif"]}


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    """Return a workshop of the test's own, and end its workers."""
    made = Workshop()
    yield made
    made.close()


@pytest.fixture
def large(draw: Callable[..., bytes]) -> bytes:
    """Return a picture that takes a while."""
    return draw(4000, 3000)


def test_i3_the_process_that_asks_has_no_decoder_of_its_own() -> None:
    code = (
        "import sys; from broadsheet.photos import decoding;"
        "sys.exit(any(name in sys.modules for name in ('pyvips', 'PIL', 'django', 'wagtail')))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_i3_the_worker_knows_no_django_and_no_secret(
    workshop: Workshop, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_SECRET_KEY", "canary-4711")
    before = pids_of_workers()
    workshop.ask("check", photo)
    (worker,) = pids_of_workers() - before

    assert b"canary-4711" not in Path(f"/proc/{worker}/environ").read_bytes()
    assert "django" not in Path(f"/proc/{worker}/maps").read_text()


def test_one_worker_serves_picture_after_picture(workshop: Workshop, photo: bytes) -> None:
    before = pids_of_workers()
    for _ in range(3):
        workshop.ask("check", photo)

    assert len(pids_of_workers() - before) == 1


def test_a_damaged_picture_does_not_cost_the_worker(workshop: Workshop, photo: bytes) -> None:
    before = pids_of_workers()
    with pytest.raises(NotAPictureError):
        workshop.ask("check", photo[:3000])
    workshop.ask("check", photo)

    assert len(pids_of_workers() - before) == 1


def test_two_threads_have_two_workers_and_a_third_waits(workshop: Workshop, photo: bytes) -> None:
    before = pids_of_workers()
    threads = [threading.Thread(target=workshop.ask, args=("check", photo)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 <= len(pids_of_workers() - before) <= 2


def test_i3_a_worker_killed_at_work_is_said_and_replaced(workshop: Workshop, large: bytes, photo: bytes) -> None:
    with kill_at_work(signal.SIGKILL), pytest.raises(DecoderStoppedError) as caught:
        workshop.ask("copies", large, b"", **COPIES)

    assert caught.value.detail == "ended by SIGKILL"
    assert "Try again" in caught.value.said
    workshop.ask("check", photo)


def test_i3_a_worker_killed_between_two_pictures_is_replaced_and_nobody_notices(
    workshop: Workshop, photo: bytes
) -> None:
    before = pids_of_workers()
    workshop.ask("check", photo)
    (worker,) = pids_of_workers() - before
    os.kill(worker, signal.SIGKILL)
    os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)

    workshop.ask("check", photo)


def test_i3_a_worker_that_hangs_is_ended_by_the_clock(photo: bytes) -> None:
    workshop = Workshop(Limits(max_seconds=0.3))
    with kill_at_work(signal.SIGSTOP, min_ticks=0), pytest.raises(DecoderStoppedError) as caught:
        workshop.ask("copies", photo, b"", **COPIES)

    assert caught.value.detail == "took longer than 0.3 s"


def test_i3_a_picture_that_takes_too_much_processor_time_is_given_up(large: bytes) -> None:
    workshop = Workshop(Limits(max_cpu_seconds=0))
    with pytest.raises(DecoderStoppedError) as caught:
        workshop.ask("copies", large, b"", **COPIES)

    assert caught.value.detail == "ended by SIGXCPU"


def test_i3_a_picture_that_takes_too_much_memory_is_given_up(draw: Callable[..., bytes], photo: bytes) -> None:
    workshop = Workshop(Limits(max_memory_bytes=LITTLE))
    workshop.ask("check", photo)
    with pytest.raises(DecoderStoppedError) as caught:
        workshop.ask("check", draw(5000, 4000, progressive=True, subsampling=0))

    assert caught.value.detail.startswith("ended ")


def test_i3_control_within_the_limits_the_same_picture_is_made(workshop: Workshop, large: bytes) -> None:
    told, parts = workshop.ask("copies", large, b"", **COPIES)

    assert len(told["rows"]) > 10
    assert all(part[4:12] == b"ftypavif" for part in parts)


def test_i3_the_limits_are_the_kernel_s(workshop: Workshop, photo: bytes) -> None:
    before = pids_of_workers()
    workshop.ask("check", photo)
    (worker,) = pids_of_workers() - before

    assert resource.prlimit(worker, resource.RLIMIT_AS)[0] == Limits().max_memory_bytes
    assert resource.prlimit(worker, resource.RLIMIT_CPU)[0] <= Limits().max_cpu_seconds + 5
    assert resource.prlimit(worker, resource.RLIMIT_CORE)[0] == 0


def test_workers_go_when_the_process_that_asks_is_killed(photo_file: Path) -> None:
    code = (
        "import os, pathlib, sys; from broadsheet.photos import decoding;"
        "decoding.check_decodes(pathlib.Path(sys.argv[1]).read_bytes());"
        "print(decoding.QUICK._idle[0].process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(photo_file)], capture_output=True, check=False)

    assert done.returncode == -signal.SIGKILL
    descriptor = _open_process(int(done.stdout))
    assert descriptor is None or _ends(descriptor)


def _open_process(pid: int) -> int | None:
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None


def _ends(descriptor: int) -> bool:
    with os.fdopen(descriptor) as process:
        return bool(select.select([process], [], [], 10)[0])


@pytest.fixture
def photo_file(tmp_path: Path, photo: bytes) -> Path:
    """Return the path of a picture."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(photo)
    return path


def test_a_worker_with_nothing_to_do_ends_after_a_while_and_leaves_no_zombie(photo: bytes) -> None:
    workshop = Workshop()
    workshop.ask("check", photo)
    (worker,) = workshop._idle
    workshop.sweep(worker.idle_since + workshop.max_idle_seconds - 1)
    assert worker.process.poll() is None

    workshop.sweep(worker.idle_since + workshop.max_idle_seconds)

    assert (workshop._idle, Path(f"/proc/{worker.process.pid}").exists()) == ([], False)
    workshop.ask("check", photo)
    workshop.close()


def test_a_worker_that_dies_while_idle_is_buried_before_anybody_asks(photo: bytes) -> None:
    workshop = Workshop()
    workshop.ask("check", photo)
    (worker,) = workshop._idle
    os.kill(worker.process.pid, signal.SIGKILL)
    os.waitid(os.P_PID, worker.process.pid, os.WEXITED | os.WNOWAIT)
    assert "(zombie)" in Path(f"/proc/{worker.process.pid}/status").read_text()

    workshop.sweep(worker.idle_since)

    assert (workshop._idle, Path(f"/proc/{worker.process.pid}").exists()) == ([], False)
    workshop.close()


def test_the_sweep_comes_by_itself(photo: bytes) -> None:
    workshop = Workshop(max_idle_seconds=0.05)
    workshop.ask("check", photo)
    sweeper = workshop._sweeper
    assert sweeper is not None
    sweeper.join(10)
    while workshop._sweeper is not None:
        workshop._sweeper.join(10)

    assert workshop._idle == []


def test_a_look_begins_when_a_worker_rests_and_ends_with_the_workshop(photo: bytes) -> None:
    workshop = Workshop()
    assert workshop._sweeper is None
    workshop.ask("check", photo)
    sweeper = workshop._sweeper
    assert sweeper is not None
    assert sweeper.daemon
    workshop.close()
    sweeper.join(10)

    assert (workshop._sweeper, sweeper.is_alive()) == (None, False)
