"""An address, read so that a browser would read it the same way, or refused.

Two programs that read one address differently are how a guard is led around. So this takes the plain part of what the
standard allows and refuses the rest: a strange spelling has no place in a feed's address. `urlsplit` refuses nothing.

Source: WHATWG URL Standard, "host parsing"; criterion W7.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote

import idna

from broadsheet.wire.errors import ForbiddenAddressError

PORTS = {
    "http": 80,
    "https": 443,
    "ftp": 21,
    "ftpes": 21,
    "ftps": 990,
    "sftp": 22,
    "imap": 143,
    "imaps": 993,
}
MAX_CHARACTERS = 2000
_PARTS = re.compile(r"([A-Za-z]+)://([^/?#\\@]+)([/?#].*)?")
_PLACE = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::([0-9]{1,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BYTE = re.compile(r"0|[1-9][0-9]{0,2}")
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\\\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Address:
    """Where something is: lower-case host (an IPv6 address without brackets), port, and what follows, encoded."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def place(self) -> str:
        """The host as an address has it, and the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.place}{self.path}"


def read_address(text: str, schemes: Collection[str]) -> Address:
    """Return what an address says. It has a host, no user name, and one of `schemes`; a fragment is left out.

    Raises:
        ForbiddenAddressError: it is no such address, or a browser would stumble over it.
    """
    wanted = ", ".join(f"{scheme}://" for scheme in schemes)
    match = _PARTS.fullmatch(text)
    if match is None or len(text) > MAX_CHARACTERS or _UNFIT.search(text) or match[1].lower() not in schemes:
        raise ForbiddenAddressError(f"“{text[:200]}” is not an address that a feed can have; it begins with {wanted}.")
    scheme = match[1].lower()
    place = _PLACE.fullmatch(match[2])
    port = int(place[2]) if place and place[2] else PORTS[scheme]
    host = _host(place[1]) if place else None
    if host is None or not 0 < port < 65536:
        raise ForbiddenAddressError(f"“{match[2][:200]}” is not a host that can be reached.")
    path = (match[3] or "/").partition("#")[0]
    if not path.startswith("/"):
        path = "/" + path
    return Address(scheme, host, port, quote(path, safe="/~!$&'()*+,;=:@?%-._"))


def _host(text: str) -> str | None:
    if text.startswith("["):
        try:
            return str(IPv6Address(text[1:-1]))
        except ValueError:
            return None
    try:
        name = text.lower() if text.isascii() else idna.encode(text, uts46=True, std3_rules=True).decode()
        if "xn--" in name:
            idna.decode(name, uts46=True, std3_rules=True)
    except (idna.IDNAError, UnicodeError):
        return None
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return name if not _NUMBER.fullmatch(labels[-1]) or _is_ipv4(labels) else None


def _is_ipv4(labels: list[str]) -> bool:
    """Return whether these are four plain decimal numbers: octal, hexadecimal and short forms are tricks."""
    return len(labels) == 4 and all(_BYTE.fullmatch(label) and int(label) < 256 for label in labels)
