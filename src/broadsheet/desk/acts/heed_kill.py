"""Heed a kill on the wire: every story that was built from the item dies with it, and its pictures are withdrawn.

Asked for by the item's status alone, in the transaction of its arrival; no headline is ever looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from broadsheet.core.dispatch import Dispatch
from broadsheet.desk.acts.alarm import raise_alarm
from broadsheet.desk.acts.kill import kill
from broadsheet.desk.acts.take_picture import PICTURE_KINDS
from broadsheet.desk.acts.withdraw_pictures import withdraw_pictures
from broadsheet.desk.models import Alarm, Story
from broadsheet.desk.own import is_own
from broadsheet.desk.resting import living_stories_on, stories_on, versions_of
from broadsheet.desk.said import said
from broadsheet.wire.models import DispatchRecord, Feed

log = structlog.get_logger(__name__)


def heed_kill(record: DispatchRecord, *, user: Any = None, now: datetime | None = None) -> list[Story]:
    """Kill the stories built from any version of the item, drafts too, and return them; the dead are left alone.

    A story that the newsroom has made its own stays, with an alarm, unless the feed says that a kill withdraws it.
    Pictures that the item is or has beside it are withdrawn from every page.
    """
    now = now or timezone.now()
    with transaction.atomic():
        killed = [story for story in living_stories_on(record) if _heed(record, story, user=user, now=now)]
        _withdraw_pictures(record, now)
    return killed


def tell_of_return(record: DispatchRecord) -> None:
    """Tell the desk that an item which was killed has been sent again as usable: its stories stay dead."""
    if not versions_of(record).filter(pubstatus=DispatchRecord.PubStatus.CANCELED).exists():
        return
    for story in stories_on(record).filter(killed_at__isnull=False):
        text = _("The agency has sent the item of “%(headline)s” again after killing it. The story stays killed.")
        told = said(text, headline=story.headline)
        raise_alarm(Alarm.Kind.KILL, f"story:{story.pk}", told, story=story, dispatch=record)


def notice_for(story: Story, *, user: Any = None) -> str:
    """Return what readers are told, in the story's language: who withdrew it, and no reason that nobody has given."""
    with override(story.language):
        if user is not None:
            return gettext("We have withdrawn this story. It should not be used or quoted.")
        return gettext("The news agency that sent this story has withdrawn it. It should not be used or quoted.")


def guids_named(record: DispatchRecord) -> set[str]:
    """Return the GUIDs of the pictures that a kill names: the item's own if it is a picture, and those beside it."""
    named = set(_beside(record.dispatch))
    if record.kind in PICTURE_KINDS:
        named |= {record.dispatch.guid or "", record.item_guid, *versions_of(record).values_list("guid", flat=True)}
    return named - {""}


def _withdraw_pictures(record: DispatchRecord, now: datetime) -> None:
    """Withdraw the pictures. What fails here is told to the desk: it must not keep a dead story on its page."""
    try:
        with transaction.atomic():
            withdraw_pictures(guids_named(record), dispatch=record, now=now)
    except Exception:
        log.exception("kill.pictures_failed", guid=record.guid)
        text = _("The pictures of the killed item “%(item)s” could not be withdrawn. Take them down by hand.")
        raise_alarm(Alarm.Kind.PICTURE, f"item:{record.guid}", said(text, item=str(record)), dispatch=record)


def _beside(item: Dispatch) -> Iterator[str]:
    for inner in item.associations.values():
        if inner.kind in PICTURE_KINDS and inner.guid:
            yield inner.guid
        yield from _beside(inner)


def _heed(record: DispatchRecord, story: Story, *, user: Any, now: datetime) -> bool:
    """Kill the story and return True, or raise the alarm where it is our own."""
    kind, killed = Alarm.Kind.KILL, True
    if is_own(story) and not Feed.objects.filter(pk=record.feed_id, kills_own=True).exists():
        kind, killed = Alarm.Kind.OWN_KILL, False
    else:
        kill(story, notice_for(story, user=user), user=user, now=now)
    told = said(_told(killed=killed, user=user), headline=story.headline, name=str(user or ""))
    raise_alarm(kind, f"story:{story.pk}", told, story=story, dispatch=record)
    return killed


def _told(*, killed: bool, user: Any) -> str:
    """Return the alarm's sentence: it says who killed the item, the agency or somebody at the desk."""
    if user is not None and killed:
        return _("%(name)s has killed the item that “%(headline)s” was made of. The story is withdrawn.")
    if user is not None:
        return _(
            "%(name)s has killed an item that “%(headline)s” rests on. The story is largely our own and stays published."
        )
    if killed:
        return _("The agency has killed the item that “%(headline)s” was made of. The story is withdrawn.")
    return _(
        "The agency has killed an item that “%(headline)s” rests on. The story is largely our own and stays published."
    )
