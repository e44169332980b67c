"""A picture's log in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from broadsheet.photos.acts.change import HAND, TAGS
from broadsheet.photos.models import Picture, PictureEvent

MAX_LINES = 60
MAX_VALUE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field's earlier and later value, as a person reads them."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log. `undo` is the number of the event that can be put back, None where there is nothing to."""

    at: datetime
    who: str
    text: str | Promise
    changes: tuple[Change, ...]
    undo: int | None


def log_of(picture: Picture) -> list[Line]:
    """Return the newest lines of the log, newest first; one query."""
    return [_line(event) for event in picture.events.select_related("who")[:MAX_LINES]]


def changes_in(detail: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the changes that an event's detail holds, in words."""
    for name, (old, new) in (detail.get("changes") or {}).items():
        if name != HAND:
            yield Change(label=label_of(name), before=said(old), after=said(new))


def label_of(name: str) -> str:
    """Return a field's name for a person."""
    if name == TAGS:
        return _("tags")
    try:
        return str(Picture._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except LookupError:
        return name


def said(value: Any) -> str:
    """Return a value as a person reads it."""
    match value:
        case None | "" | []:
            return _("nothing")
        case bool():
            return _("yes") if value else _("no")
        case list():
            return ", ".join(str(one) for one in value)
        case datetime():
            return date_format(localtime(value), "j M Y H:i")
    text = str(value)
    instant = parse_datetime(text) if "T" in text and len(text) < 40 else None
    if instant is not None and instant.tzinfo:
        return said(instant)
    return text if len(text) <= MAX_VALUE else text[: MAX_VALUE - 1] + "…"


def _line(event: PictureEvent) -> Line:
    detail = event.detail if isinstance(event.detail, dict) else {}
    return Line(
        at=event.at,
        who=event.who.get_username() if event.who else "",
        text=_text(event, detail),
        changes=tuple(changes_in(detail)),
        undo=event.pk if detail.get("mark") and not detail.get("undone") else None,
    )


def _text(event: PictureEvent, detail: Mapping[str, Any]) -> str:
    if event.kind == PictureEvent.Kind.CHANGED and detail.get("put_back"):
        return _("earlier values put back")
    if event.kind in (PictureEvent.Kind.SHOWN, PictureEvent.Kind.LEFT) and detail.get("headline"):
        return f"{event.get_kind_display()}: {detail['headline']}"
    if event.kind == PictureEvent.Kind.CAME and detail.get("provider"):
        return f"{event.get_kind_display()}: {detail['provider']}"
    return str(event.get_kind_display())
