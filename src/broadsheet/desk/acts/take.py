"""Take a dispatch: make an unpublished story of it, or a new draft of the story that was made of an earlier version."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.core.dispatch import Dispatch
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.acts.take_picture import PICTURE_KINDS, lead_item, picture_from
from broadsheet.desk.addresses import slug_of
from broadsheet.desk.baseline import baseline_of
from broadsheet.desk.copy import text_fields, topic_names
from broadsheet.desk.errors import (
    CanceledDispatchError,
    KilledStoryError,
    MissingPictureError,
    NoSectionError,
    NotTextError,
)
from broadsheet.desk.models import Section, Story, StoryDispatch, Topic, User, WireOffer
from broadsheet.desk.resting import was_killed
from broadsheet.desk.subjects import place_of
from broadsheet.wire.models import DispatchRecord, Feed

TEXT_KINDS = frozenset({"text", "composite"})
STORY_KINDS = TEXT_KINDS | PICTURE_KINDS
#: Of an item's fields those that an update brings; urgency, language and the desk's own fields stay as the desk has them.
UPDATED = (
    "headline",
    "standfirst",
    "byline",
    "dateline",
    "body",
    "copyright_holder",
    "provider",
    "ednote",
    "embargoed_until",
)
_IN_THE_LOG: dict[str, str] = {
    StoryDispatch.How.TAKEN: "story.taken",
    StoryDispatch.How.UPDATED: "story.updated-from-wire",
    StoryDispatch.How.MERGED: "story.merged-with-wire",
    StoryDispatch.How.ADDED: "story.dispatch-added",
}


def take(record: DispatchRecord, *, user: User | None = None, section: Section | None = None) -> Story:
    """Make a draft of the dispatch, lead picture and topics in place, and return it; taken before, return that story.

    Nobody but the newsroom can read it. What the item says reaches text fields alone: it publishes nothing, and sets no
    owner, no address and no section: `section` does, else the newsroom's table of subjects, else the feed.

    Raises:
        CanceledDispatchError, NotTextError: no story can be made of it.
        MissingPictureError: it is a picture whose file did not come.
        NoSectionError: the newsroom has no section.
    """
    check_usable(record)
    with transaction.atomic():
        record = DispatchRecord.objects.select_for_update(of=("self",)).select_related("feed").get(pk=record.pk)
        taken = StoryDispatch.objects.filter(dispatch=record).select_related("story").order_by("pk").first()
        if taken:
            return taken.story
        story = _new(record, user, section)
        record_rest(record, story, how=StoryDispatch.How.TAKEN, user=user)
    return story


def update_from(record: DispatchRecord, story: Story, *, user: User | None = None) -> Story:
    """Save the dispatch as a new draft of the story; what readers see stays until somebody publishes it.

    Raises:
        CanceledDispatchError, NotTextError: it has no text to take over.
        KilledStoryError: the story is dead.
    """
    check_usable(record)
    with transaction.atomic():
        row = Story.objects.select_for_update().get(pk=story.pk)
        if row.killed_at:
            raise KilledStoryError
        draft: Story = row.get_latest_revision_as_object()
        _fill(draft, record.dispatch, record)
        keep_draft(record, draft, how=StoryDispatch.How.UPDATED, user=user)
    return draft


def keep_draft(record: DispatchRecord, draft: Story, *, how: StoryDispatch.How, user: User | None) -> None:
    """Save a draft that has words of the dispatch in it, inside the caller's transaction; a story that is out stays as it is."""
    draft.clean()
    Story.objects.filter(pk=draft.pk).update(pubstatus=record.pubstatus)
    draft.pubstatus = record.pubstatus
    if not draft.live:
        draft.save()
    draft.save_revision(user=user, log_action=True, clean=False)
    record_rest(record, draft, how=how, user=user)


