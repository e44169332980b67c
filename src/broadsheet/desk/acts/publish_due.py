"""Publish what is scheduled and due, and withdraw what has expired: called by the clock once a second."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db.models import Q
from wagtail.models import Revision

from broadsheet.desk.errors import DeskError
from broadsheet.desk.models import StandingPage, Story

log = structlog.get_logger(__name__)


def publish_due(now: datetime) -> int:
    """Act on every story and standing page whose time has come, two indexed queries when there is none; returns how many.

    A story that is refused (a picture lost its credit meanwhile) is taken off the schedule and stays a draft, and
    stops no other.
    """
    done = 0
    for revision in Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk"):
        try:
            revision.publish(log_action="wagtail.publish.scheduled")
        except DeskError as err:
            log.warning("schedule.refused", object_id=revision.object_id, reason=str(err))
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        done += 1
    due = Q(live=True, expire_at__lte=now)
    for thing in [*Story.objects.filter(due), *StandingPage.objects.filter(due)]:
        thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        done += 1
    return done
