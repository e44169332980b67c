"""Where the items of a batch belong: which item each is a version of, and which version of it is the newest.

The questions to the database are the same few however many items a batch has. `item_guid` is the guid, unless the
table of aliases knows better: a provider that gives each version an address of its own says what it replaces, in any
order of arrival, and every address that was ever named leads to one item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from broadsheet.wire.identity import effect_of
from broadsheet.wire.models import DispatchRecord, ItemAlias
from broadsheet.wire.opening import ItemRow

MAX_NAMED = 5_000
"""Names in one question: SQLite takes 32,766 as it is usually built."""


class Items:
    """The items of one batch as the database knows them, kept up to date while the batch is worked through.

    `same` are the stored records that a row of the batch is the same version of, by guid and version. `late_kills` are
    killed items that turned out to be others as well: the others' stories have not heard of it.
    """

    def __init__(self, rows: Sequence[ItemRow], *, now: datetime) -> None:
        self.same = _same_versions(rows)
        self.late_kills: list[DispatchRecord] = []
        self._now = now
        self._labels = _Labels(rows)
        self._latest = _latest_of(self._labels.stored())
        self._superseded: list[DispatchRecord] = []
        for old, new in self._labels.moved():
            self._join(old, new)
        ItemAlias.objects.bulk_create(self._labels.new_aliases())

    def item_guid(self, guid: str) -> str:
        """Return what all versions of the item share."""
        return self._labels.of(guid)

    def latest(self, guid: str) -> DispatchRecord | None:
        """Return the newest version of the item so far."""
        return self._latest.get(self._labels.of(guid))

    def supersede(self, record: DispatchRecord | None, by: DispatchRecord) -> None:
        """Put `by` in the place of the newest version, which nobody needs to act on any more."""
        self._latest[by.item_guid] = by
        if record is not None and record is not by:
            _outdate(record, self._now)
            if record.pk:
                self._superseded.append(record)

    def save_superseded(self) -> None:
        """Write what `supersede` did to stored versions; before newer ones are stored, for only one is the latest."""
        if self._superseded:
            DispatchRecord.objects.bulk_update(self._superseded, ["state", "is_latest", "handled_at"])

    def _join(self, old: str, new: str) -> None:
        """Make one item of two that are the same after all."""
        mine, other = self._latest.pop(old, None), self._latest.get(new)
        if mine is None:
            return
        if other is None:
            self._latest[new] = mine
        else:
            earlier, later = sorted((mine, other), key=lambda record: record.pk)
            winner, loser = (earlier, later) if effect_of(later, earlier) == "stale" else (later, earlier)
            self._latest[new] = winner
            _outdate(loser, self._now)
            loser.save(update_fields=["state", "is_latest", "handled_at"])
            if winner.pubstatus == "canceled":
                self.late_kills.append(winner)
        DispatchRecord.objects.filter(item_guid=old).update(item_guid=new)
        ItemAlias.objects.filter(item_guid=old).update(item_guid=new)
        self._latest[new].item_guid = new


class _Labels:
    """Which guids are one item: what the database knows, joined with what the batch says of replaced versions."""

    def __init__(self, rows: Sequence[ItemRow]) -> None:
        named = {guid for row in rows for guid in (row.guid, *row.replaces)}
        self._known = {
            alias.guid: alias.item_guid
            for some in _in_parts(named)
            for alias in ItemAlias.objects.filter(guid__in=some)
        }
        self._stored = {self._known.get(guid, guid) for guid in named}
        self._chained = {guid for row in rows if row.replaces for guid in (row.guid, *row.replaces)}
        self._parents = dict(self._known)
        for row in rows:
            for earlier in row.replaces:
                mine, theirs = self.of(row.guid), self.of(earlier)
                if mine != theirs:
                    self._parents[mine] = theirs

    def of(self, guid: str) -> str:
        """Return the label of the item that the guid belongs to."""
        while (parent := self._parents.get(guid, guid)) != guid:
            guid = parent
        return guid

    def stored(self) -> Iterable[str]:
        """Return the labels as the database has them, before any joining."""
        return self._stored

    def moved(self) -> Iterator[tuple[str, str]]:
        """Yield the old and the new label of items that are another one's."""
        return ((label, self.of(label)) for label in sorted(self._stored) if self.of(label) != label)

    def new_aliases(self) -> list[ItemAlias]:
        """Return the aliases that the database lacks."""
        guids = sorted((self._chained | {old for old, _ in self.moved()}) - self._known.keys())
        return [ItemAlias(guid=guid, item_guid=self.of(guid)) for guid in guids if self.of(guid) != guid]


def _latest_of(labels: Iterable[str]) -> dict[str, DispatchRecord]:
    newest = DispatchRecord.objects.filter(is_latest=True).defer("data")
    return {record.item_guid: record for some in _in_parts(labels) for record in newest.filter(item_guid__in=some)}


def _same_versions(rows: Sequence[ItemRow]) -> dict[tuple[str, str], DispatchRecord]:
    wanted = {(row.guid, row.version) for row in rows}
    versions = {version for _, version in wanted}
    stored = (
        DispatchRecord.objects.filter(version__in=versions) if len(versions) < MAX_NAMED else DispatchRecord.objects
    )
    found = (
        record
        for some in _in_parts({guid for guid, _ in wanted})
        for record in stored.filter(guid__in=some).defer("data")
    )
    return {key: record for record in found if (key := (record.guid, record.version)) in wanted}


def _in_parts(names: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(names)
    return (ordered[start : start + MAX_NAMED] for start in range(0, len(ordered), MAX_NAMED))


def _outdate(record: DispatchRecord, now: datetime) -> None:
    record.is_latest = False
    record.handled_at = record.handled_at or now
    if record.state == DispatchRecord.State.NEW:
        record.state = DispatchRecord.State.SUPERSEDED
