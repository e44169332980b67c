"""Publish what is scheduled and due, and withdraw what has expired: called by the clock once a second."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _
from wagtail.models import Revision

from broadsheet.desk.acts.alarm import raise_alarm
from broadsheet.desk.errors import DeskError, EmbargoedStoryError
from broadsheet.desk.models import Alarm, StandingPage, Story
from broadsheet.desk.said import said

log = structlog.get_logger(__name__)


def publish_due(now: datetime) -> int:
    """Act on every story and standing page whose time has come, two indexed queries when there is none; returns how many.

    A story that is refused (a picture lost its credit, the agency has withheld it) is taken off the schedule, stays a
    draft with an alarm at the desk, and stops no other. One whose embargo has moved moves with it.
    """
    done = 0
    for revision in Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk"):
        try:
            revision.publish(log_action="wagtail.publish.scheduled")
        except EmbargoedStoryError as err:
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=max(err.until, now))
        except DeskError as err:
            _refused(revision, err)
        done += 1
    due = Q(live=True, expire_at__lte=now)
    for thing in [*Story.objects.filter(due), *StandingPage.objects.filter(due)]:
        thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        done += 1
    return done


def _refused(revision: Revision, err: DeskError) -> None:
    log.warning("schedule.refused", object_id=revision.object_id, reason=str(err))
    with transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        story = Story.objects.filter(pk=revision.object_id).first() if revision.content_type.model == "story" else None
        if story:
            text = _("“%(headline)s” was scheduled and was not published: %(reason)s")
            told = said(text, headline=story.headline, reason=err.said)
            raise_alarm(Alarm.Kind.REFUSED, f"schedule:{story.pk}", told, story=story)
