"""A mailbox at a real mail server (dovecot), and what is taken out of a message."""

from __future__ import annotations

import imaplib
import io
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from broadsheet.wire.errors import ForbiddenAddressError, RefusedSignInError, UnreachableFeedError
from broadsheet.wire.models import DispatchRecord, Feed
from broadsheet.wire.transports import imap as imap_transport
from broadsheet.wire.transports.imap import Imap, files_in
from tests.wire.transports.conftest import Look, story
from tests.wire.transports.servers import ImapServer

pytestmark = pytest.mark.django_db
Make = Callable[..., Feed]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, certificate: tuple[Path, Path]) -> Iterator[ImapServer]:
    started = ImapServer(tmp_path_factory.mktemp("imap") / "server", certificate)
    yield started
    started.close()


@pytest.fixture
def imap(server: ImapServer) -> ImapServer:
    server.empty()
    return server


def mail(*attached: bytes, text: str = "See the file.", kind: str = "xml") -> bytes:
    message = EmailMessage()
    message["Subject"] = "Copy"
    message.set_content(text)
    for number, data in enumerate(attached):
        message.add_attachment(data, maintype="application", subtype=kind, filename=f"å-{number}.{kind}")
    return message.as_bytes()


@pytest.fixture
def feed(imap: ImapServer, make_feed: Make) -> Feed:
    return make_feed("imap", f"imaps://127.0.0.1:{imap.port}/INBOX", port=imap.port)


@pytest.mark.imap
@pytest.mark.usefixtures("trusted")
def test_attachments_of_new_messages_are_taken_once_and_nothing_is_marked(
    imap: ImapServer, feed: Feed, once: Look
) -> None:
    imap.deliver(mail(story(1), story(2)))
    imap.deliver(mail(text="Lunch?"))
    assert [one.result for one in once(feed, Imap())] == ["new", "new"]
    assert once(Feed.objects.get(), Imap()) == []
    imap.deliver(mail(story(3)))
    assert [one.result for one in once(Feed.objects.get(), Imap())] == ["new"]
    assert imap.seen() == []
    assert imap.count() == 3


@pytest.mark.imap
@pytest.mark.usefixtures("trusted")
def test_starttls_is_asked_for_before_the_password(imap: ImapServer, make_feed: Make, once: Look) -> None:
    feed = make_feed("imap", f"imap://127.0.0.1:{imap.plain_port}/", port=imap.plain_port)
    imap.deliver(mail(story(1)))
    assert [one.result for one in once(feed, Imap())] == ["new"]


@pytest.mark.imap
@pytest.mark.usefixtures("trusted")
def test_a_mailbox_that_numbers_anew_is_looked_through_again(imap: ImapServer, feed: Feed, once: Look) -> None:
    imap.deliver(mail(story(1)))
    once(feed, Imap())
    cursor = Feed.objects.get().cursor
    feed.cursor = {**cursor, "uidvalidity": cursor["uidvalidity"] - 1, "uid": 4_000_000}
    assert [one.result for one in once(feed, Imap())] == ["duplicate"]


@pytest.mark.imap
def test_a_certificate_that_nobody_vouches_for_gets_no_password(feed: Feed, once: Look) -> None:
    with pytest.raises(UnreachableFeedError, match="certificate"):
        once(feed, Imap())


@pytest.mark.imap
@pytest.mark.usefixtures("trusted")
def test_d5_what_cannot_be_stored_is_fetched_again(
    imap: ImapServer, feed: Feed, once: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    imap.deliver(mail(story(1)))
    with monkeypatch.context() as patch:
        patch.setattr("broadsheet.wire.acts.look.receive_many", full)
        with pytest.raises(OSError, match="No space"):
            once(feed, Imap())
    assert Feed.objects.get().cursor == {}
    assert DispatchRecord.objects.count() == 0
    assert [one.result for one in once(feed, Imap())] == ["new"]


def test_w6_only_public_servers_are_reached(make_feed: Make, once: Look) -> None:
    with pytest.raises(ForbiddenAddressError):
        once(make_feed("imap", "imaps://127.0.0.1/INBOX", port=1), Imap())


def test_a_message_gives_its_files_and_not_its_greeting() -> None:
    files = list(files_in(mail(b"<nitf/>"), 7, takes_text=False))
    assert [(one.filename, one.data) for one in files] == [("å-0.xml", b"<nitf/>")]


def test_a_message_gives_its_text_where_that_is_the_copy() -> None:
    [one] = files_in(mail(text="ZCZC NNNN"), 7, takes_text=True)
    assert one.data.strip() == b"ZCZC NNNN"


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x\\passwd", "/etc/passwd"])
def test_an_attachments_name_is_no_path(name: str) -> None:
    message = EmailMessage()
    message.set_content("x")
    message.add_attachment(b"<nitf/>", maintype="application", subtype="xml", filename=name)
    [one] = files_in(message.as_bytes(), 7, takes_text=False)
    assert one.filename == "passwd"


@pytest.mark.parametrize("whole", [b"", b"\0" * 100, b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"])
def test_a_broken_message_gives_nothing_and_breaks_nothing(whole: bytes) -> None:
    assert list(files_in(whole, 7, takes_text=False)) == []


@pytest.mark.imap
@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_said(imap: ImapServer, make_feed: Make, once: Look) -> None:
    feed = make_feed("imap", f"imaps://127.0.0.1:{imap.port}/", port=imap.port, secret="wrong")
    with pytest.raises(RefusedSignInError):
        once(feed, Imap())


class _Lying(imap_transport._Stream):
    """A stream whose server says what it likes, without a server."""

    def __init__(self, said: bytes) -> None:
        self.file = io.BytesIO(said)
        self._left, self._ends = 1000, time.monotonic() + 60


def test_o4_a_literal_larger_than_any_message_is_not_waited_for() -> None:
    with pytest.raises(imaplib.IMAP4.abort, match="more than any message"):
        _Lying(b"").read(10_000_000_000)


def test_o4_an_answer_without_an_end_is_cut() -> None:
    stream = _Lying(b"* SEARCH 1 2 3\r\n" * 1000)
    with pytest.raises(imaplib.IMAP4.abort, match="without an end"):
        while stream.readline():
            pass
