"""O4 and O5: bodies that lie about themselves, and headers without end, on real sockets."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

import pytest

GIGABYTES_5 = 5 * 1024**3


def processor_seconds(pid: int) -> float:
    """Return what a server and its workers have had of the processor."""
    total = 0.0
    for process in [pid, *(int(child) for child in _children(pid))]:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / 100
    return total


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def memory_bytes(pid: int) -> int:
    return sum(
        int(line.split()[1]) * 1024
        for process in _children(pid)
        for line in Path(f"/proc/{process}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    )


def first_line(server, request: bytes, more: bytes = b"") -> bytes:
    """Send a head, then more for as long as the server takes it, and return the first line of its answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        with contextlib.suppress(OSError):
            line.sendall(request)
            line.settimeout(0.5)
            for _ in range(64 if more else 0):
                line.sendall(more)
        line.settimeout(30)
        with contextlib.suppress(ConnectionError):
            return line.recv(65536).partition(b"\r\n")[0]
    return b""


def post(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


LIES = {
    "5 GB": (post("/comments/1/", f"Content-Length: {GIGABYTES_5}"), b"413"),
    "5 GB for the desk": (post("/desk/images/add/", f"Content-Length: {GIGABYTES_5}"), b"413"),
    "5 GB for the wire": (post("/wire/push/afp/", f"Content-Length: {GIGABYTES_5}"), b"413"),
    "more digits than there are bytes": (post("/comments/1/", "Content-Length: " + "9" * 30), b"400"),
    "a negative length": (post("/comments/1/", "Content-Length: -5"), b"400"),
    "a length in words": (post("/comments/1/", "Content-Length: many"), b"400"),
    "two lengths": (post("/comments/1/", "Content-Length: 5", "Content-Length: 6"), b"400"),
    "chunks without end": (post("/comments/1/", "Transfer-Encoding: chunked"), b"400"),
    "chunks and a length": (post("/comments/1/", "Transfer-Encoding: chunked", "Content-Length: 5"), b"400"),
    "odd coding": (post("/comments/1/", "Transfer-Encoding: xchunked", "Content-Length: 5"), b"400"),
}


@pytest.mark.parametrize(("head", "status"), LIES.values(), ids=LIES.keys())
def test_o4_a_body_that_is_too_much_or_not_what_it_says_is_refused_and_not_kept(server, fake_app, head, status):
    before, memory = len(fake_app.asked), memory_bytes(server.pid)
    said = first_line(server, head, b"a" * 1024 * 1024)
    assert said == b"" or said.split(b" ")[1] == status
    assert memory_bytes(server.pid) - memory < 32 * 1024 * 1024
    assert len(fake_app.asked) == before


def test_o4_a_body_without_a_length_is_no_body(server, fake_app):
    assert first_line(server, post("/comments/1/", "Connection: close")).split(b" ")[1] == b"200"
    assert fake_app.asked[-1]["body"] == b""


QUOTES = b'Accept: text/html;a="' + b'\\"' * 60 + b'",*/*;q=0.1\r\n'
FLOODS = {
    "100 Accepts with many quotes": QUOTES * 100,
    "100 codings with many quotes": QUOTES.replace(b"Accept:", b"Accept-Encoding:") * 100,
    "100 languages": b"Accept-Language: " + b"a," * 50 + b"\r\n" * 1 + b"Accept-Language: b\r\n" * 99,
    "cookie of 64 KB": b"Cookie: " + b"a=b; " * 13_107 + b"\r\n",
    "cookies of 9 KB in pieces": b"Cookie: " + b"a=b; " * 1_800 + b"\r\n",
    "1,000 headers": b"".join(b"X-%d: y\r\n" % number for number in range(1_000)),
    "a line of 64 KB": b"X-Long: " + b"y" * 65_536 + b"\r\n",
    "an address of 64 KB": b"",
}


@pytest.mark.parametrize("kind", FLOODS)
def test_o5_a_flood_of_headers_costs_its_sender_the_line_and_us_nothing(server, fake_app, kind):
    target = b"/" + b"a" * 65_536 if kind == "an address of 64 KB" else b"/world/not-there/"
    request = b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\n" + FLOODS[kind] + b"\r\n"
    before, spent = len(fake_app.asked), processor_seconds(server.pid)
    for _ in range(10):
        said = first_line(server, request)
        assert said == b"" or said.split(b" ")[1] in {b"400", b"404", b"414", b"431"}
    assert processor_seconds(server.pid) - spent < 1.0  # of the processor, not of the clock: 100 ms each
    assert len(fake_app.asked) == before
