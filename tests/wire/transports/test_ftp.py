"""FTP and FTPS against real servers, cut off and lying ones too."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from broadsheet.wire.errors import (
    CrowdedFolderError,
    ForbiddenAddressError,
    MissedFileError,
    RefusedSignInError,
    UnreachableFeedError,
)
from broadsheet.wire.models import DispatchRecord, Feed
from broadsheet.wire.transports import files
from broadsheet.wire.transports import ftp as transport
from broadsheet.wire.transports.ftp import Ftp
from tests.wire.transports.conftest import Look, story
from tests.wire.transports.servers import FtpServer, FtpsServer, make_certificate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]
Make = Callable[..., Feed]


@pytest.fixture
def feed(ftp: FtpServer, make_feed: Make) -> Feed:
    return make_feed("ftp", f"ftp://127.0.0.1:{ftp.port}/", port=ftp.port)


@pytest.fixture(params=["ftpes", "ftps"])
def safe(request: pytest.FixtureRequest, tmp_path: Path, certificate: tuple[Path, Path]) -> Iterator[FtpsServer]:
    server = FtpsServer(tmp_path / "agency", certificate, implicit=request.param == "ftps")
    server.scheme = request.param  # type: ignore[attr-defined]
    yield server
    server.close()


@pytest.fixture
def safe_feed(safe: FtpsServer, make_feed: Make) -> Feed:
    return make_feed("ftp", f"{safe.scheme}://127.0.0.1:{safe.port}/", port=safe.port)  # type: ignore[attr-defined]


def test_new_files_are_taken_once_and_left_where_they_lie(ftp: FtpServer, feed: Feed, once: Look) -> None:
    for number in range(3):
        (ftp.folder / f"{number}.xml").write_bytes(story(number))
    assert [one.result for one in once(feed, Ftp())] == ["new"] * 3
    assert once(Feed.objects.get(), Ftp()) == []
    assert len(list(ftp.folder.iterdir())) == 3


def test_a_file_that_changes_is_taken_again(ftp: FtpServer, feed: Feed, once: Look) -> None:
    (ftp.folder / "a.xml").write_bytes(story(1)[:200])
    once(feed, Ftp())
    (ftp.folder / "a.xml").write_bytes(story(1))
    assert [one.result for one in once(feed, Ftp())] == ["new"]


def test_a_file_that_grows_between_two_listings_is_left(
    ftp: FtpServer, feed: Feed, once: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = files._wanted

    def growing(listing: Sequence[files.Listed]) -> list[files.Listed]:
        with (ftp.folder / "a.xml").open("ab") as file:
            file.write(b"<!-- more -->")
        return listed(listing)

    (ftp.folder / "a.xml").write_bytes(story(1))
    with monkeypatch.context() as patch:
        patch.setattr(files, "_wanted", growing)
        assert once(feed, Ftp()) == []
    assert [one.result for one in once(feed, Ftp())] == ["new"]


def test_unfinished_names_and_folders_are_left(ftp: FtpServer, feed: Feed, once: Look) -> None:
    (ftp.folder / "a.xml.part").write_bytes(story(1))
    (ftp.folder / ".hidden").write_bytes(story(1))
    (ftp.folder / "deep").mkdir()
    assert once(feed, Ftp()) == []


def test_a_folder_is_named_in_the_address(ftp: FtpServer, make_feed: Make, once: Look) -> None:
    (ftp.folder / "ut").mkdir()
    (ftp.folder / "ut" / "a.xml").write_bytes(story(1))
    feed = make_feed("ftp", f"ftp://127.0.0.1:{ftp.port}/ut", port=ftp.port)
    assert [one.result for one in once(feed, Ftp())] == ["new"]


def test_a_listing_for_people_is_read_where_there_is_no_other(ftp: FtpServer, feed: Feed, once: Look) -> None:
    ftp.handler.proto_cmds = {key: value for key, value in ftp.handler.proto_cmds.items() if key != "MLSD"}
    (ftp.folder / "a name with spaces.xml").write_bytes(story(1))
    assert [one.result for one in once(feed, Ftp())] == ["new"]


def test_a_wrong_password_is_said(ftp: FtpServer, make_feed: Make, once: Look) -> None:
    feed = make_feed("ftp", f"ftp://127.0.0.1:{ftp.port}/", port=ftp.port, secret="wrong")
    with pytest.raises(RefusedSignInError):
        once(feed, Ftp())


def test_a_file_that_may_not_be_read_holds_up_no_other(
    ftp: FtpServer, feed: Feed, once: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ftp.folder / "a.xml").write_bytes(story(1))
    (ftp.folder / "b.xml").write_bytes(story(2))
    send = ftp.handler.ftp_RETR
    monkeypatch.setattr(
        ftp.handler,
        "ftp_RETR",
        lambda self, file: self.respond("550 Not yours.") if file.endswith("a.xml") else send(self, file),
    )
    with pytest.raises(MissedFileError, match="550"):
        once(feed, Ftp())
    assert DispatchRecord.objects.get().guid == "urn:quay:2"


def test_a_file_too_large_ends_in_quarantine(
    ftp: FtpServer, feed: Feed, once: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "MAX_TAKEN_BYTES", 20 * 1024 * 1024 + 1)
    with (ftp.folder / "a.xml").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    [received] = once(feed, Ftp())
    assert (received.result, received.error) == ("quarantined", "OversizedError")


@pytest.mark.usefixtures("trusted")
def test_ftps_takes_files_and_shows_no_password_in_clear(safe: FtpsServer, safe_feed: Feed, once: Look) -> None:
    (safe.folder / "a.xml").write_bytes(story(1))
    assert [one.result for one in once(safe_feed, Ftp())] == ["new"]
    assert set(safe.in_clear) <= {"AUTH"}


def test_a_certificate_that_nobody_vouches_for_gets_no_password(safe: FtpsServer, safe_feed: Feed, once: Look) -> None:
    with pytest.raises(UnreachableFeedError, match="certificate"):
        once(safe_feed, Ftp())
    assert set(safe.in_clear) <= {"AUTH"}


@pytest.mark.parametrize("scheme", ["ftpes", "ftps"])
def test_a_certificate_of_another_host_gets_no_password(
    scheme: str, tmp_path: Path, make_feed: Make, once: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path / "other", host="127.0.0.9")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = FtpsServer(tmp_path / "agency", certificate, implicit=scheme == "ftps")
    feed = make_feed("ftp", f"{scheme}://127.0.0.1:{server.port}/", port=server.port)
    with closing(server), pytest.raises(UnreachableFeedError, match="certificate"):
        once(feed, Ftp())
    assert set(server.in_clear) <= {"AUTH"}


def test_a_server_that_will_not_turn_to_tls_gets_no_password(ftp: FtpServer, make_feed: Make, once: Look) -> None:
    said: list[str] = []
    ftp.handler.ftp_USER = lambda self, name: said.append(name)
    feed = make_feed("ftp", f"ftpes://127.0.0.1:{ftp.port}/", port=ftp.port)
    with pytest.raises(UnreachableFeedError):
        once(feed, Ftp())
    assert said == []


@pytest.mark.usefixtures("trusted")
def test_d5_a_transfer_that_is_cut_off_is_taken_whole_later(safe: FtpsServer, safe_feed: Feed, once: Look) -> None:
    (safe.folder / "a.xml").write_bytes(story(1))
    safe.cut_after = 120
    with pytest.raises((UnreachableFeedError, MissedFileError)):
        once(safe_feed, Ftp())
    assert DispatchRecord.objects.count() == 0
    assert Feed.objects.get().cursor == {}
    safe.cut_after = None
    assert [one.result for one in once(safe_feed, Ftp())] == ["new"]


@pytest.mark.usefixtures("trusted")
def test_o7_a_server_that_hangs_is_left(
    safe: FtpsServer, safe_feed: Feed, once: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "SILENCE_SECONDS", 0.5)
    safe.hangs = True
    (safe.folder / "a.xml").write_bytes(story(1))
    with pytest.raises(UnreachableFeedError):
        once(safe_feed, Ftp())


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/", "ftp://10.0.0.1/", "ftp://8.8.8.8:8021/", "ftp://[::1]/"])
def test_w6_only_public_servers_on_the_usual_port_are_reached(address: str, make_feed: Make, once: Look) -> None:
    feed = make_feed("ftp", address, port=1)
    with pytest.raises(ForbiddenAddressError):
        once(feed, Ftp())


@pytest.mark.usefixtures("trusted")
def test_w6_the_address_that_a_server_gives_for_data_is_not_believed(
    safe: FtpsServer, safe_feed: Feed, once: Look
) -> None:
    (safe.folder / "a.xml").write_bytes(story(1))
    assert [one.result for one in once(safe_feed, Ftp())] == ["new"]  # it says 10.66.66.66


def test_a_picture_comes_before_the_item_that_names_it(ftp: FtpServer, feed: Feed, now: datetime) -> None:
    (ftp.folder / "a.xml").write_bytes(story(1))
    os.utime(ftp.folder / "a.xml", (1, 1))
    (ftp.folder / "z.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    looking = Ftp().look(feed, stop=threading.Event(), now=now)
    taken = [one.filename for one in next(looking).incoming]
    looking.close()
    assert taken == ["z.jpg", "a.xml"]


def test_o4_a_listing_without_an_end_is_cut(
    ftp: FtpServer, feed: Feed, once: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "MAX_LINES", 3)
    for number in range(6):
        (ftp.folder / f"{number}.xml").write_bytes(story(number))
    with pytest.raises(CrowdedFolderError):
        once(feed, Ftp())


def test_a_password_that_a_server_says_back_is_not_repeated() -> None:
    assert transport._without("hunter2", "500 PASS hunter2: what is that?") == "500 PASS …: what is that?"
    assert transport._without("", "530 no") == "530 no"
