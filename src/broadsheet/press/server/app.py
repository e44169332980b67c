"""The door: each request is judged, answered from the shelves if they have it, and else passed on to the app.

Granian's RSGI is used bare, without a framework: a page is a dictionary look-up, one `stat` and one call, and every
layer between would cost more than that.
"""

from __future__ import annotations

import logging
import os
from asyncio import AbstractEventLoop
from typing import Final

from broadsheet.press.server import guard, health
from broadsheet.press.server.client import Clients, parse_peer
from broadsheet.press.server.config import LOOPBACK_HOSTS, ServerConfig, config_from_environment
from broadsheet.press.server.etag import none_match, range_holds
from broadsheet.press.server.files import PICTURE_TYPES, STATIC_TYPES, FileShelf, LargeFile, Moved, PageShelf
from broadsheet.press.server.flights import may_share
from broadsheet.press.server.forward import Forwarder, Outgoing
from broadsheet.press.server.headers import SHORT_CACHE, Headers, HeaderTable
from broadsheet.press.server.logs import set_up_log
from broadsheet.press.server.memory import Kept, Memory
from broadsheet.press.server.negotiate import TooLongError, TooManyLinesError, codings
from broadsheet.press.server.plain import PlainPages
from broadsheet.press.server.ranges import UnsatisfiableRangeError, parse_range
from broadsheet.press.server.reads import reads_of_this_process
from broadsheet.press.server.request_id import HEADER, request_id
from broadsheet.press.server.rsgi import HTTPProtocol, RequestHeaders, Scope
from broadsheet.press.server.served import served_of_this_process
from broadsheet.press.server.slow_readers import SlowReaders

log = logging.getLogger("broadsheet.press.server")

ALLOW_READING: Final = ("allow", "GET, HEAD")
CLOSE: Final = ("connection", "close")
IDENTITY_ONLY: Final = ("identity",)
KNOWN_ACCEPTS: Final = 256


class RefusedError(Exception):
    """A request that is answered with a plain page of this status and goes no further."""

    def __init__(self, status: int, *, closes: bool = False) -> None:
        super().__init__(status)
        self.status = status
        self.closes = closes


