"""Whoever stands in front, a reader gets the same: every kind of answer, asked of page server, nginx and Caddy."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from backports import zstd

from tests.press.fronts import caddy, nginx
from tests.press.serving import RunningServer, furnish, until

pytestmark = pytest.mark.fronts

OWN_TO_EACH = {
    "date",
    "server",
    "connection",
    "keep-alive",
    "transfer-encoding",
    "etag",
    "last-modified",
    "accept-ranges",
    "content-length",
    "via",
}
"""How the connection goes, and what a front server makes of the file itself."""

UNPACK = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstd.decompress}
KINDS = {
    "story": ("GET", "/world/story/", {}),
    "story with a query": ("GET", "/world/story/?utm_source=x", {}),
    "head of a story": ("HEAD", "/world/story/", {}),
    "story in parts": ("GET", "/world/story/", {"Range": "bytes=0-9"}),
    "story for another method": ("POST", "/world/story/", {}),
    "story without its slash": ("GET", "/world/story", {}),
    "short story": ("GET", "/world/quiet/", {}),
    "front": ("GET", "/", {}),
    "killed story": ("GET", "/world/killed/", {}),
    "moved story": ("GET", "/world/old/", {}),
    "rss": ("GET", "/feed/", {}),
    "atom": ("GET", "/atom/", {}),
    "json feed": ("GET", "/feed.json", {}),
    "sitemap": ("GET", "/sitemap.xml", {}),
    "robots": ("GET", "/robots.txt", {}),
    "file of a page": ("GET", "/world/story/index.html", {}),
    "compressed file of a page": ("GET", "/world/story/index.html.br", {}),
    "keys of a page": ("GET", "/world/story/index.html.keys", {}),
    "upper case": ("GET", "/World/Story/", {}),
    "style": ("GET", "/static/site.0a1b.css", {}),
    "script": ("GET", "/static/folder/app.js", {}),
    "missing file": ("GET", "/static/none.css", {}),
    "hidden file": ("GET", "/static/.hidden.css", {}),
    "folder": ("GET", "/static/folder/", {}),
    "picture": ("GET", "/media/one.jpg", {}),
    "head of a picture": ("HEAD", "/media/one.jpg", {}),
    "large picture": ("GET", "/media/large.webp", {}),
    "part of a picture": ("GET", "/media/large.webp", {"Range": "bytes=10-19"}),
    "no such part": ("GET", "/media/large.webp", {"Range": "bytes=99999999-"}),
    "two parts": ("GET", "/media/one.jpg", {"Range": "bytes=0-1,4-5"}),
    "picture that is gone": ("GET", "/media/gone.jpg", {}),
    "html among pictures": ("GET", "/media/page.html", {}),
    "outside": ("GET", "/media/..%2foutside.jpg", {}),
    "desk": ("GET", "/desk/", {}),
    "planted page": ("GET", "/desk/planted/", {}),
    "search": ("GET", "/search/?q=a", {}),
    "not rendered yet": ("GET", "/world/not-stored/", {}),
    "alive": ("GET", "/healthz", {}),
    "odd": ("GET", "/a//b", {}),
    "host of another": ("GET", "/world/story/", {"Host": "evil.example"}),
}
CODINGS = ["identity", "gzip", "br", "zstd", "gzip, deflate, br, zstd", "br;q=0, gzip;q=0.5", "*;q=0"]


@pytest.fixture(scope="module")
def origin(start_server: Any) -> RunningServer:
    running: RunningServer = start_server(trusted_proxies=("127.0.0.1",))
    furnish(running)
    running.store.write_page("/", b"<!doctype html><title>Front</title>" + b"news " * 200)
    running.store.write_page("/desk/planted/", b"planted")
    (Path(running.config.pictures) / ".gone").mkdir()
    (Path(running.config.pictures) / ".gone" / "gone.jpg").touch()
    return running


@pytest.fixture(scope="module", params=["nginx", "nginx without brotli", "caddy"])
def front(request: Any, origin: RunningServer, tmp_path_factory: Any) -> Iterator[RunningServer]:
    name = request.param.partition(" ")[0]
    root = tmp_path_factory.mktemp(name)
    opened = caddy(root, origin) if name == "caddy" else nginx(root, origin, has_brotli=request.param == "nginx")
    with opened as running:
        yield running


def lasting(answer: Any) -> list[tuple[str, str]]:
    pairs = [(name.lower(), value) for name, value in answer.headers.items()]
    return sorted(pair for pair in pairs if pair[0] not in OWN_TO_EACH)


def told(answer: Any) -> bytes:
    """Return what an answer says: the app of these tests also says which headers it got, which the front may add to."""
    if b'"headers": ' in answer.body:
        return b"the app was asked for " + json.loads(answer.body)["path"].encode()
    return b"" if answer.status == 400 else bytes(answer.body)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_is_the_same_from_the_front_as_from_the_page_server(front, origin, kind):
    method, path, headers = KINDS[kind]
    said = {"Accept-Encoding": "gzip", **headers}
    ours, theirs = (server.ask(method, path, said) for server in (origin, front))
    assert theirs.status == ours.status
    assert told(theirs) == told(ours)
    assert lasting(theirs) == lasting(ours)


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("path", ["/world/story/", "/sitemap.xml", "/static/site.0a1b.css"])
def test_a_front_gives_the_bytes_of_the_page_in_a_coding_that_was_asked_for(front, origin, path, coding):
    answer = front.get(path, Accept_Encoding=coding)
    taken = answer.headers["Content-Encoding"]
    assert taken is None or taken in coding
    if path != "/static/site.0a1b.css":
        assert UNPACK[taken](answer.body) == origin.get(path).body


@pytest.mark.parametrize("path", ["/world/story/", "/feed.json"])
def test_a_front_gives_a_page_that_changes_twice_in_a_second_no_tag_that_could_stay_the_same(front, path):
    answer = front.get(path)
    assert (answer.headers["ETag"], answer.headers["Last-Modified"]) == (None, None)


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_a_front_answers_a_condition_on_a_page_with_the_page(front, header):
    answer = front.ask("GET", "/world/story/", {header: '"a"' if "None" in header else "Sun, 22 Nov 2037 19:00:00 GMT"})
    assert answer.status == 200


def test_a_page_withdrawn_is_soon_gone_from_a_front(front, origin):
    origin.store.write_page("/world/fallen/", b"a page")
    assert front.get("/world/fallen/").body == b"a page"
    origin.store.withdraw("/world/fallen/", b"a notice")
    until(lambda: front.get("/world/fallen/").status == 410, 10)


def test_nobody_looks_at_the_inside_through_a_front(front, origin):
    assert (origin.get("/metrics").status, front.get("/metrics").status) == (200, 404)


def test_a_form_goes_through_a_front_to_the_app(front, fake_app):
    body = b"body=" + b"a" * 50_000
    front.ask("POST", "/comments/17/", {"Content-Type": "application/x-www-form-urlencoded"}, body)
    assert fake_app.asked[-1]["body"] == body
    seen = dict(fake_app.asked[-1]["headers"])
    assert (seen["x-broadsheet-client"], seen["x-broadsheet-scheme"]) == ("127.0.0.1", "http")
