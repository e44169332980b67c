"""Pin a story as the lead of the front page, or take the pin away."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from broadsheet.core import keys
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.errors import NotPublishedError
from broadsheet.desk.models import FrontPin, Story
from broadsheet.desk.signals import pages_changed


def pin(story: Story, *, user: Any = None) -> None:
    """Make the story the lead of the front; the former pin goes.

    Raises:
        NotPublishedError: readers cannot see the story.
    """
    with transaction.atomic():
        if not Story.objects.filter(pk=story.pk, live=True).exists():
            raise NotPublishedError
        FrontPin.objects.all().delete()
        FrontPin.objects.create(story=story)
        audit(who=user, what="front.pinned", subject=str(story.pk), after=story.headline)
        pages_changed.send(sender=FrontPin, keys=frozenset({keys.FRONT}))


def unpin(*, user: Any = None) -> None:
    """Let the newest story lead the front again."""
    with transaction.atomic():
        FrontPin.objects.all().delete()
        audit(who=user, what="front.unpinned", subject="front")
        pages_changed.send(sender=FrontPin, keys=frozenset({keys.FRONT}))
