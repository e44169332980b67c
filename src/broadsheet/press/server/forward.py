"""Passes a request on to the app over its Unix socket, and the answer back, bounded in size, time and number.

A connection a request: the app is on the same machine, a connection costs microseconds, and a kept one that the app
closes while it restarts would lose a comment.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import aiohttp
from granian.rsgi import ProtocolClosed
from multidict import CIMultiDict
from yarl import URL

from broadsheet.press.server.body import Body, BodyError, SlowBodyError
from broadsheet.press.server.config import ServerConfig
from broadsheet.press.server.flights import Fetched, Flights
from broadsheet.press.server.headers import NO_STORE, Headers, HeaderTable
from broadsheet.press.server.plain import PlainPages
from broadsheet.press.server.request_id import HEADER
from broadsheet.press.server.rsgi import HTTPProtocol
from broadsheet.press.server.served import Served

log = logging.getLogger("broadsheet.press.server")

WHOLE_ANSWER_MAX_BYTES: Final = 256 * 1024
"""An answer of the app up to this size is sent in one piece."""

SHARED_MAX_BYTES: Final = 2 * 1024 * 1024
"""An answer larger than this is given to each reader who asks for it by itself, as it comes."""

ERROR_MAX_AGE_SECONDS: Final = 10

SEARCH: Final = "/search/"
COMMENTS: Final = "/comments/"

BROKEN: Final = frozenset({500, 502, 504})
"""What the app answers when it broke, its database gone; at 503 it has words of its own for the reader."""

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


class CrowdedError(Exception):
    """As many requests are with the app as it may have at a time."""


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
    request_id: str


class Forwarder:
    """The way to the app, for one worker."""

    def __init__(self, config: ServerConfig, pages: PlainPages, served: Served) -> None:
        self._config = config
        self._pages = pages
        self._served = served
        self._session: aiohttp.ClientSession | None = None
        self._flights = Flights()
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
            body.forget()

    async def share(self, proto: HTTPProtocol, request: Outgoing, *, table: HeaderTable) -> None:
        """Answer a request with nothing personal in it with what the app says to all who ask the same just now."""
        key = f"{request.scheme}://{request.host}{request.path}?{request.query}"
        try:
            fetched = await self._flights.share(key, lambda: self._fetch(request))
            if fetched is None:
                await self.pass_on(proto, request, length=0, table=table)
            else:
                self._served.app += 1
                headers = fetched.headers(lambda status, pairs: returned_headers(status, pairs, table))
                proto.response_bytes(fetched.status, headers, fetched.body)
        except CrowdedError:
            self._apologise(proto, 503, request, b"", table)
        except (aiohttp.ClientError, OSError, TimeoutError) as err:
            self._apologise(proto, _status_of(err), request, b"", table)

    async def _fetch(self, request: Outgoing) -> Fetched | None:
        """Ask the app for an answer with nothing of the reader's in the question; None if it is too large to hold.

        Raises:
            CrowdedError: the app has enough to do.
            aiohttp.ClientError, OSError, TimeoutError: it gave no answer.
        """
        if self._under_way["reader"] >= self._config.app_requests:
            raise CrowdedError
        self._under_way["reader"] += 1
        try:
            async with self._request(request, 0, None) as answer:
                whole = await answer.content.read(SHARED_MAX_BYTES)
                if not answer.content.at_eof():
                    return None
                return Fetched(answer.status, tuple(answer.raw_headers), whole)
        except (aiohttp.ClientError, OSError, TimeoutError) as err:
            log.warning("The app did not answer: %s", type(err).__name__, extra={"request": request.request_id})
            raise
        finally:
            self._under_way["reader"] -= 1

    async def close(self) -> None:
        """Let go of what is held open."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _refuse_large(self, proto: HTTPProtocol, request: Outgoing, body: Body, table: HeaderTable) -> None:
        waits_to_send = any(name == "expect" for name, _value in request.headers)
        if not waits_to_send:
            await body.drain()
        self._served.refused += 1
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
            await self._ask(proto, request, body, data, kept=kept, table=table)
        except (aiohttp.ClientError, OSError, TimeoutError) as err:
            if body.fault is not None:
                self._cut(proto, body.fault, table)
                return
            log.warning("The app did not answer: %s", type(err).__name__, extra={"request": request.request_id})
            self._apologise(proto, _status_of(err), request, kept, table)
        except BodyError as err:
            self._cut(proto, err, table)

    async def _ask(
        self,
        proto: HTTPProtocol,
        request: Outgoing,
        body: Body,
        data: bytes | AsyncIterator[bytes] | None,
        *,
        kept: bytes,
        table: HeaderTable,
    ) -> None:
        async with self._request(request, body.length, data) as answer:
            if answer.status in BROKEN and is_reader_form(request):
                log.warning("The app broke over %s %s: %d", request.method, request.path, answer.status)
                self._apologise(proto, answer.status, request, kept, table)
                return
            self._served.app += 1
            await _hand_back(proto, request.method, answer, table)

    def _request(
        self, request: Outgoing, length: int, data: bytes | AsyncIterator[bytes] | None
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        path = quote(request.path, safe=_PATH_SAFE)
        return self._open().request(
            request.method,
            URL(f"http://app{path}{'?' if request.query else ''}{request.query}", encoded=True),
            headers=outgoing_headers(request, length),
            data=data,
            allow_redirects=False,
            skip_auto_headers=("accept", "accept-encoding", "user-agent", "content-type"),
        )

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
        self._served.unanswered += 1
        headers = table.plain()
        if status == 503:
            headers.append(("retry-after", "5"))
        page = self._words_back(status, request, kept)
        if request.method == "HEAD":
            proto.response_empty(status, [*headers, ("content-length", str(len(page)))])
        else:
            proto.response_bytes(status, headers, page)

    def _words_back(self, status: int, request: Outgoing, kept: bytes) -> bytes:
        """Return the page for a status, with what the reader had written if he had."""
        if not is_reader_form(request):
            return self._pages.page(status)
        if request.path == SEARCH:
            return self._pages.search_back(status, request.path, request.query.encode())
        return self._pages.comment_back(status, request.path, kept)

    def _cut(self, proto: HTTPProtocol, fault: BodyError, table: HeaderTable) -> None:
        self._served.refused += 1
        status = 408 if isinstance(fault, SlowBodyError) else 400
        proto.response_bytes(status, [*table.plain(), ("connection", "close")], self._pages.page(status))


_PATH_SAFE: Final = "/~!$&'()*+,=:@"


def is_reader_form(request: Outgoing) -> bool:
    """Return whether a reader has written something, so that he gets it back when it could not be taken."""
    if request.path == SEARCH:
        return request.method == "GET"
    return request.method == "POST" and request.path.startswith(COMMENTS)


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
    headers[HEADER] = request.request_id
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
