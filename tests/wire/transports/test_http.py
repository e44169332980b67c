"""A web address, against a real server: what is asked, what is taken, and what a hostile server achieves."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import time
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import brotli
import pytest
from aiohttp import web as aio

from broadsheet.wire import fetching
from broadsheet.wire.errors import (
    BusyFeedError,
    ForbiddenAddressError,
    RefusedSignInError,
    UnreachableFeedError,
    UselessAnswerError,
)
from broadsheet.wire.fetching import Limits, fetch
from broadsheet.wire.models import DispatchRecord, Feed, Quarantined
from broadsheet.wire.reach import Reach
from broadsheet.wire.transports.http import Http, is_cut
from tests.wire.transports.conftest import Look, story
from tests.wire.transports.servers import WebServer

pytestmark = pytest.mark.django_db
Make = Callable[..., Feed]
PAGE = b"<!doctype html><html><head><title>Sign in</title></head><body><p>Sign in.</p></body></html>"
EMPTY = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title></channel></rss>'
BROKEN = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><item><title>A'


@pytest.fixture
def feed(web: WebServer, make_feed: Make) -> Feed:
    return make_feed("http", web.url("/wire.xml"), port=web.port, secret="")


def answers(body: bytes = b"", status: int = 200, **headers: str) -> Any:
    async def answer(_request: aio.Request) -> aio.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return aio.Response(body=body, status=status, headers=named)

    return answer


def drips(pieces: Any, pause_seconds: float = 0, **headers: str) -> Any:
    async def answer(request: aio.Request) -> aio.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = aio.StreamResponse(headers=named)
        await response.prepare(request)
        for piece in pieces():
            await response.write(piece)
            await asyncio.sleep(pause_seconds)
        return response

    return answer


def get(web: WebServer, path: str, now: datetime, **limits: Any) -> fetching.Fetched:
    return fetch(web.url(path), reach=Reach([f"127.0.0.1:{web.port}"]), now=now, limits=Limits(**limits))


def test_an_item_is_fetched_once_and_then_asked_for_by_its_etag(web: WebServer, feed: Feed, once: Look) -> None:
    async def answer(request: aio.Request) -> aio.Response:
        if request.headers.get("If-None-Match") == '"7"':
            return aio.Response(status=304)
        return aio.Response(body=story(1), headers={"ETag": '"7"', "Last-Modified": "Sat, 16 May 2026 07:00:00 GMT"})

    web.answers["/wire.xml"] = answer
    assert [one.result for one in once(feed, Http())] == ["new"]
    assert once(Feed.objects.get(), Http()) == []
    assert web.asked[1][1]["if-modified-since"] == "Sat, 16 May 2026 07:00:00 GMT"


def test_the_same_bytes_are_not_received_twice(web: WebServer, feed: Feed, once: Look) -> None:
    web.answers["/wire.xml"] = story(1)
    once(feed, Http())
    assert once(Feed.objects.get(), Http()) == []


def test_an_etag_of_another_address_is_not_sent(web: WebServer, feed: Feed, once: Look) -> None:
    web.answers["/wire.xml"] = answers(story(1), ETag='"7"')
    web.answers["/other.xml"] = story(2)
    once(feed, Http())
    feed.address = web.url("/other.xml")
    assert [one.result for one in once(feed, Http())] == ["new"]
    assert "if-none-match" not in web.asked[1][1]


def test_a_json_list_is_taken_apart(web: WebServer, feed: Feed, once: Look) -> None:
    items = b",".join(
        b'{"uri":"urn:quay:%d","version":"1","type":"text","headline":"Ferry","body_text":"It left."}' % n
        for n in (1, 2)
    )
    web.answers["/wire.xml"] = b"[" + items + b"]"
    assert [one.result for one in once(feed, Http())] == ["new", "new"]


@pytest.mark.parametrize(
    "body", [PAGE, EMPTY, BROKEN, b"", b"[]", b"<a/>"], ids=["page", "no-entry", "bozo", "nothing", "list", "xml"]
)
def test_w10_an_answer_without_copy_is_a_failure_and_not_nothing_new(
    body: bytes, web: WebServer, feed: Feed, once: Look
) -> None:
    web.answers["/wire.xml"] = story(1)
    once(feed, Http())
    cursor = Feed.objects.get().cursor
    web.answers["/wire.xml"] = body
    with pytest.raises(UselessAnswerError):
        once(feed, Http())
    assert Feed.objects.get().cursor == cursor
    assert DispatchRecord.objects.count() == 1


def test_w10_copy_with_a_hole_is_quarantined_once_and_not_at_every_look(web: WebServer, feed: Feed, once: Look) -> None:
    web.answers["/wire.xml"] = story(1).replace(b"the quay", b"&nowhere;")
    transport = Http()
    for _look in range(3):
        with pytest.raises(UselessAnswerError, match="nowhere"):
            once(feed, transport)
    assert Quarantined.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry_After": "120"}, 120), ({}, 300), ({"Retry_After": "soon"}, 300), ({"Retry_After": "99999999"}, 86_400)],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_says_when_to_come_back(
    status: int, headers: dict[str, str], seconds: int, web: WebServer, feed: Feed, once: Look
) -> None:
    web.answers["/wire.xml"] = answers(b"busy", status, **headers)
    with pytest.raises(BusyFeedError) as caught:
        once(feed, Http())
    assert caught.value.retry_after_seconds == seconds


def test_a_busy_server_may_say_a_time_of_day(web: WebServer, feed: Feed, once: Look, now: datetime) -> None:
    later = format_datetime(now + timedelta(minutes=10), usegmt=True)
    web.answers["/wire.xml"] = answers(b"busy", 503, Retry_After=later)
    with pytest.raises(BusyFeedError) as caught:
        once(feed, Http())
    assert caught.value.retry_after_seconds == 600


@pytest.mark.parametrize(
    ("username", "secret", "name", "value"),
    [
        ("desk", "harbour", "authorization", "Basic ZGVzazpoYXJib3Vy"),
        ("", "t0ken", "authorization", "Bearer t0ken"),
        ("", "Token abc", "authorization", "Token abc"),
        ("", "X-Api-Key: abc", "x-api-key", "abc"),
    ],
)
def test_the_secret_is_shown_in_the_way_it_is_written(
    username: str, secret: str, name: str, value: str, web: WebServer, make_feed: Make, once: Look
) -> None:
    web.answers["/wire.xml"] = story(1)
    once(make_feed("http", web.url("/wire.xml"), port=web.port, secret=secret, username=username), Http())
    assert web.asked[0][1][name] == value


def test_a_wrong_password_is_said(web: WebServer, feed: Feed, once: Look) -> None:
    web.answers["/wire.xml"] = answers(b"no", 401)
    with pytest.raises(RefusedSignInError):
        once(feed, Http())


def test_a_redirect_is_followed_three_times_at_most(web: WebServer, now: datetime) -> None:
    for hop in range(5):
        web.answers[f"/{hop}"] = answers(status=302, Location=f"/{hop + 1}")
    web.answers["/5"] = story(1)
    assert get(web, "/2", now).body == story(1)
    with pytest.raises(UselessAnswerError, match="more than 3"):
        get(web, "/1", now)


def test_w6_a_password_is_not_sent_on_to_another_place(
    web: WebServer, make_feed: Make, once: Look, settings: Any
) -> None:
    other = WebServer()
    try:
        other.answers["/wire.xml"] = story(1)
        web.answers["/wire.xml"] = answers(status=302, Location=other.url("/wire.xml"))
        feed = make_feed("http", web.url("/wire.xml"), port=web.port, secret="Bearer abc")
        settings.WIRE_PRIVATE_HOSTS = [f"127.0.0.1:{web.port}", f"127.0.0.1:{other.port}"]
        once(feed, Http())
        assert web.asked[0][1]["authorization"] == "Bearer abc"
        assert "authorization" not in other.asked[0][1]
    finally:
        other.close()


@pytest.mark.parametrize(
    "location",
    [
        *("http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:1/", "file:///etc/passwd", "//[::1]/", ""),
        *("http://user@127.0.0.1/", "http://0x7f000001/", "gopher://127.0.0.1/"),
    ],
)
def test_w6_every_hop_is_checked_again(
    location: str, web: WebServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    check = Reach.check_ip
    monkeypatch.setattr(Reach, "check_ip", lambda self, address, ip: (check(self, address, ip), opened.append(ip)))
    web.answers["/a"] = answers(status=302, Location=location)
    with pytest.raises((ForbiddenAddressError, UselessAnswerError)):
        get(web, "/a", now)
    assert set(opened) <= {"127.0.0.1"}
    assert all(path == "/a" for path, _headers in web.asked)


def test_w6_a_name_is_looked_up_once_and_that_address_is_used(
    web: WebServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    asked = []
    waiting = ["93.184.216.34", "127.0.0.1"]

    def getaddrinfo(host: str, port: int, *_args: Any, **_named: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (waiting.pop(0), port))]

    tried = []

    async def connect(_loop: Any, _sock: Any, address: Any) -> None:
        tried.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", connect)
    with pytest.raises(UnreachableFeedError):
        fetch("http://turns.example/", reach=Reach(), now=now)
    assert asked == ["turns.example"]
    assert {ip for ip, _port in tried} == {"93.184.216.34"}


def test_w8_a_slow_drip_is_cut(web: WebServer, now: datetime) -> None:
    web.answers["/a"] = drips(lambda: (b"<" for _number in range(600)), 0.05)
    began = time.monotonic()
    with pytest.raises(UnreachableFeedError, match="too slow"):
        get(web, "/a", now, max_seconds=0.5)
    assert time.monotonic() - began < 5


def test_w8_endless_chunks_are_cut_by_their_size(web: WebServer, now: datetime) -> None:
    def endless() -> Any:
        while True:
            yield b"x" * 65_536

    web.answers["/a"] = drips(endless)
    with pytest.raises(UselessAnswerError, match="larger"):
        get(web, "/a", now, max_bytes=1_000_000)


def zeros_in_gzip() -> Any:
    """Yield ten gigabytes of zeros, packed, a piece at a time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for _number in range(10_000):
        if piece := packer.compress(bytes(1_000_000)):
            yield piece
    yield packer.flush()


