"""Is the app alive, can it do its work, and in figures."""

from __future__ import annotations

import prometheus_client
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from broadsheet.press.status import status

STALE = prometheus_client.Gauge("broadsheet_press_stale_keys", "Keys that wait for the press")
OLDEST = prometheus_client.Gauge("broadsheet_press_oldest_stale_seconds", "Age of the oldest of them")
PAGES = prometheus_client.Gauge("broadsheet_press_pages", "Pages in the page store")


def commits_durably() -> bool:
    """Ask the database whether a commit is on the disk when it returns (criterion D1).

    Raises:
        django.db.Error: the database does not answer.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit")
        return str(cursor.fetchone()[0]) in ("2", "3", "on", "remote_apply")


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and commits durably (criterion D1)."""
    try:
        durable = commits_durably()
    except OperationalError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain; charset=utf-8")
    if not durable:
        return HttpResponse("Commits are not durable.\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Print the figures in Prometheus' text format."""
    now = status()
    STALE.set(now["stale_keys"])
    OLDEST.set(now["oldest_stale_seconds"])
    PAGES.set(now["pages"])
    return HttpResponse(prometheus_client.generate_latest(), content_type=prometheus_client.CONTENT_TYPE_LATEST)
