"""No correction of an agency's reaches a page without the text that says what was wrong, whatever the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from broadsheet.desk.acts.auto_publish import auto_publish
from broadsheet.desk.acts.correct import correct
from broadsheet.desk.acts.offer import open_offer
from broadsheet.desk.acts.publish_due import publish_due
from broadsheet.desk.acts.set_up import set_up
from broadsheet.desk.acts.take import update_from
from broadsheet.desk.errors import ScheduledCorrectionError, UntoldCorrectionError
from broadsheet.desk.models import Alarm, Correction, Story, User, WireOffer
from broadsheet.wire.models import DispatchRecord
from tests.desk.conftest import NOW
from tests.factories import make_user

pytestmark = pytest.mark.django_db

Send = Callable[..., DispatchRecord]
RIGHT = "<p>Fergen gikk på grunn tirsdag.</p>"
WHAT_WAS_WRONG = "Det var tirsdag, ikke mandag."


@pytest.fixture
def corrected(send: Send, chief: User) -> Story:
    """Return a story that is out, with the agency's correction in its draft."""
    story = auto_publish(send())
    record = correction(send)
    open_offer(record, story, now=NOW)
    update_from(record, story, user=chief)
    return Story.objects.get(pk=story.pk)


def correction(send: Send) -> DispatchRecord:
    record = send(version="2", versioncreated="2026-11-22T11:30:00Z", body_xhtml=RIGHT)
    DispatchRecord.objects.filter(pk=record.pk).update(is_correction=True)
    return DispatchRecord.objects.get(pk=record.pk)


def on_the_page(story: Story) -> str:
    return str(Story.objects.get(pk=story.pk).body.raw_data[0]["value"])


def test_whoever_publishes_a_correction_without_its_text_is_refused(corrected: Story) -> None:
    with pytest.raises(UntoldCorrectionError):
        corrected.latest_revision.publish()
    assert "mandag" in on_the_page(corrected)


def test_the_text_alone_opens_the_way(corrected: Story, chief: User) -> None:
    correct(corrected, WHAT_WAS_WRONG, user=chief)
    assert "tirsdag" in on_the_page(corrected)


def test_a_correction_is_not_scheduled(corrected: Story) -> None:
    later(corrected)
    with pytest.raises(ScheduledCorrectionError):
        corrected.latest_revision.publish()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_scheduled_draft_is_not_corrected_and_no_text_stands_on_the_page(corrected: Story, chief: User) -> None:
    later(corrected)
    with pytest.raises(ScheduledCorrectionError):
        correct(corrected, WHAT_WAS_WRONG, user=chief)
    assert not Correction.objects.exists()
    assert list(corrected.versions.values_list("number", flat=True)) == [1]


def test_what_was_scheduled_before_the_correction_came_is_refused_when_it_is_due(
    send: Send, chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = auto_publish(send())
    at = later(story)
    Story.objects.get(pk=story.pk).latest_revision.publish()
    record = correction(send)
    open_offer(record, story, now=NOW)
    update_from(record, story, user=chief)
    monkeypatch.setattr(timezone, "now", lambda: at)
    publish_due(at)
    assert "mandag" in on_the_page(story)
    assert "The agency calls this a correction." in Alarm.objects.get(kind="refused").words


def test_an_approval_asks_for_the_corrections_text(corrected: Story, at_the_desk: Client, reporter: User) -> None:
    state = handed_in(corrected, reporter)
    approve = reverse("stories:workflow_action", args=[corrected.pk, "approve", state.current_task_state_id])
    response = at_the_desk.post(approve, {})
    assert response.url == reverse("stories:correct", args=[corrected.pk])
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    assert "mandag" in on_the_page(corrected)
    at_the_desk.post(response.url, {"text": WHAT_WAS_WRONG})
    assert "tirsdag" in on_the_page(corrected)


def test_a_schedule_in_the_editor_is_refused_with_a_sentence(
    corrected: Story, at_the_desk: Client, form_of: Callable[..., dict[str, Any]]
) -> None:
    at = f"{timezone.now() + timedelta(days=1):%Y-%m-%d %H:%M}"
    sent = form_of(corrected, go_live_at=at, **{"action-publish": "action-publish"})
    response = at_the_desk.post(reverse("stories:edit", args=[corrected.pk]), sent, follow=True)
    assert "A correction is published at once, and this draft is scheduled." in response.content.decode()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_p1_whoever_may_not_correct_publishes_no_correction(
    corrected: Story, client: Client, form_of: Callable[..., dict[str, Any]]
) -> None:
    person = make_user("per")
    names = ("access_admin", "view_story", "change_story", "publish_story")
    person.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(person)
    sent = form_of(corrected, **{"action-publish": "action-publish"})
    response = client.post(reverse("stories:edit", args=[corrected.pk]), sent, follow=True)
    assert "The agency calls this a correction." in response.content.decode()
    assert "mandag" in on_the_page(corrected)


def test_the_command_publishes_no_correction_of_a_page(send: Send) -> None:
    story = auto_publish(send())
    with pytest.raises(UntoldCorrectionError):
        auto_publish(correction(send))
    assert "mandag" in on_the_page(story)


def test_an_ordinary_update_needs_no_text(corrected: Story) -> None:
    WireOffer.objects.update(is_correction=False)
    corrected.latest_revision.publish()
    assert "tirsdag" in on_the_page(corrected)


def later(story: Story) -> Any:
    at = timezone.now() + timedelta(hours=1)
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.go_live_at = at
    draft.save_revision()
    story.refresh_from_db()
    return at


def handed_in(story: Story, who: User) -> Any:
    set_up()
    return story.get_workflow().start(story, who)
