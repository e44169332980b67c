"""Pictures beside their items."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from broadsheet.wire.acts import attachments, receive
from broadsheet.wire.models import Feed, WireFile
from tests.wire.conftest import FIXTURES, JPEG


@pytest.mark.parametrize(
    ("href", "first"),
    [
        ("hafen-1.jpeg", "hafen-1.jpeg"),
        ("https://agency.example/files/rig-77.jpg?token=1#x", "rig-77.jpg"),
        ("https://agency.example/files/b%C3%A5t.png", "båt.png"),
        ("FergeKaia1", "FergeKaia1"),
    ],
)
def test_a_picture_is_looked_for_by_the_last_part_of_its_address(href: str, first: str) -> None:
    assert attachments.names_for(href)[0] == first


def test_a_name_without_an_ending_may_have_come_with_one() -> None:
    assert "FergeKaia1.jpg" in attachments.names_for("FergeKaia1")


@pytest.mark.parametrize(
    "href",
    ["", "https://agency.example/", "..", "https://a.example/%2e%2e", "a%2fb", "a%5cb", "a%00b", "http://[", "a" * 300],
)
def test_a_last_part_that_is_no_plain_name_names_nothing(href: str) -> None:
    assert not any("/" in name or name in {".", ".."} for name in attachments.names_for(href))
    assert href == "a%2fb" or attachments.names_for(href) == ()


@pytest.mark.django_db
def test_pictures_beside_an_item_come_with_it(feed: Feed, now: datetime, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(FIXTURES / "feature.ninjs-1.json", folder)
    (folder / "rig-77.jpg").write_bytes(JPEG)
    (folder / "other.jpg").write_bytes(JPEG + b"other")
    receive.receive_file(folder / "feature.ninjs-1.json", feed=feed, now=now)
    assert [file.name for file in WireFile.objects.all()] == ["rig-77.jpg"]
    assert attachments.bytes_of(feed, "https://agency.example/files/rig-77.jpg?token=1") == JPEG
    assert attachments.bytes_of(feed, "https://agency.example/files/other.jpg") is None


@pytest.mark.django_db
def test_what_lies_beside_an_item_and_is_no_picture_stays_there(feed: Feed, now: datetime, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(FIXTURES / "feature.ninjs-1.json", folder)
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(JPEG)
    (folder / "rig-77.jpg").symlink_to(secret)
    receive.receive_file(folder / "feature.ninjs-1.json", feed=feed, now=now)
    assert WireFile.objects.count() == 0


@pytest.mark.django_db
def test_a_feeds_pictures_are_its_own(feed: Feed, now: datetime) -> None:
    receive.receive_bytes(JPEG, feed=feed, filename="rig.jpg", now=now)
    assert attachments.bytes_of(receive.feed_named("other"), "rig.jpg") is None


@pytest.mark.django_db
def test_the_latest_picture_of_a_name_is_given(feed: Feed, now: datetime) -> None:
    receive.receive_bytes(JPEG, feed=feed, filename="rig.jpg", now=now)
    receive.receive_bytes(JPEG + b"2", feed=feed, filename="rig.jpg", now=now)
    assert attachments.bytes_of(feed, "rig.jpg") == JPEG + b"2"
