"""The watched folder."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.wire.acts import look as act
from broadsheet.wire.acts.look import look
from broadsheet.wire.acts.receive import Received, receive_many
from broadsheet.wire.errors import FeedFolderError, MissedFileError
from broadsheet.wire.models import Feed, WireFile
from broadsheet.wire.transports import folder as transport
from broadsheet.wire.transports.folder import Folder, WatchedFolder, _free_name, _put_away
from tests.wire.conftest import FIXTURES, JPEG

pytestmark = pytest.mark.django_db
STORY = FIXTURES / "story.nitf.xml"
Looks = Callable[[Feed], list[Received]]


@pytest.fixture
def folder(feed: Feed) -> Folder:
    feed.path.mkdir(parents=True)
    return Folder(feed.path)


@pytest.fixture
def watched(now: datetime) -> Callable[[Feed], list[Received]]:
    watching = WatchedFolder()
    return lambda feed: look(feed, watching, stop=threading.Event(), clock=lambda: now)


def _names(path: Path) -> set[str]:
    return {entry.name for entry in path.iterdir() if entry.is_file()} if path.is_dir() else set()


def test_a_file_is_taken_when_two_looks_see_it_alike(feed: Feed, folder: Folder, watched: Looks) -> None:
    shutil.copy(STORY, folder.path / "a.xml")
    assert watched(feed) == []
    [received] = watched(feed)
    assert received.result == "new"
    assert _names(folder.path) == set()
    assert _names(folder.path / "done") == {"a.xml"}


def test_a_file_that_grows_is_left_until_it_rests(feed: Feed, folder: Folder, watched: Looks) -> None:
    growing = folder.path / "a.xml"
    growing.write_bytes(STORY.read_bytes()[:100])
    watched(feed)
    growing.write_bytes(STORY.read_bytes())
    assert watched(feed) == []
    assert [one.result for one in watched(feed)] == ["new"]


@pytest.mark.parametrize("name", [".a.xml", "a.xml.tmp", "a.xml.part", "A.TMP"])
def test_unfinished_files_are_left_alone(name: str, feed: Feed, folder: Folder, watched: Looks) -> None:
    shutil.copy(STORY, folder.path / name)
    watched(feed)
    assert watched(feed) == []
    assert _names(folder.path) == {name}


def test_links_and_folders_are_left_alone(feed: Feed, folder: Folder, watched: Looks) -> None:
    (folder.path / "link.xml").symlink_to(STORY)
    (folder.path / "deep").mkdir()
    shutil.copy(STORY, folder.path / "deep" / "a.xml")
    watched(feed)
    assert watched(feed) == []


def test_a_file_that_cannot_be_read_goes_to_failed_with_its_reason(feed: Feed, folder: Folder, watched: Looks) -> None:
    (folder.path / "bad.xml").write_bytes(b"<nitf>")
    shutil.copy(STORY, folder.path / "good.xml")
    watched(feed)
    assert {one.result for one in watched(feed)} == {"quarantined", "new"}
    assert _names(folder.path / "failed") == {"bad.xml", "bad.xml.reason.txt"}
    assert "MalformedDispatchError" in (folder.path / "failed" / "bad.xml.reason.txt").read_text()
    assert _names(folder.path / "done") == {"good.xml"}


def test_a_name_that_comes_again_overwrites_nothing(feed: Feed, folder: Folder, watched: Looks) -> None:
    for _time in range(2):
        shutil.copy(STORY, folder.path / "a.xml")
        watched(feed)
        watched(feed)
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


def test_pictures_are_recorded_and_put_away(feed: Feed, folder: Folder, watched: Looks) -> None:
    (folder.path / "rig.jpg").write_bytes(JPEG)
    watched(feed)
    watched(feed)
    assert WireFile.objects.get().name == "rig.jpg"
    assert _names(folder.path / "done") == {"rig.jpg"}


def test_a_full_disk_leaves_the_file_for_later(
    feed: Feed, folder: Folder, watched: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> list[Received]:
        raise OSError(28, "No space left on device")

    shutil.copy(STORY, folder.path / "a.xml")
    watched(feed)
    with monkeypatch.context() as patch:
        patch.setattr(act, "receive_many", full)
        with pytest.raises(MissedFileError, match="No space left"):
            watched(feed)
    assert _names(folder.path) == {"a.xml"}
    with pytest.raises(MissedFileError):
        watched(feed)
    assert [one.result for one in watched(feed)] == ["new"]


def test_a_file_that_cannot_be_received_holds_up_no_other(
    feed: Feed, folder: Folder, watched: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(incoming: Any, **named: Any) -> list[Received]:
        if any(one.filename == "a.xml" for one in incoming):
            raise RuntimeError
        return receive_many(incoming, **named)

    shutil.copy(STORY, folder.path / "a.xml")
    shutil.copy(FIXTURES / "text.newsml-g2.xml", folder.path / "b.xml")
    monkeypatch.setattr(act, "receive_many", poisoned)
    watched(feed)
    with pytest.raises(MissedFileError, match=r"a\.xml: RuntimeError"):
        watched(feed)
    assert _names(folder.path) == {"a.xml"}
    assert _names(folder.path / "done") == {"b.xml"}


def test_many_files_are_received_in_one_transaction(
    feed: Feed, folder: Folder, watched: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []

    def counted(incoming: Any, **named: Any) -> list[Received]:
        sizes.append(len(incoming))
        return receive_many(incoming, **named)

    for number in range(120):
        (folder.path / f"{number}.xml").write_bytes(STORY.read_bytes().replace(b"</nitf>", b"</nitf>" + b" " * number))
    monkeypatch.setattr(act, "receive_many", counted)
    watched(feed)
    watched(feed)
    assert sizes == [50, 50, 20]


def test_d5_a_file_that_was_received_and_not_yet_put_away_is_a_duplicate(
    feed: Feed, folder: Folder, watched: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_args: object) -> None:
        raise SystemExit

    shutil.copy(STORY, folder.path / "a.xml")
    watched(feed)
    with monkeypatch.context() as patch:
        patch.setattr(transport, "_put_away", killed)
        with pytest.raises(SystemExit):
            watched(feed)
    assert _names(folder.path) == {"a.xml"}
    assert [one.result for one in watched(feed)] == ["duplicate"]
    assert _names(folder.path / "done") == {"a.xml"}


def test_a_file_that_keeps_failing_is_tried_less_and_less(folder: Folder) -> None:
    shutil.copy(STORY, folder.path / "a.xml")
    tries = 0
    for _look in range(64):
        if folder.ready():
            tries += 1
            folder.put_off("a.xml", OSError("no"))
    assert 4 <= tries <= 7


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FeedFolderError):
        Folder(tmp_path / "file" / "feed").ready()


def test_a_watch_that_is_stopped_takes_nothing_more(feed: Feed, folder: Folder, watched: Looks, now: datetime) -> None:
    shutil.copy(STORY, folder.path / "a.xml")
    watched(feed)
    stop = threading.Event()
    stop.set()
    assert look(feed, WatchedFolder(), stop=stop, clock=lambda: now) == []


def _refused(name: str) -> list[Received]:
    return [Received(None, None, "quarantined", file=name, error="MalformedDispatchError", detail="broken")]


@pytest.mark.parametrize("where", ["done", "failed"])
def test_w14_no_file_is_moved_through_a_link(where: str, tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "feed" / "a.xml", tmp_path / "elsewhere"
    path.parent.mkdir()
    elsewhere.mkdir()
    path.write_text("<a/>")
    (path.parent / where).symlink_to(elsewhere)
    with pytest.raises(FeedFolderError):
        _put_away(path, where, _refused("a.xml"))
    assert not list(elsewhere.iterdir())


def test_w14_a_reason_is_not_written_through_a_link(tmp_path: Path) -> None:
    path, precious = tmp_path / "feed" / "a.xml", tmp_path / "broadsheet.toml"
    (path.parent / "failed").mkdir(parents=True)
    path.write_text("<a/>")
    precious.write_text("as it was")
    (path.parent / "failed" / "a.xml.reason.txt").symlink_to(precious)
    _put_away(path, "failed", _refused("a.xml"))
    assert precious.read_text() == "as it was"


def test_a_name_as_long_as_names_can_be_is_put_away_again_and_again(tmp_path: Path) -> None:
    for _ in range(3):
        path = tmp_path / ("ø" * 125 + "a.xml")
        path.write_text("<a/>")
        _put_away(path, "failed", _refused(path.name))
    assert len(_names(tmp_path / "failed")) >= 4


def test_a_name_that_comes_for_years_is_not_counted_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    monkeypatch.setattr(os.path, "lexists", lambda path: looked.append(path) or len(looked) < 51)
    _free_name(tmp_path, "latest.xml")
    assert len(looked) == 51


def test_w9_a_file_whose_name_is_no_text_is_received(feed: Feed, folder: Folder, watched: Looks) -> None:
    name = os.fsdecode(b"sk\xf8yte.xml")
    (folder.path / name).write_bytes(b"<broken")
    watched(feed)
    received = watched(feed)
    assert [one.result for one in received] == ["quarantined"]
    assert not (folder.path / name).exists()
