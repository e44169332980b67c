"""Each use of the newsroom's secret has a key of its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from broadsheet.comments.secret import key_for, keyed_hash


def test_two_purposes_have_two_keys() -> None:
    assert key_for("address") != key_for("address limits")


def test_no_two_lists_of_parts_hash_alike() -> None:
    assert len({keyed_hash("x", "ab", "c"), keyed_hash("x", "a", "bc"), keyed_hash("x", "abc")}) == 3


def test_without_a_secret_nothing_is_derived(comments_settings: Any) -> None:
    comments_settings.COMMENTS_EMAIL_KEY = b""
    with pytest.raises(ImproperlyConfigured):
        key_for("address")
