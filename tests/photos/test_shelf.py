"""Where copies of pictures lie: the same behaviour in two folders and in a bucket of a real S3 server."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.core.bucket import Bucket
from broadsheet.photos.files import hide_files, remove_files, reveal
from broadsheet.photos.shelf import BucketShelf, FolderShelf, Shelf, shelf
from broadsheet.photos.signals import public_files_changed
from broadsheet.settings.links import store_from
from tests.object_store import ObjectStore

NAME, OTHER = "7-0123456789abcdef-320.webp", "7-fedcba9876543210-640.jpg"
in_a_bucket = [pytest.mark.s3, pytest.mark.xdist_group("s3")]


@pytest.fixture(params=["folder", pytest.param("bucket", marks=in_a_bucket)])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    if request.param == "folder":
        made: Shelf = FolderShelf(tmp_path / "waiting", tmp_path / "public")
    else:
        server: ObjectStore = request.getfixturevalue("s3_server")
        address = store_from(server.bucket())
        assert address is not None
        made = BucketShelf(Bucket(address), tmp_path / "copied")
    for name in (NAME, OTHER):
        made.keep(name, name.encode())
    made.settle()
    return made


def test_a_kept_file_is_there_and_not_public(kept):
    """W16."""
    assert kept.are_there([NAME, OTHER])
    assert not kept.are_there([NAME, "7-never-320.webp"])
    assert kept.public([NAME, OTHER]) == []


def test_a_file_is_revealed_once(kept):
    assert kept.reveal([NAME]) == [NAME]
    assert kept.reveal([NAME, OTHER]) == [OTHER]
    assert kept.public([NAME, OTHER]) == [NAME, OTHER]


def test_a_file_that_is_nowhere_cannot_be_revealed(kept):
    with pytest.raises(FileNotFoundError):
        kept.reveal(["7-never-320.webp"])


def test_a_hidden_file_can_be_revealed_again(kept):
    kept.reveal([NAME])
    kept.hide([NAME, "7-never-320.webp"])
    assert kept.public([NAME]) == []
    assert kept.are_there([NAME])
    assert kept.reveal([NAME]) == [NAME]


def test_a_removed_file_is_nowhere(kept):
    kept.reveal([NAME])
    kept.remove([NAME, "7-never-320.webp"])
    assert not kept.are_there([NAME])


def test_markers_are_put_up_and_taken_away(kept):
    kept.reveal([NAME])
    kept.mark_gone([NAME])
    kept.unmark([NAME, "7-never-320.webp"])
    assert kept.public([NAME]) == [NAME]


@pytest.mark.s3
@pytest.mark.xdist_group("s3")
def test_what_this_machine_has_copied_is_known_without_asking_the_store(s3_server, tmp_path, monkeypatch):
    address = store_from(s3_server.bucket())
    kept = BucketShelf(Bucket(address), tmp_path)
    (tmp_path / NAME).write_bytes(b"copied")
    asked = []
    monkeypatch.setattr(Bucket, "is_there", lambda _self, name: bool(asked.append(name)))
    assert kept.reveal([NAME]) == []
    assert list(kept.all_public()) == [NAME]
    assert asked == []


def test_whoever_copies_public_files_hears_which_came_and_went():
    heard = []

    def hear(names, **_more):
        heard.append(names)

    public_files_changed.connect(hear)
    try:
        shelf().keep(NAME, b"picture")
        reveal([NAME])
        reveal([NAME])
        hide_files([NAME])
        remove_files([NAME])
    finally:
        public_files_changed.disconnect(hear)
    assert heard == [[NAME], [NAME], [NAME]]
