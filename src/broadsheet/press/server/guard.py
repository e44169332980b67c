"""What a request must be before anybody looks at what it asks for.

Granian lets a missing Host, TRACE, a chunked body beside a Content-Length, and any path through. It also takes
Content-Length away when both are there, so the two cannot be told apart from a chunked body alone: every body has to
say its length. Browsers' forms do.

Source: RFC 9112, sections 3.2 and 6.1.
"""

from __future__ import annotations

import re
from typing import Final

from broadsheet.press.server.config import LOOPBACK_HOSTS, ServerConfig

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
READING: Final = frozenset({"GET", "HEAD"})

MAX_PATH_LENGTH: Final = 1024
MAX_QUERY_LENGTH: Final = 4096
MAX_HEADERS: Final = 64
MAX_HEADER_BYTES: Final = 16 * 1024
MAX_COOKIE_BYTES: Final = 8 * 1024

_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)\.?(?::[0-9]{1,5})?")
_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\x7f\\%;?#\ufffd]|//|(?:^|/)\.{1,2}(?:/|$)")


class Hosts:
    """The names that the site answers to, loopback names always among them."""

    def __init__(self, config: ServerConfig) -> None:
        self._names = frozenset(name.lower().rstrip(".") for name in config.hosts) | LOOPBACK_HOSTS
        self._https = config.https
        self._known: dict[str, bool] = {}

    def hsts(self, raw: str) -> bool | None:
        """Return None for a Host that is not ours; else whether it is told to stay on https.

        An onion address is not: its key is its proof, and it has no certificate. Ports do not matter.
        """
        known = self._known.get(raw)
        if known is not None:
            return known
        name = host_name(raw)
        if name not in self._names:
            return None
        hsts = self._https and not name.endswith(".onion")
        if len(self._known) < 256:
            self._known[raw] = hsts
        return hsts


def host_name(raw: str) -> str:
    """Return the lower-case name in a Host header, without port and final dot; empty if it is not one."""
    if len(raw) > 300:
        return ""
    match = _HOST.fullmatch(raw.lower())
    return match[1] if match is not None else ""


def is_plain_path(path: str) -> bool:
    """Return whether a decoded path means to every program what it says.

    Refused are dot segments, empty segments, backslashes, `;` parameters, control characters, and what was encoded
    twice: the tricks by which a cache and a server read one address differently.
    """
    return path.startswith("/") and len(path) <= MAX_PATH_LENGTH and _FORBIDDEN.search(path) is None


def is_heavy(headers: list[tuple[str, str]]) -> bool:
    """Return whether a request's headers are more, or more text, than we pass on."""
    if len(headers) > MAX_HEADERS:
        return True
    return sum(len(name) + len(value) for name, value in headers) > MAX_HEADER_BYTES
