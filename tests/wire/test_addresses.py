"""Addresses, read as a browser reads them, or refused (W7)."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from broadsheet.wire.addresses import read_address
from broadsheet.wire.errors import ForbiddenAddressError

WEB = ("http", "https")


def _rows(shared_dir: Path) -> list[dict[str, str]]:
    lines = (shared_dir / "security/urls/whatwg_urltestdata.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _host(text: str) -> str | None:
    try:
        host = read_address(text, WEB).host
    except ForbiddenAddressError:
        return None
    return f"[{host}]" if ":" in host else host


@pytest.mark.shared
def test_w7_an_address_that_is_taken_has_the_host_that_a_browser_sees(shared_dir: Path) -> None:
    taken = [(row, host) for row in _rows(shared_dir) if (host := _host(row["payload"])) is not None]
    assert [row["payload"] for row, host in taken if row["failure"] or row["hostname"] != host] == []
    assert len(taken) >= 40


@pytest.mark.shared
def test_w7_the_standard_library_alone_would_see_other_hosts(shared_dir: Path) -> None:
    wrong = 0
    for row in _rows(shared_dir):
        try:
            host = urlsplit(row["payload"]).hostname
        except ValueError:
            continue
        wrong += bool(host and row["payload"].startswith("http") and (row["failure"] or row["hostname"] != host))
    assert wrong > 20


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://feeds.example/a?b=c#d", "https://feeds.example/a?b=c"),
        ("HTTPS://Feeds.Example:443", "https://feeds.example/"),
        ("http://feeds.example:8080/å", "http://feeds.example:8080/%C3%A5"),
        ("https://blåbær.example/", "https://xn--blbr-roah.example/"),
        ("http://[2001:DB8::0001]/", "http://[2001:db8::1]/"),
        ("http://feeds.example?a=1", "http://feeds.example/?a=1"),
    ],
)
def test_a_plain_address_is_read(text: str, read: str) -> None:
    assert str(read_address(text, WEB)) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "feeds.example",
        "//feeds.example/",
        "file:///etc/passwd",
        "ftp://feeds.example/",
        "javascript:alert(1)",
        "http:/feeds.example/",
        "http:\\\\feeds.example\\",
        "http://user@feeds.example/",
        "http://user:word@feeds.example/",
        "http://public.example:80\\@127.0.0.1/",
        "http://public.example#@127.0.0.1/".replace("#@", "\\#@"),
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.5/",
        "http://1.2.3.256/",
        "http://%31%32%37.0.0.1/",
        "http://feeds.example:0/",
        "http://feeds.example:65536/",
        "http://feeds.example:/",
        "http://[::1%25lo]/",
        "http://[::ffff:127.0.0.1/",
        "http://feeds .example/",
        "http://feeds.example/\r\nHost: evil.example",
        "http://feeds.example\t/",
        "http://xn--/",
        "http://" + "a" * 64 + ".example/",
        "http://feeds.example/" + "a" * 2000,
    ],
)
def test_w6_w7_a_strange_address_is_refused(text: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        read_address(text, WEB)
