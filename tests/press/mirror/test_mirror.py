"""The mirror: what a machine's folder holds after changes in the shared store, whatever stopped it in between."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.core.bucket import Bucket, BucketError
from broadsheet.core.places import GONE
from broadsheet.photos.shelf import BucketShelf
from broadsheet.press.errors import StoreError
from broadsheet.press.mirror import changes, place
from broadsheet.press.mirror.changes import Area
from broadsheet.press.mirror.mirror import Mirror
from broadsheet.press.mirror.pictures import PictureCopy
from broadsheet.press.models import Page, PageKey, StoreChange
from broadsheet.press.stores.folder import FolderStore
from broadsheet.press.stores.kinds import Finished
from broadsheet.press.stores.s3 import S3Store
from broadsheet.settings.links import store_from
from tests.object_store import ObjectStore

pytestmark = [pytest.mark.s3, pytest.mark.xdist_group("s3"), pytest.mark.django_db]


@pytest.fixture
def bucket(s3_server: ObjectStore, settings) -> Bucket:
    settings.STORE_ADDRESS = store_from(s3_server.bucket())
    settings.STORE_IS_SHARED = True
    return Bucket(settings.STORE_ADDRESS)


@pytest.fixture
def store(bucket: Bucket) -> S3Store:
    return S3Store(bucket)


@pytest.fixture
def mirror_in(bucket: Bucket, tmp_path: Path) -> Callable[..., Mirror]:
    def make(name: str = "here", words: str = "") -> Mirror:
        pictures = PictureCopy(tmp_path / name / "pictures", bucket)
        return Mirror(FolderStore(tmp_path / name / "pages"), pictures, S3Store(bucket), words=words)

    return make


def publish(store: S3Store, *pages: Finished) -> None:
    store.put(pages)
    changes.record(Area.PAGE, [page.path for page in pages])


def page(path: str, body: bytes = b"words") -> Finished:
    return Finished(path, 200, body, "html")


def test_a_new_machine_gets_everything_and_then_what_changes(store, mirror_in):
    publish(store, page("/a/"), page("/b/"))
    mirror = mirror_in()
    assert mirror.is_new
    assert mirror.catch_up() == 2
    publish(
        store, page("/b/", b"newer"), Finished("/a/", 410, b"notice", "html"), Finished("/c/", 301, b"", "html", "/b/")
    )
    assert mirror.catch_up() == 3
    assert not mirror.is_new
    folder = mirror._folder
    assert (folder.read("/a/").status, folder.read("/b/").body, folder.read("/c/").location) == (410, b"newer", "/b/")
    assert mirror.catch_up() == 0


def test_a_dropped_page_is_dropped_in_the_copy(store, mirror_in):
    publish(store, page("/a/"))
    mirror = mirror_in()
    mirror.catch_up()
    store.drop("/a/")
    changes.record(Area.PAGE, ["/a/"])
    mirror.catch_up()
    assert mirror._folder.read("/a/") is None


def test_the_copy_has_the_keys_that_the_press_recorded(store, mirror_in):
    row = Page.objects.create(path="/a/", status=200, digest="x", rendered_at="2026-11-23T00:00:00Z")
    PageKey.objects.bulk_create([PageKey(page=row, key="story:1"), PageKey(page=row, key="front")])
    publish(store, page("/a/"))
    mirror = mirror_in()
    mirror.catch_up()
    assert (mirror._folder.root / "live/a/index.html.keys").read_text() == "front story:1\n"


def test_many_changes_of_one_page_are_one_row_and_one_fetch(store, mirror_in):
    for number in range(20):
        publish(store, page("/a/", b"%d" % number))
    assert StoreChange.objects.count() == 1
    mirror = mirror_in()
    assert mirror.catch_up() == 1
    assert mirror._folder.read("/a/").body == b"19"


def test_numbers_grow_whatever_the_clock_says(monkeypatch, bucket):
    changes.record(Area.PAGE, ["/a/", "/b/"])
    monkeypatch.setattr(changes.time, "time_ns", lambda: 0)
    before = changes.newest()
    changes.record(Area.PAGE, ["/a/"])
    assert changes.newest() == before + 1


def test_after_a_restored_backup_new_numbers_are_above_everything_seen(store, mirror_in):
    """Numbers are times: what the database forgot cannot be counted again for something else."""
    publish(store, page("/a/"))
    mirror = mirror_in()
    mirror.catch_up()
    seen = mirror.place.number
    StoreChange.objects.all().delete()
    publish(store, page("/b/"))
    assert changes.newest() > seen
    mirror.catch_up()
    assert mirror._folder.read("/b/").body == b"words"


def test_a_folder_of_an_earlier_time_loses_what_neither_store_nor_press_knows(store, mirror_in):
    mirror = mirror_in()
    mirror._folder.put([page("/stray/"), page("/coming/"), Finished("/moved/", 301, b"", "html", "/a/")])
    Page.objects.create(path="/coming/", status=200, digest="x", rendered_at="2026-11-23T00:00:00Z")
    publish(store, page("/a/"), Finished("/moved/", 301, b"", "html", "/a/"))
    mirror.catch_up()
    assert sorted(mirror._folder.paths()) == ["/a/", "/coming/"]
    assert mirror._folder.read("/moved/").location == "/a/"


def test_where_nothing_was_ever_published_to_the_store_the_folder_is_left_alone(mirror_in):
    mirror = mirror_in()
    mirror._folder.put([page("/a/")])
    assert mirror.catch_up() == 0
    assert mirror._folder.read("/a/").body == b"words"


def test_a_place_of_another_store_begins_anew(store, mirror_in):
    publish(store, page("/a/"))
    mirror_in(words="one").catch_up()
    assert not mirror_in(words="one").is_new
    assert mirror_in(words="other").is_new


class PowerCutError(Exception):
    """What stops the mirror in these tests."""


@pytest.mark.parametrize("at", range(1, 9))
def test_stopped_at_any_point_it_goes_on_and_ends_with_the_same(store, bucket, mirror_in, monkeypatch, at):
    """First sync and catching up, stopped before each of its steps; D6."""
    bucket.put("pictures/1-x.webp", b"picture", content_type="image/webp")
    changes.record(Area.PICTURE, ["1-x.webp", "1-gone.webp"])
    publish(store, page("/a/"), page("/b/"))
    monkeypatch.setattr("broadsheet.press.mirror.mirror.AT_ONCE", 1)
    steps = 0

    def counted(name: str, target: type) -> None:
        call = getattr(target, name)

        def step(*arguments, **named):
            nonlocal steps
            steps += 1
            if steps == at:
                raise PowerCutError
            return call(*arguments, **named)

        monkeypatch.setattr(target, name, step)

    counted("put", FolderStore)
    counted("bring", PictureCopy)
    counted("take_away", PictureCopy)
    counted("_save", Mirror)
    with pytest.raises(PowerCutError):
        mirror_in().catch_up()
    again = mirror_in()
    again.catch_up()
    assert sorted(again._folder.paths()) == ["/a/", "/b/"]
    assert [file.name for file in again._pictures.root.iterdir() if file.is_file()] == ["1-x.webp"]
    assert not mirror_in().is_new


def test_control_a_mirror_that_notes_its_place_first_misses_what_it_was_stopped_at(store, mirror_in, monkeypatch):
    publish(store, page("/a/"))
    mirror = mirror_in()
    mirror.catch_up()
    publish(store, page("/a/", b"newer"))

    def stopped(*_arguments):
        mirror._save(place.Place("", number=changes.newest()))
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(Mirror, "_apply", stopped)
        with pytest.raises(PowerCutError):
            mirror.catch_up()
    again = mirror_in()
    assert again.catch_up() == 0
    assert again._folder.read("/a/").body == b"words"


def test_pictures_come_go_and_leave_their_marker(bucket, mirror_in):
    bucket.put("pictures/1-x.webp", b"picture", content_type="image/webp")
    changes.record(Area.PICTURE, ["1-x.webp"])
    mirror = mirror_in()
    mirror.catch_up()
    root = mirror._pictures.root
    assert (root / "1-x.webp").read_bytes() == b"picture"
    bucket.put(f"pictures/{GONE}/1-x.webp", b"", content_type="text/plain")
    bucket.delete(["pictures/1-x.webp"])
    changes.record(Area.PICTURE, ["1-x.webp"])
    mirror.catch_up()
    assert not (root / "1-x.webp").exists()
    assert (root / GONE / "1-x.webp").exists()
    bucket.delete([f"pictures/{GONE}/1-x.webp"])
    changes.record(Area.PICTURE, ["1-x.webp"])
    mirror.catch_up()
    assert not (root / GONE / "1-x.webp").exists()


def test_a_picture_is_there_before_the_page_that_shows_it_and_goes_after_the_page_that_did(
    bucket, store, mirror_in, monkeypatch
):
    """D6: never a page that links to missing media."""
    bucket.put("pictures/1-x.webp", b"picture", content_type="image/webp")
    publish(store, page("/a/", b"shows it"))
    changes.record(Area.PICTURE, ["1-x.webp"])
    mirror = mirror_in()
    there = []
    put = FolderStore.put
    monkeypatch.setattr(
        FolderStore,
        "put",
        lambda self, pages: (there.append((mirror._pictures.root / "1-x.webp").exists()), put(self, pages))[1],
    )
    mirror.catch_up()
    bucket.delete(["pictures/1-x.webp"])
    changes.record(Area.PICTURE, ["1-x.webp"])
    publish(store, page("/a/", b"without it"))
    mirror.catch_up()
    assert there == [True, True]
    assert not (mirror._pictures.root / "1-x.webp").exists()


def test_a_picture_that_was_hidden_is_shown_again_though_the_copy_of_this_machine_is_still_there(
    bucket, mirror_in, settings, monkeypatch
):
    """D6: the mirror is behind, so what lies in its folder proves nothing; once it has caught up, nobody asks."""
    mirror = mirror_in(words=settings.STORE_ADDRESS.words)
    settings.PAGES_ROOT = mirror._folder.root
    shelf = BucketShelf(bucket, mirror._pictures.root)
    shelf.keep("1-x.webp", b"picture")
    shelf.reveal(["1-x.webp"])
    changes.record(Area.PICTURE, ["1-x.webp"])
    mirror.catch_up()
    shelf.hide(["1-x.webp"])
    changes.record(Area.PICTURE, ["1-x.webp"])
    assert (mirror._pictures.root / "1-x.webp").exists()
    assert shelf.reveal(["1-x.webp"]) == ["1-x.webp"]
    changes.record(Area.PICTURE, ["1-x.webp"])
    mirror.catch_up()
    assert (mirror._pictures.root / "1-x.webp").read_bytes() == b"picture"
    monkeypatch.setattr(Bucket, "is_there", lambda _self, name: pytest.fail(name))
    assert shelf.reveal(["1-x.webp"]) == []


def test_a_store_that_refuses_leaves_the_folder_and_the_place_as_they_were(store, bucket, mirror_in, monkeypatch):
    publish(store, page("/a/"))
    mirror = mirror_in()
    mirror.catch_up()
    publish(store, page("/a/", b"newer"))
    with monkeypatch.context() as patched:
        patched.setattr(Bucket, "get", lambda _self, name: (_ for _ in ()).throw(BucketError(name, "away")))
        with pytest.raises(StoreError):
            mirror.catch_up()
    assert mirror._folder.read("/a/").body == b"words"
    mirror.catch_up()
    assert mirror._folder.read("/a/").body == b"newer"


def test_a_half_written_picture_is_no_picture(bucket, mirror_in, monkeypatch):
    changes.record(Area.PICTURE, ["1-never.webp"])
    mirror = mirror_in()
    mirror.catch_up()
    bucket.put("pictures/1-x.webp", b"picture", content_type="image/webp")
    changes.record(Area.PICTURE, ["1-x.webp"])
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", lambda _descriptor: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            mirror.catch_up()
    assert list(mirror._pictures.root.iterdir()) == []


def test_where_the_store_is_a_folder_nothing_is_noted():
    changes.record(Area.PAGE, ["/a/"])
    assert StoreChange.objects.count() == 0
