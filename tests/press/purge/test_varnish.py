"""A real Varnish with the VCL that `broadsheet deploy varnish` prints, purged by key."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.press import purge as purging
from broadsheet.press.deploy.writing import write
from broadsheet.press.errors import PurgeError
from broadsheet.press.purge import purge
from broadsheet.press.purge.varnish import LINE_BYTES, VarnishPurger, header_lines
from broadsheet.press.server.surrogate import MAX_BYTES, TOO_MANY, surrogate_key
from broadsheet.press.stores.kinds import Finished
from tests.press.fronts import place, varnish
from tests.press.serving import RunningServer, furnish

pytestmark = pytest.mark.fronts


@pytest.fixture(scope="module")
def origin(start_server: Any) -> RunningServer:
    running: RunningServer = start_server(surrogate_keys=True, trusted_proxies=("127.0.0.1",))
    furnish(running)
    return running


@pytest.fixture(scope="module")
def front(origin: RunningServer, tmp_path_factory: Any) -> Iterator[RunningServer]:
    with varnish(tmp_path_factory.mktemp("varnish"), origin) as running:
        yield running


@pytest.fixture
def vcl_file(origin: RunningServer, tmp_path: Path) -> Path:
    file = tmp_path / "made.vcl"
    file.write_text(write("varnish", origin.config, place(tmp_path, origin)), "utf-8")
    return file


@pytest.fixture
def to_purge(front: RunningServer, settings: Any, monkeypatch: Any) -> str:
    monkeypatch.setattr(purging, "_left_alone_until", {})
    settings.PURGE_URLS = (f"http://127.0.0.1:{front.port}",)
    return str(settings.PURGE_URLS[0])


def put(origin: RunningServer, path: str, body: bytes, *keys: str) -> None:
    origin.store.put([Finished(path, 200, body, "html", keys=frozenset(keys))])


def asked_twice(front: RunningServer, path: str) -> list[tuple[bytes, str]]:
    answers = [front.get(path) for _ in range(2)]
    return [(answer.body, str(answer.headers["X-Cache"])) for answer in answers]


def test_a_published_page_is_fresh_at_once_and_the_others_stay_kept(front, origin, to_purge):
    put(origin, "/a/", b"old", "story:1", "section:1")
    put(origin, "/b/", b"other", "story:2", "section:2")
    assert asked_twice(front, "/a/") == [(b"old", "miss"), (b"old", "hit")]
    assert asked_twice(front, "/b/") == [(b"other", "miss"), (b"other", "hit")]
    put(origin, "/a/", b"new", "story:1", "section:1")
    assert front.get("/a/").body == b"old"
    purge(["story:1"])
    assert asked_twice(front, "/a/") == [(b"new", "miss"), (b"new", "hit")]
    assert asked_twice(front, "/b/") == [(b"other", "hit"), (b"other", "hit")]


def test_every_coding_of_a_page_goes_with_its_key(front, origin, to_purge):
    put(origin, "/codings/", b"old words " * 100, "story:3")
    for coding in ("br", "gzip", "zstd", "identity"):
        front.get("/codings/", Accept_Encoding=coding)
    put(origin, "/codings/", b"new words " * 100, "story:3")
    purge(["story:3"])
    sent = [front.get("/codings/", Accept_Encoding=coding) for coding in ("br", "gzip", "zstd", "identity")]
    assert [answer.headers["X-Cache"] for answer in sent] == ["miss"] * 4


@pytest.mark.parametrize("change", ["withdraw", "move"])
def test_a_page_that_is_taken_down_is_gone_at_once_by_its_own_address(front, origin, to_purge, change):
    path = f"/{change}/"
    put(origin, path, b"page", "story:4")
    assert asked_twice(front, path)[1] == (b"page", "hit")
    if change == "withdraw":
        origin.store.withdraw(path, b"notice")
    else:
        origin.store.move(path, "/b/")
    purge([f"page:{path}"])
    assert front.get(path).status == {"withdraw": 410, "move": 301}[change]


def test_a_page_with_more_keys_than_a_line_can_have_goes_with_every_purge(front, origin, to_purge):
    put(origin, "/many/", b"old", *(f"photo:{number}" for number in range(100_000, 102_000)))
    assert asked_twice(front, "/many/")[1] == (b"old", "hit")
    put(origin, "/many/", b"new", *(f"photo:{number}" for number in range(100_000, 102_000)))
    purge(["photo:101999"])
    assert front.get("/many/").body == b"new"


def test_a_reader_sees_no_keys(front, origin):
    put(origin, "/keys/", b"page", "story:5")
    assert origin.get("/keys/").headers["Surrogate-Key"] == "page:/keys/ story:5"
    answer = front.get("/keys/")
    assert (answer.headers["Surrogate-Key"], answer.headers["xkey"]) == (None, None)


def test_a_purge_without_keys_is_refused(front):
    assert front.ask("PURGE", "/").status == 400


def test_who_is_no_press_may_not_purge(front, origin, tmp_path, vcl_file):
    put(origin, "/held/", b"old", "story:6")
    text = vcl_file.read_text("utf-8")
    for address in ('"localhost";', '"127.0.0.1";', '"::1";'):
        text = text.replace(address, '"192.0.2.1";')
    with varnish(tmp_path, origin, vcl=text) as elsewhere:
        assert elsewhere.ask("PURGE", "/", {"xkey-purge": "story:6"}).status == 405


def test_many_keys_go_in_lines_that_a_cache_takes(front, origin, to_purge):
    put(origin, "/late/", b"old", "topic:999")
    front.get("/late/")
    put(origin, "/late/", b"new", "topic:999")
    purge([f"photo:{number}" for number in range(5_000)] + ["topic:999"])
    assert front.get("/late/").body == b"new"


def test_without_a_cache_nothing_is_asked(settings, monkeypatch):
    settings.PURGE_URLS = ()
    monkeypatch.setattr(purging, "_purge_one", lambda *_: pytest.fail("asked"))
    purge(["story:1"])


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "https://127.0.0.1:1", "nonsense", "http://127.0.0.1:x", ""])
def test_a_cache_that_cannot_be_purged_stops_nobody_and_is_left_alone_for_a_moment(settings, monkeypatch, address):
    left_alone: dict[str, float] = {}
    monkeypatch.setattr(purging, "_left_alone_until", left_alone)
    settings.PURGE_URLS = (address,)
    purge(["story:1"])
    assert address in left_alone
    monkeypatch.setattr(purging, "_purge_one", lambda *_: pytest.fail("asked again"))
    purge(["story:1"])


def test_what_answers_anything_but_200_has_not_purged(origin):
    with pytest.raises(PurgeError):
        VarnishPurger(f"http://127.0.0.1:{origin.port}").purge(["story:1"])


def test_a_cache_that_says_nothing_is_given_up_on(monkeypatch):
    monkeypatch.setattr("broadsheet.press.purge.varnish.ANSWER_SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(PurgeError):
            VarnishPurger(f"http://127.0.0.1:{silent.getsockname()[1]}").purge(["story:1"])


def test_a_line_of_keys_is_never_longer_than_a_cache_takes():
    keys = {f"photo:{number}" for number in range(3_000)}
    lines = list(header_lines(keys))
    assert max(map(len, lines)) <= LINE_BYTES
    assert {key for line in lines for key in line.split()} == keys


def test_a_header_of_keys_is_bounded_and_says_when_some_are_missing():
    line = surrogate_key("/a/", (f"photo:{number}" for number in range(5_000)))
    assert len(line) <= MAX_BYTES
    assert line.endswith(f" {TOO_MANY}")
    assert surrogate_key("/a/", ["b:1", "a:1", "b:1"]) == "page:/a/ a:1 b:1"
