"""Passes a request on to the app over its Unix socket, and the answer back, bounded in size, time and number.

A connection a request: the app is on the same machine, a connection costs microseconds, and a kept one that the app
closes while it restarts would lose a comment.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import aiohttp
from granian.rsgi import ProtocolClosed
from multidict import CIMultiDict
from yarl import URL

from broadsheet.press.server.body import Body, BodyError, SlowBodyError
from broadsheet.press.server.config import ServerConfig
from broadsheet.press.server.headers import NO_STORE, Headers, HeaderTable
from broadsheet.press.server.plain import PlainPages
from broadsheet.press.server.rsgi import HTTPProtocol

log = logging.getLogger("broadsheet.press.server")

WHOLE_ANSWER_MAX_BYTES: Final = 256 * 1024
"""An answer of the app up to this size is sent in one piece."""

ERROR_MAX_AGE_SECONDS: Final = 10

HOP_BY_HOP: Final = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "expect",
    }
)
"""Source: RFC 9110, section 7.6.1."""

NOT_FROM_OUTSIDE: Final = frozenset(
    {
        "host",
        "content-length",
        "forwarded",
        "via",
        "x-http-method-override",
        "x-http-method",
        "x-method-override",
        "x-host",
        "x-real-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "true-client-ip",
        "cf-connecting-ip",
    }
)
NOT_FROM_OUTSIDE_PREFIXES: Final = ("x-forwarded", "x-broadsheet-", "x-original-", "x-rewrite-")

_MAX_AGE: Final = re.compile(r"(?:s-maxage|max-age|stale-while-revalidate|stale-if-error)\s*=\s*\"?([0-9]+)")


@dataclass(frozen=True)
class Outgoing:
    """A request as the app is to see it."""

    method: str
    path: str
    query: str
    host: str
    client: str
    scheme: str
    headers: list[tuple[str, str]]


class Forwarder:
    """The way to the app, for one worker."""

    def __init__(self, config: ServerConfig, pages: PlainPages) -> None:
        self._config = config
        self._pages = pages
        self._session: aiohttp.ClientSession | None = None
        self._under_way = {"desk": 0, "wire": 0, "reader": 0}
        self._max_bytes = {
            "desk": config.desk_max_bytes,
            "wire": config.wire_max_bytes,
            "reader": config.form_max_bytes,
        }

    async def pass_on(self, proto: HTTPProtocol, request: Outgoing, *, length: int, table: HeaderTable) -> None:
        """Answer a request with what the app says, or with a plain page when it says nothing."""
        lane = _lane(request.path)
        body = Body(proto, length, grace_seconds=self._config.body_seconds)
        if length > self._max_bytes[lane]:
            await self._refuse_large(proto, request, body, table)
            return
        self._under_way[lane] += 1
        try:
            await self._with_body(
                proto, request, body, table, crowded=self._under_way[lane] > self._config.app_requests
            )
        finally:
            self._under_way[lane] -= 1

    async def close(self) -> None:
        """Let go of what is held open."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _refuse_large(self, proto: HTTPProtocol, request: Outgoing, body: Body, table: HeaderTable) -> None:
        waits_to_send = any(name == "expect" for name, _value in request.headers)
        if not waits_to_send:
            await body.drain()
        proto.response_bytes(413, [*table.plain(), ("connection", "close")], self._pages.page(413))

    async def _with_body(
        self, proto: HTTPProtocol, request: Outgoing, body: Body, table: HeaderTable, *, crowded: bool
    ) -> None:
        """Take a small body whole, so that it can be given back; stream a large one."""
        kept = b""
        data: bytes | AsyncIterator[bytes] | None = None
        try:
            if body.length <= self._config.form_max_bytes:
                kept = await body.whole()
                data = kept if body.length else None
            else:
                data = body.pieces()
            if crowded:
                self._apologise(proto, 503, request, kept, table)
                return
            await self._ask(proto, request, body, data, table)
        except (aiohttp.ClientError, OSError, TimeoutError) as err:
            if body.fault is not None:
                self._cut(proto, body.fault, table)
                return
            log.warning("The app did not answer %s %s: %s", request.method, request.path, type(err).__name__)
            self._apologise(proto, _status_of(err), request, kept, table)
        except BodyError as err:
            self._cut(proto, err, table)

    async def _ask(
        self,
        proto: HTTPProtocol,
        request: Outgoing,
        body: Body,
        data: bytes | AsyncIterator[bytes] | None,
        table: HeaderTable,
    ) -> None:
        async with self._open().request(
            request.method,
            URL(
                f"http://app{quote(request.path, safe=_PATH_SAFE)}{'?' if request.query else ''}{request.query}",
                encoded=True,
            ),
            headers=outgoing_headers(request, body.length),
            data=data,
            allow_redirects=False,
            skip_auto_headers=("accept", "accept-encoding", "user-agent", "content-type"),
        ) as answer:
            await _hand_back(proto, request.method, answer, table)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.UnixConnector(path=self._config.app_socket, limit=0, force_close=True),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=self._config.connect_seconds, sock_read=self._config.answer_seconds
                ),
                max_line_size=16 * 1024,
                max_field_size=32 * 1024,
            )
        return self._session

    def _apologise(self, proto: HTTPProtocol, status: int, request: Outgoing, kept: bytes, table: HeaderTable) -> None:
        headers = table.plain()
        if status == 503:
            headers.append(("retry-after", "5"))
        is_comment = request.method == "POST" and request.path.startswith("/comments/")
        page = self._pages.comment_back(status, request.path, kept) if is_comment else self._pages.page(status)
        if request.method == "HEAD":
            proto.response_empty(status, [*headers, ("content-length", str(len(page)))])
        else:
            proto.response_bytes(status, headers, page)

    def _cut(self, proto: HTTPProtocol, fault: BodyError, table: HeaderTable) -> None:
        status = 408 if isinstance(fault, SlowBodyError) else 400
        proto.response_bytes(status, [*table.plain(), ("connection", "close")], self._pages.page(status))