def zeros_in_brotli() -> Any:
    packer = brotli.Compressor(quality=5)
    for _number in range(10_000):
        if piece := packer.process(bytes(1_000_000)):
            yield piece
    yield packer.finish()


@pytest.mark.parametrize(("coding", "zeros"), [("gzip", zeros_in_gzip), ("br", zeros_in_brotli)])
def test_w8_a_bomb_is_stopped_while_it_comes(coding: str, zeros: Any, web: WebServer, now: datetime) -> None:
    web.answers["/a"] = drips(zeros, Content_Encoding=coding)
    with pytest.raises(UselessAnswerError, match="larger"):
        get(web, "/a", now)


def test_w8_a_small_bomb_in_one_piece_is_never_unpacked_whole(
    web: WebServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts: list[int] = []
    taken = fetching._Inflater.parts

    def counted(self: Any, piece: bytes) -> Any:
        for part in taken(self, piece):
            parts.append(len(part))
            yield part

    monkeypatch.setattr(fetching._Inflater, "parts", counted)
    web.answers["/a"] = answers(gzip.compress(bytes(60_000_000)), Content_Encoding="gzip")
    with pytest.raises(UselessAnswerError):
        get(web, "/a", now)
    assert sum(parts) <= fetching.MAX_BODY_BYTES + fetching.PIECE_BYTES
    assert max(parts) <= fetching.PIECE_BYTES


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"two ") + gzip.compress(b"members")),
        ("deflate", zlib.compress(b"two members")),
        ("deflate", zlib.compress(b"two members")[2:-4]),
        ("br", brotli.compress(b"two members")),
    ],
    ids=["gzip", "zlib", "bare", "br"],
)
def test_what_is_packed_is_unpacked(coding: str, packed: bytes, web: WebServer, now: datetime) -> None:
    web.answers["/a"] = answers(packed, Content_Encoding=coding)
    assert get(web, "/a", now).body == b"two members"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_w8_what_cannot_be_unpacked_is_refused(coding: str, web: WebServer, now: datetime) -> None:
    web.answers["/a"] = answers(b"\x01\x02\x03 nothing packed", Content_Encoding=coding)
    with pytest.raises(UselessAnswerError):
        get(web, "/a", now)


