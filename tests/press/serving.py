"""A page server in processes of its own, and an app behind it that says what it was asked."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest
from aiohttp import web

from broadsheet.press.server.config import CONFIG_VARIABLE, ServerConfig, dump_config
from broadsheet.press.stores.folder import FolderStore
from broadsheet.supervisor import page_server_argv

STORY = b"<!doctype html><title>Story</title><p>" + b"words of a story " * 400
SECRET = "CANARYdeskpage"


@dataclass
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes


@dataclass
class RunningServer:
    """A page server that listens, and the ways to ask it."""

    port: int
    config: ServerConfig
    store: FolderStore
    pid: int = 0

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})

    def raw(self, request: bytes) -> bytes:
        """Send bytes as they are and return all that comes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            line.sendall(request)
            said = b""
            while piece := line.recv(65536):
                said += piece
            return said

    def raw_status(self, request: bytes) -> int:
        """Send bytes as they are and return the status of the first answer, 0 if the line was just cut."""
        said = self.raw(request)
        return int(said.split(b" ", 2)[1]) if said else 0


def until(condition: Callable[[], object], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@dataclass
class FakeApp:
    """The app behind the page server. It answers with what it was asked, and remembers."""

    socket_file: Path
    asked: list[dict[str, object]] = field(default_factory=list)
    is_careless: bool = False
    """Whether it gives its secret to whoever has the session, at any address, and says nothing to caches."""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        try:
            body = await request.read()
        except ConnectionError:  # the page server has cut a sender who was too slow
            return web.Response(status=400)
        self.asked.append({"path": request.raw_path, "headers": list(request.headers.items()), "body": body})
        table: dict[str, Callable[[web.Request], web.StreamResponse]] = {
            "/two-cookies/": _two_cookies,
            "/public-cookie/": _public_cookie,
            "/broken/": _broken,
            "/own-policy/": _own_policy,
            "/no-policy/": _no_policy,
            "/large/": _large,
        }
        if request.path == "/dies-half-way/":
            return await _dies_half_way(request)
        if request.path in table:
            return table[request.path](request)
        if self.is_careless:
            return _careless(request)
        if request.path.startswith("/desk/"):
            return web.Response(text=SECRET, content_type="text/html", headers={"Cache-Control": "private"})
        said = {
            "method": request.method,
            "path": request.raw_path,
            "headers": [[name.lower(), value] for name, value in request.headers.items()],
            "length": len(body),
        }
        return web.Response(text=json.dumps(said), content_type="application/json")


def _careless(request: web.Request) -> web.StreamResponse:
    """Give the secret to a session as an app that knows nothing of caches might."""
    text = SECRET if "sessionid=reporter" in request.headers.get("Cookie", "") else "sign in first"
    return web.Response(text=text, content_type="text/html")


def _two_cookies(_request: web.Request) -> web.StreamResponse:
    answer = web.Response(text="x")
    answer.set_cookie("a", "1")
    answer.set_cookie("b", "2")
    return answer


def _public_cookie(_request: web.Request) -> web.StreamResponse:
    answer = web.Response(text="x", headers={"Cache-Control": "public, max-age=60"})
    answer.set_cookie("a", "1")
    return answer


def _broken(_request: web.Request) -> web.StreamResponse:
    return web.Response(status=500, text="broken", headers={"Cache-Control": "public, max-age=3600"})


def _own_policy(_request: web.Request) -> web.StreamResponse:
    headers = {"Cache-Control": "private, max-age=3", "Content-Security-Policy": "default-src 'self'"}
    return web.Response(text="<p>x", content_type="text/html", headers=headers)


def _no_policy(_request: web.Request) -> web.StreamResponse:
    return web.Response(text="<p>x", content_type="text/html")


async def _dies_half_way(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Length": "2000000"})
    await answer.prepare(request)
    await answer.write(b"x" * 1_000_000)
    if request.transport is not None:
        request.transport.abort()
    return answer


def _large(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"0123456789" * 200_000)


@pytest.fixture(scope="session")
def fake_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeApp]:
    fake = FakeApp(tmp_path_factory.mktemp("app") / "app.sock")
    loop = asyncio.new_event_loop()

    async def start() -> web.AppRunner:
        application = web.Application(client_max_size=64 * 1024 * 1024)
        application.router.add_route("*", "/{rest:.*}", fake.answer)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.UnixSite(runner, str(fake.socket_file)).start()
        return runner

    runner = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield fake
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


StartServer = Callable[..., RunningServer]


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory, fake_app: FakeApp) -> Iterator[StartServer]:
    """Start a page server over a store of its own; `patch` is Python that switches a defence off."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(*, patch: str = "", target: str = "", **settings: object) -> RunningServer:
        root = tmp_path_factory.mktemp("newsroom")
        for name in ("pages", "static", "pictures"):
            (root / name).mkdir()
        config = ServerConfig(
            pages=str(root / "pages"),
            static=str(root / "static"),
            pictures=str(root / "pictures"),
            app_socket=str(fake_app.socket_file),
            hosts=("paper.example", "paperonionaddress.onion"),
        )
        config = replace(config, **settings)  # type: ignore[arg-type]
        dump_config(config, root / "server.json")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        arguments = page_server_argv(host="127.0.0.1", port=port, workers=1)[3:]
        if target:
            arguments = [*arguments[:-2], "--working-dir", str(Path(__file__).parent / "server"), target]
        code = f"from broadsheet.press.server import launch\n{patch}\nlaunch.main()"
        process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            env={**os.environ, CONFIG_VARIABLE: str(root / "server.json")},
            start_new_session=True,
        )
        processes.append(process)
        until(lambda: _listens(port))
        return RunningServer(port, config, FolderStore(root / "pages"), process.pid)

    yield start
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        process.wait(timeout=15)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="session")
def server(start_server: StartServer) -> RunningServer:
    """A page server with some pages, an app behind it, and an http address."""
    running = start_server()
    furnish(running)
    return running


@pytest.fixture(scope="session")
def appless(start_server: StartServer) -> RunningServer:
    """The same without an app."""
    running = start_server(app_socket="/nowhere/app.sock")
    furnish(running)
    return running


@pytest.fixture(scope="session")
def https_server(start_server: StartServer) -> RunningServer:
    """The same for a site that readers reach by https, behind a proxy on this machine that is trusted."""
    running = start_server(https=True, trusted_proxies=("127.0.0.1", "10.0.0.0/8"))
    furnish(running)
    return running


@pytest.fixture(scope="session")
def bare(start_server: StartServer) -> RunningServer:
    """Control: Granian itself, with an application that looks at nothing."""
    return start_server(target="bare:app")


def furnish(running: RunningServer) -> None:
    store = running.store
    store.write_page("/world/story/", STORY)
    store.write_page("/world/quiet/", b"a page that nobody changes")
    store.write_page("/feed/", b"<rss/>", "rss")
    store.write_page("/atom/", b"<feed/>", "atom")
    store.write_page("/feed.json", b"{}", "json")
    store.write_page("/sitemap.xml", b"<urlset/>", "xml")
    store.write_page("/robots.txt", b"User-agent: *\n", "txt")
    store.withdraw("/world/killed/", b"<p>withdrawn")
    store.move("/world/old/", "/world/story/")
    static, pictures = Path(running.config.static), Path(running.config.pictures)
    (static / "site.0a1b.css").write_bytes(b"body{color:red}" * 100)
    (static / "site.0a1b.css.br").write_bytes(b"brotli bytes")
    (static / ".hidden.css").write_bytes(b"x")
    (static / "folder").mkdir()
    (static / "folder" / "app.js").write_bytes(b"let a;")
    (pictures / "one.jpg").write_bytes(bytes(range(256)) * 40)
    (pictures / "large.webp").write_bytes(bytes(range(256)) * 4096)
    (pictures / "page.html").write_bytes(b"<script>alert(1)</script>")
    (pictures.parent / "outside.jpg").write_bytes(b"outside")
