"""A network is known by a keyed hash of its prefix, and by the page server's word alone."""

from __future__ import annotations

import hashlib

import pytest

from broadsheet.comments.network import network_hash

CLIENT = "HTTP_X_BROADSHEET_CLIENT"


def of(client: str, **others: str) -> str:
    """Return the hash for what the page server says."""
    return network_hash({CLIENT: client, **others})


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("203.0.113.7", "203.0.113.250", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("2001:db8:1:2::3", "2001:db8:1:ffff::9", True),
        ("2001:db8:1::3", "2001:db8:2::3", False),
        ("::ffff:203.0.113.7", "203.0.113.9", True),
        ("not an address", "203.0.113.7, 198.51.100.1", True),
        ("", "not an address", True),
    ],
    ids=["/24", "another /24", "/48", "another /48", "mapped", "unknown", "empty"],
)
def test_c7_a_network_is_a_24_or_a_48(one: str, other: str, are_same: bool) -> None:
    assert (of(one) == of(other)) is are_same


def test_v2_the_hash_is_no_plain_digest_of_the_network() -> None:
    assert of("203.0.113.7") != hashlib.sha256(b"203.0.113.0/24").hexdigest()


def test_without_the_page_server_the_connecting_peer_counts() -> None:
    assert network_hash({"REMOTE_ADDR": "203.0.113.7"}) == of("203.0.113.8")


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP"])
def test_c7_forged_headers_have_no_effect(header: str) -> None:
    assert of("203.0.113.7", **{header: "198.51.100.1"}) == of("203.0.113.7")