def check_usable(record: DispatchRecord) -> None:
    """Refuse a dispatch that no story can be made of.

    Raises:
        CanceledDispatchError: the agency has canceled it, or a later version of its item.
        NotTextError: it is neither a text nor a picture.
    """
    if record.pubstatus == DispatchRecord.PubStatus.CANCELED or was_killed(record):
        raise CanceledDispatchError
    if record.kind not in STORY_KINDS:
        raise NotTextError(record.kind)


def story_built_from(guid: str) -> Story | None:
    """Return the newest living story that was built from any version of the item, or None."""
    versions = Q(dispatches__dispatch__item_guid=guid) | Q(dispatches__dispatch__guid=guid)
    return Story.objects.filter(versions, killed_at__isnull=True).order_by("-pk").first() if guid else None


def _new(record: DispatchRecord, user: User | None, section: Section | None) -> Story:
    item = record.dispatch
    place = place_of(item.subjects)
    values = text_fields(item)
    story = Story(
        **{name: value for name, value in values.items() if name != "body"},
        slug=slug_of(values["headline"]),
        home_section=section or place.section or section_for(record.feed),
        pubstatus=record.pubstatus,
        owner=user,
        form=Story.Form.PICTURES if record.kind in PICTURE_KINDS else Story.Form.NEWS,
    )
    story.body = values["body"]
    story.provider = story.provider or record.provider[:120]
    set_lead(story, item, record.feed)
    story.clean()
    named = [*(_topic(name) for name in topic_names(item.keywords)), *place.topics]
    story.topics = list({topic.pk: topic for topic in named}.values())
    story.save()
    story.save_revision(user=user, log_action=True, clean=False)
    return story


def _fill(draft: Story, item: Dispatch, record: DispatchRecord) -> None:
    values: dict[str, Any] = text_fields(item)
    for name in UPDATED:
        setattr(draft, name, values[name])
    draft.provider = draft.provider or record.provider[:120]
    if draft.lead_picture_id is None:
        set_lead(draft, item, record.feed)


def set_lead(story: Story, item: Dispatch, feed: Feed) -> None:
    """Set the lead picture where the item has one. One that did not come is told to the desk, and stops nothing.

    Raises:
        MissingPictureError: the item is a picture itself, and its file did not come.
    """
    leading = lead_item(item)
    if leading is None:
        return
    try:
        with transaction.atomic():
            story.lead_picture = picture_from(leading, feed=feed)
    except MissingPictureError as err:
        if leading is item:
            raise
        told = _("Picture “%(name)s”: %(reason)s") % {"name": _name(leading), "reason": err.reason}
        story.ednote = f"{story.ednote}\n{told}".strip()


def _name(item: Dispatch) -> str:
    return item.headline or item.slugline or item.guid or "?"


def section_for(feed: Feed) -> Section:
    """Return the feed's section where the newsroom has it, else ``news``, else the first.

    Raises:
        NoSectionError: there is none.
    """
    by_slug = {section.slug: section for section in Section.objects.filter(slug__in=[feed.section, "news"])}
    section = by_slug.get(feed.section) or by_slug.get("news") or Section.objects.first()
    if section is None:
        raise NoSectionError
    return section


def _topic(name: str) -> Topic:
    return Topic.objects.get_or_create(slug=slug_of(name), defaults={"name": name})[0]


def record_rest(record: DispatchRecord, story: Story, *, how: str, user: User | None) -> None:
    """Remember that the story rests on the dispatch, with the text that it brought, and write it into the log."""
    brought = {"how": how, "baseline": baseline_of(record), "added_by": user}
    StoryDispatch.objects.update_or_create(story_id=story.pk, dispatch=record, defaults=brought)
    DispatchRecord.objects.filter(pk=record.pk).update(state=DispatchRecord.State.USED)
    offers = WireOffer.objects.filter(story_id=story.pk, dispatch=record, state=WireOffer.State.OPEN)
    offers.update(state=WireOffer.State.TAKEN, decided_at=timezone.now(), decided_by=user)
    audit(who=user, what=_IN_THE_LOG[how], subject=str(story.pk), after=f"{record.guid} {record.version}")
