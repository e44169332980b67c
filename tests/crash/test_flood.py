"""A flood of comments is bounded: the excess is refused in words, pages and the desk's door stay open (O1, O2, O7)."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections import Counter

import pytest

from tests.crash.posting import Poster, stored, token_of
from tests.crash.power_cut import processes_of
from tests.running import RunningNewsroom, wait_until

READERS_AT_ONCE = 64  # ServerConfig.app_requests
EXTRA = 26
pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("crash")]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    made = RunningNewsroom(tmp_path_factory.mktemp("flood") / "n")
    with socket.create_server(("127.0.0.1", 0)) as black_hole:  # it takes connections and never says a word
        made.environment["BROADSHEET_MAIL_URL"] = f"smtp://127.0.0.1:{black_hole.getsockname()[1]}"
        made.start()
        yield made
        made.stop()


def test_o1_o2_while_the_app_stands_still_the_excess_is_refused_pages_are_served_and_all_is_taken_up_again(newsroom):
    number, path = newsroom.publish("A story that is flooded")
    token = token_of(newsroom, path)
    stop = threading.Event()
    everybody = [Poster(newsroom, number, token, name=f"f{at}", stop=stop) for at in range(READERS_AT_ONCE + EXTRA)]
    app = processes_of(newsroom.folder, whose="broadsheet.asgi")
    for pid in app:
        os.kill(pid, signal.SIGSTOP)
    try:
        for poster in everybody:
            poster.start()
        wait_until(lambda: sum(503 in poster.told.values() for poster in everybody) >= EXTRA, 60)
        held = [poster for poster in everybody if not poster.told]
        assert len(held) <= READERS_AT_ONCE
        assert newsroom.status(path) == 200
        assert newsroom.status("/healthz") == 200
    finally:
        stop.set()
        for pid in app:
            os.kill(pid, signal.SIGCONT)
    for poster in everybody:
        poster.join(60)
    told = {body: status for poster in everybody for body, status in poster.told.items()}
    assert set(told.values()) <= {303, 503, 504}
    found = Counter(stored(newsroom))
    assert {found[body] for body, status in told.items() if status == 303} == {1}


def test_o2_a_flood_of_readers_leaves_the_desk_its_own_places(newsroom):
    number, path = newsroom.publish("Another story that is flooded")
    stop, token = threading.Event(), token_of(newsroom, path)
    everybody = [Poster(newsroom, number, token, name=f"g{at}", stop=stop) for at in range(READERS_AT_ONCE + EXTRA)]
    for poster in everybody:
        poster.start()
    try:
        wait_until(lambda: sum(len(poster.told) for poster in everybody) > READERS_AT_ONCE, 60)
        doors = {newsroom.status("/desk/accounts/login/") for _ in range(5)}
    finally:
        stop.set()
    for poster in everybody:
        poster.join(60)
    assert doors == {200}


def test_o7_with_a_mail_server_that_never_answers_comments_are_taken(newsroom):
    number, path = newsroom.publish("A story without mail")
    poster = Poster(newsroom, number, token_of(newsroom, path), name="kari", stop=threading.Event())
    assert [poster.post(f"without mail {turn}") for turn in range(3)] == [303] * 3
