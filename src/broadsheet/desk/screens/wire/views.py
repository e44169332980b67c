"""The wire: one list that a desk keeps open all day, a preview beside it, and what came since without a reload."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from broadsheet.core.dispatch import KINDS
from broadsheet.desk.screens.access import needs
from broadsheet.desk.screens.wire import listing
from broadsheet.desk.screens.wire.access import SEE, SEE_QUARANTINE
from broadsheet.desk.screens.wire.listing import Asked, Page
from broadsheet.desk.screens.wire.preview import preview_of
from broadsheet.desk.screens.wire.refused_files import files_of
from broadsheet.desk.screens.wire.rows import Row, health_of, row_of, sizes_of, status_of, stories_by_item
from broadsheet.desk.screens.wire.saved import views_of
from broadsheet.desk.screens.wire.users import users_of
from broadsheet.wire.models import DispatchRecord, Feed, Quarantined

#: So many feeds are shown at the head; the others are on the page of all of them.
MAX_FEEDS = 12
MAX_STATES = 120
NEW = DispatchRecord.State.NEW


@require_safe
@needs(SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the list."""
    return _page(request, None)


@require_safe
@needs(SEE)
def one(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show the list with one dispatch beside it; on a narrow screen the dispatch alone."""
    record = get_object_or_404(DispatchRecord.objects.select_related("feed", "delivery"), pk=record_id)
    return _page(request, record)


@require_safe
@needs(SEE)
def since(request: HttpRequest) -> JsonResponse:
    """Answer what came after the dispatch `after`, and what became of those from the dispatch `shown` on.

    The page asks it every few seconds: `{"rows": <tr>s as text, "count": …, "newest": number, "states": {number:
    [word, tone, is new, who used it]}}`, at most a page of rows and `MAX_STATES` states, the newest.
    """
    asked = Asked.of(request.GET)
    is_asked = asked.after and asked.tab != "quarantine"
    page: Page[DispatchRecord] = listing.page_of(asked) if is_asked else Page((), None, None)
    rows = _rows(page, asked, None)
    html = render_to_string("desk/wire/_rows.html", {"rows": rows}, request) if rows else ""
    newest = page.records[0].pk if page.records else asked.after
    states = _states(listing.number_in(request.GET.get("shown", "")), asked)
    return JsonResponse({"rows": html, "count": len(rows), "newest": newest, "states": states})


def _states(first: int, asked: Asked) -> dict[int, tuple[str, str, bool, str]]:
    if not first or not asked.after:
        return {}
    found = DispatchRecord.objects.filter(pk__gte=first, pk__lte=asked.after).select_related("feed").defer("data")
    records = list(found.order_by("-pk")[:MAX_STATES])
    stories, now = stories_by_item(record.item_guid for record in records), timezone.now()
    states, users = {}, users_of(records)
    for record in records:
        word, tone = status_of(record, has_story=record.item_guid in stories, now=now)
        states[record.pk] = (str(word), tone, record.state == NEW, users.get(record.pk, ""))
    return states


def _page(request: HttpRequest, record: DispatchRecord | None) -> HttpResponse:
    asked, now = Asked.of(request.GET), timezone.now()
    is_quarantine = asked.tab == "quarantine"
    if is_quarantine and not request.user.has_perm(SEE_QUARANTINE):
        raise PermissionDenied
    page: Page[DispatchRecord] = Page((), None, None) if is_quarantine else listing.page_of(asked)
    files: Page[Quarantined] = listing.quarantine_page_of(asked) if is_quarantine else Page((), None, None)
    newer, older = page.after or files.after, page.before or files.before
    feeds = list(Feed.objects.all())
    context: dict[str, Any] = {
        "tabs": listing.tabs(asked),
        "asked": asked,
        "rows": _rows(page, asked, record),
        "files": files_of(files.records),
        "is_quarantine": is_quarantine,
        "preview": preview_of(record, request.user, asked, versus=request.GET.get("versus", "")) if record else None,
        "feeds": [health_of(feed, now) for feed in feeds[:MAX_FEEDS]],
        "filters": {"feeds": feeds, "languages": listing.languages(), "kinds": sorted(KINDS)},
        "views": views_of(request.user, asked),
        "query": asked.query(),
        "newer": asked.query(after=newer) if newer else "",
        "older": asked.query(before=older) if older else "",
        "is_first": not (asked.before or asked.after),
        "newest": DispatchRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
    }
    return render(request, "desk/wire/index.html", context)


def _rows(page: Page[DispatchRecord], asked: Asked, chosen: DispatchRecord | None) -> list[Row]:
    """Return the rows of a page, those of one event as one row, with six queries whatever the page holds."""
    now, query = timezone.now(), asked.query(before=asked.before, after=asked.after)
    stories = stories_by_item(record.item_guid for record in page.records)
    sizes = {} if asked.group else sizes_of(record.group_id for record in page.records)
    users = users_of(page.records)
    shown = page.records if asked.group else listing.heads_of(page.records)
    return [
        row_of(
            record,
            story=stories.get(record.item_guid),
            now=now,
            query=query,
            chosen=chosen.pk if chosen else None,
            others=sizes.get(record.group_id or 0, 1) - 1,
            group_query=Asked(group=record.group_id or 0).query(),
            by=users.get(record.pk, ""),
        )
        for record in shown
    ]
