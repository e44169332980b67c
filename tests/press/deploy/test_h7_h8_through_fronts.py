"""H7 and H8 through the whole row: page server alone, real nginx, real Caddy, real Varnish.

A reporter who is signed in opens addresses that a cache may take for public files; then somebody without a session asks
for the same. The app of these tests gives its secret at every address to whoever has the session, and forgets to say
that no cache may keep it.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.press.fronts import caddy, nginx, varnish
from tests.press.serving import SECRET, RunningServer, furnish

pytestmark = pytest.mark.fronts

COOKIE = b"Cookie: sessionid=reporter\r\n"
HOSTS = ["evil.example", "paper.example.evil.example", "paper.example@evil.example", "", "a b", "x" * 400, "[::2]"]
ROWS = ["page server", "nginx", "caddy", "varnish", "varnish before nginx"]


@pytest.fixture(scope="module")
def origin(start_server: Any) -> RunningServer:
    running: RunningServer = start_server(trusted_proxies=("127.0.0.1",))
    furnish(running)
    return running


@pytest.fixture(scope="module", params=ROWS)
def front(request: Any, origin: RunningServer, tmp_path_factory: Any) -> Iterator[RunningServer]:
    with ExitStack() as stack:
        running = origin if request.param != "page server" else request.getfixturevalue("server")
        for program, opened in (("nginx", nginx), ("caddy", caddy), ("varnish", varnish)):
            if program in request.param:
                running = stack.enter_context(opened(tmp_path_factory.mktemp(program), running))
        yield running


def raw(front: RunningServer, target: bytes, extra: bytes = b"", host: bytes = b"paper.example") -> bytes:
    head = b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n" + extra + b"\r\n"
    with socket.create_connection(("127.0.0.1", front.port), timeout=30) as line:
        line.sendall(head)
        said = b""
        while piece := line.recv(65536):
            said += piece
        return said


TRICKS = [
    "/desk/x.css",
    "/desk/x.css?v=1",
    "/desk/world/story/index.html",
    "/desk/.js",
    "/desk/;a.js",
    "/desk;/x.css",
    "/desk;a.css",
    "/desk/x.css;a",
    "/desk%2fx.css",
    "/desk%2Fx.css",
    "/%64esk/x.css",
    "/desk/x.css%00.js",
    "/desk/%00.css",
    "/desk/%0d%0aX: y.css",
    "/desk/x.css%3f",
    "/desk/x.css%23",
    "/desk/x%20.css",
    "//desk/x.css",
    "/desk//x.css",
    "/./desk/x.css",
    "/static/../desk/x.css",
    "/static/..;/desk/x.css",
    "/static/..%2fdesk/x.css",
    "/static/%2e%2e/desk/x.css",
    "/static/%2e%2e%2fdesk/x.css",
    "/static/..%5cdesk/x.css",
    "/media/..;/desk/x.jpg",
    "/media/../desk/x.jpg",
    "/world/story/../../desk/x.css",
    "/world/story/..%2f..%2fdesk/x.css",
    "/desk/%252e%252e/x.css",
    "/desk\\x.css",
    "/DESK/x.css",
    "/desk/../static/site.0a1b.css",
    "/tips/;a.js",
    "/tips/x.js",
    "/tips%2fx.js",
    "/comments/1/x.css",
    "/accounts/x.css",
]


@pytest.fixture(scope="module", autouse=True)
def careless_app(fake_app: Any) -> Iterator[None]:
    fake_app.is_careless = True
    yield
    fake_app.is_careless = False


@pytest.mark.parametrize("target", TRICKS)
def test_h8_what_a_reporter_opened_is_given_to_nobody_else(front, target):
    signed_in = raw(front, target.encode(), COOKIE)
    for extra in (b"", b"Accept-Encoding: gzip\r\n", b"Cookie: other=1\r\n"):
        later = raw(front, target.encode(), extra)
        assert SECRET.encode() not in later
    if SECRET.encode() in signed_in:
        head = signed_in.partition(b"\r\n\r\n")[0].lower()
        assert b"public" not in head


def test_h8_control_the_reporter_himself_sees_the_secret(front):
    assert SECRET.encode() in raw(front, b"/desk/x.css", COOKIE)


GREEDY = """
vcl 4.1;
backend default {{ .host = "127.0.0.1"; .port = "{port}"; }}
sub vcl_recv {{ return (hash); }}
sub vcl_backend_response {{ set beresp.ttl = 60s; set beresp.uncacheable = false; return (deliver); }}
"""


def test_h8_control_a_cache_that_keeps_what_looks_like_a_file_gives_the_secret_away(origin, tmp_path_factory):
    root = tmp_path_factory.mktemp("greedy")
    with varnish(root, origin, vcl=GREEDY.format(port=origin.port)) as greedy:
        raw(greedy, b"/desk/x.css", COOKIE)
        assert SECRET.encode() in raw(greedy, b"/desk/x.css")


@pytest.mark.parametrize("host", HOSTS)
def test_h7_an_unknown_host_gets_no_page(front, host):
    said = raw(front, b"/world/story/", host=host.encode())
    status = int(said.split(b" ", 2)[1]) if said else 400
    assert status in {400, 404, 421}
    assert b"words of a story" not in said


FORGED = {
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "Forwarded": "for=6.6.6.6;host=evil.example",
    "X-Original-URL": "/desk/",
    "X-Rewrite-URL": "/desk/",
    "X-HTTP-Method-Override": "DELETE",
    "X-Real-IP": "6.6.6.6",
    "X-Broadsheet-Client": "6.6.6.6",
    "X-Broadsheet-Scheme": "https",
    "X_Forwarded_For": "6.6.6.6",
    "X_Forwarded_Host": "evil.example",
    "X_Broadsheet_Client": "6.6.6.6",
}


@pytest.mark.parametrize("path", ["/comments/7/", "/world/nothing-there/"])
def test_h7_what_a_reader_forges_reaches_no_app_and_changes_no_page(front, fake_app, path):
    method = "POST" if path.startswith("/comments") else "GET"
    before = len(fake_app.asked)
    front.ask(method, path, {**FORGED, "Host": "paper.example", "Cookie": "a=b"})
    seen = [value for asked in fake_app.asked[before:] for _name, value in asked["headers"]]
    assert seen
    assert not [value for value in seen if "evil" in value or value in {"DELETE", "/desk/", "https"}]
    page = front.ask("GET", "/world/story/", {**FORGED, "Host": "paper.example"}).body
    assert page == front.ask("GET", "/world/story/", {"Host": "paper.example"}).body


def test_h7_a_page_is_the_same_bytes_whatever_the_host(front):
    bodies = {front.ask("GET", "/world/story/", {"Host": host}).body for host in ("paper.example", "localhost")}
    assert len(bodies) == 1
