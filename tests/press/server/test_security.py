"""The criteria of the page server, each by its number, each with a control that fails with the defence off."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
EVERY_KIND = {
    "page": ("GET", "/world/story/", 200),
    "gone": ("GET", "/world/killed/", 410),
    "moved": ("GET", "/world/old/", 301),
    "feed": ("GET", "/feed/", 200),
    "json feed": ("GET", "/feed.json", 200),
    "sitemap": ("GET", "/sitemap.xml", 200),
    "static": ("GET", "/static/site.0a1b.css", 200),
    "picture": ("GET", "/media/one.jpg", 200),
    "large picture": ("GET", "/media/large.webp", 200),
    "missing file": ("GET", "/static/none.css", 404),
    "odd path": ("GET", "/a//b", 404),
    "wrong method": ("POST", "/world/story/", 405),
    "health": ("GET", "/healthz", 200),
    "app": ("GET", "/anything/", 200),
    "desk": ("GET", "/desk/", 200),
    "app's error": ("GET", "/broken/", 500),
}
PUBLIC = ["/world/story/", "/world/killed/", "/feed/", "/atom/", "/feed.json", "/sitemap.xml", "/robots.txt"]


@pytest.mark.parametrize("path", PUBLIC)
def test_h3_a_public_page_sets_no_cookie_and_varies_on_accept_encoding_alone(server, path):
    for headers in ({}, {"Cookie": "sessionid=abc", "Accept-Language": "nb"}):
        answer = server.ask("GET", path, headers)
        assert answer.headers["Set-Cookie"] is None
        assert answer.headers["Vary"] == "accept-encoding"


def test_h3_an_answer_of_the_app_that_sets_a_cookie_is_never_public(server):
    answer = server.get("/public-cookie/")
    assert answer.headers["Set-Cookie"] is not None
    assert answer.headers.get_all("Cache-Control") == ["no-store"]


def test_h3_control_without_the_rule_the_cookie_would_be_public(start_server):
    patch = "from broadsheet.press.server import forward\n" + (
        "forward.returned_headers = lambda status, pairs, table: "
        "[(n.decode().lower(), v.decode()) for n, v in pairs if n.lower() not in (b'date', b'server')]"
    )
    answer = start_server(patch=patch).get("/public-cookie/")
    assert (answer.headers["Cache-Control"], answer.headers["Set-Cookie"] is None) == ("public, max-age=60", False)


def test_h4_a_page_carries_a_strict_content_security_policy(server):
    policy = server.get("/world/story/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    expected = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "object-src": "'none'"}
    expected |= {"base-uri": "'none'", "frame-ancestors": "'none'", "form-action": "'self'", "frame-src": "'none'"}
    assert expected.items() <= rules.items()
    assert "unsafe" not in policy


def test_h4_frames_are_the_embed_providers_of_the_settings(start_server):
    running = start_server(frame_sources=("https://player.example",))
    running.store.write_page("/story/", b"x")
    assert "frame-src https://player.example" in running.get("/story/").headers["Content-Security-Policy"]


def test_h4_the_policy_of_the_app_is_left_as_it_is(server):
    answer = server.get("/own-policy/")
    assert answer.headers.get_all("Content-Security-Policy") == ["default-src 'self'"]
    assert answer.headers.get_all("Cache-Control") == ["private, max-age=3"]


def test_h4_a_page_of_the_app_without_a_policy_gets_the_one_of_stored_pages(server):
    policies = {server.get(path).headers["Content-Security-Policy"] for path in ("/no-policy/", "/world/story/")}
    assert len(policies) == 1


def test_h4_control_granian_by_itself_sends_no_policy(bare):
    assert bare.get("/").headers["Content-Security-Policy"] is None


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_h5_every_kind_of_answer_carries_the_safe_headers(server, kind):
    method, path, status = EVERY_KIND[kind]
    answer = server.ask(method, path)
    assert answer.status == status
    assert {name: answer.headers[name] for name in SAFE} == SAFE
    assert answer.headers["Strict-Transport-Security"] is None
    content_type = answer.headers["Content-Type"]
    assert "charset=" in content_type or content_type.startswith("image/")


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_h5_every_kind_of_answer_of_an_https_site_keeps_browsers_on_https(https_server, kind):
    method, path, _status = EVERY_KIND[kind]
    answer = https_server.ask(method, path, {"Host": "paper.example"})
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_h5_an_onion_address_gets_no_hsts(https_server, kind):
    method, path, _status = EVERY_KIND[kind]
    answer = https_server.ask(method, path, {"Host": "paperonionaddress.onion"})
    assert answer.headers["Strict-Transport-Security"] is None


@pytest.mark.parametrize("path", ["/world/not-stored/", "/desk/", "/comments/1/"])
def test_h5_the_answer_without_an_app_carries_the_safe_headers(appless, path):
    answer = appless.get(path)
    assert {name: answer.headers[name] for name in SAFE} == SAFE


def test_h5_control_granian_by_itself_sends_none_of_them(bare):
    assert not [name for name in SAFE if bare.get("/").headers[name]]


def test_h7_our_hosts_are_answered_with_any_port_and_case(server):
    hosts = ["paper.example", "PAPER.example:8000", "paper.example.", "localhost", "127.0.0.1:1", "[::1]:8000"]
    assert [server.ask("GET", "/world/story/", {"Host": host}).status for host in hosts] == [200] * len(hosts)


@pytest.mark.parametrize(
    "host", ["evil.example", "paper.example.evil.example", "paper.example@evil.example", "", "a b", "x" * 400, "[::2]"]
)
def test_h7_an_unknown_host_is_400(server, host):
    request = f"GET /world/story/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    assert server.raw_status(request.encode()) == 400


ODD_HOSTS = {
    "missing": b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    "repeated": b"GET / HTTP/1.1\r\nHost: paper.example\r\nHost: paper.example\r\nConnection: close\r\n\r\n",
    "another in the request line": (
        b"GET http://evil.example/ HTTP/1.1\r\nHost: paper.example\r\nConnection: close\r\n\r\n"
    ),
    "http 1.0 without": b"GET / HTTP/1.0\r\n\r\n",
}


@pytest.mark.parametrize("request_bytes", ODD_HOSTS.values(), ids=ODD_HOSTS.keys())
def test_h7_a_host_that_is_not_said_once_is_400(server, request_bytes):
    assert server.raw_status(request_bytes) == 400


@pytest.mark.parametrize("request_bytes", ODD_HOSTS.values(), ids=ODD_HOSTS.keys())
def test_h7_control_granian_by_itself_takes_every_host(bare, request_bytes):
    assert bare.raw_status(request_bytes) == 200


FORGED = {
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=6.6.6.6;host=evil.example",
    "X-Original-URL": "/desk/",
    "X-Rewrite-URL": "/desk/",
    "X-HTTP-Method-Override": "DELETE",
    "X-Real-IP": "6.6.6.6",
    "X-Broadsheet-Client": "6.6.6.6",
    "X-Broadsheet-Scheme": "https",
    "X_Forwarded_For": "6.6.6.6",
    "X_Broadsheet_Client": "6.6.6.6",
    "Connection": "x-secret",
    "X-Secret": "hop by hop",
}


def seen_by_app(answer: Any) -> dict[str, str]:
    return dict(json.loads(answer.body)["headers"])


def test_h7_what_only_a_proxy_may_say_does_not_reach_the_app_from_outside(server):
    seen = seen_by_app(
        server.ask("GET", "/echo/", {**FORGED, "Host": "paper.example", "X-Kept": "yes", "Cookie": "a=b"})
    )
    assert seen["x-kept"] == "yes"
    assert seen["host"] == "paper.example"
    assert seen["x-broadsheet-client"] == "127.0.0.1"
    assert seen["x-broadsheet-scheme"] == "http"
    assert not ({"evil.example", "6.6.6.6", "/desk/", "DELETE", "/evil", "hop by hop"} & set(seen.values()))


def test_h7_control_without_the_list_forged_headers_reach_the_app(start_server):
    patch = "from broadsheet.press.server import forward\nforward._may_come_from_outside = lambda name: name != 'host'"
    running = start_server(patch=patch)
    seen = seen_by_app(
        running.ask("POST", "/echo/", {"X-Forwarded-Host": "evil.example", "X_Forwarded_For": "6.6.6.6"})
    )
    assert (seen["x-forwarded-host"], seen["x_forwarded_for"]) == ("evil.example", "6.6.6.6")


def test_h7_a_trusted_proxy_is_believed_as_far_as_the_first_stranger(https_server):
    headers = {"Host": "paper.example", "X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.1.2.3"}
    seen = seen_by_app(https_server.ask("GET", "/echo/", headers))
    assert seen["x-broadsheet-client"] == "203.0.113.9"


def test_h7_a_page_is_the_same_bytes_whatever_the_host(server):
    hosts = ["paper.example", "localhost", "127.0.0.1"]
    assert len({server.ask("GET", "/world/story/", {"Host": host}).body for host in hosts}) == 1


PRIVATE_TRICKS = [
    "/desk/x.css",
    "/desk/x.css?a",
    "/desk/.js",
    "/desk/;a.js",
    "/desk;/x.css",
    "/desk/%2e%2e/static/x.css",
    "/desk%2fx.css",
    "/desk/x.css%00.js",
    "/desk/%0d%0aa.css",
    "//desk/x.css",
    "/desk//x.css",
    "/static/..;/desk/",
    "/static/../desk/",
    "/static/..%2fdesk/",
    "/static/%2e%2e%2fdesk/x.css",
    "/static/..%5cdesk/x.css",
    "/desk\\x.css",
    "/desk/%252e%252e/x.css",
    "/desk/x.css%3f",
    "/desk/x.css%23",
    "/media/..;/desk/x.jpg",
    "/DESK/x.css",
]


@pytest.mark.parametrize("path", PRIVATE_TRICKS)
def test_h8_a_private_page_is_never_given_to_a_cache(server, path):
    answer = server.raw(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid=a\r\nConnection: close\r\n\r\n".encode()
    )
    head = answer.partition(b"\r\n\r\n")[0].lower()
    caches = [line for line in head.splitlines() if line.startswith(b"cache-control:")]
    assert caches in ([b"cache-control: no-store"], [b"cache-control: private"])
    assert b"public" not in head


ODD_PATHS = [
    "/a//b",
    "//",
    "/a/../b",
    "/a/./b",
    "/a/%2e%2e/b",
    "/a/..;/b",
    "/a;x=1/",
    "/a%00",
    "/a\\b",
    "/a%5cb",
    "/%252f",
]


@pytest.mark.parametrize("path", [*ODD_PATHS, "/" + "a" * 1100, "/a/?" + "q" * 5000])
def test_h8_an_address_that_two_programs_read_differently_is_404_and_never_reaches_the_app(server, fake_app, path):
    before = len(fake_app.asked)
    said = server.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert said.startswith(b"HTTP/1.1 404 ")
    assert b"\r\ncache-control: no-store\r\n" in said
    assert len(fake_app.asked) == before


def test_h8_control_without_the_rule_odd_addresses_reach_the_app(start_server, fake_app):
    running = start_server(patch="from broadsheet.press.server import guard\nguard.is_plain_path = lambda path: True")
    before = len(fake_app.asked)
    for path in ODD_PATHS:
        running.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert len(fake_app.asked) > before


@pytest.mark.parametrize("path", ["/a/../b", "/a//b", "/nothing.css", "/static/none.css"])
def test_h9_an_error_of_ours_is_kept_by_no_cache(appless, path):
    assert appless.get(path).headers["Cache-Control"] == "no-store"


def test_h9_an_error_of_the_app_is_kept_by_no_cache_for_long(server):
    assert server.get("/broken/").headers.get_all("Cache-Control") == ["no-store"]


REFUSED = {
    "TRACE": (b"TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405),
    "CONNECT": (b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\nConnection: close\r\n\r\n", 405),
    "unknown method": (b"BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405),
    "star": (b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
    "length and chunks": (
        b"POST /x/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        400,
    ),
    "chunks": (b"POST /x/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400),
    "cookie of 9 KB": (b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"a" * 9000 + b"\r\n\r\n", 431),
}


@pytest.mark.parametrize(("request_bytes", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_h10_what_no_browser_sends_is_refused_and_the_line_closed(server, request_bytes, status):
    request_bytes = request_bytes.replace(b"localhost\r\n", b"localhost\r\nConnection: close\r\n", 1)
    assert server.raw_status(request_bytes) == status


@pytest.mark.parametrize("kind", ["TRACE", "unknown method", "length and chunks", "chunks", "cookie of 9 KB"])
def test_h10_control_granian_by_itself_lets_it_through(bare, kind):
    request_bytes = REFUSED[kind][0].replace(b"localhost\r\n", b"localhost\r\nConnection: close\r\n", 1)
    assert bare.raw_status(request_bytes) == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (b"Cookie: " + b"a" * 65536 + b"\r\n", 431),
        (b"X-A: b\r\n" * 200, 431),
        (b"X-A: b\r\n" * 70, 431),
        (b"Accept-Encoding: gzip\r\n" * 5, 400),
        (b"Accept-Encoding: " + b'"' * 2000 + b"\r\n", 431),
    ],
    ids=["64 KB cookie", "200 headers", "70 headers", "repeated coding", "long coding"],
)
def test_o5_a_flood_of_headers_is_refused_at_once(server, headers, status):
    path = b"/world/story/" if b"Accept-Encoding" in headers else b"/passed-on/"
    started = time.monotonic()
    request = b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + b"\r\n"
    assert server.raw_status(request) == status
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
def test_a_peer_on_this_machine_may_look_at_the_inside(server, path):
    assert server.get(path).status == 200


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_what_a_proxy_on_this_machine_forwards_may_not_look_at_the_inside(server, path, header):
    assert server.ask("GET", path, {header: "127.0.0.1"}).status == 404


def test_a_server_whose_app_is_away_is_not_ready(appless):
    assert appless.get("/readyz").status == 503
