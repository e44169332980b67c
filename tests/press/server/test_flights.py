"""Many readers, one missing page, one request to the app."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.press.serving import RunningServer, until

PAGE = b"<!doctype html><title>New</title>"
PUBLIC = b"Cache-Control: public, max-age=5\r\nVary: Accept-Language, Cookie\r\n"
READERS = 40


@dataclass
class HeldApp:
    """An app that answers nobody until it is let go, and counts who asked."""

    file: Path
    answer: bytes
    asked: list[bytes] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                line, _address = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with line:
            self.asked.append(line.recv(65536))
            self.let_go.wait(30)
            with suppress(OSError):
                line.sendall(self.answer)


@pytest.fixture
def held_app(tmp_path: Path) -> Iterator[HeldApp]:
    app = HeldApp(tmp_path / "held.sock", answer_with(200, PAGE, PUBLIC))
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(app.file))
        listening.listen(200)
        thread = threading.Thread(target=app.serve, args=(listening,), daemon=True)
        thread.start()
        yield app
        app.let_go.set()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def answer_with(status: int, body: bytes, headers: bytes = b"") -> bytes:
    head = b"HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n" % (status, len(body))
    return head + b"Content-Type: text/html\r\n" + headers + b"\r\n" + body


def all_ask(running: RunningServer, app: HeldApp, path: str, *, asks: int, headers: Any = None) -> list[Any]:
    """Have many readers ask at once; let the app answer when everybody waits and it was asked so often."""
    under_way = threading.Barrier(READERS + 1)

    def ask(number: int) -> Any:
        under_way.wait(30)
        own = {"User-Agent": f"reader {number}", "Accept-Language": f"x-{number}", "Accept-Encoding": "gzip, br"}
        return running.ask("GET", path, {**own, **(headers or {})})

    with ThreadPoolExecutor(READERS) as readers:
        answers = [readers.submit(ask, number) for number in range(READERS)]
        under_way.wait(30)
        until(lambda: len(app.asked) >= asks)
        until(lambda: waiting(running) >= READERS)
        app.let_go.set()
        return [answer.result(30) for answer in answers]


def waiting(running: RunningServer) -> int:
    """Return how many connections to the server are open."""
    port = f"{running.port:04X}"
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(line.split()[1].endswith(f":{port}") and line.split()[3] == "01" for line in lines)


def test_many_who_ask_for_one_missing_page_make_one_request_to_the_app(start_server, held_app):
    running = start_server(app_socket=str(held_app.file))
    answers = all_ask(running, held_app, "/world/new/", asks=1)
    assert {(answer.status, answer.body) for answer in answers} == {(200, PAGE)}
    assert len(held_app.asked) == 1


def test_control_without_sharing_each_of_them_asks_the_app(start_server, held_app):
    patch = "from broadsheet.press.server import app\napp.may_share = lambda method, headers: False"
    running = start_server(app_socket=str(held_app.file), patch=patch)
    all_ask(running, held_app, "/world/new/", asks=READERS)
    assert len(held_app.asked) == READERS


def test_a_shared_question_has_nothing_of_a_reader_in_it_and_the_answer_varies_on_its_coding_alone(
    start_server, held_app
):
    running = start_server(app_socket=str(held_app.file))
    answers = all_ask(running, held_app, "/world/new/?a=%20b", asks=1)
    question = held_app.asked[0].lower()
    assert question.startswith(b"get /world/new/?a=%20b http/1.1\r\n")
    assert not [word for word in (b"user-agent", b"accept-language", b"accept-encoding", b"x-1") if word in question]
    assert {tuple(answer.headers.get_all("Vary")) for answer in answers} == {("accept-encoding",)}


@pytest.mark.parametrize("header", ["Cookie", "Authorization", "Range"])
def test_a_request_with_something_personal_is_passed_on_by_itself(start_server, held_app, header):
    running = start_server(app_socket=str(held_app.file))
    all_ask(running, held_app, "/world/new/", asks=READERS, headers={header: "bytes=0-5"})
    assert len(held_app.asked) == READERS


@pytest.mark.parametrize(
    "headers",
    [b"Cache-Control: private\r\n", b"Cache-Control: no-store\r\n", b"", PUBLIC + b"Set-Cookie: a=b\r\n"],
    ids=["private", "no-store", "nothing said", "cookie"],
)
def test_an_answer_that_is_not_for_everybody_goes_to_nobody_else(start_server, held_app, headers):
    held_app.answer = answer_with(200, PAGE, headers)
    running = start_server(app_socket=str(held_app.file))
    all_ask(running, held_app, "/world/new/", asks=1)
    assert len(held_app.asked) == READERS


@pytest.mark.parametrize(
    ("answer", "status"),
    [(b"", 502), (answer_with(404, b"no such page"), 404), (answer_with(500, b"broken"), 500)],
    ids=["line cut", "no such page", "broken"],
)
def test_a_failure_is_shared_too(start_server, held_app, answer, status):
    held_app.answer = answer
    running = start_server(app_socket=str(held_app.file))
    answers = all_ask(running, held_app, "/world/new/", asks=1)
    assert {answer.status for answer in answers} == {status}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert len(held_app.asked) < READERS / 4  # who comes after a line that was cut asks anew


def test_after_a_failure_the_app_is_asked_again(start_server, held_app):
    held_app.answer = b""
    running = start_server(app_socket=str(held_app.file))
    held_app.let_go.set()
    assert running.get("/world/new/").status == 502
    held_app.answer = answer_with(200, PAGE, PUBLIC)
    assert running.get("/world/new/").status == 200


def test_a_page_that_the_press_has_put_up_meanwhile_wins_over_the_shared_answer(start_server, held_app):
    running = start_server(app_socket=str(held_app.file))
    held_app.let_go.set()
    assert running.get("/world/new/").body == PAGE
    running.store.write_page("/world/new/", b"newer")
    assert running.get("/world/new/").body == b"newer"


def test_an_answer_too_large_to_hold_goes_to_each_by_itself_and_whole(start_server, held_app):
    body = b"0123456789" * 400_000
    held_app.answer = answer_with(200, body, PUBLIC)
    held_app.let_go.set()
    running = start_server(app_socket=str(held_app.file))
    assert running.get("/world/new/").body == body


def test_pages_of_two_hosts_are_asked_for_apart(start_server, held_app):
    running = start_server(app_socket=str(held_app.file))
    held_app.let_go.set()
    for host in ("paper.example", "localhost"):
        running.ask("GET", "/world/new/", {"Host": host})
    assert len(held_app.asked) == 2
