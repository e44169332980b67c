"""What the two sides of the darkroom say: facts as JSON, and parts of bytes behind them.

By hand, because pickle would let a decoder that was taken over run code in the web process.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import IO, Any

import orjson

MAX_PARTS = 200
MAX_BYTES = 512 * 1024 * 1024
COUNT, LENGTH = struct.Struct(">I"), struct.Struct(">Q")


class GarbledMessageError(Exception):
    """What came is no message, or a larger one than is ever sent."""


def write(stream: IO[bytes], facts: dict[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Write one message and flush it."""
    everything = [orjson.dumps(facts), *parts]
    stream.write(COUNT.pack(len(everything)) + b"".join(LENGTH.pack(len(part)) for part in everything))
    for part in everything:
        stream.write(part)
    stream.flush()


def read(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Return the facts and parts of the next message.

    Raises:
        EOFError: the other side is gone, before or amid a message.
        GarbledMessageError: this is no message.
    """
    (count,) = COUNT.unpack(_exactly(stream, COUNT.size))
    if not 1 <= count <= MAX_PARTS:
        raise GarbledMessageError(f"{count} parts")
    lengths = [LENGTH.unpack(_exactly(stream, LENGTH.size))[0] for _ in range(count)]
    if sum(lengths) > MAX_BYTES:
        raise GarbledMessageError(f"{sum(lengths)} bytes")
    first, *parts = (_exactly(stream, length) for length in lengths)
    try:
        facts = orjson.loads(first)
    except orjson.JSONDecodeError as err:
        raise GarbledMessageError(str(err)) from err
    if not isinstance(facts, dict):
        raise GarbledMessageError("facts that are no object")
    return facts, parts


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError(f"{len(data)} bytes of {length}")
    return data
