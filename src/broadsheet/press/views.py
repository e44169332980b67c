"""An address that is not in the page store: rendered once on demand, kept, and answered from the store ever after.

What is not a page is cached for seconds at most: an address may move back, and a page may come where there is none.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from broadsheet.press.acts.ask_for import MAX_PATH
from broadsheet.press.acts.press_on_demand import press_on_demand
from broadsheet.press.errors import PageNotReadyError
from broadsheet.press.stores.kinds import StoredPage
from broadsheet.reader.render import CONTENT_TYPES, not_found, render_path

FOR_PAGES: Final = "public, max-age=5"
FOR_MOVES: Final = "public, max-age=60"
FOR_NOTHING: Final = "public, max-age=10"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Answer with the page at the request's path, a redirect to the same with a final slash, or a 404 that helps."""
    path = request.path_info
    if len(path) > MAX_PATH or not path.isprintable():
        return _nothing()
    try:
        found = press_on_demand(path, now=timezone.now())
    except PageNotReadyError:
        return _later()
    if found is not None:
        return _answer(found)
    if not path.endswith("/") and render_path(path + "/", now=timezone.now()) is not None:
        return _kept_for(HttpResponseRedirect(path + "/"), FOR_NOTHING)
    return _nothing()


def _answer(found: StoredPage) -> HttpResponse:
    if found.status == 301:
        moved = HttpResponse(status=301)
        moved["Location"] = found.location or "/"
        return _kept_for(moved, FOR_MOVES)
    body = HttpResponse(found.body, status=found.status, content_type=CONTENT_TYPES[found.extension])
    return _kept_for(body, FOR_PAGES)


def _nothing() -> HttpResponse:
    return _kept_for(HttpResponse(not_found(), status=404), FOR_NOTHING)


def _later() -> HttpResponse:
    head = "<!doctype html><title>In a moment</title><h1>This page is being made</h1>"
    answer = HttpResponse(head + "<p>Try again in a moment.</p>", status=503)
    answer["Retry-After"] = "2"
    return _kept_for(answer, "no-store")


def _kept_for(answer: HttpResponse, how_long: str) -> HttpResponse:
    answer["Cache-Control"] = how_long
    return answer
