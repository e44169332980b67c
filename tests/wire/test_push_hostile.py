"""Whoever knows the address of a push but not its key, or means ill with it, asks a whole running newsroom."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Iterator

import pytest

from broadsheet.wire.signing import signature_of
from tests.running import RunningNewsroom

pytestmark = pytest.mark.xdist_group("journeys")
KEY = "a key of more than sixteen"
PUSH = "/wire/push/agency/"
MAX_BYTES = 20 * 1024 * 1024
MAKE_FEED = (
    "from broadsheet.wire.models import Feed\nfrom broadsheet.wire.secret import seal\n"
    "feed = Feed.objects.create(name='agency', transport='push')\n"
    f"feed.secret = seal({KEY!r}, feed.pk); feed.save(); print('0')"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNewsroom]:
    newsroom = RunningNewsroom(tmp_path_factory.mktemp("push") / "newsroom")
    newsroom.python(MAKE_FEED)
    newsroom.start()
    yield newsroom
    newsroom.stop()


def item(guid: str) -> bytes:
    return json.dumps({"uri": guid, "version": "1", "type": "text", "headline": "Ferry"}).encode()


def signed(body: bytes, stamp: str = "", **headers: str) -> dict[str, str]:
    stamp = stamp or str(int(time.time()))
    return {"Wire-Timestamp": stamp, "Wire-Signature": signature_of(KEY, stamp, body), **headers}


def said(newsroom: RunningNewsroom, *parts: bytes, ends: bool = False) -> bytes:
    """Send bytes as they are, perhaps with the end of sending after them, and return all that is answered."""
    with socket.create_connection(("127.0.0.1", newsroom.port), timeout=20) as line:
        line.sendall(b"".join(parts))
        if ends:
            line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


def head(*headers: str) -> bytes:
    lines = (f"POST {PUSH} HTTP/1.1", "Host: localhost", "Connection: close", *headers, "", "")
    return "\r\n".join(lines).encode()


def lines_of(headers: dict[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in headers.items()]


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_a_signature_that_is_sent_again_brings_the_same_bytes_and_ends_as_a_duplicate(running: RunningNewsroom) -> None:
    body = item("urn:again")
    headers = signed(body)
    answers = [running.request("POST", PUSH, body, headers) for _ in range(2)]
    assert [json.loads(answer[2])["items"][0]["result"] for answer in answers] == ["new", "duplicate"]


STAMPS = {
    "too-old": lambda: str(int(time.time()) - 301),
    "from-the-future": lambda: str(int(time.time()) + 330),
    "a-fraction": lambda: f"{time.time():.3f}",
    "negative": lambda: "-1",
    "huge": lambda: "9" * 400,
    "milliseconds": lambda: str(int(time.time() * 1000)),
    "padded": lambda: f"0{int(time.time())}x",
    "an-exponent": lambda: "1e9",
    "two-of-them": lambda: f"{int(time.time())}, {int(time.time())}",
}


@pytest.mark.parametrize("name", STAMPS)
def test_a_time_stamp_that_is_none_or_not_of_now_is_refused(name: str, running: RunningNewsroom) -> None:
    body = item("urn:stamp")
    status, _, answer = running.request("POST", PUSH, body, signed(body, STAMPS[name]()))
    assert status == 401
    assert "The signature is not right" in json.loads(answer)["error"]


@pytest.mark.parametrize("name", ["Wire-Timestamp", "Wire-Signature"])
def test_a_header_that_is_missing_or_there_twice_is_refused(name: str, running: RunningNewsroom) -> None:
    body = item("urn:headers")
    headers = signed(body)
    length = f"Content-Length: {len(body)}"
    without = lines_of({other: value for other, value in headers.items() if other != name})
    twice = [*lines_of(headers), f"{name}: {headers[name]}"]
    assert [status_of(said(running, head(length, *sent), body)) for sent in (without, twice)] == [401, 401]


def test_bytes_before_the_announced_end_are_all_that_is_read(running: RunningNewsroom) -> None:
    body = item("urn:long")
    answer = said(running, head(f"Content-Length: {len(body) - 5}", *lines_of(signed(body))), body)
    assert status_of(answer) == 401


def test_a_body_that_ends_before_its_announced_length_is_not_stored(running: RunningNewsroom) -> None:
    body = item("urn:short")
    lines = lines_of(signed(body))
    answer = said(running, head(f"Content-Length: {len(body) + 9}", *lines), body, ends=True)
    assert not answer or status_of(answer) == 400
    assert b"urn:short" not in answer


@pytest.mark.parametrize("lengths", [("7", "8"), ("-1",), ("1e3",), ("٣",), ("9" * 30,)], ids=" ".join)
def test_a_length_that_is_none_is_refused(lengths: tuple[str, ...], running: RunningNewsroom) -> None:
    answer = said(running, head(*(f"Content-Length: {length}" for length in lengths)), b"x" * 8)
    assert 400 <= status_of(answer) < 500


@pytest.mark.parametrize("more", [(), ("Content-Length: 5",)], ids=["chunked", "chunked-and-a-length"])
def test_a_body_in_chunks_is_refused_in_a_sentence(more: tuple[str, ...], running: RunningNewsroom) -> None:
    body = item("urn:chunks")
    chunks = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    answer = said(running, head("Transfer-Encoding: chunked", *more, *lines_of(signed(body))), chunks)
    assert status_of(answer) in (400, 411)
    assert b"Traceback" not in answer


def test_w8_twenty_megabytes_are_taken_and_a_byte_more_is_not(running: RunningNewsroom) -> None:
    most = b"x" * MAX_BYTES
    assert running.request("POST", PUSH, most, signed(most))[0] == 202
    more = most + b"x"
    lines = [f"Content-Length: {len(more)}", "Expect: 100-continue", *lines_of(signed(more))]
    assert status_of(said(running, head(*lines))) == 413


def test_w8_a_packed_body_is_not_unpacked_and_its_sender_is_told(running: RunningNewsroom) -> None:
    body = gzip.compress(b"\0" * 50_000_000)
    status, _, answer = running.request("POST", PUSH, body, signed(body, **{"Content-Encoding": "gzip"}))
    assert (status, json.loads(answer)["error"]) == (415, "The body has a Content-Encoding; send the file as it is.")


ODD_NAMES = ["", "..", "%2e%2e", "a%2fb", "a%00b", "a%0d%0ab", "a b", "a%20b", "b%C3%A5t", "%ff", "a" * 900, "a.b", "é"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_feeds_name_that_is_none_is_refused(name: str, running: RunningNewsroom) -> None:
    line = f"POST /wire/push/{name}/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"
    answer = said(running, line.encode())
    assert 400 <= status_of(answer) < 500
    assert b"Traceback" not in answer


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_another_method_is_refused(method: str, running: RunningNewsroom) -> None:
    assert running.request(method, PUSH)[0] == 405


@pytest.mark.parametrize("filename", ["%", "%00", "%ff%fe", "../" * 60, "a" * 4000, "=?utf-8?q?a?="])
def test_a_files_name_that_is_odd_stops_no_file(filename: str, running: RunningNewsroom) -> None:
    body = item("urn:named")
    assert running.request("POST", PUSH, body, signed(body, **{"Wire-Filename": filename}))[0] == 202


def test_what_was_refused_is_nowhere(running: RunningNewsroom) -> None:
    code = (
        "from broadsheet.wire.models import DispatchRecord\n"
        "print(json.dumps(sorted(DispatchRecord.objects.values_list('guid', flat=True))))"
    )
    assert set(running.python(code)) <= {"urn:again", "urn:named"}
