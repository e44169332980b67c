"""Change pictures by hand, one or many at once: what changed is in each picture's log, and can be put back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from broadsheet.photos.models import Picture, PictureEvent
from broadsheet.photos.settling import SETTLED

BY_HAND = frozenset(SETTLED)
"""Rights that a person has set: texts and contracts do not change those again."""

CHANGEABLE = frozenset({"creator", "credit_line", "provider", "usage_terms", "instructions", "is_decorative", *BY_HAND})
"""What may be set on many pictures at once, beside tags."""

LINES_NEARBY = 2_000
"""A change of many pictures writes its lines one after the other, beside those of whoever works at the same time."""
FACTS = CHANGEABLE | {
    *("caption", "alt_text", "alt_text_is_caption", "source", "copyright_notice", "license_url", "acquire_url")
}
"""What two pictures of one motif should say alike; title, file and focal point stay each one's own."""

TAGS, HAND = "tags", "rights_by_hand"


@dataclass(frozen=True, slots=True)
class PutBack:
    """How an undo went: so many pictures are as they were; `left` were changed again since, and stay."""

    done: int
    left: int


def change_many(
    pictures: Collection[int], values: Mapping[str, Any], *, tags: Iterable[str] = (), who: Any, now: datetime
) -> list[PictureEvent]:
    """Give the pictures with these numbers these values, and the tags besides those that they have.

    Each that is changed by it gets a line in its log with the earlier and the later values; those lines are returned,
    and share a mark by which `put_back` finds them. A picture that has the values already is left alone.

    Raises:
        KeyError: a field that is not in CHANGEABLE.
    """
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(*unknown)
    mark = uuid4().hex
    with transaction.atomic():
        rows = Picture.objects.filter(pk__in=pictures).order_by("pk").select_for_update(of=("self",))
        events = [_changed(picture, values, sorted(set(tags)), mark=mark, who=who, now=now) for picture in rows]
    return [event for event in events if event is not None]


def keep_facts(kept: Picture, other: Picture, *, who: Any, now: datetime) -> list[PictureEvent]:
    """Give the other picture the words, credit and rights of the one that is kept; it can be put back as any change."""
    values = {name: getattr(kept, name) for name in sorted(FACTS)}
    with transaction.atomic():
        row = Picture.objects.select_for_update(of=("self",)).get(pk=other.pk)
        event = _changed(row, values, [], mark=uuid4().hex, who=who, now=now)
    return [event] if event else []


def log_change(picture: Picture, before: Mapping[str, Any], *, who: Any, now: datetime) -> PictureEvent | None:
    """Write what differs from the earlier values into the picture's log; None, and no line, for nothing."""
    changes = {
        name: [_plain(old), _plain(getattr(picture, name))]
        for name, old in before.items()
        if _plain(old) != _plain(getattr(picture, name))
    }
    if not changes:
        return None
    return PictureEvent.objects.create(
        picture=picture, kind=PictureEvent.Kind.CHANGED, at=now, who=who, detail={"changes": changes}
    )


def put_back(event: PictureEvent, *, who: Any, now: datetime) -> PutBack:
    """Put the earlier values back on every picture that the same change gave new ones; once, and a second time nothing.

    What somebody has changed again since stays as it is.
    """
    done = left = 0
    with transaction.atomic():
        for line in lines_of(event).select_for_update(of=("self",)):
            if line.detail.get("undone"):
                continue
            if _put_back(line, who, now):
                done += 1
            else:
                left += 1
            line.detail = {**line.detail, "undone": True}
            line.save(update_fields=["detail"])
    return PutBack(done, left)


def lines_of(event: PictureEvent) -> QuerySet[PictureEvent]:
    """Return the lines of the same change, of all its pictures, whichever of them is given."""
    mark = event.detail.get("mark")
    if not mark:
        return PictureEvent.objects.none()
    near = (event.pk - LINES_NEARBY, event.pk + LINES_NEARBY)
    same = PictureEvent.objects.filter(pk__range=near, kind=PictureEvent.Kind.CHANGED, detail__mark=mark)
    return same.select_related("picture").order_by("pk")


def with_hand(picture: Picture, names: Iterable[str]) -> None:
    """Note on the picture that a person has set these of its rights; nothing is saved."""
    picture.rights_by_hand = sorted({*picture.rights_by_hand, *(BY_HAND & set(names))})


def _changed(
    picture: Picture, values: Mapping[str, Any], tags: list[str], *, mark: str, who: Any, now: datetime
) -> PictureEvent | None:
    changes: dict[str, list[Any]] = {}
    for name, value in values.items():
        old = _plain(getattr(picture, name))
        setattr(picture, name, value)
        if old != (new := _plain(value)):
            changes[name] = [old, new]
    by_hand = list(picture.rights_by_hand)
    with_hand(picture, changes)
    if by_hand != picture.rights_by_hand:
        changes[HAND] = [by_hand, picture.rights_by_hand]
    had = sorted(picture.tags.names())
    if set(tags) - set(had):
        changes[TAGS] = [had, sorted({*had, *tags})]
    if not changes:
        return None
    _save(picture, changes)
    return PictureEvent.objects.create(
        picture=picture, kind=PictureEvent.Kind.CHANGED, at=now, who=who, detail={"changes": changes, "mark": mark}
    )


def _save(picture: Picture, changes: Mapping[str, list[Any]]) -> None:
    picture.save()
    if TAGS in changes:
        picture.tags.set(changes[TAGS][1])


def _put_back(line: PictureEvent, who: Any, now: datetime) -> bool:
    picture, changes = line.picture, line.detail["changes"]
    back = {}
    for name, (old, new) in changes.items():
        if _now_plain(picture, name) == new:
            back[name] = [new, old]
    if not back:
        return False
    for name, (_new, old) in back.items():
        if name != TAGS:
            setattr(picture, name, _value(name, old))
    _save(picture, back)
    detail = {"changes": back, "put_back": True}
    PictureEvent.objects.create(picture=picture, kind=PictureEvent.Kind.CHANGED, at=now, who=who, detail=detail)
    return len(back) == len(changes)


def _now_plain(picture: Picture, name: str) -> Any:
    return sorted(picture.tags.names()) if name == TAGS else _plain(getattr(picture, name))


def _plain(value: Any) -> Any:
    """Return a value as a log keeps it: an instant as ISO 8601 in UTC, all else as it is."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _value(name: str, plain: Any) -> Any:
    return Picture._meta.get_field(name).to_python(plain)  # type: ignore[union-attr]
