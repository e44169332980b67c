"""Whatever a client says that it takes, it gets the page's own bytes in a coding that it takes; warm or cold, in a crowd.

Asked of the page server alone and through a real Varnish: one representation never gets into another's place.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import brotli
import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.press.fronts import brotli_module, nginx, varnish
from tests.press.serving import RunningServer

pytestmark = pytest.mark.fronts

UNPACK = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstd.decompress}
WORDS = ["br", "gzip", "zstd", "x-gzip", "identity", "*", "deflate", "compress", "BR", "Gzip", "brr", "zst", "gzip2"]
WEIGHTS = ["", ";q=1", ";q=0", ";q=0.5", ";q=0.001", "; q=0.7", ";q=0.0", ";q=1.000", ";Q=0.3"]
PATHS = [f"/p{number}/" for number in range(4)]


def named(member: str) -> str:
    """Return the coding that a member of the header is about."""
    word = member.partition(";")[0].strip().lower()
    return "gzip" if word == "x-gzip" else word


members = st.builds(lambda word, weight: f"{word}{weight}", st.sampled_from(WORDS), st.sampled_from(WEIGHTS))
headers = st.lists(members, max_size=6, unique_by=named).map(", ".join)
"""Nobody knows what a client means that names a coding twice."""
crowds = st.lists(st.tuples(st.sampled_from(PATHS), headers), min_size=6, max_size=16)

tagged: dict[str, dict[str, tuple[str, str | None, bytes]]] = {}
"""For each row of servers: entity tag to the address, coding and bytes that it came with."""


def body_of(path: str, version: int) -> bytes:
    return f"<!doctype html><title>{path}</title><p>version {version} ".encode() + f"words of {path} ".encode() * 200


@pytest.fixture(scope="module")
def origin(start_server: Any) -> RunningServer:
    running: RunningServer = start_server(trusted_proxies=("127.0.0.1",), surrogate_keys=True)
    for path in PATHS:
        running.store.write_page(path, body_of(path, 0))
    return running


@pytest.fixture(scope="module", params=["page server", "varnish", "nginx"])
def front(request: Any, origin: RunningServer, tmp_path_factory: Any) -> Iterator[RunningServer]:
    tagged.clear()
    if request.param == "page server":
        yield origin
        return
    root = tmp_path_factory.mktemp(request.param)
    brotli_too = {"has_brotli": brotli_module() is not None}
    with varnish(root, origin) if request.param == "varnish" else nginx(root, origin, **brotli_too) as running:
        yield running


def takes(header: str, coding: str) -> bool:
    """Return whether a client takes a coding, by the letter of RFC 9110, section 12.5.3, read apart from our own reader."""
    found: dict[str, float] = {}
    for member in header.lower().split(","):
        weight = member.partition(";")[2].strip().removeprefix("q=")
        if named(member):
            found[named(member)] = float(weight or 1)
    return found.get(coding, found.get("*", 1.0 if coding == "identity" else 0.0)) > 0


def ask(front: RunningServer, path: str, header: str) -> tuple[str, str, Any]:
    return path, header, front.ask("GET", path, {"Accept-Encoding": header, "Host": "paper.example"})


def check(row: str, path: str, header: str, answer: Any) -> None:
    coding = answer.headers["Content-Encoding"]
    whole = UNPACK[coding](answer.body)
    assert whole.startswith(f"<!doctype html><title>{path}</title>".encode())
    assert whole.endswith(f"words of {path} ".encode())
    assert coding is None or takes(header, coding), (header, coding)
    assert [value.lower() for value in answer.headers.get_all("Vary")] == ["accept-encoding"]
    if answer.headers["ETag"] is not None:
        this = (path, coding, answer.body)
        assert tagged.setdefault(row, {}).setdefault(answer.headers["ETag"], this) == this


@given(crowd=crowds, version=st.integers(1, 10**6), cold=st.booleans())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_body_is_always_the_pages_in_a_coding_that_was_asked_for(front, origin, crowd, version, cold):
    if cold:
        for path in PATHS:
            origin.store.write_page(path, body_of(path, version))
    with ThreadPoolExecutor(8) as readers:
        for path, header, answer in readers.map(lambda one: ask(front, *one), crowd):
            assert answer.status == 200
            check(str(front.port), path, header, answer)


@given(crowd=crowds)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_tag_opens_its_own_representation_alone(front, crowd):
    for path, header in crowd:
        _path, _header, first = ask(front, path, header)
        tag = first.headers["ETag"]
        if tag is None:
            continue
        for other in ("br", "gzip", "zstd", "identity"):
            again = front.ask("GET", path, {"Accept-Encoding": other, "If-None-Match": tag, "Host": "paper.example"})
            if again.status == 304:
                assert (first.headers["Content-Encoding"] or "identity") == other or tag == again.headers["ETag"]
                assert again.headers["ETag"] == tag
                assert again.body == b""
                assert again.headers["Vary"].lower() == "accept-encoding"
            else:
                assert again.headers["ETag"] != tag


def test_control_a_server_that_forgets_to_vary_would_be_caught(start_server, tmp_path):
    patch = "from broadsheet.press.server import headers\nheaders.VARY = ('x-vary', 'none')"
    running = start_server(patch=patch, trusted_proxies=("127.0.0.1",))
    running.store.write_page(PATHS[0], body_of(PATHS[0], 0))
    with varnish(tmp_path, running) as front:
        ask(front, PATHS[0], "br")
        _path, _header, answer = ask(front, PATHS[0], "gzip")
        assert answer.headers["Content-Encoding"] == "br"
