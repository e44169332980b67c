"""The counts of reads that the press makes its choice by."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from broadsheet.press.server import reads
from broadsheet.press.server.reads import Reads
from tests.press.serving import furnish, until


def counted(counter: Reads, *paths: str) -> Reads:
    for path in paths:
        counter.count(path)
    return counter


def left(folder: Path) -> dict[str, int]:
    return json.loads((folder / "reads-7.json").read_text("utf-8"))


def test_counts_are_left_whole_in_a_file_of_the_process(tmp_path):
    counted(Reads(str(tmp_path), 7), "/a/", "/b/", "/a/").leave()
    assert left(tmp_path) == {"/a/": 2, "/b/": 1}
    assert [file.name for file in tmp_path.iterdir()] == ["reads-7.json"]


def test_counts_that_the_press_has_not_taken_are_added_to(tmp_path):
    counter = counted(Reads(str(tmp_path), 7), "/a/")
    counter.leave()
    counted(counter, "/a/", "/b/").leave()
    assert left(tmp_path) == {"/a/": 2, "/b/": 1}


def test_counts_that_the_press_has_taken_are_not_told_twice(tmp_path):
    counter = counted(Reads(str(tmp_path), 7), "/a/")
    counter.leave()
    (tmp_path / "reads-7.json").rename(tmp_path / "taken")
    counted(counter, "/b/").leave()
    assert left(tmp_path) == {"/b/": 1}


def test_counts_are_bounded_and_the_most_read_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(reads, "MAX_ADDRESSES", 3)
    counter = counted(Reads(str(tmp_path), 7), "/a/", "/a/", "/b/", "/b/", "/c/", "/d/")
    assert set(counter.counts) == {"/a/", "/b/", "/c/"}
    counter.leave()
    counted(counter, "/e/", "/e/").leave()
    assert left(tmp_path) == {"/a/": 2, "/b/": 2, "/e/": 2}


@pytest.mark.parametrize("text", ["", "[]", '{"/a/": "x"}', "{"])
def test_a_file_that_cannot_be_read_costs_its_own_counts_alone(tmp_path, text):
    (tmp_path / "reads-7.json").write_text(text)
    counted(Reads(str(tmp_path), 7), "/b/").leave()
    assert left(tmp_path) == {"/b/": 1}


def test_counts_that_a_stopped_process_had_taken_back_are_not_lost(tmp_path):
    counter = counted(Reads(str(tmp_path), 7), "/a/")
    counter.leave()
    (tmp_path / "reads-7.json").rename(tmp_path / ".reads-7.adding")
    counted(counter, "/a/").leave()
    assert left(tmp_path) == {"/a/": 2}


def test_a_folder_that_is_gone_stops_nobody(tmp_path, caplog):
    counted(Reads(str(tmp_path / "none"), 7), "/a/").leave()
    assert "could not be written" in caplog.text


def test_a_page_server_counts_what_is_read_and_leaves_it_when_it_ends(start_server, tmp_path):
    running = start_server(run=str(tmp_path))
    furnish(running)
    for path in ("/world/story/", "/world/story/", "/feed/", "/world/killed/", "/world/old/", "/media/one.jpg"):
        running.get(path)
    running.ask("HEAD", "/world/quiet/")
    os.kill(running.pid, signal.SIGTERM)
    until(lambda: list(tmp_path.glob("reads-*.json")))
    (file,) = tmp_path.glob("reads-*.json")
    assert json.loads(file.read_text("utf-8")) == {"/world/story/": 2, "/feed/": 1}
