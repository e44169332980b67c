"""A flood of comments is bounded: the excess is refused in words, pages and the desk's door stay open (O1, O2, O7)."""

from __future__ import annotations

import os
import signal
import socket

import pytest

from tests.crash.posting import Poster, finish, stored, token_of
from tests.crash.power_cut import processes_of
from tests.running import RunningNewsroom, wait_until

READERS_AT_ONCE = 64  # ServerConfig.app_requests
EXTRA = 26
pytestmark = [pytest.mark.crash, pytest.mark.xdist_group("crash")]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    made = RunningNewsroom(tmp_path_factory.mktemp("flood") / "n")
    made.talked_of, made.path = made.publish("A story that is flooded")
    with socket.create_server(("127.0.0.1", 0)) as black_hole:  # it takes connections and never says a word
        made.environment["BROADSHEET_MAIL_URL"] = f"smtp://127.0.0.1:{black_hole.getsockname()[1]}"
        made.start()
        made.token = token_of(made, made.path)
        yield made
        made.stop()


def flood(newsroom, names, **options):
    """Return readers who have begun to post, more than are let in at once."""
    everybody = [
        Poster(newsroom, newsroom.talked_of, newsroom.token, name=f"{names}{at}", **options)
        for at in range(READERS_AT_ONCE + EXTRA)
    ]
    for poster in everybody:
        poster.start()
    return everybody


def test_o1_o2_while_the_app_stands_still_the_excess_is_refused_pages_are_served_and_all_is_taken_up_again(newsroom):
    app = processes_of(newsroom.folder, whose="broadsheet.asgi")
    for pid in app:
        os.kill(pid, signal.SIGSTOP)
    try:
        everybody = flood(newsroom, "early", gives_up=True)
        wait_until(lambda: sum(503 in poster.told.values() for poster in everybody) >= EXTRA, 60)
        held = [poster for poster in everybody if not poster.told]
        assert len(held) <= READERS_AT_ONCE
        assert newsroom.status(newsroom.path) == 200
        assert newsroom.status("/healthz") == 200
    finally:
        for poster in everybody:
            poster.is_over.set()
        for pid in app:
            os.kill(pid, signal.SIGCONT)
    told = finish(everybody)
    found = stored(newsroom)
    assert set(told.values()) <= {303, 503, 504}
    assert {found[body] for body, status in told.items() if status == 303} == {1}


def test_o2_a_flood_of_readers_leaves_the_desk_its_own_places(newsroom):
    everybody = flood(newsroom, "late")
    try:
        wait_until(lambda: sum(len(poster.told) for poster in everybody) > READERS_AT_ONCE, 60)
        doors = {newsroom.status("/desk/accounts/login/") for _ in range(3)}
    finally:
        finish(everybody)
    assert doors == {200}


def test_o7_with_a_mail_server_that_never_answers_comments_are_taken(newsroom):
    poster = Poster(newsroom, newsroom.talked_of, newsroom.token, name="kari")
    assert [poster.post(f"without mail {turn}") for turn in range(3)] == [303] * 3
