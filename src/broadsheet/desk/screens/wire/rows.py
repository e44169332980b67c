"""What the wire list and its preview show: finished values, made with a fixed number of queries whatever the page holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from broadsheet.desk.models import Story, StoryDispatch
from broadsheet.desk.screens.differences import Piece, differences
from broadsheet.wire.models import DispatchRecord, Feed

#: A feed that has sent nothing for so long is called silent.
SILENT_AFTER = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One dispatch in the list. ``tone`` is for the colour; ``status`` says the same in a word."""

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
    is_chosen: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """How a feed is: working, or silent or failing in words."""

    name: str
    words: str
    is_well: bool


def stories_by_guid(guids: Iterable[str]) -> dict[str, Story]:
    """Return the newest living story built from each of the items."""
    rows = (
        StoryDispatch.objects.filter(dispatch__guid__in=list(guids), story__killed_at__isnull=True)
        .select_related("story", "dispatch")
        .only("story__headline", "story__live", "story__killed_at", "story__first_published_at", "dispatch__guid")
        .order_by("story_id")
    )
    return {row.dispatch.guid: row.story for row in rows}


def row_of(record: DispatchRecord, *, story: Story | None, now: datetime, query: str, chosen: int | None) -> Row:
    """Return the row of a dispatch."""
    status, tone = status_of(record, has_story=story is not None, now=now)
    return Row(
        id=record.pk,
        urgency=record.urgency,
        time=_time(record.received_at, now),
        instant=record.received_at.isoformat(),
        provider=record.provider or record.feed.name,
        slugline=record.slugline,
        headline=str(record),
        status=status,
        tone=tone,
        is_new=record.state == DispatchRecord.State.NEW,
        url=reverse("wire:one", args=[record.pk]) + (f"?{query}" if query else ""),
        is_chosen=record.pk == chosen,
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
        return _("Embargo %(time)s") % {"time": _time(record.embargoed_until, now)}, "held"
    return (_("Update"), "update") if has_story else (_("New"), "new")


def paragraphs_of(record: DispatchRecord, used: DispatchRecord | None) -> tuple[tuple[Piece, ...], ...]:
    """Return the text, a tuple of pieces for each paragraph; against the version that a story was made of, if there is one."""
    text = _text(record)
    if used is None or used.pk == record.pk:
        return tuple((Piece(line),) for line in text.split("\n") if line.strip())
    return _lines(differences(_text(used), text))


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
    if feed.state == Feed.State.FAILING:
        return FeedHealth(
            name=feed.name, words=_("failing: %(error)s") % {"error": feed.last_error[:80]}, is_well=False
        )
    last = feed.last_received_at
    if last is None:
        return FeedHealth(name=feed.name, words=_("nothing yet"), is_well=False)
    if now - last > SILENT_AFTER:
        words = _("silent since %(time)s") % {"time": _time(last, now)}
        return FeedHealth(name=feed.name, words=words, is_well=False)
    return FeedHealth(name=feed.name, words=_time(last, now), is_well=True)


def _time(instant: datetime, now: datetime) -> str:
    """Return the time of day, with the date before it where that is not today, in the newsroom's time zone."""
    local = localtime(instant)
    clock = f"{local:%H:%M}"
    return clock if local.date() == localtime(now).date() else f"{date_format(local, 'j M')} {clock}"
