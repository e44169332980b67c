"""Kill -9 of the process that looks at feeds, over and over, while copy comes in by every transport (D5, D6, W9)."""

from __future__ import annotations

import random
import socket
import threading
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web as aio

from tests.crash.feeds_newsroom import FeedsNewsroom
from tests.crash.power_cut import caught_writing, count_in
from tests.running import wait_until
from tests.wire.transports.conftest import story
from tests.wire.transports.servers import (
    PASSWORD,
    USER,
    FtpServer,
    ImapServer,
    SftpServer,
    WebServer,
    make_certificate,
)

#: Whose copy has just been handed over when the kill comes, and so many seconds later at most. The folder's and the
#: mailbox's follow the web address's.
TURNS = (("ftp", 0.02), ("sftp", 0.02), ("http", 0.02), ("folder", 2.0), ("imap", 0.5), ("ftp", 0.02))
KILLS = len(TURNS)
FILES = 60
GOOD = 50


def mail(number: int) -> bytes:
    message = EmailMessage()
    message.set_content("See the file.")
    message.add_attachment(story(number), maintype="application", subtype="xml", filename="a.xml")
    return message.as_bytes()


def rss(numbers: range) -> bytes:
    items = "".join(
        f"<item><guid>urn:list:{n}</guid><title>Ferry {n}</title><description>It left the quay.</description></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title>{items}</channel></rss>'.encode()


def feeds_at(ports: dict[str, int], *, host_key: str) -> list[dict[str, Any]]:
    """Return a feed of each transport that looks at servers of these tests."""
    common: dict[str, Any] = {"username": USER, "secret": PASSWORD, "every_seconds": 1}
    at = {name: f"127.0.0.1:{port}" for name, port in ports.items()}
    return [
        {"name": "folder", "transport": "folder"},
        {"name": "http", "transport": "http", "address": f"http://{at['http']}/wire.xml", "every_seconds": 1},
        {"name": "ftp", "transport": "ftp", "address": f"ftp://{at['ftp']}/", **common},
        {"name": "sftp", "transport": "sftp", "address": f"sftp://{at['sftp']}/", "host_key": host_key, **common},
        {"name": "imap", "transport": "imap", "address": f"imaps://{at['imap']}/INBOX", **common},
    ]


@pytest.mark.crash
@pytest.mark.imap
@pytest.mark.xdist_group("crash")
def test_d5_kills_during_ingest_from_each_transport_lose_no_item_and_make_none_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(20261122)
    certificate = make_certificate(tmp_path / "certificate")
    web, ftp, sftp = WebServer(), FtpServer(tmp_path / "ftp"), SftpServer(tmp_path / "sftp")
    imap = ImapServer(tmp_path / "imap", certificate)
    newsroom = FeedsNewsroom(tmp_path / "n")
    newsroom.environment["SSL_CERT_FILE"] = str(certificate[0])
    ports = {"ftp": ftp.port, "sftp": sftp.port, "imap": imap.port, "http": web.port}
    newsroom.prepare([f"127.0.0.1:{port}" for port in ports.values()], feeds_at(ports, host_key=sftp.host_key))
    handed_over = {"ftp": lambda: ftp.sent, "sftp": lambda: sftp.sent}
    first = {"ftp": 1000, "sftp": 2000, "imap": 3000, "folder": 4000}
    caught = 0
    try:
        for turn, (name, after_seconds) in enumerate(TURNS):
            mine = range(turn * FILES // KILLS, (turn + 1) * FILES // KILLS)
            for number in mine:
                (ftp.folder / f"{number}.xml").write_bytes(story(first["ftp"] + number))
                (sftp.folder / f"{number}.xml").write_bytes(story(first["sftp"] + number))
                imap.deliver(mail(first["imap"] + number))
                newsroom.deliver("folder", f"{number}.xml", story(first["folder"] + number))
            web.answers["/wire.xml"] = rss(range(mine.stop))
            count = handed_over.get(name, lambda: len(mine) * len(web.asked))  # noqa: B023
            known = count()
            newsroom.work()
            wait_until(lambda count=count, known=known: count() >= known + len(mine), 30)  # noqa: B023
            time.sleep(dice.uniform(0, after_seconds))
            caught += caught_writing([newsroom.worker.pid], newsroom.database, 3)
            newsroom.kill()
        newsroom.work()
        wait_until(lambda: count_in(newsroom.database) >= 5 * FILES, 180)
        newsroom.kill()
        guids, by_feed = newsroom.counts()
    finally:
        newsroom.kill()
        for server in (web, ftp, sftp, imap):
            server.close()
    twice = [guid for guid, count in guids.items() if count > 1]
    with capsys.disabled():
        print(f"\nkills {KILLS + 1}, in a transaction {caught}; items {dict(by_feed)}; more than once {twice}")
    assert by_feed == dict.fromkeys(("folder", "http", "ftp", "sftp", "imap"), FILES), newsroom.states()
    assert caught >= KILLS - 2
    assert set(guids.values()) == {1}


@pytest.mark.crash
@pytest.mark.xdist_group("crash")
def test_w9_fifty_good_feeds_are_received_while_others_hang_lie_and_break(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    web = WebServer()
    silent = socket.create_server(("127.0.0.1", 0))
    newsroom = FeedsNewsroom(tmp_path / "n")
    port = silent.getsockname()[1]
    done = threading.Event()

    async def hangs(_request: aio.Request) -> aio.Response:
        import asyncio

        while not done.is_set():
            await asyncio.sleep(0.1)
        return aio.Response()

    web.answers |= {"/hangs": hangs, "/page": b"<html><body>Sign in</body></html>", "/bomb": b"<a>" * 100_000}
    bad = [
        {"name": f"bad-{path}", "transport": "http", "address": web.url(f"/{path}")}
        for path in ("hangs", "page", "bomb")
    ]
    bad += [
        {"name": f"bad-{kind}", "transport": kind, "address": f"{scheme}://127.0.0.1:{port}/", "username": USER}
        for kind, scheme in (("ftp", "ftp"), ("sftp", "sftp"), ("imap", "imaps"))
    ]
    (tmp_path / "file").write_text("")
    bad.append({"name": "bad-folder", "transport": "folder", "folder": str(tmp_path / "file" / "x")})
    good = [{"name": f"good-{number}", "transport": "folder"} for number in range(GOOD)]
    newsroom.prepare([f"127.0.0.1:{web.port}", f"127.0.0.1:{port}"], [*bad, *good])
    for number in range(GOOD):
        newsroom.deliver(f"good-{number}", "a.xml", story(number))
    try:
        began = time.monotonic()
        newsroom.work()
        wait_until(lambda: count_in(newsroom.database) >= GOOD, 40)
        took = time.monotonic() - began
        wait_until(lambda: newsroom.states()["bad-page"][0] == "failing", 20)
        newsroom.kill()
    finally:
        done.set()
        newsroom.kill()
        web.close()
        silent.close()
    with capsys.disabled():
        print(
            f"\n{GOOD} good feeds beside {len(bad)} bad ones: all of them {took:.1f} s after the start of the process"
        )
    assert newsroom.states()["bad-folder"][0] == "failing"
