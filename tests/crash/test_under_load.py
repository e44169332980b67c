"""Many write at once, the newsroom is told to stop, the disk fails: what was acknowledged is there, once (D4, D10, O8)."""

from __future__ import annotations

import signal
import subprocess
import time
from collections import Counter
from contextlib import contextmanager

import pytest

from tests.crash.posting import Poster, finish, stored, token_of
from tests.house.test_durable_answers import app_pids
from tests.running import RunningNewsroom, wait_until

WRITERS = 50
SECONDS = 8
pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("crash")]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    made = RunningNewsroom(tmp_path_factory.mktemp("load") / "n")
    made.talked_of, made.path = made.publish("A story that many talk of")
    made.start()
    made.token = token_of(made, made.path)
    yield made
    made.stop()


def posters(newsroom, names, count, **options):
    """Return so many readers, who have not begun."""
    return [Poster(newsroom, newsroom.talked_of, newsroom.token, name=f"{names}{at}", **options) for at in range(count)]


def test_d10_fifty_writers_lose_nothing_and_nobody_is_told_that_the_database_is_locked(newsroom, capsys):
    everybody = posters(newsroom, "writer", WRITERS)
    for poster in everybody:
        poster.start()
    began = time.monotonic()
    wait_until(lambda: time.monotonic() - began > SECONDS and all(poster.told for poster in everybody), 120)
    told = finish(everybody)
    found = stored(newsroom)
    with capsys.disabled():
        print(f"\n{WRITERS} writers, {time.monotonic() - began:.0f} s: answers {dict(Counter(told.values()))}")
    acknowledged = [body for body, status in told.items() if status == 303]
    assert len(acknowledged) > WRITERS
    assert {found[body] for body in acknowledged} == {1}
    assert set(told.values()) <= {303, 504}  # 504 where the machine is too slow for fifty
    assert "database is locked" not in (newsroom.folder / "up.log").read_text()


def test_o8_a_stop_under_load_loses_no_accepted_comment_and_a_second_try_makes_none_twice(newsroom, capsys):
    everybody = posters(newsroom, "patient", 8, gives_up=True)
    for poster in everybody:
        poster.start()
    wait_until(lambda: sum(len(poster.told) for poster in everybody) > 60, 120)
    status = newsroom.stop()
    told = finish(everybody)
    newsroom.start()
    unsure = [(poster, body) for poster in everybody for body, said in poster.told.items() if said != 303]
    assert [poster.post(body) for poster, body in unsure] == [303] * len(unsure)
    found = stored(newsroom)
    with capsys.disabled():
        print(f"\nanswers {dict(Counter(told.values()))}, sent again {len(unsure)}")
    assert status == 0
    assert unsure, "nobody was interrupted, so the test says nothing"
    assert set(told.values()) <= {303, 503, 502, 504, 0}
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
    (poster,) = posters(newsroom, f"{call}{error}", 1)
    before, after = f"before {call} {error}", f"after {call} {error}"
    assert poster.post(before) == 303
    with failing(newsroom, call, error):
        told = [poster.post(f"while {call} says {error} {number}") for number in range(3)]
        served = newsroom.status(newsroom.path)
    assert set(told) <= {500, 502, 503, 504}
    assert served == 200
    wait_until(lambda: poster.post(after) == 303, 120)
    found = stored(newsroom)
    assert (found[before], found[after]) == (1, 1)
