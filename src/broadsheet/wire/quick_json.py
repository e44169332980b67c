"""JSON columns written and read by orjson: five times quicker than Python's own, which the wire's rates would feel."""

from __future__ import annotations

from json import JSONDecoder, JSONEncoder
from typing import Any

import orjson


class QuickEncoder(JSONEncoder):
    """What `json.dumps` is told to use; whole documents only."""

    def encode(self, o: Any) -> str:
        """Return the document as JSON."""
        return orjson.dumps(o).decode()


class QuickDecoder(JSONDecoder):
    """What `json.loads` is told to use."""

    def decode(self, s: str, *_: Any) -> Any:
        """Return the document."""
        return orjson.loads(s)
