"""Clients that hold a line and do nothing with it are cut, and others notice nothing of them."""

from __future__ import annotations

import resource
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from broadsheet.press.server.slow_readers import SlowReaders
from tests.press.serving import furnish

GET_LARGE = b"GET /media/huge.webp HTTP/1.1\r\nHost: localhost\r\n\r\n"
HUGE = bytes(range(256)) * 4 * 1024 * 24


@pytest.fixture(scope="module")
def hurried(start_server: Any) -> Any:
    """A page server that gives up on the slow after two seconds."""
    running = start_server(body_seconds=2.0, stall_seconds=2.0)
    furnish(running)
    Path(running.config.pictures, "huge.webp").write_bytes(HUGE)
    running.store.write_page("/world/long/", HUGE[: 8 * 1024 * 1024])
    return running


def line_to(running: Any, *, receives: int | None = None) -> socket.socket:
    line = socket.socket()
    if receives is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
    line.settimeout(30)
    line.connect(("127.0.0.1", running.port))
    return line


def is_cut(line: socket.socket) -> bool:
    """Return whether the server has let go of a line on which nothing is read."""
    state = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 8)[0]
    return state != 1


def until_cut(lines: list[socket.socket], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while left := sum(not is_cut(line) for line in lines):
        assert time.monotonic() < deadline, f"{left} lines were not cut"
        select.select([], [], [], 0.1)


@pytest.mark.parametrize("path", ["/media/huge.webp", "/world/long/"], ids=["file", "page"])
def test_o3_a_reader_who_takes_nothing_of_a_large_answer_is_cut(hurried, path):
    with line_to(hurried, receives=4096) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        line.recv(100)
        until_cut([line])


def test_o3_a_reader_who_takes_next_to_nothing_is_cut(hurried):
    with line_to(hurried, receives=4096) as line:
        line.sendall(GET_LARGE)
        deadline = time.monotonic() + 60
        with suppress(ConnectionError):
            while not is_cut(line):
                assert time.monotonic() < deadline
                line.recv(16)
                select.select([], [], [], 0.1)


def test_o3_a_reader_on_a_slow_line_gets_it_all(hurried):
    with line_to(hurried, receives=64 * 1024) as line:
        line.sendall(GET_LARGE)
        got = 0
        while got < len(HUGE):
            piece = line.recv(256 * 1024)
            assert piece, f"cut after {got} bytes"
            got += len(piece)
            select.select([], [], [], 0.05)


def test_o3_control_without_the_watch_such_a_reader_keeps_his_line(start_server):
    patch = "from broadsheet.press.server.slow_readers import SlowReaders\nSlowReaders.start = lambda self, loop: None"
    running = start_server(stall_seconds=0.4, patch=patch)
    Path(running.config.pictures, "huge.webp").write_bytes(HUGE)
    with line_to(running, receives=4096) as line:
        line.sendall(GET_LARGE)
        line.recv(100)
        with pytest.raises(AssertionError, match="1 lines were not cut"):
            until_cut([line], seconds=4)


@pytest.mark.parametrize("size", [64 * 1024, 25 * 1024 * 1024], ids=["form", "picture"])
def test_o3_a_sender_who_stops_in_the_middle_is_cut_however_much_he_sent_before(hurried, size):
    with line_to(hurried) as line:
        line.sendall(f"POST /desk/x/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n".encode())
        line.sendall(b"a" * (size - 1))
        assert line.recv(100).startswith(b"HTTP/1.1 408 ")


SLOW = (
    b"G",
    b"GET / HTTP/1.1\r\nHost: loc",
    b"POST /comments/1/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\na",
    GET_LARGE,
)


@pytest.mark.parametrize("sent", SLOW, ids=["one letter", "half a header", "half a form", "picture"])
def test_o3_each_kind_of_slow_client_is_cut(hurried, sent):
    with line_to(hurried, receives=4096) as line:
        line.sendall(sent)
        until_cut([line])


def test_o3_two_thousand_slow_clients_are_cut_and_others_are_answered_meanwhile(hurried):
    _allow_files(5000)
    with many_lines(hurried, 2000) as lines:
        for number, line in enumerate(lines):
            line.sendall(SLOW[number % len(SLOW)])
        answered = [hurried.get("/world/story/").status for _ in range(50)]
        answered += [hurried.get("/echo/").status for _ in range(20)]
        assert set(answered) == {200}
        until_cut(lines, 90)


@contextmanager
def many_lines(running: Any, count: int) -> Iterator[list[socket.socket]]:
    lines: list[socket.socket] = []
    try:
        for _ in range(count):
            lines.append(line_to(running, receives=4096))
        yield lines
    finally:
        for line in lines:
            line.close()


def _allow_files(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(count, hard)), hard))


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        with socket.socket() as theirs:
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            theirs.connect(listening.getsockname())
            ours, _address = listening.accept()
            with ours:
                yield ours, theirs


def fill(line: socket.socket) -> None:
    line.setblocking(False)
    with suppress(BlockingIOError):
        while True:
            line.send(b"x" * 65536)


def is_off(line: socket.socket) -> bool:
    """Return whether nothing can be sent on it any more; the process may have other lines, which are cut or not."""
    try:
        line.send(b"")
    except BlockingIOError:
        return False
    except OSError:
        return True
    return False


def looked(watch: SlowReaders, now: float, line: socket.socket) -> bool:
    watch.look(now)
    return is_off(line)


def test_a_line_with_nothing_waiting_is_left_alone_however_long(pair):
    watch = SlowReaders(10)
    assert [looked(watch, now, pair[0]) for now in (0, 10, 20, 30)] == [False, False, False, False]


def test_a_line_on_which_nothing_is_taken_is_cut_when_its_time_is_over(pair):
    fill(pair[0])
    watch = SlowReaders(10)
    assert [looked(watch, now, pair[0]) for now in (0, 9.9, 10, 20)] == [False, False, True, True]


def test_a_line_on_which_enough_is_taken_gets_new_time(pair):
    ours, theirs = pair
    fill(ours)
    watch = SlowReaders(10)
    watch.look(0)
    taken = 0
    while taken < 400_000:
        taken += len(theirs.recv(65536))
    select.select([], [], [], 0.2)
    fill(ours)
    assert [looked(watch, now, ours) for now in (10, 19, 20)] == [False, False, True]
