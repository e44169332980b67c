"""Where pictures are used: on a picture's page, as a screen per provider and month, and as CSV for the agency's invoice."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from broadsheet.desk.models import PictureUse
from broadsheet.desk.screens.access import needs
from broadsheet.desk.screens.pictures.access import KEEPS

STEP = 1_000
MAX_SHOWN = 200
COLUMNS = ("provider", "guid", "picture", "credit", "headline", "address", "place", "since", "until")
#: What makes a spreadsheet take a cell for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Month:
    """A month by the newsroom's clock, as two instants; `end` is the first that is no longer in it."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, text: str, zone: tzinfo) -> Month | None:
        """Return the month that is written 2026-11, or None for anything else."""
        try:
            start = datetime.strptime(text, "%Y-%m").replace(tzinfo=zone)
            end = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
        except ValueError:
            return None
        return cls(start, end) if text == f"{start:%Y-%m}" and start.year >= 1900 else None


class _Line:
    """What the csv module writes to: it hands the line back."""

    def write(self, text: str) -> str:
        return text


def uses_in(month: Month, provider: str) -> QuerySet[PictureUse]:
    """Return the uses that readers saw at any moment of the month; of all providers where none is named."""
    found = PictureUse.objects.filter(since__lt=month.end).filter(Q(until=None) | Q(until__gte=month.start))
    return found.filter(provider__iexact=provider) if provider else found


@require_safe
@needs(KEEPS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the uses of a month, by provider, with the export."""
    zone = ZoneInfo(settings.TIME_ZONE)
    asked = request.GET.get("month", "")
    text = asked if Month.of(asked, zone) else f"{timezone.now().astimezone(zone):%Y-%m}"
    month, provider = Month.of(text, zone), _provider(request)
    assert month is not None  # noqa: S101  (the newsroom's own clock wrote it)
    found = uses_in(month, provider)
    context: dict[str, Any] = {
        "month": text,
        "provider": provider,
        "providers": _providers(uses_in(month, "")),
        "count": found.count(),
        "uses": found.select_related("story")[:MAX_SHOWN],
        "max_shown": MAX_SHOWN,
        "is_wrong_month": bool(asked) and text != asked,
    }
    return render(request, "desk/pictures/uses.html", context)


@require_safe
@needs(KEEPS)
def export(request: HttpRequest) -> Any:
    """Answer with the uses of a provider and month as CSV: UTF-8 with a mark, ISO 8601 instants, no cell a formula."""
    zone, text = ZoneInfo(settings.TIME_ZONE), request.GET.get("month", "")
    month, provider = Month.of(text, zone), _provider(request)
    if month is None:
        said = _("Name the month as 2026-11.")
        return HttpResponseBadRequest(said, content_type="text/plain; charset=utf-8")
    lines = csv_lines(uses_in(month, provider), zone)
    answer = StreamingHttpResponse(
        _handed_on(lines) if isinstance(request, ASGIRequest) else lines, content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="picture-uses-{text}.csv"'
    return answer


def csv_lines(uses: QuerySet[PictureUse], zone: tzinfo) -> Iterator[str]:
    """Yield the CSV line by line, oldest first, with one query for each thousand uses."""
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(COLUMNS)  # type: ignore[operator]
    last = 0
    while rows := list(uses.order_by("pk").filter(pk__gt=last)[:STEP]):
        last = rows[-1].pk
        for use in rows:
            yield writer.writerow([unformulated(cell) for cell in _cells(use, zone)])  # type: ignore[misc]


def unformulated(cell: str) -> str:
    """Return a cell that no spreadsheet calculates: what begins as a formula does gets an apostrophe before it.

    Source: OWASP, CSV injection.
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _cells(use: PictureUse, zone: tzinfo) -> tuple[str, ...]:
    return (
        use.provider,
        use.guid,
        str(use.picture_id or ""),
        use.credit,
        use.headline,
        settings.SITE_URL.rstrip("/") + use.address if use.address else "",
        use.place,
        _instant(use.since, zone),
        _instant(use.until, zone) if use.until else "",
    )


def _instant(instant: datetime, zone: tzinfo) -> str:
    return instant.astimezone(zone).isoformat(timespec="seconds")


async def _handed_on(lines: Iterator[str]) -> AsyncIterator[str]:
    """Hand lines on as the server asks for them: Django would take them all at once from a plain iterator."""
    ask = sync_to_async(lambda: next(lines, None))
    while (line := await ask()) is not None:
        yield line


def _provider(request: HttpRequest) -> str:
    return request.GET.get("provider", "").replace("\x00", "")[:120].strip()


def _providers(uses: QuerySet[PictureUse]) -> list[dict[str, Any]]:
    rows = uses.order_by().values("provider").annotate(count=Count("pk")).order_by("provider")
    return [{"name": row["provider"], "count": row["count"]} for row in rows]
