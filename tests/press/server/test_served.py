"""The counts of answered requests, which must never fall."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from broadsheet.press.server.served import Served, served_by_all
from tests.press.serving import furnish, until

GONE = 4_194_305  # above the highest number that Linux gives to a process


def counted(folder, pid, *, pages):
    served = Served(str(folder), pid)
    served.page = pages
    served.leave()
    return served


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_counts_are_left_whole_and_summed_over_the_workers(tmp_path):
    counted(tmp_path, 7, pages=2)
    counted(tmp_path, 8, pages=3)
    assert names(tmp_path) == ["served-7.json", "served-8.json"]
    assert served_by_all(tmp_path)["page"] == 5


def test_a_worker_that_begins_counts_on_from_one_that_has_ended(tmp_path):
    counted(tmp_path, GONE, pages=2)
    counted(tmp_path, GONE + 1, pages=3)
    next_one = Served(str(tmp_path), os.getpid())
    next_one.take_up()
    assert served_by_all(tmp_path)["page"] == 5
    next_one.page += 1
    next_one.leave()
    assert served_by_all(tmp_path)["page"] == 6
    assert names(tmp_path) == sorted([f"served-{os.getpid()}.json", f"served-{GONE + 1}.json"])


def test_a_living_workers_counts_are_let_alone(tmp_path):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        counted(tmp_path, other.pid, pages=2)
        mine = Served(str(tmp_path), os.getpid())
        mine.take_up()
        other.communicate()
    assert (mine.page, names(tmp_path)) == (0, [f"served-{other.pid}.json"])


@pytest.mark.parametrize("text", ["", "[]", '{"page": "x", "evil": 3}', "{"])
def test_a_file_that_cannot_be_read_counts_nothing(tmp_path, text):
    (tmp_path / f"served-{GONE}.json").write_text(text)
    Served(str(tmp_path), os.getpid()).take_up()
    assert set(served_by_all(tmp_path).values()) == {0}


def test_a_folder_that_is_gone_stops_nobody(tmp_path, caplog):
    counted(tmp_path / "none", 7, pages=1)
    assert "could not be written" in caplog.text


def test_a_page_server_says_by_whom_each_request_was_answered(start_server, tmp_path):
    running = start_server(run=str(tmp_path))
    furnish(running)
    etag = running.get("/world/story/").headers["etag"]
    running.get("/world/story/", If_None_Match=etag)
    running.get("/world/old/")
    running.get("/media/one.jpg")
    running.get("/desk/")
    running.ask("TRACE", "/world/story/")
    os.kill(running.pid, signal.SIGTERM)
    until(lambda: list(tmp_path.glob("served-*.json")))
    (file,) = tmp_path.glob("served-*.json")
    assert json.loads(file.read_text("utf-8")) == {
        "page": 3,
        "file": 1,
        "app": 1,
        "unanswered": 0,
        "refused": 1,
        "unchanged": 1,
    }


def test_a_request_that_the_app_did_not_answer_is_counted_apart(start_server, tmp_path):
    running = start_server(run=str(tmp_path), app_socket=str(tmp_path / "nobody"))
    assert running.get("/desk/").status == 503
    os.kill(running.pid, signal.SIGTERM)
    until(lambda: list(tmp_path.glob("served-*.json")))
    counts = served_by_all(tmp_path)
    assert (counts["unanswered"], counts["app"]) == (1, 0)
