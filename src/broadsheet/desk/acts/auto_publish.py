"""Publish a dispatch without an editor, as a feed's rule does; whatever a rule must not decide is refused."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils import timezone

from broadsheet.core.dispatch import Dispatch
from broadsheet.desk.acts.stand_in import captions_stand_in
from broadsheet.desk.acts.take import check_usable, story_built_from, take, update_from
from broadsheet.desk.acts.take_picture import bytes_for, lead_item
from broadsheet.desk.copy import blocks_of
from broadsheet.desk.errors import (
    EditedStoryError,
    KilledStoryError,
    NoBodyError,
    NoCreditError,
    NoHeadlineError,
    UntoldCorrectionError,
    WithheldStoryError,
)
from broadsheet.desk.holds import holds_of_dispatch, latest_of_item, refuse_held
from broadsheet.desk.models import Section, Story, StoryDispatch, User
from broadsheet.desk.resting import stories_on
from broadsheet.photos.acts.import_picture import facts_for
from broadsheet.wire.models import DispatchRecord, Feed

TAG = re.compile(r"<[^>]*>")


def auto_publish(
    record: DispatchRecord, *, user: User | None = None, section: Section | None = None, now: datetime | None = None
) -> Story:
    """Take the dispatch and publish it; an update publishes the story that the earlier version made. Safe to repeat.

    What can be known beforehand is refused before anything is made. A picture without credit, or without alt text and
    caption, is found at the publication: the draft then stays for an editor.

    Raises:
        CanceledDispatchError, NotTextError, MissingPictureError: no story can be made of it.
        WithheldStoryError, EmbargoedStoryError: it may not be read yet.
        KilledStoryError: a story of the item was killed.
        NoHeadlineError, NoBodyError, NoCreditError: a page of it would lack what a page must have.
        EditedStoryError: somebody at the desk has worked on the story.
        UntoldCorrectionError: it corrects a page, and somebody has to say what was wrong.
        UncreditedPictureError: its picture has no credit.
        UnusablePictureError: its picture may not be shown.
        UndescribedPictureError: its picture has neither alt text nor a caption to stand in for it.
    """
    check_publishable(record)
    refuse_held(holds_of_dispatch(record, now or timezone.now()))
    return _publish(record, user, section)


def auto_schedule(record: DispatchRecord, *, user: User | None = None, section: Section | None = None) -> Story:
    """Take a dispatch under embargo and schedule it for the embargo's end, to the second. Safe to repeat.

    One whose embargo has ended in the meantime is published. Raises what `auto_publish` raises, save for the embargo.
    """
    check_publishable(record)
    return _publish(record, user, section)


def check_publishable(record: DispatchRecord) -> None:
    """Refuse what no rule may publish, whenever; an embargo alone only says when. Nothing is stored.

    Raises:
        CanceledDispatchError, NotTextError, WithheldStoryError, NoHeadlineError, NoBodyError, NoCreditError.
        KilledStoryError: a story of the item was killed: an agency that sends it again is believed by an editor alone.
    """
    check_usable(record)
    if latest_of_item(record).pubstatus == DispatchRecord.PubStatus.WITHHELD:
        raise WithheldStoryError
    if stories_on(record).filter(killed_at__isnull=False).exists():
        raise KilledStoryError
    check_complete(record)


def check_complete(record: DispatchRecord) -> None:
    """Refuse a dispatch whose page would lack what a page must have.

    Nothing is asked but the dispatch itself, and the file of a picture that names no credit line where one is needed.

    Raises:
        NoHeadlineError, NoBodyError, NoCreditError.
    """
    item = record.dispatch
    if not (item.headline or "").strip():
        raise NoHeadlineError
    if not has_text(item):
        raise NoBodyError
    if record.feed.requires_credit:
        _check_credit(item, record.feed)


def has_text(item: Dispatch) -> bool:
    """Return whether the body that a story would get has a word in it; of a picture item that is its caption."""
    return any(TAG.sub("", value if kind == "text" else str(value)).strip() for kind, value in blocks_of(item))


def _check_credit(item: Dispatch, feed: Feed) -> None:
    """Refuse a text without credit line, and a picture that the page would show without one of its own.

    A picture that has not come is not shown. What the desk would put in place of a credit line is none.
    """
    leading = lead_item(item)
    if leading is not item and not (item.credit_line or "").strip():
        raise NoCreditError(item.headline or "")
    if leading is None or (leading.credit_line or "").strip():
        return
    found = bytes_for(leading, feed=feed)
    if found and not (facts_for(found[0]).get("credit_line") or "").strip():
        raise NoCreditError(leading.headline or leading.slugline or leading.guid or "?")


def _publish(record: DispatchRecord, user: User | None, section: Section | None) -> Story:
    story = _draft(record, user, section)
    with captions_stand_in(story):
        _publish_latest(story, user)
    return Story.objects.get(pk=story.pk)


def _publish_latest(story: Story, user: User | None) -> None:
    """Publish the newest draft, or schedule it where it says so; done already, nothing happens."""
    fresh = Story.objects.select_related("latest_revision").get(pk=story.pk)
    latest = fresh.latest_revision
    is_out = fresh.live and fresh.live_revision_id == fresh.latest_revision_id
    if not is_out and not latest.approved_go_live_at:
        latest.publish(user=user, skip_permission_checks=True)


def _draft(record: DispatchRecord, user: User | None, section: Section | None) -> Story:
    taken = StoryDispatch.objects.filter(dispatch=record).select_related("story").order_by("pk").first()
    story = taken.story if taken else story_built_from(record.item_guid or record.guid)
    if story is None:
        return take(record, user=user, section=section)
    _refuse_where_a_person_wrote(story, user)
    if not taken and story.live and record.is_correction:
        raise UntoldCorrectionError
    return story if taken else update_from(record, story, user=user)


def _refuse_where_a_person_wrote(story: Story, user: User | None) -> None:
    writers = story.revisions.exclude(user=None)
    if user is not None:
        writers = writers.exclude(user=user)
    if writers.exists():
        raise EditedStoryError
