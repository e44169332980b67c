"""Raise an alarm about the wire, and clear it: while one of a kind stands about a subject, there is no second."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import Alarm, Story, User
from broadsheet.desk.said import Said
from broadsheet.wire.models import DispatchRecord, Feed


def raise_alarm(
    kind: Alarm.Kind | str,
    subject: str,
    text: Said | str,
    *,
    story: Story | None = None,
    dispatch: DispatchRecord | None = None,
    feed: Feed | None = None,
) -> Alarm:
    """Raise the alarm, or say the newer text on the one that stands, and return it. Safe to repeat.

    `text` as `Said` is read in everybody's own language. `subject` is what the alarm is about, such as `story:12` or
    `feed:agency`. Who sees it hangs on what it is tied to:
    an alarm with a story is shown to nobody who may not see the story, so put a story's words only on those.
    """
    subject = subject[:500]
    words = {"text": str(text), "said": text.as_json() if isinstance(text, Said) else None}
    tied = {
        "story_id": story.pk if story else None,
        "dispatch_id": dispatch.pk if dispatch else None,
        "feed_id": feed.pk if feed else None,
    }
    with transaction.atomic():
        standing = _say_again(kind, subject, words)
        if standing:
            return standing
        try:
            with transaction.atomic():
                alarm = Alarm.objects.create(kind=kind, subject=subject, **words, **tied)
        except IntegrityError:  # another process raised it in the same moment
            return Alarm.objects.get(kind=kind, subject=subject, cleared_at=None)
        audit(who=None, what=f"alarm.{kind}", subject=subject, after=str(text))
    return alarm


def clear_alarm(alarm: Alarm, *, user: User | None) -> bool:
    """Clear the alarm, and return False if somebody was faster."""
    with transaction.atomic():
        standing = Alarm.objects.filter(pk=alarm.pk, cleared_at=None)
        cleared = standing.update(cleared_at=timezone.now(), cleared_by=user)
        if cleared:
            audit(who=user, what="alarm.cleared", subject=alarm.subject, before=alarm.text)
    return bool(cleared)


def bring_back(alarm: Alarm, *, user: User | None) -> bool:
    """Undo a clearing, and return False if the alarm stands already, or a newer one in its place."""
    with transaction.atomic():
        if Alarm.objects.filter(kind=alarm.kind, subject=alarm.subject, cleared_at=None).exists():
            return False
        back = Alarm.objects.filter(pk=alarm.pk).update(cleared_at=None, cleared_by=None)
        audit(who=user, what="alarm.brought-back", subject=alarm.subject, after=alarm.text)
    return bool(back)


def clear_alarms(kind: Alarm.Kind | str, subject: str) -> int:
    """Clear what stands of that kind about the subject, since the reason is gone; returns how many (0 or 1)."""
    return Alarm.objects.filter(kind=kind, subject=subject[:500], cleared_at=None).update(cleared_at=timezone.now())


def _say_again(kind: str, subject: str, words: dict[str, Any]) -> Alarm | None:
    standing = Alarm.objects.filter(kind=kind, subject=subject, cleared_at=None).first()
    if standing and standing.text != words["text"]:
        standing.text, standing.said = words["text"], words["said"]
        standing.save(update_fields=["text", "said"])
    return standing
