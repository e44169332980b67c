"""Many write at once, the newsroom is told to stop, the disk fails: what was acknowledged is there, once (D4, D10, O8)."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections import Counter
from contextlib import contextmanager

import pytest

from tests.crash.posting import Poster, stored, token_of
from tests.house.test_durable_answers import app_pids
from tests.running import RunningNewsroom, wait_until

WRITERS = 50
SECONDS = 20
pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("crash")]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    made = RunningNewsroom(tmp_path_factory.mktemp("load") / "n")
    made.start()
    yield made
    made.stop()


def posters(newsroom, headline, count):
    """Return so many who have not begun, of a story of their own, the event that stops them, and the story's page."""
    number, path = newsroom.publish(headline)
    stop, token = threading.Event(), token_of(newsroom, path)
    return [Poster(newsroom, number, token, name=f"w{at}", stop=stop) for at in range(count)], stop, path


def test_d10_fifty_writers_lose_nothing_and_nobody_is_told_that_the_database_is_locked(newsroom, capsys):
    everybody, stop, _ = posters(newsroom, "A story with fifty writers", WRITERS)
    for poster in everybody:
        poster.start()
    stop.wait(SECONDS)
    stop.set()
    for poster in everybody:
        poster.join(60)
    told = {body: status for poster in everybody for body, status in poster.told.items()}
    found = Counter(stored(newsroom))
    acknowledged = [body for body, status in told.items() if status == 303]
    with capsys.disabled():
        print(f"\n{WRITERS} writers, {SECONDS} s: answers {dict(Counter(told.values()))}")
    assert len(acknowledged) > WRITERS
    assert {found[body] for body in acknowledged} == {1}
    assert set(told.values()) <= {303}
    assert "database is locked" not in (newsroom.folder / "up.log").read_text()


def test_o8_a_stop_under_load_loses_no_accepted_comment_and_a_second_try_makes_none_twice(newsroom, capsys):
    everybody, stop, _ = posters(newsroom, "A story during a restart", 8)
    for poster in everybody:
        poster.start()
    wait_until(lambda: sum(len(poster.told) for poster in everybody) > 60, 60)
    status = newsroom.stop()
    stop.set()
    for poster in everybody:
        poster.join(60)
    newsroom.start()
    told = {body: (poster, status) for poster in everybody for body, status in poster.told.items()}
    unsure = [(poster, body) for body, (poster, status) in told.items() if status != 303]
    assert [poster.post(body) for poster, body in unsure] == [303] * len(unsure)
    found = Counter(stored(newsroom))
    answers = Counter(status for _, status in told.values())
    with capsys.disabled():
        print(f"\nanswers {dict(answers)}, sent again {len(unsure)}")
    assert status == 0
    assert set(answers) <= {303, 503, 502, 0}
    assert {found[body] for body in told} == {1}


@contextmanager
def failing(newsroom, call, error):
    """Have a system call of the app fail while the block runs."""
    pids = app_pids(newsroom)
    words = ["strace", "-f", "-e", f"trace={call}", "-e", f"inject={call}:error={error}", "-o", "/dev/null"]
    tracer = subprocess.Popen([*words, *(word for pid in pids for word in ("-p", pid))], stderr=subprocess.PIPE)
    assert tracer.stderr
    try:
        for _ in pids:
            tracer.stderr.readline()
        yield
    finally:
        tracer.send_signal(signal.SIGTERM)
        tracer.communicate(timeout=20)


@pytest.mark.strace
@pytest.mark.parametrize(
    ("call", "error"),
    [("fdatasync", "EIO"), ("fdatasync", "ENOSPC"), ("pwrite64", "ENOSPC"), ("pwrite64", "EIO")],
    ids=lambda word: word,
)
def test_d4_a_disk_that_fails_is_answered_5xx_pages_are_served_and_all_comes_back(newsroom, call, error):
    (poster,), _, path = posters(newsroom, f"A story while {call} says {error}", 1)
    assert poster.post("before") == 303
    with failing(newsroom, call, error):
        told = {f"while it fails {number}": poster.post(f"while it fails {number}") for number in range(5)}
        served = newsroom.status(path)
    assert set(told.values()) <= {500, 502, 503, 504}
    assert served == 200
    wait_until(lambda: poster.post("after") == 303, 60)
    found = Counter(stored(newsroom))
    assert (found["before"], found["after"]) == (1, 1)
