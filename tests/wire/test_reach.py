"""Whom feeds may connect to (W6)."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from broadsheet.wire.addresses import read_address
from broadsheet.wire.errors import ForbiddenAddressError, UnreachableFeedError
from broadsheet.wire.reach import Reach, is_public

WEB = ("http", "https")
PUBLIC = "93.184.216.34"


@pytest.fixture
def connects(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address that somebody tries to connect to; nobody gets there."""
    tried: list[Any] = []

    def connect(_self: socket.socket, address: Any) -> None:
        tried.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tried


def resolve_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Have names lead to the addresses of each answer in turn; return the names that were asked for."""
    asked: list[str] = []
    waiting = list(answers)

    def getaddrinfo(host: str, port: int, *_args: Any, **_named: Any) -> list[Any]:
        asked.append(host)
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [
            (socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *(
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
        ),
        *("255.255.255.255", "192.88.99.1", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1"),
        *(
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fe80::1%eth0",
        ),
        *("fec0::1", "ff02::1", "2001:db8::1", "100::1"),
    ],
)
def test_w6_an_address_that_is_not_of_the_public_network_is_none(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1", "2a00:1450:4001::1"])
def test_a_public_address_is_public(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.shared
def test_w6_no_trick_of_the_corpus_leads_to_a_connection(shared_dir: Path, connects: list[Any]) -> None:
    lines = (shared_dir / "security/urls/ssrf_patt.jsonl").read_text("utf-8").splitlines()
    for text in [json.loads(line)["payload"] for line in lines]:
        with pytest.raises((ForbiddenAddressError, UnreachableFeedError)):
            Reach().connect(read_address(text, WEB))
    assert connects == []


def test_w6_the_corpus_would_connect_with_the_defence_off(connects: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.wire.reach.is_public", lambda _ip: True)
    with pytest.raises(UnreachableFeedError):
        Reach().connect(read_address("http://169.254.169.254/latest/", WEB))
    assert connects == [("169.254.169.254", 80)]


def test_w6_the_address_that_was_checked_is_the_one_connected_to(
    connects: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = resolve_to(monkeypatch, [PUBLIC], ["127.0.0.1"])
    with pytest.raises(UnreachableFeedError):
        Reach().connect(read_address("http://turns.example/", WEB))
    assert (asked, connects) == (["turns.example"], [(PUBLIC, 80)])


def test_w6_a_name_with_one_private_address_among_public_ones_is_refused(
    connects: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, [PUBLIC, "127.0.0.1"])
    with pytest.raises(ForbiddenAddressError, match=r"leads to 127\.0\.0\.1"):
        Reach().connect(read_address("http://both.example/", WEB))
    assert connects == []


@pytest.mark.parametrize("address", ["http://feeds.example:22/", "https://feeds.example:8443/", "sftp://a.example:80/"])
def test_w6_other_ports_are_refused_unless_they_are_named(address: str) -> None:
    read = read_address(address, ("http", "https", "sftp"))
    with pytest.raises(ForbiddenAddressError, match="Port"):
        Reach().check(read)
    Reach([f"{read.host}:{read.port}"]).check(read)


def test_a_host_of_the_newsrooms_own_network_is_reached_when_it_is_named(
    connects: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, ["10.0.0.7"])
    with pytest.raises(UnreachableFeedError):
        Reach(["wire.local"]).connect(read_address("http://wire.local/", WEB))
    assert connects == [("10.0.0.7", 80)]


def test_w6_no_name_leads_to_where_clouds_keep_credentials(
    connects: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, ["169.254.169.254"])
    with pytest.raises(ForbiddenAddressError):
        Reach(["wire.local"]).connect(read_address("http://wire.local/", WEB))
    assert connects == []
