"""The page server's log: one JSON object a line, as the app writes it, without the library that the app uses for it.

An error is told by its class and the places that it came by, never by its text: a reader's words could be in that.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; control characters come out escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        if request := getattr(record, "request", ""):
            line["request"] = request
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["came_by"] = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, sort_keys=True)


def set_up_log() -> None:
    """Write the page server's lines to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    log = logging.getLogger("broadsheet.press.server")
    log.handlers, log.propagate = [handler], False
