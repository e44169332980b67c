"""Fetch one web address for a feed: every hop checked, every size and time bounded, no password sent to a stranger.

Why not `aiohttp` bare: it follows redirects anywhere, unpacks a bomb before it counts, and looks a name up itself.
So redirects are followed here, the packed body is unpacked here piece by piece, and sockets are made only for
addresses that `reach` has checked.

Source: criteria W6 and W8; RFC 9110, 15.4 (redirects), 8.4 (codings), 10.2.3 (Retry-After).
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urljoin

import aiohttp
import brotli
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from broadsheet.wire.addresses import Address, read_address
from broadsheet.wire.errors import (
    BusyFeedError,
    RefusedSignInError,
    UnreachableFeedError,
    UselessAnswerError,
)
from broadsheet.wire.reach import CONNECT_SECONDS, Reach

MAX_BODY_BYTES: Final = 20 * 1024 * 1024
MAX_SECONDS: Final = 30.0
MAX_REDIRECTS: Final = 3
PIECE_BYTES: Final = 64 * 1024
RETRY_AFTER_SECONDS: Final = 300.0
MAX_RETRY_AFTER_SECONDS: Final = 86_400.0
SCHEMES: Final = ("http", "https")
MOVED: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take: bytes after unpacking, seconds in all, redirects."""

    max_bytes: int = MAX_BODY_BYTES
    max_seconds: float = MAX_SECONDS
    max_redirects: int = MAX_REDIRECTS


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: 200 with a body, or 304 with none. Names of `headers` are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is shown to the host of the first address, and to no other."""

    headers: Mapping[str, str] = field(default_factory=dict)


def credentials_from(username: str, secret: str) -> Credentials:
    """Return the headers that a user name and a secret stand for.

    With a user name it is basic authentication. Without, the secret is a header (`X-Key: abc`), or what follows
    `Authorization:` (`Bearer abc`); a single word is a bearer token.
    """
    if username:
        pair = b64encode(f"{username}:{secret}".encode()).decode()
        return Credentials({"Authorization": f"Basic {pair}"})
    if not secret:
        return Credentials()
    name, colon, value = secret.partition(":")
    if colon and name.replace("-", "").isalnum():
        return Credentials({name: value.strip()})
    return Credentials({"Authorization": secret if " " in secret else f"Bearer {secret}"})


def fetch(
    url: str,
    *,
    reach: Reach,
    now: datetime,
    headers: Mapping[str, str] | None = None,
    credentials: Credentials | None = None,
    limits: Limits | None = None,
) -> Fetched:
    """Return the answer of a web address, 200 or 304.

    Raises:
        ForbiddenAddressError: the address, or one that it leads to, is none that feeds may reach for.
        UnreachableFeedError: no connection, a cut one, or one that was too slow.
        BusyFeedError: status 429 or 503.
        RefusedSignInError: status 401 or 403.
        UselessAnswerError: another status, too many bytes, or a body that cannot be unpacked.
    """
    address = read_address(url, SCHEMES)
    limits = limits or Limits()
    try:
        return asyncio.run(
            _follow(
                address,
                reach,
                now=now,
                headers=headers or {},
                credentials=credentials or Credentials(),
                limits=limits,
            )
        )
    except TimeoutError as err:
        raise UnreachableFeedError(
            f"{address.place} was too slow: no complete answer came within {limits.max_seconds:g} seconds."
        ) from err
    except (aiohttp.ClientError, OSError, ValueError) as err:
        raise UnreachableFeedError(
            f"{address.place} cannot be fetched from: {str(err) or type(err).__name__}."
        ) from err


async def _follow(
    address: Address,
    reach: Reach,
    *,
    now: datetime,
    headers: Mapping[str, str],
    credentials: Credentials,
    limits: Limits,
) -> Fetched:
    first = address.origin
    async with asyncio.timeout(limits.max_seconds):
        for _hop in range(limits.max_redirects + 1):
            reach.check(address)
            shown = {**headers, **(credentials.headers if address.origin == first else {})}
            url = URL(str(address), encoded=True)
            async with (
                _session(reach, address) as session,
                session.get(url, headers=shown, allow_redirects=False) as answer,
            ):
                if answer.status not in MOVED:
                    return await _taken(answer, address, now, limits)
                address = read_address(urljoin(str(address), answer.headers.get("Location", "")), SCHEMES)
    raise UselessAnswerError(f"The address redirects more than {limits.max_redirects} times.")


async def _taken(answer: aiohttp.ClientResponse, address: Address, now: datetime, limits: Limits) -> Fetched:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.status == 304:
        return Fetched(304, headers, address=str(address))
    if answer.status in (429, 503):
        raise BusyFeedError(answer.status, retry_after_seconds=_retry_after(headers.get("retry-after", ""), now))
    if answer.status in (401, 403):
        raise RefusedSignInError(f"{address.place} does not let us in (status {answer.status}).")
    if answer.status != 200:
        raise UselessAnswerError(f"{address.place} answers with status {answer.status}.")
    unpack = _unpacker(headers.get("content-encoding", ""))
    whole = bytearray()
    async for piece in answer.content.iter_chunked(PIECE_BYTES):
        for part in unpack.parts(piece):
            whole += part
            if len(whole) > limits.max_bytes:
                raise UselessAnswerError(f"The answer is larger than the {limits.max_bytes:,} bytes that are taken.")
    if not unpack.is_whole():
        raise UnreachableFeedError(f"{address.place} broke off in the middle of its answer.")
    return Fetched(200, headers, bytes(whole), str(address))


def _retry_after(text: str, now: datetime) -> float:
    """Return seconds, a day at most: a server must not be able to switch a feed off for good."""
    try:
        seconds = float(text) if text.strip().isdigit() else (parsedate_to_datetime(text) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        seconds = RETRY_AFTER_SECONDS
    return min(max(seconds, 1.0), MAX_RETRY_AFTER_SECONDS)


class _Plain:
    """A body that comes unpacked."""

    def parts(self, piece: bytes) -> Iterator[bytes]:
        """Yield the piece."""
        yield piece

    def is_whole(self) -> bool:
        """Its length was compared by aiohttp."""
        return True


class _Inflater:
    """gzip, with further members if there are any, or deflate, with zlib's head or bare as some servers send it."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._inflate = zlib.decompressobj(bits)
        self._is_fresh = True

    def parts(self, piece: bytes) -> Iterator[bytes]:
        """Yield what the piece unpacks to, 64 KB at most at a time."""
        while piece:
            if self._inflate.eof:
                self._inflate = zlib.decompressobj(self._bits)
            try:
                part = self._inflate.decompress(piece, PIECE_BYTES)
            except zlib.error as err:
                if self._bits != zlib.MAX_WBITS or not self._is_fresh:
                    raise UselessAnswerError("The answer cannot be unpacked.") from err
                self._bits = -zlib.MAX_WBITS
                self._inflate = zlib.decompressobj(self._bits)
                continue
            self._is_fresh = False
            piece = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
            yield part

    def is_whole(self) -> bool:
        """Whether the end of the packed data has come."""
        return self._inflate.eof or self._is_fresh


