"""Logs: one JSON object a line, to standard error, without a reader's address, e-mail or words in it (V2, V3).

A request's id is in every line that is written for it: the page server makes it, the app binds it, stale keys and
queued tasks carry it on. What a reader sent could come in by an error's text, by the names of values in a traceback or
by the address of a page. So an error is logged by its class and the places in the code that it came by, never by its
text, and a query of an address never.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

Event = MutableMapping[str, Any]
MAX_FRAMES: Final = 30


def current_request() -> str:
    """Return the id of the request that is being answered, "" outside of one."""
    return str(structlog.contextvars.get_contextvars().get("request", ""))


def logging_for() -> dict[str, Any]:
    """Return Django's ``LOGGING`` and set structlog up to print through it; control characters come out escaped."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        place_of_error,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(sort_keys=True, ensure_ascii=True),
        ],
        "foreign_pre_chain": shared,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "broadsheet": {"level": "INFO"},
            "django.server": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }


def place_of_error(_logger: object, _method: str, event: Event) -> Event:
    """Put an error's class and way into the line, and leave out its text, which may be a reader's."""
    found = event.pop("exc_info", None)
    record = event.get("_record")
    if found is None and isinstance(record, logging.LogRecord):
        found = record.exc_info
    error = _error_of(found)
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)[-MAX_FRAMES:]
        event["error"] = type(error).__name__
        event["came_by"] = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _error_of(found: Any) -> BaseException | None:
    if found is True:
        return sys.exc_info()[1]
    if isinstance(found, tuple):
        return found[1]
    return found if isinstance(found, BaseException) else None


def _short(file: str) -> str:
    """Return a file's name from its package on: where this machine keeps it is nobody's business."""
    for root in ("site-packages/", "src/", "lib/python3"):
        _, found, rest = file.rpartition(root)
        if found:
            return rest
    return file.rpartition("/")[2]
