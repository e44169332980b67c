"""Who sees which alarm: a story's only who may open the story, a feed's only editors, and a moderator none."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from broadsheet.desk.models import Alarm
from broadsheet.desk.screens.wire.access import SEE
from broadsheet.desk.visibility import visible_to

LOOK, CLEAR = "desk.change_story", "desk.publish_story"
#: What readers saw or may still see: it stands on every page of the desk until somebody has dealt with it.
GRAVE = (Alarm.Kind.KILL, Alarm.Kind.OWN_KILL, Alarm.Kind.HOLD, Alarm.Kind.PICTURE)


def alarms_for(user: Any) -> QuerySet[Alarm]:
    """Return the alarms that the person may read, standing and cleared, newest first."""
    if not user.is_active or not user.has_perm(LOOK):
        return Alarm.objects.none()
    found = Alarm.objects.order_by("-pk")
    if user.has_perm(CLEAR):
        return found
    seen = Q(Exists(visible_to(user).filter(pk=OuterRef("story_id"))))
    if user.has_perm(SEE):
        seen |= Q(story=None, feed=None, dispatch__isnull=False)
    return found.filter(seen)


def standing_for(user: Any) -> QuerySet[Alarm]:
    """Return those of them that nobody has cleared."""
    return alarms_for(user).filter(cleared_at=None)
