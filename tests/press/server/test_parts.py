"""The parts of the page server that need no server to be tried."""

from __future__ import annotations

import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

from broadsheet.press.errors import ServerConfigError
from broadsheet.press.server.client import Clients, parse_peer
from broadsheet.press.server.config import ServerConfig, config_from_environment, dump_config, load_config
from broadsheet.press.server.etag import etag_of, none_match, range_holds
from broadsheet.press.server.headers import HeaderTable
from broadsheet.press.server.health import may_look
from broadsheet.press.server.memory import Kept, Memory, Variant, stamp_of
from broadsheet.press.server.negotiate import TooLongError, TooManyLinesError, codings
from broadsheet.press.server.plain import PlainPages
from broadsheet.press.server.ranges import UnsatisfiableRangeError, parse_range


@pytest.fixture
def config(tmp_path: Path) -> ServerConfig:
    return ServerConfig(
        pages=str(tmp_path), static="/s", pictures="/m", app_socket="/a", trusted_proxies=("10.0.0.0/8",)
    )


def test_the_page_server_imports_no_django():
    code = (
        "import broadsheet.press.server.app, broadsheet.press.server.launch, broadsheet.supervisor, sys; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'wagtail'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], ("identity",)),
        ([""], ("identity",)),
        (["gzip, deflate, br, zstd"], ("br", "zstd", "gzip", "identity")),
        (["gzip, zstd;q=0.9"], ("gzip", "zstd", "identity")),
        (["gzip"], ("gzip", "identity")),
        (["gzip;q=1.0, br;q=0.5"], ("gzip", "br", "identity")),
        (["br;q=0, gzip"], ("gzip", "identity")),
        (["*"], ("br", "zstd", "gzip", "identity")),
        (["*, br;q=0"], ("zstd", "gzip", "identity")),
        (["*;q=0"], ("identity",)),
        (["*;q=0, gzip"], ("gzip", "identity")),
        (["identity, br;q=0.5"], ("identity", "br")),
        (["identity;q=0"], ("identity",)),
        (["GZIP ; Q=0.8"], ("gzip", "identity")),
        (["x-gzip"], ("gzip", "identity")),
        (["gzip;q=nonsense, br"], ("br", "identity")),
        (["gzip", "br"], ("br", "gzip", "identity")),
    ],
)
def test_a_coding_is_chosen_by_weight_and_then_by_size(lines, expected):
    assert codings(lines) == expected


def test_o5_a_header_that_is_too_long_or_too_often_repeated_is_not_read():
    with pytest.raises(TooLongError):
        codings(["gzip," * 300])
    with pytest.raises(TooManyLinesError):
        codings(["gzip"] * 5)


@pytest.mark.parametrize(
    ("header", "matches"),
    [('"a"', True), ('W/"a"', True), ('"b", W/"a"', True), ("*", True), ('"b"', False), ("", False), ("a", False)],
)
def test_if_none_match_is_compared_weakly(header, matches):
    assert none_match(header, '"a"') is matches


def test_an_endless_if_none_match_matches_nothing():
    assert not none_match('"b",' * 1000 + '"a"', '"a"')


def test_if_range_is_compared_strongly():
    assert [range_holds(header, '"a"') for header in (None, '"a"', 'W/"a"', "Sun, 22 Nov 2026 19:00:00 GMT")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=5-", (5, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-30", (0, 10)),
        ("bytes=2-99", (2, 10)),
        ("bytes=5-2", None),
        ("bytes=0-1,3-4", None),
        ("bytes=-", None),
        ("lines=0-1", None),
    ],
)
def test_one_range_is_read(header, part):
    assert parse_range(header, 10) == part


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=-0", "bytes=99-100"])
def test_a_range_outside_the_file_cannot_be_had(header):
    with pytest.raises(UnsatisfiableRangeError):
        parse_range(header, 10)


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", ["6.6.6.6"], "192.0.2.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["6.6.6.6, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["6.6.6.6", "203.0.113.9, 10.9.9.9"], "203.0.113.9"),
        ("10.0.0.1", ["203.0.113.9, nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.2, 10.0.0.3"], "10.0.0.2"),
        ("10.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        ("10.0.0.1", ["6.6.6.6, " * 1000 + "203.0.113.9"], "203.0.113.9"),
    ],
)
def test_h7_the_client_is_the_right_most_address_that_no_trusted_proxy_has(config, peer, forwarded, client):
    assert Clients(config.trusted_proxies).address(ip_address(peer), forwarded) == client


def test_h7_control_a_server_that_trusts_everybody_believes_a_forged_address():
    assert Clients(["0.0.0.0/0"]).address(ip_address("192.0.2.1"), ["6.6.6.6"]) == "6.6.6.6"


