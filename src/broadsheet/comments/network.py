"""Where a comment comes from, as far as limits need to know: a keyed hash of the network, never an address."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from broadsheet.comments.secret import keyed_hash

# A household is handed a /24's neighbour or a /48 as a whole (RFC 6177), so one person cannot leave it easily.
IPV4_PREFIX_BITS = 24
IPV6_PREFIX_BITS = 48
UNKNOWN = "unknown"


def network_hash(meta: Mapping[str, Any]) -> str:
    """Return the keyed hash of the sender's network.

    `X-Broadsheet-Client` is the page server's own word: it strips the header from what comes in. No other header is
    looked at. Without it the connecting peer counts, and whatever is no single address shares one bucket.
    """
    client = meta.get("HTTP_X_BROADSHEET_CLIENT") or meta.get("REMOTE_ADDR") or ""
    return keyed_hash("network limits", _network_of(client))


def _network_of(client: str) -> str:
    try:
        address = ipaddress.ip_address(client.strip().strip("[]"))
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    bits = IPV4_PREFIX_BITS if address.version == 4 else IPV6_PREFIX_BITS
    return str(ipaddress.ip_network((address.packed, bits), strict=False))
