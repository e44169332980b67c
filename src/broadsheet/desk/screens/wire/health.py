"""The whole wire on one page: what each feed brought, how late, what failed, who is silent, and what waits in quarantine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from broadsheet.desk.screens.access import needs
from broadsheet.desk.screens.wire.access import SEE
from broadsheet.desk.screens.wire.listing import Asked
from broadsheet.desk.screens.wire.rows import FeedHealth, health_of
from broadsheet.wire.models import Feed, FeedHour, Quarantined, hour_of

HOURS = 48
#: Drawn in units of the picture: a bar's width with its gap, and the height of the highest.
STEP, HEIGHT = 10, 100
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One hour: place and size in units of the picture, and the same in words."""

    x: int
    y: int
    height: int
    words: str
    is_bad: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """One feed: how it is, its figures of the last 24 hours, and its hours."""

    health: FeedHealth
    name: str
    transport: str
    query: str
    items: int
    quarantined: int
    failures: int
    waiting: int
    delay: str
    longest: str
    next_look: datetime | None
    bars: tuple[Bar, ...]


@require_safe
@needs(SEE)
def page(request: HttpRequest) -> HttpResponse:
    """Show it: four queries, however many feeds and dispatches there are."""
    now = timezone.now()
    since = hour_of(now) - (HOURS - 1) * HOUR
    rows = list(FeedHour.objects.filter(hour__gte=since).order_by("hour"))
    feeds = list(Feed.objects.all())
    waiting = dict(
        Quarantined.objects.filter(settled_at__isnull=True).order_by().values_list("feed_id").annotate(Count("pk"))
    )
    context = {
        "lines": [_line(feed, _of(feed, rows), waiting.get(feed.pk, 0), since=since, now=now) for feed in feeds],
        "bars": bars_of(rows, since=since),
        "total": sum(row.items for row in rows),
        "waiting": sum(waiting.values()),
        "width": HOURS * STEP,
        "height": HEIGHT,
        "hours": HOURS,
        "marks": _marks(since),
    }
    return render(request, "desk/wire/health.html", context)


def bars_of(rows: Iterable[FeedHour], *, since: datetime) -> tuple[Bar, ...]:
    """Return a bar for each of the hours since then, as high as the items in it, the highest to the top."""
    hours: list[list[FeedHour]] = [[] for _hour in range(HOURS)]
    for row in rows:
        at = int((row.hour - since) / HOUR)
        if 0 <= at < HOURS:
            hours[at].append(row)
    highest = max((sum(row.items for row in hour) for hour in hours), default=0) or 1
    return tuple(_bar(at, hour, highest, since + at * HOUR) for at, hour in enumerate(hours))


def _bar(at: int, rows: Sequence[FeedHour], highest: int, hour: datetime) -> Bar:
    items = sum(row.items for row in rows)
    bad = sum(row.quarantined + row.failures for row in rows)
    height = max(round(items / highest * HEIGHT), 2 if items or bad else 0)
    words = ngettext("%(number)d item", "%(number)d items", items) % {"number": items}
    if bad:
        words += ", " + ngettext("%(number)d failure", "%(number)d failures", bad) % {"number": bad}
    clock = f"{localtime(hour):%d.%m. %H:%M}"
    return Bar(x=at * STEP, y=HEIGHT - height, height=height, words=f"{clock}: {words}", is_bad=bad > 0)


def _line(feed: Feed, rows: Sequence[FeedHour], waiting: int, *, since: datetime, now: datetime) -> FeedLine:
    day = [row for row in rows if row.hour >= hour_of(now) - 23 * HOUR]
    timed = sum(row.timed_items for row in day)
    return FeedLine(
        health=health_of(feed, now),
        name=feed.name,
        transport=str(feed.get_transport_display()),
        query=Asked(feed=feed.pk).query(),
        items=sum(row.items for row in day),
        quarantined=sum(row.quarantined for row in day),
        failures=sum(row.failures for row in day),
        waiting=waiting,
        delay=lasting(sum(row.delay_seconds for row in day) / timed) if timed else "",
        longest=lasting(max(row.longest_delay_seconds for row in day)) if timed else "",
        next_look=feed.next_look_at,
        bars=bars_of(rows, since=since),
    )


def lasting(seconds: float) -> str:
    """Return a stretch of time in words, as exact as somebody needs it: “40 s”, “12 min”, “3 h”, “2 days”."""
    if seconds < 90:
        return _("%(number)d s") % {"number": round(seconds)}
    if seconds < 5400:
        return _("%(number)d min") % {"number": round(seconds / 60)}
    if seconds < 172_800:
        return _("%(number)d h") % {"number": round(seconds / 3600)}
    days = round(seconds / 86_400)
    return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}


def _of(feed: Feed, rows: Iterable[FeedHour]) -> list[FeedHour]:
    return [row for row in rows if row.feed_id == feed.pk]


def _marks(since: datetime) -> list[dict[str, object]]:
    """Return where a day or a half of one begins under the picture, by the newsroom's clock."""
    hours = [(at, localtime(since + at * HOUR)) for at in range(HOURS)]
    return [{"x": at * STEP, "words": f"{local:%H:%M}"} for at, local in hours if local.hour % 6 == 0]
