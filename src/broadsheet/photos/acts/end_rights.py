"""Take pictures off whose time has come, and let those back whose embargo has passed: the clock asks once a second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F

from broadsheet.photos.acts.log import note
from broadsheet.photos.gone import take_off
from broadsheet.photos.models import Picture, PictureEvent
from broadsheet.photos.rights import ruling
from broadsheet.photos.signals import picture_changed

log = structlog.get_logger(__name__)
MAX_AT_ONCE = 200
"""Pictures taken off in one look; the next look, a second later, takes the rest."""


def end_rights(now: datetime) -> int:
    """Act on every picture whose rights have ended or begun by `now`, two queries by index when none has; returns how many.

    Its public files go first, and then the database says so: a crash in between leaves no file, and is made up for by
    the next look. Pages that show it are rendered again.
    """
    due = Picture.objects.filter(ends_at__lte=now, ended_at=None).order_by("ends_at")
    ended = [_tried(_end, picture, now) for picture in due[:MAX_AT_ONCE]]
    back = Picture.objects.filter(ended_at__isnull=False, embargoed_until__lte=now, embargoed_until__gt=F("ended_at"))
    begun = [_tried(_begin, picture, now) for picture in back[:MAX_AT_ONCE]]
    return ended.count(True) + begun.count(True)


def _tried(act: Callable[[Picture, datetime], bool], picture: Picture, now: datetime) -> bool:
    """Do it to one picture. One that fails stops no other, and is tried again at the next look."""
    try:
        return act(picture, now)
    except Exception:
        log.exception("rights.failed", picture=picture.pk)
        return False


def _end(due: Picture, now: datetime) -> bool:
    """End one picture's rights; return False where somebody has prolonged them meanwhile."""
    with transaction.atomic():
        locked = Picture.objects.select_for_update(of=("self",))
        picture = locked.filter(pk=due.pk, ends_at__lte=now, ended_at=None).first()
        if picture is None:
            return False
        take_off([picture])
        Picture.objects.filter(pk=picture.pk).update(ended_at=now)
        picture.ended_at = now
        if picture.first_shown_at:
            note(picture, PictureEvent.Kind.ENDED, now, ends_at=picture.ends_at.isoformat() if picture.ends_at else "")
        picture_changed.send(sender=Picture, picture=picture)
    return True


def _begin(picture: Picture, now: datetime) -> bool:
    """Let a picture back that was taken off for an embargo which has passed; not where another rule forbids it."""
    if not ruling(picture, now=now).may_be_shown:
        return False
    with transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(ended_at=None)
        note(picture, PictureEvent.Kind.RENEWED, now)
        picture_changed.send(sender=Picture, picture=picture)
    return True
