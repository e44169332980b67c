"""What the wire list and its preview show: finished values, made with a fixed number of queries whatever the page holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from broadsheet.desk.models import RuleHit, Story, StoryDispatch
from broadsheet.desk.screens.differences import Piece, differences
from broadsheet.wire.models import DispatchRecord, Feed

#: Versions and dispatches of the same event that are shown beside one.
MAX_BESIDE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dispatch in the list. ``tone`` is for the colour; ``status`` says the same in a word, ``by`` who did it."""

    id: int
    urgency: int | None
    time: str
    instant: str
    provider: str
    slugline: str
    headline: str
    status: str | Promise
    tone: str
    is_new: bool
    url: str
    kind: str = ""
    is_correction: bool = False
    is_chosen: bool = False
    others: int = 0
    group_query: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Another version of the item that is read, or another provider's dispatch on the same event."""

    url: str
    name: str
    time: str
    headline: str
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What a rule did with the dispatch."""

    rule: str
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One dispatch as it is read before somebody decides."""

    row: Row
    version: str
    language: str
    kind: str
    ednote: str
    rights: tuple[str, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]
    guid: str
    story: Story | None
    made_here: Story | None
    may_make: bool
    may_update: bool
    may_dismiss: bool
    is_picture: bool
    picture_caption: str
    picture_credit: str
    has_picture: bool
    warnings: tuple[str, ...]
    may_put_back: bool
    may_kill: bool
    versions: tuple[Version, ...]
    versus: str
    same_event: tuple[Version, ...]
    ruled: tuple[Ruled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """How a feed is: working, or silent or failing in words."""

    name: str
    words: str
    is_well: bool


def stories_by_item(items: Iterable[str]) -> dict[str, Story]:
    """Return the newest living story built from each of the items."""
    rows = (
        StoryDispatch.objects.filter(dispatch__item_guid__in=list(items), story__killed_at__isnull=True)
        .select_related("story", "dispatch")
        .only("story__headline", "story__live", "story__killed_at", "story__first_published_at", "dispatch__item_guid")
        .order_by("story_id")
    )
    return {row.dispatch.item_guid: row.story for row in rows}


def sizes_of(groups: Iterable[int | None]) -> dict[int, int]:
    """Return how many dispatches each of the groups has."""
    rows = DispatchRecord.objects.filter(group_id__in={number for number in groups if number})
    return dict(rows.order_by().values_list("group_id").annotate(Count("pk")))


def row_of(
    record: DispatchRecord,
    *,
    story: Story | None,
    now: datetime,
    query: str,
    chosen: int | None,
    others: int = 0,
    group_query: str = "",
    by: str = "",
) -> Row:
    """Return the row of a dispatch; ``others`` is how many more tell of the same event, ``by`` who used it."""
    status, tone = status_of(record, has_story=story is not None, now=now)
    return Row(
        id=record.pk,
        urgency=record.urgency,
        time=time_of(record.received_at, now),
        instant=record.received_at.isoformat(),
        provider=record.provider or record.feed.name,
        slugline=record.slugline,
        headline=str(record),
        status=status,
        tone=tone,
        is_new=record.state == DispatchRecord.State.NEW,
        url=reverse("wire:one", args=[record.pk]) + (f"?{query}" if query else ""),
        kind=record.kind,
        is_correction=record.is_correction,
        is_chosen=record.pk == chosen,
        others=others,
        group_query=group_query,
        by=by,
    )


def versions_of(record: DispatchRecord, now: datetime, query: str) -> tuple[Version, ...]:
    """Return the versions of the item, newest first, the one that is read among them; none where it is the only one."""
    rows = DispatchRecord.objects.filter(item_guid=record.item_guid).defer("data").order_by("-pk")[:MAX_BESIDE]
    found = tuple(_beside(row, row.version or str(row.pk), now, query, here=record.pk) for row in rows)
    return found if len(found) > 1 else ()


def same_event_of(record: DispatchRecord, now: datetime, query: str) -> tuple[Version, ...]:
    """Return the newest versions of other items about the same event, newest first."""
    if record.group_id is None:
        return ()
    rows = DispatchRecord.objects.filter(group_id=record.group_id, is_latest=True)
    rows = rows.exclude(item_guid=record.item_guid).select_related("feed").defer("data").order_by("-pk")[:MAX_BESIDE]
    return tuple(_beside(row, row.provider or row.feed.name, now, query, here=record.pk) for row in rows)


def ruled_of(record: DispatchRecord) -> tuple[Ruled, ...]:
    """Return what rules did with the dispatch, newest first."""
    hits = RuleHit.objects.filter(dispatch=record)[:3]
    return tuple(Ruled(rule=hit.rule_name, outcome=str(hit.get_outcome_display()), detail=hit.reason) for hit in hits)


def _beside(row: DispatchRecord, name: str, now: datetime, query: str, *, here: int) -> Version:
    return Version(
        url=reverse("wire:one", args=[row.pk]) + (f"?{query}" if query else ""),
        name=name,
        time=time_of(row.received_at, now),
        headline=str(row),
        is_here=row.pk == here,
    )


def status_of(record: DispatchRecord, *, has_story: bool, now: datetime) -> tuple[str | Promise, str]:
    """Return the word for what the dispatch is to the desk, and the tone it is written in."""
    if record.pubstatus == DispatchRecord.PubStatus.CANCELED:
        return _("Kill"), "kill"
    if record.state != DispatchRecord.State.NEW:
        return DispatchRecord.State(record.state).label.capitalize(), record.state
    if record.pubstatus == DispatchRecord.PubStatus.WITHHELD:
        return _("Withheld"), "held"
    if record.embargoed_until and record.embargoed_until > now:
        return _("Embargo %(time)s") % {"time": time_of(record.embargoed_until, now)}, "held"
    return (_("Update"), "update") if has_story else (_("New"), "new")


def paragraphs_of(record: DispatchRecord, other: DispatchRecord | None) -> tuple[tuple[Piece, ...], ...]:
    """Return the text, a tuple of pieces for each paragraph; with what changed since another version, if one is given."""
    text = _text(record)
    if other is None or other.pk == record.pk:
        return tuple((Piece(line),) for line in text.split("\n") if line.strip())
    return _lines(differences(_text(other), text))


def _text(record: DispatchRecord) -> str:
    item = record.dispatch
    return item.body_text or item.caption or item.abstract or ""


def _lines(pieces: Iterable[Piece]) -> tuple[tuple[Piece, ...], ...]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        lines[-1].append(Piece(first, piece.kind))
        lines += [[Piece(part, piece.kind)] for part in rest]
    return tuple(line for row in lines if (line := tuple(piece for piece in row if piece.text)))


def health_of(feed: Feed, now: datetime) -> FeedHealth:
    """Return how the feed is, in words where it is not well."""
    if not feed.is_active:
        return FeedHealth(name=feed.name, words=_("switched off"), is_well=True)
    if feed.state == Feed.State.FAILING:
        return FeedHealth(
            name=feed.name, words=_("failing: %(error)s") % {"error": feed.last_error[:80]}, is_well=False
        )
    last = feed.last_received_at
    if last is None:
        return FeedHealth(name=feed.name, words=_("nothing yet"), is_well=False)
    if feed.silent_since is not None:
        words = _("silent since %(time)s") % {"time": time_of(last, now)}
        return FeedHealth(name=feed.name, words=words, is_well=False)
    return FeedHealth(name=feed.name, words=time_of(last, now), is_well=True)


def time_of(instant: datetime, now: datetime) -> str:
    """Return the time of day, with the date before it where that is not today, in the newsroom's time zone."""
    local = localtime(instant)
    clock = f"{local:%H:%M}"
    return clock if local.date() == localtime(now).date() else f"{date_format(local, 'j M')} {clock}"
