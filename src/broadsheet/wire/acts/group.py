"""Group a dispatch with those of other providers about the same event, so that the desk sees one line instead of five."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from broadsheet.wire.models import DispatchGroup, DispatchRecord, NearKey
from broadsheet.wire.near import keys_of, likeness, runs_of

#: How far back an event is looked for; its keys are kept no longer.
WITHIN = timedelta(days=2)
MAX_COMPARED = 20
TEXT_KINDS = frozenset({"text", "composite"})


def group(record: DispatchRecord, *, now: datetime) -> DispatchGroup | None:
    """Put the dispatch beside those that tell of the same event and return the group, or None if it stands alone.

    A version stays in the group of the version before it. Copy of the same feed and provider is compared as well: an
    agency sends the same event as a flash and as a story. Older dispatches than two days are left alone. Safe to repeat.
    """
    if record.kind not in TEXT_KINDS or now - record.received_at > WITHIN:
        return None
    with transaction.atomic():
        found = _group_of_earlier_version(record) or _group_of_like_text(record, now)
        if found is not None:
            DispatchRecord.objects.filter(pk=record.pk).update(group=found)
            DispatchGroup.objects.filter(pk=found.pk, last_at__lt=record.received_at).update(last_at=record.received_at)
    return found


def forget_near_keys(now: datetime) -> int:
    """Delete the keys of dispatches that nothing new is compared with any more, and return how many."""
    return NearKey.objects.filter(received_at__lt=now - WITHIN).delete()[0]


def _group_of_earlier_version(record: DispatchRecord) -> DispatchGroup | None:
    versions = DispatchRecord.objects.filter(item_guid=record.item_guid, group__isnull=False).exclude(item_guid="")
    earlier = versions.select_related("group").order_by("-pk").first()
    return earlier.group if earlier else None


def _group_of_like_text(record: DispatchRecord, now: datetime) -> DispatchGroup | None:
    runs = runs_of(record.dispatch)
    keys = keys_of(runs)
    likest, best = None, 0.0
    for other in _candidates(record, keys, now):
        found = likeness(runs, runs_of(other.dispatch))
        if found > best:
            likest, best = other, found
    if not NearKey.objects.filter(record=record).exists():
        NearKey.objects.bulk_create([NearKey(record=record, key=key, received_at=record.received_at) for key in keys])
    if likest is None:
        return None
    return likest.group or _new_group(likest)


def _candidates(record: DispatchRecord, keys: tuple[int, ...], now: datetime) -> list[DispatchRecord]:
    """Return the newest dispatches of other items that share a key, two queries."""
    near = NearKey.objects.filter(key__in=keys, received_at__gte=now - WITHIN).exclude(record=record)
    numbers = list(near.order_by("-record_id").values_list("record_id", flat=True).distinct()[:MAX_COMPARED])
    others = DispatchRecord.objects.filter(pk__in=numbers).exclude(item_guid=record.item_guid)
    return list(others.select_related("group").order_by("-pk"))


def _new_group(first: DispatchRecord) -> DispatchGroup:
    made = DispatchGroup.objects.create(first_at=first.received_at, last_at=first.received_at)
    DispatchRecord.objects.filter(pk=first.pk).update(group=made)
    return made
