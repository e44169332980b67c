"""Put keys on the press's to-do list."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.press.models import StaleKey
from broadsheet.press.wake import wake


def mark_stale(keys: Iterable[str]) -> None:
    """Record the keys in the caller's transaction, and wake the presses when it commits."""
    StaleKey.objects.bulk_create([StaleKey(key=key) for key in sorted(set(keys))])
    wake()
