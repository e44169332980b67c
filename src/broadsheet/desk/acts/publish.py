"""Publish a story: the one funnel that editor, scheduler, rule and command end in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from broadsheet.comments.acts.open_thread import open_thread
from broadsheet.desk import search
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.addresses import take_address
from broadsheet.desk.errors import (
    EmbargoedStoryError,
    KilledStoryError,
    UncreditedPictureError,
    WithheldStoryError,
)
from broadsheet.desk.models import PublishedVersion, Story
from broadsheet.desk.signals import pages_changed, story_published
from broadsheet.desk.touched import keys_of
from broadsheet.photos.acts.render import published_for
from broadsheet.photos.models import Picture


def publish(story: Story, revision: Any, *, user: Any = None, now: datetime | None = None, **options: Any) -> None:
    """Make a revision what readers see, or schedule it where its ``go_live_at`` is ahead.

    Raises:
        KilledStoryError: the story is dead for good.
        WithheldStoryError: the provider withholds it.
        EmbargoedStoryError: its embargo still stands and it is not scheduled for after it.
        UncreditedPictureError: a picture has neither creator nor credit line.
    """
    now = now or timezone.now()
    coming = revision.as_object()
    _check(coming, now)
    pictures = pictures_of(coming)
    for picture in pictures:
        if not picture.credit:
            raise UncreditedPictureError(picture.title)
    published_for(pictures)
    with transaction.atomic():
        before = keys_of(story.pk)
        story.publish_through_wagtail(revision, user=user, **options)
        fresh = Story.objects.get(pk=story.pk)
        if fresh.live and fresh.live_revision_id == revision.pk:
            _go_live(fresh, before, user=user, now=now)


def _check(coming: Story, now: datetime) -> None:
    if coming.killed_at or coming.pubstatus == Story.PubStatus.CANCELED:
        raise KilledStoryError
    if coming.pubstatus == Story.PubStatus.WITHHELD:
        raise WithheldStoryError
    until = coming.embargoed_until
    if until and until > now and not (coming.go_live_at and coming.go_live_at >= until):
        raise EmbargoedStoryError(until)


def _go_live(story: Story, before: frozenset[str], *, user: Any, now: datetime) -> None:
    kind = PublishedVersion.Kind.PUBLISHED
    number = story.versions.count() + 1
    if number > 1:
        kind = PublishedVersion.Kind.UPDATED
        Story.objects.filter(pk=story.pk).update(updated_at=now)
    story.versions.create(number=number, kind=kind, at=now, revision_id=story.live_revision_id)
    path = take_address(story)
    _open_comments(story)
    search.remember(story)
    audit(who=user, what=f"story.{kind.value}", subject=f"{story.pk} {path}", after=story.headline)
    story_published.send(sender=Story, story=story, by=user, kind=kind.value)
    pages_changed.send(sender=Story, keys=before | keys_of(story.pk))


def _open_comments(story: Story) -> None:
    if not story.comments_open:
        return
    days = settings.COMMENTS_CLOSE_AFTER_DAYS
    first = story.first_published_at or timezone.now()
    open_thread(story.pk, closes_at=first + timedelta(days=days) if days else None)


def pictures_of(story: Story) -> list[Picture]:
    """Return the lead picture and the pictures of the body, each once."""
    found = {story.lead_picture_id: story.lead_picture} if story.lead_picture else {}
    for block in story.body:
        if block.block_type == "picture" and block.value.get("picture"):
            found[block.value["picture"].pk] = block.value["picture"]
    return list(found.values())
