"""A request's id in every line of the log that is written for it: in the app, and in what the app leaves for others.

Stale keys carry it to the press (`StaleKey.request`). A queued task is named in the line that queues it, and its own
lines name the task. The page server makes the id; nobody else reaches the app.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponse
from django_tasks.signals import task_enqueued, task_finished, task_started

from broadsheet.press.server.request_id import HEADER, request_id

log = structlog.get_logger(__name__)
META: Final = "HTTP_" + HEADER.upper().replace("-", "_")


def named(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Bind the request's id while it is answered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with structlog.contextvars.bound_contextvars(request=request_id(request.META.get(META))):
            return get_response(request)

    return middleware


def connect() -> None:
    """Listen to queued tasks; called once, when Django is ready."""
    task_enqueued.connect(_enqueued, dispatch_uid="press.requests.enqueued")
    task_started.connect(_started, dispatch_uid="press.requests.started")
    task_finished.connect(_finished, dispatch_uid="press.requests.finished")


def _enqueued(task_result: Any, **_: Any) -> None:
    if structlog.contextvars.get_contextvars().get("request"):
        log.info("task.enqueued", task=str(task_result.id), what=task_result.task.module_path)


def _started(task_result: Any, **_: Any) -> None:
    structlog.contextvars.bind_contextvars(task=str(task_result.id))


def _finished(**_: Any) -> None:
    structlog.contextvars.unbind_contextvars("task")
