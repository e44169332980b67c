"""Who is asking: the connecting peer, or whom a trusted proxy speaks for. Nobody else's word counts."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

MAX_HOPS: Final = 32

Address = IPv4Address | IPv6Address


class Clients:
    """Reads a client's address, believing X-Forwarded-For only from networks that the newsroom trusts."""

    def __init__(self, trusted_proxies: Sequence[str]) -> None:
        self._networks = tuple(ip_network(network, strict=False) for network in trusted_proxies)

    def is_trusted(self, address: Address | None) -> bool:
        """Return whether an address is a proxy of the newsroom's own."""
        return address is not None and any(address in network for network in self._networks)

    def address(self, peer: Address | None, forwarded_for: Sequence[str]) -> str:
        """Return the client's address as text, `-` if the connection has none.

        Behind a trusted proxy it is the right-most address that no trusted proxy has; what stands to the left of it
        was written by the client. A word that is no address ends the search at the hop before it.
        """
        found = peer
        hops = ",".join(forwarded_for).split(",")[-MAX_HOPS:]
        while self.is_trusted(found) and hops:
            hop = parse_address(hops.pop())
            if hop is None:
                break
            found = hop
        return str(found) if found is not None else "-"


def parse_peer(client: str) -> Address | None:
    """Return the address of a `host:port` pair as Granian gives it, or None."""
    return parse_address(client.rpartition(":")[0])


def parse_address(text: str) -> Address | None:
    """Return an address; an IPv4 address in IPv6 clothes is taken as IPv4. None if it is no address."""
    try:
        address = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
