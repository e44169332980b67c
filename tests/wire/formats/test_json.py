"""Strict JSON. W11 over the public collection is in `test_security.py`."""

from __future__ import annotations

import pytest

from broadsheet.wire.errors import MalformedDispatchError, OversizedError
from broadsheet.wire.formats import json


@pytest.mark.parametrize(
    "data",
    [b"[" * 100_000, b'{"a":' * 100_000, b"[NaN]", b"[Infinity]", b'["\xff"]', b'["\\ud800"]', b"[1,]", b""],
    ids=["deep list", "deep object", "NaN", "Infinity", "bad UTF-8", "lone surrogate", "comma", "empty"],
)
def test_w11_what_is_no_json_is_refused_cleanly(data: bytes) -> None:
    with pytest.raises(MalformedDispatchError):
        json.loads(data)


def test_w11_of_a_key_that_comes_twice_the_last_one_counts() -> None:
    assert json.loads(b'{"a": 1, "a": 2}') == {"a": 2}


def test_w11_a_huge_number_is_a_number() -> None:
    assert json.loads(b"[123456789012345678901234567890]") == [123456789012345678901234567890.0]


def test_a_byte_order_mark_is_read_over() -> None:
    assert json.loads(b"\xef\xbb\xbf{}") == {}


def test_more_values_than_one_file_may_have_are_refused() -> None:
    with pytest.raises(OversizedError):
        json.loads(b"[" + b"0," * json.MAX_VALUES + b"0]")
    with pytest.raises(OversizedError):
        json.loads(b" " * (json.MAX_BYTES + 1))