def test_an_answer_that_breaks_off_is_none(web: WebServer, feed: Feed, once: Look) -> None:
    packed = gzip.compress(story(1))
    web.answers["/wire.xml"] = answers(packed[:-20], Content_Encoding="gzip")
    with pytest.raises(UnreachableFeedError, match="broke off"):
        once(feed, Http())

    async def cut(request: aio.Request) -> aio.StreamResponse:
        response = aio.StreamResponse(headers={"Content-Length": str(len(story(1)))})
        await response.prepare(request)
        await response.write(story(1)[:200])
        request.transport.close()  # type: ignore[union-attr]
        return response

    web.answers["/wire.xml"] = cut
    with pytest.raises(UnreachableFeedError):
        once(feed, Http())
    assert Feed.objects.get().cursor == {}


def test_nobody_there_is_said(make_feed: Make, once: Look) -> None:
    from tests.running import free_port

    port = free_port()
    with pytest.raises(UnreachableFeedError):
        once(make_feed("http", f"http://127.0.0.1:{port}/", port=port, secret=""), Http())


def test_d5_what_cannot_be_stored_moves_no_cursor(
    web: WebServer, feed: Feed, once: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.answers["/wire.xml"] = answers(story(1), ETag='"7"')

    def full(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("broadsheet.wire.acts.look.receive_many", full)
        with pytest.raises(OSError, match="No space"):
            once(feed, Http())
    assert (feed.cursor, Feed.objects.get().cursor) == ({}, {})
    assert [one.result for one in once(feed, Http())] == ["new"]
    assert Feed.objects.get().cursor["sha256"] == hashlib.sha256(story(1)).hexdigest()


def test_o6_comments_after_a_list_are_not_tried_in_every_grouping() -> None:
    began = time.process_time()
    assert is_cut(b"<rss></rss>" + b"<!---->" * 500 + b"x")
    assert not is_cut(b"<rss></rss> <!-- one --> <!-- two -->")
    assert time.process_time() - began < 1
