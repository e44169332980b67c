"""The watched folder."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from broadsheet.wire.acts import receive
from broadsheet.wire.errors import FeedFolderError
from broadsheet.wire.models import DispatchRecord, Feed, WireFile
from broadsheet.wire.transports import folder as transport
from broadsheet.wire.transports.folder import Folder, look_at
from tests.wire.conftest import FIXTURES, JPEG

pytestmark = pytest.mark.django_db
STORY = FIXTURES / "story.nitf.xml"


@pytest.fixture
def folder(feed: Feed) -> Folder:
    feed.path.mkdir(parents=True)
    return Folder(feed.path)


def _names(path: Path) -> set[str]:
    return {entry.name for entry in path.iterdir() if entry.is_file()} if path.is_dir() else set()


def test_a_file_is_taken_when_two_looks_see_it_alike(feed: Feed, folder: Folder) -> None:
    shutil.copy(STORY, folder.path / "a.xml")
    assert look_at(feed, folder) == []
    [received] = look_at(feed, folder)
    assert received.result == "new"
    assert _names(folder.path) == set()
    assert _names(folder.path / "done") == {"a.xml"}


def test_a_file_that_grows_is_left_until_it_rests(feed: Feed, folder: Folder) -> None:
    growing = folder.path / "a.xml"
    growing.write_bytes(STORY.read_bytes()[:100])
    look_at(feed, folder)
    growing.write_bytes(STORY.read_bytes())
    assert look_at(feed, folder) == []
    assert [one.result for one in look_at(feed, folder)] == ["new"]


@pytest.mark.parametrize("name", [".a.xml", "a.xml.tmp", "a.xml.part", "A.TMP"])
def test_unfinished_files_are_left_alone(name: str, feed: Feed, folder: Folder) -> None:
    shutil.copy(STORY, folder.path / name)
    look_at(feed, folder)
    assert look_at(feed, folder) == []
    assert _names(folder.path) == {name}


def test_links_and_folders_are_left_alone(feed: Feed, folder: Folder) -> None:
    (folder.path / "link.xml").symlink_to(STORY)
    (folder.path / "deep").mkdir()
    shutil.copy(STORY, folder.path / "deep" / "a.xml")
    look_at(feed, folder)
    assert look_at(feed, folder) == []


def test_a_file_that_cannot_be_read_goes_to_failed_with_its_reason(feed: Feed, folder: Folder) -> None:
    (folder.path / "bad.xml").write_bytes(b"<nitf>")
    shutil.copy(STORY, folder.path / "good.xml")
    look_at(feed, folder)
    assert {one.result for one in look_at(feed, folder)} == {"quarantined", "new"}
    assert _names(folder.path / "failed") == {"bad.xml", "bad.xml.reason.txt"}
    assert "MalformedDispatchError" in (folder.path / "failed" / "bad.xml.reason.txt").read_text()
    assert _names(folder.path / "done") == {"good.xml"}


def test_a_name_that_comes_again_overwrites_nothing(feed: Feed, folder: Folder) -> None:
    for _time in range(2):
        shutil.copy(STORY, folder.path / "a.xml")
        look_at(feed, folder)
        look_at(feed, folder)
    assert _names(folder.path / "done") == {"a.xml", "a.1.xml"}


def test_a_picture_is_taken_before_the_item_that_names_it(feed: Feed, folder: Folder) -> None:
    shutil.copy(FIXTURES / "feature.ninjs-1.json", folder.path / "a.json")
    (folder.path / "rig-77.jpg").write_bytes(JPEG)
    assert folder.ready() == []
    assert [path.name for path in folder.ready()] == ["rig-77.jpg", "a.json"]


def test_items_wait_for_a_picture_that_is_being_written_but_not_for_ever(folder: Folder) -> None:
    shutil.copy(STORY, folder.path / "a.xml")
    folder.ready()
    looks = []
    for size in range(1, transport.LOOKS_TO_WAIT_FOR_PICTURES + 2):
        (folder.path / "p.jpg").write_bytes(b"\xff" * size)
        looks.append(folder.ready())
    assert looks[0] == []
    assert [path.name for path in looks[-1]] == ["a.xml"]


def test_pictures_are_recorded_and_put_away(feed: Feed, folder: Folder) -> None:
    (folder.path / "rig.jpg").write_bytes(JPEG)
    look_at(feed, folder)
    look_at(feed, folder)
    assert WireFile.objects.get().name == "rig.jpg"
    assert _names(folder.path / "done") == {"rig.jpg"}


def test_a_full_disk_leaves_the_file_and_marks_the_feed(
    feed: Feed, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> list[receive.Received]:
        raise OSError(28, "No space left on device")

    shutil.copy(STORY, folder.path / "a.xml")
    look_at(feed, folder)
    with monkeypatch.context() as patch:
        patch.setattr(transport, "receive_file", full)
        assert look_at(feed, folder) == []
    feed.refresh_from_db()
    assert (feed.state, _names(folder.path)) == ("failing", {"a.xml"})
    assert look_at(feed, folder) == []
    assert [one.result for one in look_at(feed, folder)] == ["new"]
    feed.refresh_from_db()
    assert feed.state == "working"


def test_a_file_that_cannot_be_received_holds_up_no_other(
    feed: Feed, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(path: Path, **named: Any) -> list[receive.Received]:
        if path.name == "a.xml":
            raise RuntimeError
        return receive.receive_file(path, **named)

    shutil.copy(STORY, folder.path / "a.xml")
    shutil.copy(FIXTURES / "text.newsml-g2.xml", folder.path / "b.xml")
    monkeypatch.setattr(transport, "receive_file", poisoned)
    results = [one.result for _look in range(4) for one in look_at(feed, folder)]
    assert results == ["new"]
    assert _names(folder.path) == {"a.xml"}
    feed.refresh_from_db()
    assert feed.last_error == "a.xml: RuntimeError"


def test_a_file_that_keeps_failing_is_tried_less_and_less(folder: Folder) -> None:
    shutil.copy(STORY, folder.path / "a.xml")
    tries = 0
    for _look in range(64):
        if folder.ready():
            tries += 1
            folder.put_off("a.xml")
    assert 4 <= tries <= 7


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FeedFolderError):
        Folder(tmp_path / "file" / "feed").ready()


def test_one_bad_feed_stops_no_other(feed: Feed, newsroom: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "close_old_connections", lambda: None)
    (newsroom / "file").write_text("")
    bad = Feed.objects.create(name="bad", folder=str(newsroom / "file" / "feed"))
    feed.path.mkdir(parents=True)
    shutil.copy(STORY, feed.path / "a.xml")
    stop = threading.Event()
    rounds = iter([[bad, feed], [bad, feed]])

    def feeds() -> list[Feed]:
        for round_ in rounds:
            return round_
        stop.set()
        return []

    transport.watch(feeds, stop, seconds=0)
    bad.refresh_from_db()
    assert bad.state == "failing"
    assert DispatchRecord.objects.count() == 1


def test_a_watch_that_is_stopped_takes_nothing_more(feed: Feed, folder: Folder) -> None:
    shutil.copy(STORY, folder.path / "a.xml")
    look_at(feed, folder)
    stop = threading.Event()
    stop.set()
    assert look_at(feed, folder, stop=stop) == []
