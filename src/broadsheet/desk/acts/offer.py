"""Offer a new version on the wire to the stories that rest on the item: put in by itself, or left for somebody at the desk."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from broadsheet.desk.acts.auto_publish import check_publishable
from broadsheet.desk.acts.stand_in import captions_stand_in
from broadsheet.desk.acts.take import STORY_KINDS, update_from
from broadsheet.desk.acts.take_picture import lead_item, picture_from
from broadsheet.desk.baseline import baseline_from, latest_link
from broadsheet.desk.errors import DeskError, EmbargoedStoryError, MissingPictureError, WithheldStoryError
from broadsheet.desk.models import Story, StoryDispatch, WireOffer
from broadsheet.desk.own import is_untouched
from broadsheet.desk.resting import living_stories_on
from broadsheet.desk.said import Said
from broadsheet.desk.shown import pictures_of
from broadsheet.photos.acts.render import made_for
from broadsheet.photos.errors import PictureUnreadableError
from broadsheet.wire.models import DispatchRecord

State = WireOffer.State


def offer(record: DispatchRecord, *, now: datetime) -> list[WireOffer]:
    """Return the offers of the version, one for each living story that rests on an earlier one. Safe to repeat.

    A story of which nobody at the desk has changed a word is updated by itself where its feed says so, and published if it
    was out. A correction of a story that is out is never published by itself: somebody has to say what was wrong.
    """
    if not record.is_latest or not _has_text(record):
        return []
    offers = [_offered(record, story, now) for story in living_stories_on(record)]
    return [made for made in offers if made]


def open_offer(record: DispatchRecord, story: Story, *, now: datetime) -> WireOffer:
    """Return the open offer of the version to the story: somebody asks for it, whatever was decided before."""
    with transaction.atomic():
        row = Story.objects.select_for_update().get(pk=story.pk)
        made = WireOffer.objects.filter(story=row, dispatch=record).first()
        if made and made.state == State.OPEN:
            return made
        is_correction = _close_others(record, row, now)
        if made is None:
            return _make(record, row, is_correction=is_correction)
        made.state, made.decided_at, made.decided_by, made.by_itself = State.OPEN, None, None, False
        made.is_correction = made.is_correction or is_correction
        made.save(update_fields=["state", "decided_at", "decided_by", "by_itself", "is_correction"])
    return made


def is_as_it_came(story: Story, record: DispatchRecord) -> bool:
    """Return whether nobody has changed a word of the story since the item's last version came into it, on page or draft."""
    link = latest_link(story, record)
    if link is None:
        return False
    baseline = baseline_from(link)
    is_draft = is_untouched(story.get_latest_revision_as_object(), baseline)
    return is_draft and (not story.live or is_untouched(story, baseline))


def _has_text(record: DispatchRecord) -> bool:
    return record.kind in STORY_KINDS and record.pubstatus != DispatchRecord.PubStatus.CANCELED


def _offered(record: DispatchRecord, story: Story, now: datetime) -> WireOffer | None:
    if record.pubstatus == DispatchRecord.PubStatus.USABLE and _may_go_by_itself(record, story):
        _have_copies_ready(record, story)
    with transaction.atomic():
        row = Story.objects.select_for_update().get(pk=story.pk)
        if row.killed_at:
            return None
        made = WireOffer.objects.filter(story=row, dispatch=record).first()
        if made or StoryDispatch.objects.filter(story=row, dispatch=record).exists():
            return made
        is_correction = _close_others(record, row, now)
        reason = None
        if not (is_correction and row.live) and _may_go_by_itself(record, row):
            reason = _put_in(record, row, now)
            if reason is None:
                return _make(record, row, is_correction=is_correction, taken_at=now)
        return _make(record, row, is_correction=is_correction, reason=reason)


def _have_copies_ready(record: DispatchRecord, story: Story) -> None:
    """Make the copies that the publication will need before a lock is held: that takes seconds.

    With the words that they will carry. What is refused here the publication refuses too, and says so; a picture without
    a guid comes only there, because nothing would know it again.
    """
    draft: Story = story.get_latest_revision_as_object()
    pictures = pictures_of(draft)
    leading = lead_item(record.dispatch)
    with suppress(MissingPictureError):
        if draft.lead_picture_id is None and leading and leading.guid:
            pictures.append(picture_from(leading, feed=record.feed))
    for picture in pictures:
        if not picture.is_described:
            picture.alt_text = picture.caption
    with suppress(PictureUnreadableError):
        made_for(pictures)


def _close_others(record: DispatchRecord, story: Story, now: datetime) -> bool:
    """Replace the open offer of another version; return whether a correction is in what the story has not taken yet."""
    others = WireOffer.objects.filter(story=story, item_guid=_item(record), state=State.OPEN).exclude(dispatch=record)
    is_correction = record.is_correction or others.filter(is_correction=True).exists()
    others.update(state=State.REPLACED, decided_at=now)
    return is_correction


def _make(
    record: DispatchRecord,
    story: Story,
    *,
    is_correction: bool,
    reason: Said | None = None,
    taken_at: datetime | None = None,
) -> WireOffer:
    return WireOffer.objects.create(
        story=story,
        dispatch=record,
        item_guid=_item(record),
        is_correction=is_correction,
        state=State.TAKEN if taken_at else State.OPEN,
        by_itself=taken_at is not None,
        decided_at=taken_at,
        note=str(reason or "")[:500],
        said=reason.as_json() if reason else None,
    )


def _item(record: DispatchRecord) -> str:
    return record.item_guid or record.guid


def _may_go_by_itself(record: DispatchRecord, story: Story) -> bool:
    """Return whether the feed says so and nobody at the desk has the story in hand."""
    is_in_hand = story.locked or story.workflow_in_progress or (story.live and story.has_unpublished_changes)
    return record.feed.updates_by_itself and not is_in_hand and is_as_it_came(story, record)


def _put_in(record: DispatchRecord, story: Story, now: datetime) -> Said | None:
    """Update the story, its page or its schedule too if it has one; return why not, or None."""
    goes_out = story.live or story.revisions.filter(approved_go_live_at__isnull=False).exists()
    try:
        with transaction.atomic():
            _refuse_held(record, story, now)
            if goes_out:
                check_publishable(record)
            update_from(record, story)
            if goes_out:
                fresh = Story.objects.select_related("latest_revision").get(pk=story.pk)
                with captions_stand_in(fresh):
                    fresh.latest_revision.publish(skip_permission_checks=True)
    except DeskError as err:
        return err.said
    return None


def _refuse_held(record: DispatchRecord, story: Story, now: datetime) -> None:
    if record.pubstatus == DispatchRecord.PubStatus.WITHHELD:
        raise WithheldStoryError
    if story.live and record.embargoed_until and record.embargoed_until > now:
        raise EmbargoedStoryError(record.embargoed_until)
