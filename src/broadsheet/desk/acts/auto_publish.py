"""Publish a dispatch without an editor, as a feed's rule does; whatever a rule must not decide is refused."""

from __future__ import annotations

from django.utils import timezone

from broadsheet.desk.acts.take import check_usable, story_built_from, take, update_from
from broadsheet.desk.errors import EditedStoryError, EmbargoedStoryError, WithheldStoryError
from broadsheet.desk.models import Story, StoryDispatch, User
from broadsheet.wire.models import DispatchRecord


def auto_publish(record: DispatchRecord, *, user: User | None = None) -> Story:
    """Take the dispatch and publish it; an update publishes the story that the earlier version made. Safe to repeat.

    What can be known beforehand is refused before anything is made. A picture without credit is found at the
    publication: the draft then stays for an editor.

    Raises:
        CanceledDispatchError, NotTextError, MissingPictureError: no story can be made of it.
        WithheldStoryError, EmbargoedStoryError: it may not be read yet.
        EditedStoryError: somebody at the desk has worked on the story.
        UncreditedPictureError: its picture has no credit.
    """
    check_usable(record)
    if record.pubstatus == DispatchRecord.PubStatus.WITHHELD:
        raise WithheldStoryError
    if record.embargoed_until and record.embargoed_until > timezone.now():
        raise EmbargoedStoryError(record.embargoed_until)
    story = _draft(record, user)
    fresh = Story.objects.select_related("latest_revision").get(pk=story.pk)
    if not fresh.live or fresh.live_revision_id != fresh.latest_revision_id:
        fresh.latest_revision.publish(user=user, skip_permission_checks=True)
    return Story.objects.get(pk=story.pk)


def _draft(record: DispatchRecord, user: User | None) -> Story:
    taken = StoryDispatch.objects.filter(dispatch=record).select_related("story").order_by("pk").first()
    story = taken.story if taken else story_built_from(record.guid)
    if story is None:
        return take(record, user=user)
    _refuse_where_a_person_wrote(story, user)
    return story if taken else update_from(record, story, user=user)


def _refuse_where_a_person_wrote(story: Story, user: User | None) -> None:
    writers = story.revisions.exclude(user=None)
    if user is not None:
        writers = writers.exclude(user=user)
    if writers.exists():
        raise EditedStoryError
