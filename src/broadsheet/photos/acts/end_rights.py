"""Take pictures off whose time has come, and let those back whose embargo or bar has passed: the clock asks once a second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet

from broadsheet.photos.acts.log import note
from broadsheet.photos.acts.settle_rights import settle_one
from broadsheet.photos.gone import take_off
from broadsheet.photos.models import Picture, PictureEvent
from broadsheet.photos.rights import ruling
from broadsheet.photos.signals import picture_changed

log = structlog.get_logger(__name__)
MAX_AT_ONCE = 200
"""Pictures acted on in one look; the next look, a second later, takes the rest."""
MAX_LOOKED = 10_000
"""So many that fail, again and again, keep none behind them waiting."""


def end_rights(now: datetime) -> int:
    """Act on every picture whose rights have ended or begun by `now`, four queries by index when none has; returns how many.

    Its public files go first, and then the database says so: a crash in between leaves no file, and is made up for by
    the next look. Pages that show it are rendered again.
    """
    due = Picture.objects.filter(ends_at__lte=now, ended_at=None).order_by("ends_at")
    back = Picture.objects.filter(ended_at__isnull=False, embargoed_until__lte=now, embargoed_until__gt=F("ended_at"))
    back = back.filter(Q(ends_at=None) | Q(ends_at__gt=now), withdrawn_at=None, is_barred_from_web=False)
    awaited = Picture.objects.filter(is_awaited=True, embargoed_until__lte=now)
    changing = Picture.objects.filter(settles_at__lte=now)
    steps = ((due, _end), (back.order_by("embargoed_until"), _begin), (awaited, _appear), (changing, _settle))
    return sum(_each(pictures, act, now) for pictures, act in steps)


def _each(pictures: QuerySet[Picture], act: Callable[[int, datetime], bool], now: datetime) -> int:
    """Do it to at most MAX_AT_ONCE pictures. One that fails, or is not to be changed after all, stops no other."""
    done = 0
    for number in list(pictures.values_list("pk", flat=True)[:MAX_LOOKED]):
        done += _tried(act, number, now)
        if done == MAX_AT_ONCE:
            break
    return done


def _tried(act: Callable[[int, datetime], bool], number: int, now: datetime) -> bool:
    try:
        return act(number, now)
    except Exception:
        log.exception("rights.failed", picture=number)
        return False


def _locked() -> QuerySet[Picture]:
    return Picture.objects.select_for_update(of=("self",))


def _end(number: int, now: datetime) -> bool:
    """End one picture's rights; return False where somebody has prolonged them meanwhile."""
    with transaction.atomic():
        picture = _locked().filter(pk=number, ends_at__lte=now, ended_at=None).first()
        if picture is None:
            return False
        take_off([picture])
        Picture.objects.filter(pk=picture.pk).update(ended_at=now)
        picture.ended_at = now
        if picture.first_shown_at:
            note(picture, PictureEvent.Kind.ENDED, now, ends_at=picture.ends_at.isoformat() if picture.ends_at else "")
        picture_changed.send(sender=Picture, picture=picture)
    return True


def _begin(number: int, now: datetime) -> bool:
    """Let a picture back that was taken off for an embargo which has passed; not where another rule forbids it."""
    read = Picture.objects.filter(pk=number).first()
    if read is None or not ruling(read, now=now).may_be_shown:
        return False  # no lock is asked for once a second where a country forbids it
    with transaction.atomic():
        picture = _locked().filter(pk=number, ended_at__isnull=False).first()
        if picture is None or not ruling(picture, now=now).may_be_shown:
            return False
        Picture.objects.filter(pk=number).update(ended_at=None, is_awaited=False)
        picture.ended_at, picture.is_awaited = None, False
        note(picture, PictureEvent.Kind.RENEWED, now)
        picture_changed.send(sender=Picture, picture=picture)
    return True


def _appear(number: int, now: datetime) -> bool:
    """Tell the pages that have a place for a picture whose embargo has passed before any reader saw it."""
    with transaction.atomic():
        picture = _locked().filter(pk=number, is_awaited=True, embargoed_until__lte=now).first()
        if picture is None:
            return False
        Picture.objects.filter(pk=number).update(is_awaited=False)
        picture.is_awaited = False
        picture_changed.send(sender=Picture, picture=picture)
    return True


def _settle(number: int, now: datetime) -> bool:
    """Settle a picture of which a bar ends."""
    return settle_one(number, now=now)
