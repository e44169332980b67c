"""SFTP against a real server: the pinned key, the password, a cut, and what may be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import asyncssh
import pytest

from broadsheet.wire.errors import (
    FeedError,
    ForbiddenAddressError,
    RefusedSignInError,
    UnknownHostKeyError,
    UnreachableFeedError,
)
from broadsheet.wire.models import DispatchRecord, Feed
from broadsheet.wire.transports import sftp as transport
from broadsheet.wire.transports.sftp import Sftp, pinned_keys
from tests.wire.transports.conftest import Look, story
from tests.wire.transports.servers import USER, SftpServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]
Make = Callable[..., Feed]


@pytest.fixture
def feed(sftp: SftpServer, make_feed: Make) -> Feed:
    return make_feed("sftp", f"sftp://127.0.0.1:{sftp.port}/", port=sftp.port, host_key=sftp.host_key)


@pytest.fixture
def other(sftp: SftpServer) -> Iterator[SftpServer]:
    server = SftpServer(sftp.folder)
    yield server
    server.close()


def test_new_files_are_taken_once_and_left_where_they_lie(sftp: SftpServer, feed: Feed, once: Look) -> None:
    for number in range(3):
        (sftp.folder / f"{number}.xml").write_bytes(story(number))
    assert [one.result for one in once(feed, Sftp())] == ["new"] * 3
    assert once(Feed.objects.get(), Sftp()) == []
    assert len(list(sftp.folder.iterdir())) == 3


def test_a_folder_is_named_in_the_address(sftp: SftpServer, make_feed: Make, once: Look) -> None:
    (sftp.folder / "ut").mkdir()
    (sftp.folder / "ut" / "é.xml").write_bytes(story(1))
    address = f"sftp://127.0.0.1:{sftp.port}/ut"
    feed = make_feed("sftp", address, port=sftp.port, host_key=f"[127.0.0.1]:{sftp.port} {sftp.host_key}")
    assert [one.result for one in once(feed, Sftp())] == ["new"]


def test_a_key_that_nobody_has_confirmed_is_shown_and_gets_no_password(
    sftp: SftpServer, make_feed: Make, once: Look
) -> None:
    feed = make_feed("sftp", f"sftp://127.0.0.1:{sftp.port}/", port=sftp.port)
    with pytest.raises(UnknownHostKeyError, match="nobody has confirmed") as caught:
        once(feed, Sftp())
    assert caught.value.line == sftp.host_key
    assert sftp.key.get_fingerprint() in str(caught.value)
    assert sftp.passwords_seen == []


def test_a_server_with_another_key_gets_no_password(
    sftp: SftpServer, other: SftpServer, make_feed: Make, once: Look
) -> None:
    feed = make_feed("sftp", f"sftp://127.0.0.1:{other.port}/", port=other.port, host_key=sftp.host_key)
    with pytest.raises(UnknownHostKeyError, match="another key"):
        once(feed, Sftp())
    assert other.passwords_seen == []


def test_the_same_server_is_let_in_with_its_own_key(other: SftpServer, make_feed: Make, once: Look) -> None:
    feed = make_feed("sftp", f"sftp://127.0.0.1:{other.port}/", port=other.port, host_key=other.host_key)
    once(feed, Sftp())
    assert len(other.passwords_seen) == 1


def test_a_wrong_password_is_said(sftp: SftpServer, make_feed: Make, once: Look) -> None:
    address = f"sftp://127.0.0.1:{sftp.port}/"
    feed = make_feed("sftp", address, port=sftp.port, host_key=sftp.host_key, secret="wrong", username=USER)
    with pytest.raises(RefusedSignInError):
        once(feed, Sftp())


def test_d5_a_transfer_that_is_cut_off_is_taken_whole_later(sftp: SftpServer, feed: Feed, once: Look) -> None:
    (sftp.folder / "a.xml").write_bytes(story(1))
    sftp.cut_after = 100
    with pytest.raises(FeedError):
        once(feed, Sftp())
    assert DispatchRecord.objects.count() == 0
    assert Feed.objects.get().cursor == {}
    sftp.cut_after = None
    assert [one.result for one in once(feed, Sftp())] == ["new"]


def test_o7_a_server_that_hangs_is_left(
    feed: Feed, once: Look, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        feed.address = f"sftp://127.0.0.1:{port}/"
        settings.WIRE_PRIVATE_HOSTS = [f"127.0.0.1:{port}"]  # type: ignore[attr-defined]
        monkeypatch.setattr(transport, "SILENCE_SECONDS", 0.3)
        with pytest.raises(UnreachableFeedError):
            once(feed, Sftp())


def test_w6_only_public_servers_are_reached(make_feed: Make, once: Look) -> None:
    with pytest.raises(ForbiddenAddressError):
        once(make_feed("sftp", "sftp://127.0.0.1/", port=1), Sftp())


def test_several_pinned_keys_may_stand_under_each_other() -> None:
    keys = [asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode() for _number in range(2)]
    assert len(pinned_keys("# a note\n" + "\n".join(f"host.example {key}" for key in keys))) == 2
    assert pinned_keys("host.example ssh-ed25519 AAAAnonsense") == []
