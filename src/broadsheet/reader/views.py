"""Search, and the pages for what is not there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from broadsheet.desk.search import find
from broadsheet.reader.loading.cards import for_cards, load_cards, readable
from broadsheet.reader.loading.site import load_site
from broadsheet.reader.render import asset
from broadsheet.reader.render import not_found as not_found_page
from broadsheet.reader.templating import render
from broadsheet.reader.values import Hit, SearchPage

A_PAGE = 20
MAX_PAGES = 50
MAX_QUERY = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer a search with the newest stories that have all the words."""
    query = " ".join(request.GET.get("q", "")[:MAX_QUERY].split())
    page = _page_number(request.GET.get("page", "1"))
    numbers = find(query, limit=A_PAGE + 1, offset=(page - 1) * A_PAGE)
    found = {story.pk: story for story in for_cards(readable().filter(pk__in=numbers[:A_PAGE]))}
    cards, _ = load_cards([found[number] for number in numbers[:A_PAGE] if number in found])
    is_more = len(numbers) > A_PAGE and page < MAX_PAGES
    value = SearchPage(
        query=query,
        count=None if not query else (page - 1) * A_PAGE + len(cards),
        capped=is_more,
        hits=tuple(Hit(card) for card in cards),
        newer=_link(query, page - 1) if page > 1 else "",
        older=_link(query, page + 1) if is_more else "",
    )
    response = HttpResponse(render("search.html", site=load_site(), page=value, asset=asset))
    response["Cache-Control"] = "public, max-age=10" if query else "public, max-age=60"
    return response


def _page_number(text: str) -> int:
    return min(MAX_PAGES, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _link(query: str, page: int) -> str:
    return f"/search/?{urlencode({'q': query, 'page': page})}"


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer for an address that there is none of."""
    return HttpResponse(not_found_page(), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something broke: one sentence, from no database."""
    head = "<!doctype html><title>Something broke</title><h1>Something broke here</h1>"
    return HttpResponse(head + "<p>It is written down. Try again in a minute.</p>", status=500)
