"""The photo desk's list: what waits for somebody first, by keyboard, on a phone, and without scripts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from broadsheet.desk.screens.pictures import listing
from broadsheet.desk.screens.pictures.access import KEEPS, may_add, pictures_of, sees_pictures
from broadsheet.desk.screens.pictures.listing import Asked
from broadsheet.desk.screens.pictures.rows import rows_of
from broadsheet.photos.models import RightsSettling


@require_safe
@sees_pictures
def index(request: HttpRequest) -> HttpResponse:
    """Show the list or the grid."""
    asked, now = Asked.of(request.GET), timezone.now()
    pictures = pictures_of(request.user)
    page = listing.page_of(pictures, asked, now)
    context: dict[str, Any] = {
        "asked": asked,
        "tabs": listing.tabs(pictures, asked, now),
        "rows": rows_of(page.pictures, now, seen=pictures),
        "count": page.count,
        "count_in_words": listing.in_words(page.count),
        "page": page,
        "newer": asked.query(page=page.number - 1) if page.number > 1 else "",
        "older": asked.query(page=page.number + 1) if page.has_next and page.number < listing.MAX_PAGE else "",
        "settlings": list(RightsSettling.objects.all()),
        "providers": listing.providers(pictures),
        "choices": listing.choices(asked),
        "as_list": asked.query(layout="list"),
        "as_grid": asked.query(layout="grid"),
        "keeps": request.user.has_perm(KEEPS),
        "may_add": may_add(request.user),
    }
    return render(request, "desk/pictures/index.html", context)
