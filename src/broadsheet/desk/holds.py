"""Holds: why a story may not be read yet. Embargo and withholding are independent; each counts until it is lifted itself.

A hold is the story's own, or stands on the latest version of an item that the story rests on: an earlier version's
embargo is gone when a later one has none. An embargo ends at its second, not after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from broadsheet.desk.errors import EmbargoedStoryError, StoryHeldError, WithheldStoryError
from broadsheet.desk.models import Story, StoryDispatch
from broadsheet.wire.models import DispatchRecord


class HoldKind(StrEnum):
    """The two that there are."""

    EMBARGO = "embargo"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold. `until` (UTC) is an embargo's end; `dispatch_id` is the version that it stands on, None for the story's own."""

    kind: HoldKind
    until: datetime | None = None
    dispatch_id: int | None = None

    @property
    def is_on_the_wire(self) -> bool:
        """Return whether an agency holds it, and not our own desk."""
        return self.dispatch_id is not None


def holds_of(story: Story, now: datetime, *, latest: list[DispatchRecord] | None = None) -> tuple[Hold, ...]:
    """Return what keeps the story from being read at `now`: its own holds first. Two queries, whatever the archive.

    Who has the `latest_versions` of the items already says so.
    """
    own = tuple(_holds(story.pubstatus, story.embargoed_until, now, None))
    return own + _of_versions(latest_versions(story.pk) if latest is None else latest, now)


def holds_on_the_wire(story_id: int | None, now: datetime) -> tuple[Hold, ...]:
    """Return the holds on the latest versions of the items that the story rests on."""
    return _of_versions(latest_versions(story_id), now)


def _of_versions(latest: list[DispatchRecord], now: datetime) -> tuple[Hold, ...]:
    return tuple(hold for row in latest for hold in _holds(row.pubstatus, row.embargoed_until, now, row.pk))


def may_be_read(story: Story, now: datetime) -> bool:
    """Return whether nothing keeps the story from readers: it is not dead and nothing holds it."""
    return not story.killed_at and not holds_of(story, now)


def holds_of_dispatch(record: DispatchRecord, now: datetime) -> tuple[Hold, ...]:
    """Return what keeps a story made of the dispatch from being read: what stands on the latest version of its item."""
    latest = latest_of_item(record)
    return tuple(_holds(latest.pubstatus, latest.embargoed_until, now, latest.pk))


def refuse_held(holds: tuple[Hold, ...]) -> None:
    """Raise what the first of them means; a withholding has no end and so comes first.

    Raises:
        WithheldStoryError: an agency withholds it.
        EmbargoedStoryError: an embargo stands; its `until` is the latest of them.
    """
    if error := error_for(holds):
        raise error


def error_for(holds: tuple[Hold, ...]) -> StoryHeldError | None:
    """Return the error that `refuse_held` would raise, or None."""
    if any(hold.kind is HoldKind.WITHHELD for hold in holds):
        return WithheldStoryError()
    ends = [hold.until for hold in holds if hold.until]
    return EmbargoedStoryError(max(ends)) if ends else None


def latest_versions(story_id: int | None) -> list[DispatchRecord]:
    """Return the latest version of each item that the story rests on."""
    if story_id is None:
        return []
    rows = StoryDispatch.objects.filter(story_id=story_id).values_list("dispatch_id", "dispatch__item_guid")
    links = list(rows)
    items = {item for _, item in links if item}
    slim = DispatchRecord.objects.defer("data").order_by("pk")
    found = {row.item_guid: row for row in slim.filter(item_guid__in=items, is_latest=True)} if items else {}
    # A version that names no item speaks for itself.
    alone = [number for number, item in links if item not in found]
    return [*found.values(), *(slim.filter(pk__in=alone) if alone else ())]


def latest_of_item(record: DispatchRecord) -> DispatchRecord:
    """Return the latest version of the record's item; the record itself where there is no other."""
    if not record.item_guid:
        return record
    versions = DispatchRecord.objects.filter(item_guid=record.item_guid, is_latest=True)
    return versions.order_by("-pk").first() or record


def _holds(pubstatus: str, embargoed_until: datetime | None, now: datetime, dispatch_id: int | None) -> Iterator[Hold]:
    if pubstatus == Story.PubStatus.WITHHELD:
        yield Hold(HoldKind.WITHHELD, dispatch_id=dispatch_id)
    if embargoed_until and embargoed_until > now:
        # In UTC: two times of one zone are compared by the clock on the wall, which in autumn shows an hour twice.
        yield Hold(HoldKind.EMBARGO, embargoed_until.astimezone(UTC), dispatch_id)