_PATH_SAFE: Final = "/~!$&'()*+,=:@"


def _lane(path: str) -> str:
    """Return who is counted together: a crowd of one kind takes no place from another."""
    for lane in ("desk", "wire"):
        if path.startswith(f"/{lane}/"):
            return lane
    return "reader"


def outgoing_headers(request: Outgoing, length: int) -> CIMultiDict[str]:
    """Return the headers that the app gets: the client's own, without what only a proxy may say, and our word."""
    named = {
        token.strip().lower() for name, value in request.headers if name == "connection" for token in value.split(",")
    }
    headers = CIMultiDict(
        (name, value) for name, value in request.headers if name not in named and _may_come_from_outside(name)
    )
    headers["host"] = request.host
    headers["x-broadsheet-client"] = request.client
    headers["x-broadsheet-scheme"] = request.scheme
    if length or request.method not in {"GET", "HEAD"}:
        headers["content-length"] = str(length)
    return headers


def returned_headers(status: int, pairs: Iterable[tuple[bytes, bytes]], table: HeaderTable) -> Headers:
    """Return the headers that the client gets: the app's, completed; never a cookie in a public cache."""
    answer = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in pairs]
    named = {token.strip().lower() for name, value in answer if name == "connection" for token in value.split(",")}
    answer = [
        (name, value)
        for name, value in answer
        if name not in HOP_BY_HOP and name not in named and name not in {"server", "date"} and value.isascii()
    ]
    cache = ", ".join(value for name, value in answer if name == "cache-control").lower()
    sets_cookie = any(name == "set-cookie" for name, _value in answer)
    if (sets_cookie and "public" in cache) or (status >= 400 and _lasts_too_long(cache)):
        answer = [pair for pair in answer if pair[0] not in {"cache-control", "expires"}]
        answer.append(("cache-control", NO_STORE))
    return table.fill_in(answer)


async def _hand_back(proto: HTTPProtocol, method: str, answer: aiohttp.ClientResponse, table: HeaderTable) -> None:
    headers = returned_headers(answer.status, answer.raw_headers, table)
    if method == "HEAD" or answer.status in {204, 304}:
        proto.response_empty(answer.status, headers)
        return
    length = answer.content_length
    if length is not None and length <= WHOLE_ANSWER_MAX_BYTES:
        whole = await answer.read()
        proto.response_bytes(answer.status, [pair for pair in headers if pair[0] != "content-length"], whole)
        return
    await _stream(proto, answer, headers)


async def _stream(proto: HTTPProtocol, answer: aiohttp.ClientResponse, headers: Headers) -> None:
    """Send an answer as it comes. One that breaks off is cut, so that its announced length gives it away."""
    stream = proto.response_stream(answer.status, headers)
    try:
        async for piece in answer.content.iter_any():
            await stream.send_bytes(piece)
    except (aiohttp.ClientError, OSError, TimeoutError) as err:
        log.warning("An answer of the app broke off: %s", type(err).__name__)
    except ProtocolClosed:
        return
    finally:
        del stream  # aiohttp keeps the error, which keeps this frame: the line would stay open until it is collected


def _may_come_from_outside(name: str) -> bool:
    if name in HOP_BY_HOP or name in NOT_FROM_OUTSIDE or "_" in name:
        return False
    return not name.startswith(NOT_FROM_OUTSIDE_PREFIXES)


def _lasts_too_long(cache_control: str) -> bool:
    return any(int(age) > ERROR_MAX_AGE_SECONDS for age in _MAX_AGE.findall(cache_control))


def _status_of(err: Exception) -> int:
    if isinstance(err, aiohttp.ClientConnectorError):
        return 503
    return 504 if isinstance(err, (asyncio.TimeoutError, aiohttp.ServerTimeoutError)) else 502
