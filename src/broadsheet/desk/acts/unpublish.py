"""Take a story off every page; it may come back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from broadsheet.desk import search
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.errors import NotPublishedError
from broadsheet.desk.models import FrontPin, Story
from broadsheet.desk.shown import no_longer_shown, pictures_of
from broadsheet.desk.signals import pages_changed, story_withdrawn
from broadsheet.desk.touched import keys_of
from broadsheet.photos.acts.withdraw import hide


def unpublish(story: Story, *, user: Any = None, set_expired: bool = False, log_action: Any = True) -> None:
    """Withdraw the story from pages, lists, feeds and search, with the pictures that only it showed.

    Raises:
        NotPublishedError: there is nothing on any page.
    """
    with transaction.atomic():
        row = Story.objects.filter(pk=story.pk, live=True).first()
        if row is None:
            raise NotPublishedError
        before = keys_of(story.pk)
        hide(no_longer_shown(pictures_of(row), without=row.pk))
        story.unpublish_through_wagtail(user=user, set_expired=set_expired, log_action=log_action)
        FrontPin.objects.filter(story=story).delete()
        search.forget(story.pk)
        audit(who=user, what="story.unpublished", subject=str(story.pk), before=story.headline)
        story_withdrawn.send(sender=Story, story=story, by=user)
        pages_changed.send(sender=Story, keys=before)
