"""Whom feeds may connect to: the public network on its usual ports, and what the newsroom has named.

The address that is checked is the address that is connected to: a name is looked up once, here, and what the look-up
gave is what the socket gets. A name server that answers differently the second time is never asked a second time.

Source: criterion W6; RFC 6890 and the IANA registries of special-purpose addresses.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from broadsheet.wire.addresses import PORTS, Address
from broadsheet.wire.errors import ForbiddenAddressError, UnreachableFeedError

CONNECT_SECONDS = 5.0
WEB_PORTS = frozenset({80, 443})
#: Ways of writing an IPv4 address inside an IPv6 one, and site-local: none is a place of its own.
_TUNNELS = tuple(
    ip_network(text)
    for text in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/23", "fec0::/10", "5f00::/16")
)
_V4_SPECIAL = tuple(ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10"))


def is_public(text: str) -> bool:
    """Return whether an IP address is one of the public network's."""
    ip = ip_address(text.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        return False
    special = _V4_SPECIAL if isinstance(ip, IPv4Address) else _TUNNELS
    if any(ip in network for network in special):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class Reach:
    """The newsroom's rule: `named` holds hosts of its own network, each a host or a host and port.

    A host named without a port is allowed on the ports that the scheme usually has. Link-local addresses, where
    clouds keep their machines' credentials, are reached through no name.
    """

    def __init__(self, named: Iterable[str] = ()) -> None:
        self._named = frozenset(name.strip().lower() for name in named)

    def check(self, address: Address) -> None:
        """Refuse a port, or a host that is written as an IP address.

        Raises:
            ForbiddenAddressError: feeds may not reach for it.
        """
        usual = WEB_PORTS if address.scheme in ("http", "https") else {PORTS[address.scheme]}
        if address.port not in usual and not self._names(address.host, address.port):
            raise ForbiddenAddressError(
                f"Port {address.port} is not one that feeds use; if it is right, name {_place(address)} under "
                "wire.private_hosts in broadsheet.toml."
            )
        if _is_ip(address.host):
            self.check_ip(address, address.host)

    def check_ip(self, address: Address, ip: str) -> None:
        """Refuse an IP address to which the host of `address` was found to lead.

        Raises:
            ForbiddenAddressError: it is not public, and the newsroom has not named the host.
        """
        if is_public(ip):
            return
        found = ip_address(ip.partition("%")[0])
        found = getattr(found, "ipv4_mapped", None) or found
        hopeless = found.is_multicast or found.is_unspecified or (found.is_link_local and address.host != ip)
        if hopeless or not self._is_named(address):
            raise ForbiddenAddressError(
                f"{address.host} leads to {ip}, which is not on the public network; if it is the newsroom's own, "
                f"name {_place(address)} under wire.private_hosts in broadsheet.toml."
            )

    def connect(self, address: Address, *, port: int | None = None) -> socket.socket:
        """Return a connection to a checked address, within five seconds a try.

        Raises:
            ForbiddenAddressError: feeds may not reach for it; nothing was sent.
            UnreachableFeedError: nobody answers there.
        """
        self.check(address)
        problem: OSError | None = None
        for family, kind, proto, sockaddr in self.places(address, port=port or address.port):
            opened = socket.socket(family, kind, proto)
            opened.settimeout(CONNECT_SECONDS)
            try:
                opened.connect(sockaddr)
            except OSError as err:
                opened.close()
                problem = err
            else:
                return opened
        raise UnreachableFeedError(f"{address.place} does not answer: {_reason(problem)}.") from problem

    def places(self, address: Address, *, port: int) -> list[tuple[Any, Any, int, Any]]:
        """Return where the host is: family, kind, protocol and socket address of each, all of them checked.

        Raises:
            ForbiddenAddressError: one of them is forbidden.
            UnreachableFeedError: the name is not known.
        """
        try:
            found = socket.getaddrinfo(address.host, port, type=socket.SOCK_STREAM)
        except OSError as err:
            raise UnreachableFeedError(f"The name {address.host} is not known: {_reason(err)}.") from err
        for *_rest, sockaddr in found:
            self.check_ip(address, str(sockaddr[0]))
        return [(family, kind, proto, sockaddr) for family, kind, proto, _name, sockaddr in found]

    def _is_named(self, address: Address) -> bool:
        usual = {*WEB_PORTS, PORTS[address.scheme]}
        return self._names(address.host, address.port) or (address.port in usual and address.host in self._named)

    def _names(self, host: str, port: int) -> bool:
        return f"{host}:{port}" in self._named or f"[{host}]:{port}" in self._named


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _place(address: Address) -> str:
    return f"[{address.host}]:{address.port}" if ":" in address.host else f"{address.host}:{address.port}"


def _reason(err: OSError | None) -> str:
    return (err.strerror or str(err) or type(err).__name__) if err else "it has no address"
