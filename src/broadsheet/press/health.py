"""Is the app alive, can it do its work, and in figures."""

from __future__ import annotations

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from broadsheet.press.figures import Newsroom
from broadsheet.settings.durability import fault_of

FIGURES = CollectorRegistry()
FIGURES.register(Newsroom())


def fault_of_database() -> str | None:
    """Return what makes the database lose what it has acknowledged, None if nothing does (criterion D1).

    Raises:
        django.db.Error: the database does not answer.
    """

    def ask(sql: str) -> object:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            row = cursor.fetchone()
        return row[0] if row else None

    return fault_of(ask, connection.vendor)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and commits durably (criterion D1)."""
    try:
        fault = fault_of_database()
    except Error:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain; charset=utf-8")
    if fault:
        return HttpResponse(
            f"Commits are not durable: {fault}.\n", status=503, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Print the figures in Prometheus' text format: this process's own, then the newsroom's."""
    text = generate_latest(REGISTRY) + generate_latest(FIGURES)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)
