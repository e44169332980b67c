"""Search, and the pages for what is not there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from broadsheet.desk.search import END, find, find_after
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
    """Answer a search with the newest stories that have all the words.

    A page goes on from the last number of the one before, not from a count: the fiftieth costs what the first does.
    """
    query = " ".join(request.GET.get("q", "")[:MAX_QUERY].split())
    numbers, page, is_more = _asked(request, query)
    found = {story.pk: story for story in for_cards(readable().filter(pk__in=numbers))}
    cards, _ = load_cards([found[number] for number in numbers if number in found], now=timezone.now())
    is_more = is_more and page < MAX_PAGES
    value = SearchPage(
        query=query,
        count=None if not query else (page - 1) * A_PAGE + len(cards),
        capped=is_more,
        hits=tuple(Hit(card) for card in cards),
        newer=_link(query, page - 1, after=numbers[0] if page > 2 else None) if page > 1 and numbers else "",
        older=_link(query, page + 1, before=numbers[-1]) if is_more else "",
    )
    response = HttpResponse(render("search.html", site=load_site(), page=value, asset=asset))
    response["Cache-Control"] = "public, max-age=10" if query else "public, max-age=60"
    return response


def _asked(request: HttpRequest, query: str) -> tuple[list[int], int, bool]:
    """Return the numbers of the page's stories, which page it is, and whether older ones follow."""
    page = _number(request.GET.get("page", ""), MAX_PAGES)
    before, after = (_number(request.GET.get(name, ""), END) for name in ("before", "after"))
    if page > 1 and after:
        return find_after(query, after=after, limit=A_PAGE), page, True
    if page > 1 and before:
        numbers = find(query, before=before, limit=A_PAGE + 1)
    else:
        numbers, page = find(query, limit=A_PAGE + 1), 1
    return numbers[:A_PAGE], page, len(numbers) > A_PAGE


def _number(text: str, most: int) -> int:
    return min(most, int(text)) if text.isascii() and text.isdecimal() and len(text) < 20 else 0


def _link(query: str, page: int, **edge: int | None) -> str:
    asked: dict[str, Any] = {"q": query}
    if page > 1:
        asked |= {"page": page, **{name: number for name, number in edge.items() if number}}
    return f"/search/?{urlencode(asked)}"


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer for an address that there is none of."""
    return HttpResponse(not_found_page(), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something broke: one sentence, from no database."""
    head = "<!doctype html><title>Something broke</title><h1>Something broke here</h1>"
    return HttpResponse(head + "<p>It is written down. Try again in a minute.</p>", status=500)
