"""Withdraw pictures that an agency has killed: no page shows them from then on, and the desk hears of each story."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_noop as _

from broadsheet.desk.acts.alarm import raise_alarm
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.models import Alarm, Story
from broadsheet.desk.said import said
from broadsheet.desk.shown import stories_with
from broadsheet.photos.acts.withdraw import pictures_under, withdraw
from broadsheet.photos.models import Picture
from broadsheet.wire.models import Delivery, DispatchRecord, Feed
from broadsheet.wire.owning import family_of


def withdraw_pictures(guids: Iterable[str], *, dispatch: DispatchRecord, now: datetime) -> list[Picture]:
    """Withdraw the pictures that came under these GUIDs, and return them.

    The stories that use one stay out, without it: their pages are rendered again, and their texts are not touched.
    A picture whose file only other providers' feeds have delivered is spared: a feed kills its own.
    """
    with transaction.atomic():
        wanted = set(guids)
        pictures = withdraw(wanted, now=now, spared=_of_others(wanted, dispatch.feed))
        for picture in pictures:
            audit(who=None, what="picture.withdrawn", subject=str(picture.pk), before=picture.title)
            for story in stories_with(picture).filter(killed_at__isnull=True):
                _tell(story, picture, dispatch)
    return pictures


def _of_others(guids: set[str], feed: Feed) -> set[int]:
    """Return the numbers of the pictures under these GUIDs that came through feeds of other providers alone."""
    family = family_of(feed)
    return {picture.pk for picture in pictures_under(guids) if not _may_kill(picture, family)}


def _may_kill(picture: Picture, family: frozenset[int]) -> bool:
    """Return whether the picture's bytes came through one of the feeds, or through none at all."""
    try:
        with picture.file.open("rb") as file:
            digest = sha256(file.read()).hexdigest()
    except FileNotFoundError:
        return True
    came = set(Delivery.objects.filter(sha256=digest).values_list("feed_id", flat=True))
    return not came or not came.isdisjoint(family)


def _tell(story: Story, picture: Picture, dispatch: DispatchRecord) -> None:
    text = _("The agency has killed the picture “%(picture)s”. “%(headline)s” is shown without it.")
    told = said(text, picture=picture.title, headline=story.headline)
    raise_alarm(Alarm.Kind.PICTURE, f"story:{story.pk}:picture:{picture.pk}", told, story=story, dispatch=dispatch)
