"""What came over the wire: who sent it, the bytes, and what was read from them. It knows no stories."""

from __future__ import annotations

from broadsheet.wire.models.dispatches import (
    Delivery,
    DispatchGroup,
    DispatchRecord,
    ItemAlias,
    NearKey,
    Quarantined,
    RawBytes,
    WireFile,
)
from broadsheet.wire.models.feeds import Feed, FeedHour, check_time_zone, hour_of

__all__ = [
    "Delivery",
    "DispatchGroup",
    "DispatchRecord",
    "Feed",
    "FeedHour",
    "ItemAlias",
    "NearKey",
    "Quarantined",
    "RawBytes",
    "WireFile",
    "check_time_zone",
    "hour_of",
]
