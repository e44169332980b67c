"""Which stories rest on an item of the wire, whichever of its versions they were made of."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from broadsheet.desk.models import Story, StoryDispatch
from broadsheet.wire.models import DispatchRecord


def versions_of(record: DispatchRecord) -> QuerySet[DispatchRecord]:
    """Return all versions of the record's item that came, itself among them."""
    mine = Q(pk=record.pk) | Q(guid=record.guid)
    return DispatchRecord.objects.filter(mine | Q(item_guid=record.item_guid) if record.item_guid else mine)


def stories_on(record: DispatchRecord) -> QuerySet[Story]:
    """Return every story, dead or alive, that was built from any version of the record's item."""
    links = StoryDispatch.objects.filter(dispatch__in=versions_of(record).values("pk"))
    return Story.objects.filter(pk__in=links.values("story_id")).order_by("pk")


def living_stories_on(record: DispatchRecord) -> list[Story]:
    """Return those of them that nobody has killed."""
    return list(stories_on(record).filter(killed_at__isnull=True))


def was_killed(record: DispatchRecord) -> bool:
    """Return whether the item's latest version is a kill: then no earlier version may be used any more."""
    latest = versions_of(record).order_by("-is_latest", "-pk").values_list("pubstatus", flat=True).first()
    return latest == DispatchRecord.PubStatus.CANCELED
