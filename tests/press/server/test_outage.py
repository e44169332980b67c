"""With the app or its database gone, every page stays up, each form gives the reader's words back, and all catches up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.press.serving import furnish

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WORDS = "<Æ & 'ø'>"
FORMS = {
    "comment": ("POST", "/comments/17/", b"name=Kari&email=k%40example.org&body=%3C%C3%86+%26+%27%C3%B8%27%3E&token=t"),
    "answer to a comment": (
        "POST",
        "/comments/17/",
        b"name=K&email=k%40e.org&body=%3C%C3%86+%26+%27%C3%B8%27%3E&parent=3",
    ),
    "search": ("GET", "/search/?q=%3C%C3%86+%26+%27%C3%B8%27%3E&page=2", None),
}
BACK = "&lt;Æ &amp; &#x27;ø&#x27;&gt;"
STORED = [
    "/world/story/",
    "/feed/",
    "/atom/",
    "/feed.json",
    "/sitemap.xml",
    "/robots.txt",
    "/world/killed/",
    "/world/old/",
]


class Switched:
    """An app at a socket that can be switched on and off, and that breaks when its database is gone."""

    def __init__(self, socket_file: Path) -> None:
        self.socket_file = socket_file
        self.is_broken = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._runner: web.AppRunner | None = None

    def on(self) -> None:
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    def off(self) -> None:
        if self._runner is not None:
            asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
            self._runner = None

    def end(self) -> None:
        self.off()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> None:
        application = web.Application()
        application.router.add_route("*", "/{rest:.*}", self._answer)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.UnixSite(self._runner, str(self.socket_file)).start()

    async def _answer(self, _request: web.Request) -> web.Response:
        return web.Response(status=500 if self.is_broken else 200, text="the app's own words")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Switched]:
    switched = Switched(tmp_path / "app.sock")
    yield switched
    switched.end()


@pytest.fixture
def running(start_server, app):
    running = start_server(app_socket=str(app.socket_file))
    furnish(running)
    return running


def send(running, form):
    method, path, body = FORMS[form]
    return running.ask(method, path, FORM if body else {}, body)


@pytest.mark.parametrize("form", FORMS)
def test_o1_without_the_app_a_form_gives_the_readers_words_back_and_takes_them_when_it_returns(running, app, form):
    answer = send(running, form)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert BACK in answer.body.decode()
    assert "<form" in answer.body.decode()
    app.on()
    assert send(running, form).body == b"the app's own words"


@pytest.mark.parametrize("form", FORMS)
def test_o1_an_app_that_breaks_without_its_database_gives_the_readers_words_back(running, app, form):
    app.on()
    app.is_broken = True
    answer = send(running, form)
    assert (answer.status, answer.headers["Cache-Control"]) == (500, "no-store")
    assert BACK in answer.body.decode()
    app.is_broken = False
    assert send(running, form).status == 200


def test_o1_every_stored_page_is_the_same_with_the_app_stopped_broken_and_back(running, app):
    def all_pages():
        return [(answer.status, answer.body) for answer in (running.get(path) for path in STORED)]

    without = all_pages()
    app.on()
    app.is_broken = True
    broken = all_pages()
    app.is_broken = False
    assert without == broken == all_pages()
    assert [status for status, _body in without] == [200] * 6 + [410, 301]


def test_a_page_that_was_not_there_is_there_once_the_app_is_back(running, app):
    assert running.get("/world/late/").status == 503
    app.on()
    assert running.get("/world/late/").status == 200


def test_a_search_without_words_gives_no_form(appless):
    answer = appless.get("/search/")
    assert (answer.status, b"<form" in answer.body) == (503, False)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_search_form_comes_back_in_the_papers_language(start_server, language):
    running = start_server(app_socket="/nowhere/app.sock", language=language)
    said = running.get("/search/?q=ferry").body.decode()
    assert {"en": "Search for", "nb": "Søk etter"}[language] in said
    assert f'lang="{language}"' in said
