"""The page store in a bucket of a real S3 server."""

from __future__ import annotations

import pytest

from broadsheet.core.bucket import Bucket, BucketAddress, BucketError
from broadsheet.press.errors import StoreError, UnsafePathError
from broadsheet.press.stores.kinds import Finished
from broadsheet.press.stores.s3 import S3Store, names_of
from broadsheet.settings.links import store_from
from tests.object_store import ObjectStore
from tests.running import free_port

pytestmark = [pytest.mark.s3, pytest.mark.xdist_group("s3")]


@pytest.fixture
def bucket(s3_server: ObjectStore) -> Bucket:
    address = store_from(s3_server.bucket())
    assert address is not None
    return Bucket(address)


@pytest.fixture
def store(bucket: Bucket) -> S3Store:
    return S3Store(bucket)


def test_pages_notices_and_redirects_come_back_as_they_were_put(store):
    store.put(
        [
            Finished("/news/story/", 200, "ærlig".encode(), "html", None, frozenset({"story:1"})),
            Finished("/feed/", 200, b"<rss/>", "rss"),
            Finished("/killed/", 410, b"notice", "html"),
            Finished("/old/", 301, b"", "html", "/new/"),
        ]
    )
    told = {path: store.read(path) for path in ("/news/story/", "/feed/", "/killed/", "/old/", "/never/", "/../x/")}
    assert (told["/news/story/"].status, told["/news/story/"].body) == (200, "ærlig".encode())
    assert told["/feed/"].extension == "rss"
    assert (told["/killed/"].status, told["/killed/"].body) == (410, b"notice")
    assert (told["/old/"].status, told["/old/"].location) == (301, "/new/")
    assert (told["/never/"], told["/../x/"]) == (None, None)
    assert list(store.paths()) == ["/feed/", "/news/story/"]
    assert set(store.all_paths()) == {"/feed/", "/news/story/", "/killed/", "/old", "/old/"}


@pytest.mark.parametrize("first", [200, 410, 301])
@pytest.mark.parametrize("then", [200, 410, 301])
def test_what_an_address_gave_before_is_gone_when_it_gives_something_else(store, first, then):
    store.put([Finished("/a/", first, b"first", "html", "/b/")])
    store.put([Finished("/a/", then, b"then", "html", "/c/")])
    assert (store.read("/a/").status, store.read("/a/").body) == (then, b"" if then == 301 else b"then")
    store.drop("/a/")
    assert list(store._bucket.names("pages/")) == []


def test_a_page_that_changes_its_format_is_read_in_the_new_one(store):
    for extension in ("html", "rss", "atom"):
        store.put([Finished("/a/", 200, b"x", extension)])
        assert store.read("/a/").extension == extension


def test_a_dropped_page_is_unknown_and_dropping_an_unknown_one_is_no_fault(store):
    store.put([Finished("/a/", 200, b"x", "html"), Finished("/b/", 410, b"x", "html")])
    for path in ("/a/", "/b/", "/never/"):
        store.drop(path)
    assert list(store.all_paths()) == []


def test_an_object_says_its_type_and_how_long_it_may_be_kept(store, bucket):
    """A content delivery network that reads the bucket itself needs no more."""
    store.put([Finished("/a/", 200, b"x", "html")])
    head = bucket._client.head_object(Bucket=bucket.address.bucket, Key="house/pages/live/a/index.html")
    assert head["ContentType"] == "text/html; charset=utf-8"
    assert head["CacheControl"] == "public, max-age=5, stale-while-revalidate=30, stale-if-error=86400"


def test_an_unsafe_address_is_refused_and_leaves_no_object(store):
    with pytest.raises(UnsafePathError):
        store.put([Finished("/a/", 200, b"x", "html"), Finished("/../b/", 200, b"x", "html")])
    with pytest.raises(UnsafePathError):
        store.put([Finished("/a/", 301, b"", "html", "//evil.example/")])
    assert list(store.all_paths()) == []


def test_many_objects_are_deleted_whether_they_are_there_or_not(bucket, monkeypatch):
    monkeypatch.setattr("broadsheet.core.bucket.DELETED_AT_ONCE", 2)
    names = [f"x/{number}" for number in range(3)]
    for name in names:
        bucket.put(name, b"x", content_type="text/plain")
    bucket.delete([*names, "never/1", "never/2"])
    assert list(bucket.names("x/")) == []


def test_a_copy_inside_the_store_says_whether_there_was_anything(bucket):
    bucket.put("a", b"picture", content_type="image/webp")
    assert bucket.copy("a", "b", content_type="image/webp", cache_control="public")
    assert bucket.get("b") == b"picture"
    assert not bucket.copy("never", "c", content_type="image/webp", cache_control="public")


def test_a_store_that_is_away_is_named_and_holds_nobody_for_long(bucket):
    away = BucketAddress(f"http://127.0.0.1:{free_port()}", "paper", key="K", secret="TOPSECRET")
    with pytest.raises(BucketError) as caught:
        Bucket(away).get("a")
    assert "TOPSECRET" not in f"{caught.value}{away!r}"
    with pytest.raises(StoreError) as refused:
        S3Store(Bucket(away)).put([Finished("/a/", 200, b"x", "html")])
    assert refused.value.path == "/a/"


def test_a_wrong_key_is_refused_by_name(bucket):
    there = bucket.address
    wrong = BucketAddress(there.endpoint, there.bucket, key=there.key, secret="wrong")
    with pytest.raises(BucketError):
        Bucket(wrong).get("a")


def test_every_place_of_an_address_is_known():
    assert names_of("/a/") == [
        *(f"pages/{floor}/a/index.{extension}" for floor in ("live", "gone") for extension in ("html", "rss", "atom")),
        "pages/moved/a/.location",
    ]
