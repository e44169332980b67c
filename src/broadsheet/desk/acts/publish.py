"""Publish a story: the one funnel that editor, scheduler, rule and command end in."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from broadsheet.comments.acts.open_thread import open_thread
from broadsheet.desk import search
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.addresses import take_address
from broadsheet.desk.corrections import refuse_untold
from broadsheet.desk.errors import (
    CanceledDispatchError,
    DamagedPictureError,
    EmbargoedStoryError,
    KilledStoryError,
    UncreditedPictureError,
    UndescribedPictureError,
    UnusablePictureError,
)
from broadsheet.desk.holds import Hold, error_for, holds_of, latest_versions
from broadsheet.desk.models import PublishedVersion, Story
from broadsheet.desk.own import is_edited, is_own
from broadsheet.desk.shown import no_longer_shown, pictures_of
from broadsheet.desk.signals import pages_changed, story_published
from broadsheet.desk.touched import keys_of
from broadsheet.photos.acts.render import made_for
from broadsheet.photos.acts.withdraw import hide
from broadsheet.photos.errors import PictureUnreadableError
from broadsheet.photos.models import Picture
from broadsheet.photos.rights import ruling
from broadsheet.photos.waiting import in_force


def publish(story: Story, revision: Any, *, user: Any = None, now: datetime | None = None, **options: Any) -> None:
    """Make a revision what readers see, or schedule it where its ``go_live_at`` is ahead.

    The pictures' files are made beforehand and stay with the desk: the first page that shows them makes them public.

    Raises:
        KilledStoryError: the story is dead for good.
        CanceledDispatchError: an agency has killed the item that it rests on.
        WithheldStoryError: the provider withholds it.
        EmbargoedStoryError: an embargo still stands and it is not scheduled for after it.
        UncreditedPictureError: a picture names nobody, or lacks the line that its provider asks for.
        UnusablePictureError: a picture's rights forbid it at the moment that the story comes out.
        UndescribedPictureError: a picture has neither alt text nor the mark that it is decorative.
        DamagedPictureError: no copies can be made of a picture.
        UntoldCorrectionError, ScheduledCorrectionError: the agency's correction is in it, and nobody has said what was wrong.
    """
    now = now or timezone.now()
    was = _text_of(revision)
    coming = revision.as_object()
    _check(coming, now)
    pictures = pictures_of(coming)
    _check_pictures(coming, pictures, now)
    try:
        made_for(pictures)
    except PictureUnreadableError as err:
        raise DamagedPictureError(err.picture_id) from err
    with transaction.atomic():
        # Under the row's lock once more: a kill or a hold may have come over the wire meanwhile, and it wins.
        row = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
        seen = pictures_of(row) if row.live else []
        _check(_as_it_is_now(revision, coming, row, was=was), now)
        refuse_untold(row, coming, now)
        before = keys_of(story.pk)
        story.publish_through_wagtail(revision, user=user, **options)
        fresh = Story.objects.get(pk=story.pk)
        if fresh.live and fresh.live_revision_id == revision.pk:
            gone = [picture for picture in seen if picture not in pictures]
            hide(no_longer_shown(gone, without=story.pk))
            _go_live(fresh, before, user=user, now=now)


def _as_it_is_now(revision: Any, coming: Story, row: Story, *, was: str) -> Story:
    """Return the revision's story under the lock: as it was read before, unless the revision was written over meanwhile.

    What belongs to the story as a whole, such as that it is killed, is the row's.
    """
    revision.refresh_from_db()
    if _text_of(revision) != was:
        return cast("Story", revision.as_object())
    for name in Story.KEPT:
        setattr(coming, name, getattr(row, name))
    return coming


def _text_of(revision: Any) -> str:
    """Return what the revision holds, as text: the object that is made of it takes its rows out of the content."""
    return json.dumps(revision.content, cls=DjangoJSONEncoder, sort_keys=True)


def _check(coming: Story, now: datetime) -> None:
    if coming.killed_at or coming.pubstatus == Story.PubStatus.CANCELED:
        raise KilledStoryError
    latest = latest_versions(coming.pk)
    holds = holds_of(coming, now, latest=latest)
    is_killed = any(row.pubstatus == Story.PubStatus.CANCELED for row in latest)
    if (holds or is_killed) and is_own(coming):
        # The desk was told and has kept it: what stands on the wire then forbids no correction of a page that is out.
        is_killed = False
        holds = tuple(hold for hold in holds if _binds_our_own(hold, coming))
    if is_killed:
        raise CanceledDispatchError
    error = error_for(holds)
    if error and not (isinstance(error, EmbargoedStoryError) and _waits(coming, error.until)):
        raise error


def _check_pictures(coming: Story, pictures: list[Picture], now: datetime) -> None:
    """Refuse pictures without credit, those that may not be shown when the story comes out, and those undescribed.

    By its rights or its alt text, one that stands on the page already stops no correction of it, and neither does a
    killed one: the page leaves it out.
    """
    if not pictures:
        return
    out = Story.objects.filter(pk=coming.pk, live=True).first()
    known = {picture.pk for picture in pictures_of(out)} if out else set()
    at = max(now, coming.go_live_at or now)
    in_force(pictures, now=now)
    for picture in pictures:
        if lacks := picture.credit_lacks:
            raise UncreditedPictureError(picture.title, lacks, picture_id=picture.pk)
        found = ruling(picture, now=at)
        if found.is_killed or picture.pk in known:
            continue
        if not found.may_be_shown:
            raise UnusablePictureError(picture.title, found.reasons, picture_id=picture.pk)
        if not picture.is_described:
            raise UndescribedPictureError(picture.title, picture_id=picture.pk)


def _binds_our_own(hold: Hold, coming: Story) -> bool:
    is_wires = hold.is_on_the_wire or hold.until is None
    return not (is_wires and Story.objects.filter(pk=coming.pk, live=True).exists())


def _waits(coming: Story, until: datetime) -> bool:
    return bool(coming.go_live_at and coming.go_live_at >= until)


def _go_live(story: Story, before: frozenset[str], *, user: Any, now: datetime) -> None:
    kind = PublishedVersion.Kind.PUBLISHED
    number = story.versions.count() + 1
    noted: dict[str, Any] = {"is_edited": is_edited(story)}
    if number > 1:
        kind = PublishedVersion.Kind.UPDATED
        noted["updated_at"] = now
    Story.objects.filter(pk=story.pk).update(**noted)
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
