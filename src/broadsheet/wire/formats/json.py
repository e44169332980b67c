"""Agency JSON, parsed strictly.

Why not Python's own: it raises `RecursionError` on deep nesting and accepts `NaN`. orjson refuses both, bad UTF-8 and
lone surrogates too, with one exception. What it does not bound is the number of values, so that is counted first.

Source: RFC 8259; the nst/JSONTestSuite collection says what has to be accepted and refused.
"""

from __future__ import annotations

import codecs
from typing import Any

import orjson

from broadsheet.wire.errors import MalformedDispatchError, OversizedError

MAX_BYTES = 20 * 1024 * 1024
MAX_VALUES = 1_000_000


def loads(data: bytes) -> Any:
    """Return the value that `data` holds. Of a key that comes twice the last one counts.

    Raises:
        OversizedError: more than 20 MB, or more than a million values.
        MalformedDispatchError: not JSON.
    """
    if len(data) > MAX_BYTES:
        raise OversizedError("bytes", limit=MAX_BYTES, found=len(data))
    is_long = len(data) > MAX_VALUES  # a value takes a byte at least
    if is_long and (found := data.count(b",") + data.count(b"[") + data.count(b"{")) > MAX_VALUES:
        raise OversizedError("values", limit=MAX_VALUES, found=found)
    try:
        return orjson.loads(data.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        raise MalformedDispatchError(f"The JSON is broken: {error}.") from error
