"""Tell the desk of pictures whose licence ends while readers see them: seven days before, and again the day before."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop as _

from broadsheet.desk.acts.alarm import clear_alarms, raise_alarm
from broadsheet.desk.models import Alarm, PictureUse, Story
from broadsheet.desk.said import said
from broadsheet.desk.shown import stories_with
from broadsheet.photos.models import Picture

DAYS_BEFORE = (7, 1)
ENDING = Alarm.Kind.ENDING


def warn_of_ends(now: datetime) -> int:
    """Raise an alarm for each picture that a live story shows and that ends soon; returns how many are new.

    Of one end the desk is told twice at most, whoever clears the alarm; a licence that is prolonged is told of anew. What
    is said of a picture that has gone, or of an end that was moved, is cleared.
    """
    _clear_what_has_changed(now)
    shown = Exists(PictureUse.objects.filter(picture=OuterRef("pk"), until=None))
    last = now + timedelta(days=DAYS_BEFORE[0])
    soon = Picture.objects.filter(shown, ends_at__gt=now, ends_at__lte=last, ended_at=None)
    return sum(_warn(picture, now) for picture in soon.order_by("ends_at"))


def _warn(picture: Picture, now: datetime) -> bool:
    """Raise the alarm, and return True, if nobody was told of this end at this stage and a live story shows it."""
    days = min(days for days in DAYS_BEFORE if picture.ends_at and picture.ends_at <= now + timedelta(days=days))
    subject = f"{_of_end(picture)}{days}"
    if Alarm.objects.filter(kind=ENDING, subject=subject).exists():
        return False
    story = stories_with(picture).filter(live=True).first()
    if story is None:
        return False
    for earlier in Alarm.objects.filter(kind=ENDING, subject__startswith=_of(picture.pk), cleared_at=None):
        clear_alarms(ENDING, earlier.subject)
    _raise(picture, story, subject)
    return True


def _raise(picture: Picture, story: Story, subject: str) -> None:
    text = _("The licence of the picture “%(picture)s” ends %(end)s. “%(headline)s” is then shown without it.")
    told = said(text, picture=picture.title, end=picture.ends_at or "", headline=story.headline)
    raise_alarm(ENDING, subject, told, story=story)


def _clear_what_has_changed(now: datetime) -> None:
    for alarm in Alarm.objects.filter(kind=ENDING, cleared_at=None):
        number = int(alarm.subject.split(":")[1])
        picture = Picture.objects.filter(pk=number, ended_at=None, ends_at__gt=now).first()
        if picture is None or not alarm.subject.startswith(_of_end(picture)):
            clear_alarms(ENDING, alarm.subject)


def _of(picture_id: int) -> str:
    return f"picture:{picture_id}:"


def _of_end(picture: Picture) -> str:
    return f"{_of(picture.pk)}{picture.ends_at:%Y-%m-%dT%H:%M:%S}:"
