"""Items for tests of receiving, each of a few fields, and what hears of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from broadsheet.wire.acts.receive import Incoming
from broadsheet.wire.models import DispatchRecord
from broadsheet.wire.signals import dispatch_received

START = datetime(2026, 5, 16, 7, tzinfo=UTC)


def item(guid: str = "urn:a", version: str | None = "1", minutes: int | None = 0, **fields: Any) -> bytes:
    """Return an item as ninjs; `replaces` names the guid of an earlier version, `minutes` are after `START`."""
    made: dict[str, Any] = {"uri": guid, "headline": f"Version {version}", "version": version}
    if minutes is not None:
        made["versioncreated"] = (START + timedelta(minutes=minutes)).isoformat()
    if replaces := fields.pop("replaces", None):
        made["links"] = [{"rel": "replaces", "href": replaces}]
    made |= fields
    return json.dumps({name: value for name, value in made.items() if value is not None}).encode()


def batch(*files: bytes) -> list[Incoming]:
    """Return the files with names of their own."""
    return [Incoming(data, f"{number}.json") for number, data in enumerate(files)]


@contextmanager
def heard() -> Iterator[list[tuple[str, str, str]]]:
    """Yield what is announced: guid, version, result."""
    found: list[tuple[str, str, str]] = []

    def hear(record: DispatchRecord, result: str, **_: object) -> None:
        found.append((record.guid, record.version, result))

    dispatch_received.connect(hear)
    try:
        yield found
    finally:
        dispatch_received.disconnect(hear)


@contextmanager
def failing_on(guid: str) -> Iterator[None]:
    """Make somebody who hears of the item fail."""

    def fail(record: DispatchRecord, **_: object) -> None:
        if record.guid == guid:
            raise RuntimeError("the desk stumbles")

    dispatch_received.connect(fail)
    try:
        yield
    finally:
        dispatch_received.disconnect(fail)
