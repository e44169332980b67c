"""Whose a guid is: a feed speaks of its own provider's items, and of nobody else's.

A guid is no secret, so another feed that sends one must neither kill nor change the item that has it. What a feed
sends under a guid that came first through another one becomes an item of the feed's own, under a name that no provider
can send. Feeds of the same provider, as the desk has named it at the feed, speak of the same items; what an item says
of its provider itself does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from django.db.models import Q

from broadsheet.wire.models import DispatchRecord, Feed, ItemAlias
from broadsheet.wire.opening import MAX_GUID, ItemRow

RESERVED = "broadsheet:"
"""How a name begins that is ours to give."""

MAX_NAMED = 5_000
"""Names in one question: SQLite takes 32,766 as it is usually built."""


class Owned:
    """The guids that a batch of one feed names, and those of them that are somebody else's."""

    def __init__(self, feed: Feed, rows: Sequence[ItemRow]) -> None:
        self._family = family_of(feed)
        named = sorted({guid for row in rows for guid in (row.guid, *row.replaces)})
        others = (
            guid
            for start in range(0, len(named), MAX_NAMED)
            for guid in _of_others(named[start : start + MAX_NAMED], self._family)
        )
        self._foreign = {guid for guid in named if guid.startswith(RESERVED)}.union(others)

    def row(self, row: ItemRow) -> ItemRow:
        """Return the row under the names that this feed's items are known by here."""
        if not self._foreign or self._foreign.isdisjoint((row.guid, *row.replaces)):
            return row
        guid = self._name(row.guid)
        replaces = (self._name(earlier) for earlier in row.replaces)
        return replace(row, guid=guid, replaces=tuple(earlier for earlier in replaces if earlier != guid))

    def _name(self, guid: str) -> str:
        return own_name(guid, self._family) if guid in self._foreign else guid


def family_of(feed: Feed) -> frozenset[int]:
    """Return the numbers of the feeds of this feed's provider; of this feed alone where it names none."""
    provider = _plain(feed.provider)
    if not provider:
        return frozenset({feed.pk})
    named = Feed.objects.exclude(provider="").values_list("pk", "provider")
    return frozenset({feed.pk, *(number for number, name in named if _plain(name) == provider)})


def own_name(guid: str, family: frozenset[int]) -> str:
    """Return what a guid of somebody else's is called when these feeds send it."""
    name = f"{RESERVED}feed:{min(family)}:{guid}"
    if len(name) <= MAX_GUID:
        return name
    return f"{RESERVED}feed:{min(family)}:sha256:{sha256(guid.encode('utf-8', 'surrogatepass')).hexdigest()}"


def is_called(guid: str, record: DispatchRecord) -> bool:
    """Return whether a record is known here under the guid that a provider sent, or under a name of ours for it."""
    if record.guid == guid:
        return True
    return record.guid.startswith(RESERVED) and record.guid == own_name(guid, _family_in(record.guid))


def _family_in(name: str) -> frozenset[int]:
    number = name.removeprefix(f"{RESERVED}feed:").partition(":")[0]
    return frozenset({int(number) if number.isdecimal() else 0})


def _of_others(named: Sequence[str], family: frozenset[int]) -> Iterator[str]:
    """Yield the guids that came first through a feed outside the family: as an item, or as a name of one."""
    aliases = dict(ItemAlias.objects.filter(guid__in=named).values_list("guid", "item_guid"))
    labels = {*named, *aliases.values()}
    foreign = DispatchRecord.objects.exclude(feed__in=family)
    suspects = {
        *foreign.filter(guid__in=named).values_list("guid", flat=True).distinct(),
        *foreign.filter(item_guid__in=labels).values_list("item_guid", flat=True).distinct(),
    }
    return (guid for guid in named if suspects & {guid, aliases.get(guid)} and not _is_ours(guid, aliases, family))


def _is_ours(guid: str, aliases: dict[str, str], family: frozenset[int]) -> bool:
    """Return whether the family was the first to speak of the guid, though others have since."""
    known = Q(guid=guid) | Q(item_guid__in={guid, aliases.get(guid, guid)})
    first = DispatchRecord.objects.filter(known).order_by("pk").values_list("feed_id", flat=True).first()
    return first in family


def _plain(provider: str) -> str:
    return " ".join(provider.split()).casefold()