@pytest.mark.parametrize(
    ("client", "address"),
    [("127.0.0.1:80", "127.0.0.1"), ("[::1]:80", "::1"), ("::ffff:192.0.2.1:80", "192.0.2.1"), ("unix", "None")],
)
def test_a_peer_is_read_from_its_socket(client, address):
    assert str(parse_peer(client)) == address


def test_the_inside_is_for_a_peer_on_loopback_or_one_with_the_token():
    here, away = ip_address("127.0.0.1"), ip_address("192.0.2.1")
    assert may_look(here, ["host"], bearer="", token="")
    assert may_look(away, ["host"], bearer="Bearer abc", token="abc")
    assert not may_look(away, ["host"], bearer="Bearer ", token="")
    assert not may_look(away, ["host"], bearer="Bearer abd", token="abc")
    assert not may_look(None, ["host"], bearer="", token="")
    assert not may_look(here, ["x-forwarded-for"], bearer="", token="")


def kept(file: Path, body: bytes) -> Kept:
    file.write_bytes(body)
    return Kept(200, str(file), stamp_of(file.stat()), {"identity": Variant(body, etag_of(body), ([], []), ([], []))})


def test_the_memory_stays_within_its_bytes_and_lets_the_least_used_go(tmp_path):
    memory = Memory(max_bytes=30_000)
    for name in ("a", "b", "c"):
        memory.keep(name, kept(tmp_path / name, b"x" * 5_000))
    assert memory.find("a") is not None
    memory.keep("d", kept(tmp_path / "d", b"x" * 5_000))
    assert [name for name in "abcd" if memory.find(name) is not None] == ["a", "c", "d"]
    assert memory.bytes <= 30_000


def test_an_answer_larger_than_the_memory_is_not_kept(tmp_path):
    memory = Memory(max_bytes=1_000)
    memory.keep("a", kept(tmp_path / "a", b"x" * 5_000))
    assert (memory.find("a"), memory.bytes) == (None, 0)


def test_an_answer_whose_file_is_gone_or_changed_is_forgotten(tmp_path):
    memory = Memory(max_bytes=100_000)
    memory.keep("a", kept(tmp_path / "a", b"x"))
    memory.keep("b", kept(tmp_path / "b", b"x"))
    (tmp_path / "a").unlink()
    (tmp_path / "b").write_bytes(b"another")
    assert (memory.find("a"), memory.find("b"), memory.bytes) == (None, None, 0)


def test_a_configuration_comes_back_as_it_was_written_and_only_its_owner_may_read_it(config, tmp_path):
    file = tmp_path / "server.json"
    dump_config(config, file)
    assert load_config(file) == config
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "[]", '{"pages": "x"}', '{"nonsense": 1}'])
def test_a_configuration_that_cannot_be_used_is_told(tmp_path, text):
    (tmp_path / "server.json").write_text(text)
    with pytest.raises(ServerConfigError):
        load_config(tmp_path / "server.json")


def test_a_proxy_that_is_no_network_is_told_by_the_name_of_its_setting(config):
    with pytest.raises(ServerConfigError, match=r"server\.trusted_proxies: 'nonsense'"):
        ServerConfig(pages="", static="", pictures="", app_socket="", trusted_proxies=("nonsense",))


def test_without_the_environment_there_is_no_configuration():
    with pytest.raises(ServerConfigError, match="BROADSHEET_SERVER_CONFIG"):
        config_from_environment({})


def test_h4_the_newsroom_may_give_a_policy_of_its_own():
    config = ServerConfig(pages="", static="", pictures="", app_socket="", csp="default-src 'self'")
    headers = dict(HeaderTable(config, hsts=False).page("text/html; charset=utf-8", "no-store", "br", etag='"a"'))
    assert headers["content-security-policy"] == "default-src 'self'"


@pytest.mark.parametrize("status", [400, 404, 405, 408, 413, 416, 431, 502, 503, 504, 418, 599])
@pytest.mark.parametrize("language", ["en", "nb", "xx"])
def test_each_error_is_said_in_one_sentence_without_anything_from_elsewhere(status, language):
    page = PlainPages("A <Paper> & Co", language).page(status).decode()
    assert "A &lt;Paper&gt; &amp; Co" in page
    assert page.count("<h1>") == 1
    assert not [word for word in ("<script", "<style", "<link", "style=", "http:", "https:") if word in page]


def test_a_body_that_is_no_form_is_not_shown():
    pages = PlainPages("Paper")
    for body in (b"", b"\xff\xfe", b"a=1", b"&".join(b"a=1" for _field in range(50))):
        assert pages.comment_back(503, "/comments/1/", body) == pages.page(503)