class PageServer:
    """An RSGI application over one newsroom's page store."""

    def __init__(self, config: ServerConfig) -> None:
        self._config = config
        self._tables = (HeaderTable(config, hsts=False), HeaderTable(config, hsts=True))
        # Two memories: a file's own path on the disk must never be an address that a page is found by.
        memory, files = Memory(config.memory_bytes // 2), Memory(config.memory_bytes // 2)
        self._memory = memory
        self._pages = PageShelf(config.pages, self._tables, memory, says_keys=config.surrogate_keys)
        self._files = {
            "/static/": FileShelf(config.static, STATIC_TYPES, self._tables, memory=files),
            "/media/": FileShelf(config.pictures, PICTURE_TYPES, self._tables, memory=files),
        }
        self._plain = PlainPages(config.site_name, config.language)
        self._hosts = guard.Hosts(config)
        self._clients = Clients(config.trusted_proxies)
        self._served = served_of_this_process(config.run)
        self._forwarder = Forwarder(config, self._plain, self._served)
        self._accepts: dict[str, tuple[str, ...]] = {}
        self._reads = reads_of_this_process(config.run)
        self._slow_readers = SlowReaders(config.stall_seconds)

    async def __rsgi__(self, scope: Scope, proto: HTTPProtocol) -> None:
        """Answer one request."""
        hsts = False
        try:
            hsts = self._admit(scope)
            path = scope.path
            kept = self._memory.find(path) if scope.method == "GET" else None
            if kept is not None:
                self._reads.count(path)
                self._give(scope, proto, kept, hsts=hsts)
                self._served.page += 1
            else:
                await self._route(scope, proto, path, hsts=hsts)
        except RefusedError as refused:
            self._refuse(scope, proto, refused, hsts=hsts)
        except Exception as err:
            log.exception("A request could not be answered: %s", type(err).__name__)
            self._refuse(scope, proto, RefusedError(502, closes=True), hsts=hsts)

    def __rsgi_init__(self, loop: AbstractEventLoop) -> None:
        """Begin what runs beside the requests, when the worker begins."""
        self._reads.start(loop)
        self._served.start(loop)
        self._slow_readers.start(loop)

    def __rsgi_del__(self, loop: AbstractEventLoop) -> None:
        """Leave what was counted and let go of the app when the worker ends."""
        self._slow_readers.stop()
        self._reads.stop()
        self._served.stop()
        loop.run_until_complete(self._forwarder.close())

    def _admit(self, scope: Scope) -> bool:
        """Return whether this host is told to stay on https; refuse a request that is not in order."""
        headers = scope.headers
        hosts = headers.get_all("host")
        if len(hosts) != 1:
            raise RefusedError(400, closes=True)
        hsts = self._hosts.hsts(hosts[0])
        if hsts is None or "transfer-encoding" in headers:
            raise RefusedError(400, closes=True)
        authority = scope.authority
        if authority is not None and guard.host_name(authority) != guard.host_name(hosts[0]):
            raise RefusedError(400, closes=True)
        if scope.method not in guard.METHODS:
            raise RefusedError(405, closes=True)
        cookie = headers.get("cookie")
        if cookie is not None and len(cookie) > guard.MAX_COOKIE_BYTES:
            raise RefusedError(431, closes=True)
        return hsts

    async def _route(self, scope: Scope, proto: HTTPProtocol, path: str, *, hsts: bool) -> None:
        """Find who answers an address: the private ones the app alone, the rest the shelves first."""
        if not guard.is_plain_path(path) or len(scope.query_string) > guard.MAX_QUERY_LENGTH:
            raise RefusedError(404)
        if path.startswith(self._config.private_prefixes):
            await self._pass_on(scope, proto, path, hsts=hsts)
            return
        for prefix, shelf in self._files.items():
            if path.startswith(prefix):
                self._give_file(scope, proto, shelf, path.removeprefix(prefix), hsts=hsts)
                return
        if path == health.HEALTH or path in health.GUARDED:
            await self._health(scope, proto, path, hsts=hsts)
            return
        found = self._pages.find(path)
        if found is None:
            await self._pass_on(scope, proto, path, hsts=hsts, is_page=True)
        elif scope.method not in guard.READING:
            raise RefusedError(405, closes=True)
        elif isinstance(found, Moved):
            proto.response_bytes(301, self._tables[hsts].moved(found.location, SHORT_CACHE, found.keys), b"")
            self._served.page += 1
        else:
            if scope.method == "GET" and found.status == 200:
                self._reads.count(path)
            self._give(scope, proto, found, hsts=hsts)
            self._served.page += 1

    def _give(self, scope: Scope, proto: HTTPProtocol, kept: Kept, *, hsts: bool) -> None:
        """Answer with a stored page or a small file, in the coding that the client likes best."""
        headers = scope.headers
        variants = kept.variants
        variant = variants["identity"]
        for coding in self._codings(headers):
            if coding in variants:
                variant = variants[coding]
                break
        wanted = headers.get("if-none-match")
        if wanted is not None and kept.status == 200 and none_match(wanted, variant.etag):
            self._served.unchanged += 1
            proto.response_empty(304, variant.not_modified[hsts])
        elif scope.method == "HEAD":
            proto.response_empty(kept.status, _with_length(variant.headers[hsts], len(variant.body)))
        else:
            proto.response_bytes(kept.status, variant.headers[hsts], variant.body)

    def _give_file(self, scope: Scope, proto: HTTPProtocol, shelf: FileShelf, name: str, *, hsts: bool) -> None:
        if scope.method not in guard.READING:
            raise RefusedError(405, closes=True)
        found = _found(shelf, name)
        wanted = scope.headers.get("range")
        if isinstance(found, LargeFile):
            self._give_large(scope, proto, found, wanted, hsts=hsts)
        elif wanted is None:
            self._give(scope, proto, found, hsts=hsts)
        else:
            self._give_part(scope, proto, found, wanted, hsts=hsts)
        self._served.file += 1

    def _give_part(self, scope: Scope, proto: HTTPProtocol, kept: Kept, wanted: str, *, hsts: bool) -> None:
        """Answer a range of a small file; ranges are of the file as it is, never of a compressed variant."""
        variant = kept.variants["identity"]
        part = self._part(scope, wanted, len(variant.body), variant.etag)
        if part is None:
            self._give(scope, proto, kept, hsts=hsts)
            return
        start, end = part
        headers = _with_range(variant.headers[hsts], start, end, len(variant.body))
        if scope.method == "HEAD":
            proto.response_empty(206, _with_length(headers, end - start))
        else:
            proto.response_bytes(206, headers, variant.body[start:end])

    def _give_large(
        self, scope: Scope, proto: HTTPProtocol, found: LargeFile, wanted: str | None, *, hsts: bool
    ) -> None:
        headers = found.headers[hsts]
        match = scope.headers.get("if-none-match")
        if match is not None and none_match(match, found.etag):
            self._served.unchanged += 1
            proto.response_empty(304, self._tables[hsts].not_modified(headers))
            return
        part = self._part(scope, wanted, found.size, found.etag) if wanted is not None else None
        start, end = part or (0, found.size)
        if part is not None:
            headers = _with_range(headers, start, end, found.size)
        headers = _with_length(headers, end - start)
        status = 200 if part is None else 206
        if scope.method == "HEAD":
            proto.response_empty(status, headers)
        elif part is None:
            proto.response_file(status, headers, found.file)
        else:
            proto.response_file_range(status, headers, found.file, start, end)

    def _part(self, scope: Scope, wanted: str, size: int, etag: str) -> tuple[int, int] | None:
        if not range_holds(scope.headers.get("if-range"), etag):
            return None
        try:
            return parse_range(wanted, size)
        except UnsatisfiableRangeError as err:
            raise RefusedError(416) from err

    async def _health(self, scope: Scope, proto: HTTPProtocol, path: str, *, hsts: bool) -> None:
        if scope.method not in guard.READING:
            raise RefusedError(405, closes=True)
        if path == health.HEALTH:
            proto.response_bytes(200, self._tables[hsts].plain("text/plain; charset=utf-8"), b"ok\n")
            return
        headers = scope.headers
        allowed = health.may_look(
            parse_peer(scope.client),
            headers.keys(),
            bearer=headers.get("authorization") or "",
            token=self._config.health_token,
        )
        if not allowed:
            raise RefusedError(404)
        await self._pass_on(scope, proto, path, hsts=hsts)

    async def _pass_on(
        self, scope: Scope, proto: HTTPProtocol, path: str, *, hsts: bool, is_page: bool = False
    ) -> None:
        """Ask the app; for what may be a page, once for all who ask at this moment."""
        items = scope.headers.items()
        if guard.is_heavy(items):
            raise RefusedError(431, closes=True)
        if is_page and may_share(scope.method, scope.headers):
            await self._forwarder.share(proto, self._outgoing(scope, path, []), table=self._tables[hsts])
            return
        length = scope.headers.get("content-length") or "0"
        request = self._outgoing(scope, path, items)
        await self._forwarder.pass_on(proto, request, length=int(length), table=self._tables[hsts])

    def _outgoing(self, scope: Scope, path: str, items: list[tuple[str, str]]) -> Outgoing:
        """Return the request as the app gets it, with these headers of the client's."""
        headers = scope.headers
        host = headers.get("host") or ""
        peer = parse_peer(scope.client)
        return Outgoing(
            method=scope.method,
            path=path,
            query=scope.query_string,
            host=host,
            client=self._clients.address(peer, headers.get_all("x-forwarded-for")),
            scheme=self._scheme(headers, host, trusted=self._clients.is_trusted(peer)),
            headers=items,
            request_id=request_id(headers.get(HEADER) if self._clients.is_trusted(peer) else None),
        )

    def _scheme(self, headers: RequestHeaders, host: str, *, trusted: bool) -> str:
        """Return how the reader came: by a trusted proxy's word, else as the site is said to be served."""
        said = (headers.get("x-forwarded-proto") or "").lower()
        if trusted and said in {"http", "https"}:
            return said
        return "https" if self._config.https and guard.host_name(host) not in LOOPBACK_HOSTS else "http"

    def _codings(self, headers: RequestHeaders) -> tuple[str, ...]:
        lines = headers.get_all("accept-encoding")
        if not lines:
            return IDENTITY_ONLY
        known = self._accepts.get(lines[0]) if len(lines) == 1 else None
        if known is not None:
            return known
        try:
            taken = codings(lines)
        except TooManyLinesError as err:
            raise RefusedError(400, closes=True) from err
        except TooLongError as err:
            raise RefusedError(431, closes=True) from err
        if len(lines) == 1 and len(self._accepts) < KNOWN_ACCEPTS:
            self._accepts[lines[0]] = taken
        return taken

    def _refuse(self, scope: Scope, proto: HTTPProtocol, refused: RefusedError, *, hsts: bool) -> None:
        self._served.refused += 1
        headers = self._tables[hsts].plain()
        if refused.status == 405:
            headers.append(ALLOW_READING)
        if refused.closes:
            headers.append(CLOSE)
        page = self._plain.page(refused.status)
        if scope.method == "HEAD":
            proto.response_empty(refused.status, _with_length(headers, len(page)))
        else:
            proto.response_bytes(refused.status, headers, page)


def app() -> PageServer:
    """Return the server of the newsroom that the environment names; a factory, called in each worker.

    Raises:
        ServerConfigError: the environment names no configuration that can be used.
    """
    set_up_log()
    return PageServer(config_from_environment(os.environ))


def _found(shelf: FileShelf, name: str) -> Kept | LargeFile:
    """Return a file; refuse one that is not there, or no longer.

    Raises:
        RefusedError: 410 for a picture whose rights have ended, 404 for any other name.
    """
    found = shelf.find(name)
    if found is None:
        raise RefusedError(410 if shelf.is_gone(name) else 404)
    return found


def _with_length(headers: Headers, length: int) -> Headers:
    return [*headers, ("content-length", str(length))]


def _with_range(headers: Headers, start: int, end: int, size: int) -> Headers:
    return [*headers, ("content-range", f"bytes {start}-{end - 1}/{size}")]
