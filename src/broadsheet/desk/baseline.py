"""The text as it came from the wire into a story: what our own words and those of a later version are told apart by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from broadsheet.desk.copy import text_fields
from broadsheet.desk.models import Story, StoryDispatch
from broadsheet.desk.resting import versions_of
from broadsheet.wire.models import DispatchRecord

#: Of an item's fields those that are compared one by one, by their value; the body is compared by sentence.
PLAIN = ("headline", "standfirst", "byline", "dateline", "copyright_holder", "provider", "ednote", "embargoed_until")


def baseline_of(record: DispatchRecord) -> dict[str, Any]:
    """Return the story's text as this version has it, as JSON: the fields of ``PLAIN``, times in ISO 8601, and the body."""
    values = text_fields(record.dispatch)
    fields = {name: plain(values[name]) for name in PLAIN}
    fields["provider"] = fields["provider"] or record.provider[:120]
    return {**fields, "body": [list(block) for block in values["body"]]}


def baseline_from(link: StoryDispatch) -> dict[str, Any]:
    """Return the text that came with the dispatch; of a story that is older than baselines it is made anew."""
    return link.baseline or baseline_of(link.dispatch)


def latest_link(story: Story, record: DispatchRecord) -> StoryDispatch | None:
    """Return the version of the item that the story took last, or None."""
    links = StoryDispatch.objects.filter(story_id=story.pk, dispatch__in=versions_of(record).values("pk"))
    return links.select_related("dispatch__feed").order_by("-pk").first()


def fields_of(story: Story) -> dict[str, Any]:
    """Return the same fields of a story as ``baseline_of`` does of a dispatch; the body as the database has it."""
    fields = {name: plain(getattr(story, name)) for name in PLAIN}
    return {**fields, "body": story.body.stream_block.get_prep_value(story.body)}


def plain(value: Any) -> str:
    """Return the value as it is compared: a time as ISO 8601 in UTC, nothing as ``""``."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value or "")
