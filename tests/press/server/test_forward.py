"""What is passed on to the app, and what comes back: whole, counted, bounded in time."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from http.client import IncompleteRead

import pytest

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_form_reaches_the_app_character_for_character(server, fake_app):
    body = b"body=%C3%A6%C3%B8%C3%A5&x=" + b"a" * 50_000
    answer = server.ask("POST", "/comments/17/?a=%20b", FORM, body)
    assert json.loads(answer.body)["path"] == "/comments/17/?a=%20b"
    assert fake_app.asked[-1]["body"] == body


def test_an_address_with_letters_beyond_ascii_reaches_the_app_encoded(server):
    assert json.loads(server.get("/s%C3%B8k/a%20b/").body)["path"] == "/s%C3%B8k/a%20b/"


def test_two_cookies_stay_two(server):
    assert len(server.get("/two-cookies/").headers.get_all("Set-Cookie")) == 2


def test_cookies_of_one_reader_are_not_sent_for_the_next(server):
    server.get("/two-cookies/")
    assert "cookie" not in dict(json.loads(server.get("/echo/").body)["headers"])


def test_a_large_answer_is_streamed_whole(server):
    assert server.get("/large/").body == b"0123456789" * 200_000


def test_head_of_a_passed_on_address_has_no_body(server):
    answer = server.ask("HEAD", "/large/")
    assert (answer.status, answer.body, answer.headers["Content-Length"]) == (200, b"", "2000000")


def test_a_picture_for_the_desk_is_streamed_whole(server, fake_app):
    body = bytes(range(256)) * 4096 * 8
    assert server.ask("POST", "/desk/images/add/", body=body).status == 200
    assert fake_app.asked[-1]["body"] == body


def test_a_push_of_some_megabytes_reaches_the_app_whole(server, fake_app):
    body = bytes(range(256)) * 4096 * 5
    assert server.ask("POST", "/wire/push/afp/", body=body).status == 200
    assert fake_app.asked[-1]["body"] == body


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/comments/17/", 64 * 1024 + 1),
        ("/comments/17/", 10 * 1024 * 1024),
        ("/desk/images/add/", 30 * 1024 * 1024 + 1),
        ("/wire/push/afp/", 20 * 1024 * 1024 + 1),
    ],
    ids=["comment", "10 MB comment", "desk", "push"],
)
def test_a_body_too_large_is_413_and_never_reaches_the_app(server, fake_app, path, size):
    before = len(fake_app.asked)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(head.encode())
        with contextlib.suppress(OSError):
            line.sendall(b"a" * min(size, 12 * 1024 * 1024))
        said = line.recv(65536)
    assert said.startswith(b"HTTP/1.1 413 ")
    assert len(fake_app.asked) == before


def test_a_client_that_waits_to_send_a_body_too_large_is_told_before(server):
    said = server.raw(
        b"POST /comments/17/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\nExpect: 100-continue\r\n\r\n"
    )
    assert said.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("size", [100, 200_000], ids=["small", "streamed"])
def test_o3_a_body_that_comes_too_slowly_is_cut(start_server, fake_app, size):
    running = start_server(body_seconds=0.5)
    before = len(fake_app.asked)
    started = time.monotonic()
    status = running.raw_status(
        f"POST /desk/x/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\nabc".encode()
    )
    assert status == 408
    assert time.monotonic() - started < 5
    assert len(fake_app.asked) == before


def test_o3_control_granian_by_itself_waits_for_ever(bare):
    with socket.create_connection(("127.0.0.1", bare.port), timeout=1.5) as line:
        line.sendall(b"POST /whole-body/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc")
        with pytest.raises(TimeoutError):
            line.recv(1)


@pytest.mark.parametrize("size", [100, 200_000], ids=["small", "streamed"])
def test_a_client_that_goes_away_half_way_leaves_no_half_body_with_the_app(server, fake_app, size):
    before = len(fake_app.asked)
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(f"POST /desk/x/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\nabc".encode())
    assert server.get("/echo/").status == 200
    assert [asked["path"] for asked in fake_app.asked[before:]] == ["/echo/"]


def test_o3_half_a_header_is_cut(server):
    started = time.monotonic()
    assert server.raw(b"GET / HTTP/1.1\r\nHost: loc") == b""
    assert time.monotonic() - started < 15


def test_an_app_that_says_nothing_in_time_gives_504(start_server, tmp_path):
    silent = socket.socket(socket.AF_UNIX)
    silent.bind(str(tmp_path / "silent.sock"))
    silent.listen()
    running = start_server(app_socket=str(tmp_path / "silent.sock"), answer_seconds=0.3)
    with silent:
        answer = running.ask("POST", "/comments/17/", FORM, b"body=hello&name=a")
    assert answer.status == 504
    assert b">\nhello</textarea>" in answer.body


def test_an_answer_that_breaks_off_is_not_passed_on_as_a_whole_one(server):
    with pytest.raises((IncompleteRead, ConnectionError)):
        server.get("/dies-half-way/")
    assert server.get("/echo/").status == 200


def test_a_reader_who_leaves_in_the_middle_of_an_answer_does_no_harm(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(b"GET /large/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        line.recv(1000)
    assert server.get("/large/").body == b"0123456789" * 200_000
