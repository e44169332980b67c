"""What the two sides say, and what is said by a decoder that somebody has taken over."""

from __future__ import annotations

import io
import struct

import pytest

from broadsheet.photos.darkroom import messages
from broadsheet.photos.darkroom.messages import GarbledMessageError


def said(*parts: bytes) -> io.BytesIO:
    lengths = b"".join(struct.pack(">Q", len(part)) for part in parts)
    return io.BytesIO(struct.pack(">I", len(parts)) + lengths + b"".join(parts))


def test_a_message_comes_back_as_it_was_written() -> None:
    pipe = io.BytesIO()
    messages.write(pipe, {"job": "check", "focus": [0.5, 1]}, [b"", b"\x00\xff"])
    messages.write(pipe, {"job": "next"})
    pipe.seek(0)

    assert messages.read(pipe) == ({"job": "check", "focus": [0.5, 1]}, [b"", b"\x00\xff"])
    assert messages.read(pipe) == ({"job": "next"}, [])


@pytest.mark.parametrize("length", [0, 3, 20])
def test_a_message_that_breaks_off_is_the_end(length: int) -> None:
    with pytest.raises(EOFError):
        messages.read(io.BytesIO(said(b'{"a":1}', b"part").getvalue()[:length]))


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(io.BytesIO(struct.pack(">I", 0)), id="no-part"),
        pytest.param(io.BytesIO(struct.pack(">I", 4_000_000_000)), id="countless-parts"),
        pytest.param(io.BytesIO(struct.pack(">IQ", 1, 1 << 60)), id="an-endless-part"),
        pytest.param(said(b"not json"), id="no-json"),
        pytest.param(said(b"[1]"), id="no-object"),
    ],
)
def test_i3_what_is_no_message_is_refused_before_it_takes_memory(stream: io.BytesIO) -> None:
    with pytest.raises(GarbledMessageError):
        messages.read(stream)
