"""Who may look at `/readyz` and `/metrics`: a peer on loopback, or one that has the token. `/healthz` is for all.

The peer is judged at its socket. A forwarding header never opens a door here, it only closes one: a proxy on this
machine connects from loopback too, and what it forwards is not from here.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Final

from broadsheet.press.server.client import Address

HEALTH: Final = "/healthz"
GUARDED: Final = frozenset({"/readyz", "/metrics"})

FORWARDING: Final = ("x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host", "x-forwarded-proto")


def may_look(peer: Address | None, header_names: Iterable[str], *, bearer: str, token: str) -> bool:
    """Return whether a peer may see how the system is.

    `bearer` is the Authorization header as sent; `token` the newsroom's, empty for none.
    """
    if token and hmac.compare_digest(bearer.encode(), f"Bearer {token}".encode()):
        return True
    if peer is None or not peer.is_loopback:
        return False
    return not any(name in FORWARDING for name in header_names)
