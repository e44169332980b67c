"""Servers, and feeds that look at them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.wire.acts.look import look
from broadsheet.wire.acts.receive import Received
from broadsheet.wire.models import Feed
from broadsheet.wire.secret import seal
from broadsheet.wire.transports import files
from broadsheet.wire.transports.batches import Transport
from tests.wire.conftest import FIXTURES
from tests.wire.transports.servers import PASSWORD, USER, FtpServer, SftpServer, WebServer, make_certificate

STORY = (FIXTURES / "story.nitf.xml").read_bytes()
Look = Callable[[Feed, Transport], list[Received]]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two listings of a remote folder come right after each other."""
    monkeypatch.setattr(files, "SETTLE_SECONDS", 0)


@pytest.fixture
def web() -> Iterator[WebServer]:
    server = WebServer()
    yield server
    server.close()


@pytest.fixture
def ftp(tmp_path: Path) -> Iterator[FtpServer]:
    server = FtpServer(tmp_path / "agency")
    yield server
    server.close()


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[SftpServer]:
    server = SftpServer(tmp_path / "agency")
    yield server
    server.close()


@pytest.fixture
def make_feed(newsroom: Path, db: None, settings: Any) -> Callable[..., Feed]:
    def make(transport: str, address: str, *, port: int, secret: str = PASSWORD, **values: Any) -> Feed:
        settings.WIRE_PRIVATE_HOSTS = [f"127.0.0.1:{port}"]
        values = {"username": "" if transport == "http" else USER, **values}
        feed = Feed.objects.create(name=f"{transport}-feed", transport=transport, address=address, **values)
        feed.secret = seal(secret, feed.pk) if secret else None
        feed.save()
        return feed

    return make


@pytest.fixture
def once(now: datetime) -> Look:
    return lambda feed, transport: look(feed, transport, stop=threading.Event(), clock=lambda: now)


def story(number: int) -> bytes:
    """Return a small item of our own with a number in its guid and headline."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><nitf><head><title>Item</title>'
        f'<docdata><doc-id id-string="urn:quay:{number}"/><date.issue norm="20260516T070000Z"/></docdata></head>'
        f"<body><body.head><hedline><hl1>The ferry left at {number}</hl1></hedline></body.head>"
        "<body.content><p>It left the quay on time.</p></body.content></body></nitf>"
    ).encode()
