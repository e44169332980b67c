"""Heed a kill on the wire: every story that was built from the item dies with it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext, override

from broadsheet.desk.acts.kill import kill
from broadsheet.desk.models import Story
from broadsheet.wire.models import DispatchRecord


def heed_kill(record: DispatchRecord) -> list[Story]:
    """Kill the stories built from any version of the item, and return them; those that are dead already are left alone."""
    with transaction.atomic():
        found = Story.objects.filter(dispatches__dispatch__guid=record.guid, killed_at__isnull=True).distinct()
        stories = list(found.order_by("pk"))
        for story in stories:
            kill(story, notice_for(story), user=None)
    return stories


def notice_for(story: Story) -> str:
    """Return what readers are told, in the story's language; it names no reason that the agency has not given."""
    with override(story.language):
        return gettext("The news agency that sent this story has withdrawn it. It should not be used or quoted.")