class _Brotli:
    """Brotli."""

    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()

    def parts(self, piece: bytes) -> Iterator[bytes]:
        """Yield what the piece unpacks to, a little at a time."""
        try:
            yield self._decoder.process(piece, output_buffer_limit=PIECE_BYTES)
            while not self._decoder.can_accept_more_data():
                yield self._decoder.process(b"", output_buffer_limit=PIECE_BYTES)
        except brotli.error as err:
            raise UselessAnswerError("The answer cannot be unpacked.") from err

    def is_whole(self) -> bool:
        """Whether the end of the packed data has come."""
        return bool(self._decoder.is_finished())


def _unpacker(coding: str) -> _Plain | _Inflater | _Brotli:
    match coding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Inflater(zlib.MAX_WBITS | 16)
        case "deflate":
            return _Inflater(zlib.MAX_WBITS)
        case "br":
            return _Brotli()
    raise UselessAnswerError(f"The answer is packed in a way that is not read here: {coding[:40]}.")


class _CheckedResolver(AbstractResolver):
    """Looks a name up, and gives nothing away unless every address that it leads to may be reached."""

    def __init__(self, reach: Reach, address: Address) -> None:
        self._reach = reach
        self._address = address

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the places of the one address that this is for."""
        places = await asyncio.to_thread(self._reach.places, self._address, port=port)
        return [
            ResolveResult(
                hostname=host, host=sockaddr[0], port=port, family=kind, proto=proto, flags=socket.AI_NUMERICHOST
            )
            for kind, _type, proto, sockaddr in places
        ]

    async def close(self) -> None:
        """Nothing is held open."""


def _session(reach: Reach, address: Address) -> aiohttp.ClientSession:
    """Return a session for one hop. The socket's maker checks again, also where the host is written as a number."""

    def open_socket(info: Any) -> socket.socket:
        family, kind, proto, _name, sockaddr = info
        reach.check_ip(address, str(sockaddr[0]))
        opened = socket.socket(family, kind, proto)
        opened.setblocking(False)
        return opened

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            resolver=_CheckedResolver(reach, address),
            socket_factory=open_socket,
            use_dns_cache=False,
            force_close=True,
            ssl=ssl.create_default_context(),
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
        headers={"Accept-Encoding": "gzip, deflate, br", "User-Agent": "broadsheet"},
    )
