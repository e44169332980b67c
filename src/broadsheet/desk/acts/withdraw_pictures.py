"""Withdraw pictures that an agency has killed: no page shows them from then on, and the desk hears of each story."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from broadsheet.desk.acts.alarm import raise_alarm
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import Alarm, Story
from broadsheet.desk.shown import stories_with
from broadsheet.photos.acts.withdraw import withdraw
from broadsheet.photos.models import Picture
from broadsheet.wire.models import DispatchRecord


def withdraw_pictures(guids: Iterable[str], *, dispatch: DispatchRecord, now: datetime) -> list[Picture]:
    """Withdraw the pictures that came under these GUIDs, and return them.

    The stories that use one stay out, without it: their pages are rendered again, and their texts are not touched.
    """
    with transaction.atomic():
        pictures = withdraw(guids, now=now)
        for picture in pictures:
            audit(who=None, what="picture.withdrawn", subject=str(picture.pk), before=picture.title)
            for story in stories_with(picture).filter(killed_at__isnull=True):
                _tell(story, picture, dispatch)
    return pictures


def _tell(story: Story, picture: Picture, dispatch: DispatchRecord) -> None:
    text = gettext("The agency has killed the picture “%(picture)s”. “%(headline)s” is shown without it.")
    said = text % {"picture": picture.title, "headline": story.headline}
    raise_alarm(Alarm.Kind.PICTURE, f"story:{story.pk}:picture:{picture.pk}", said, story=story, dispatch=dispatch)
