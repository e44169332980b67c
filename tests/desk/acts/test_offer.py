"""A new version on the wire: put into an untouched story by itself, offered to one that somebody has worked on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from broadsheet.desk.acts.auto_publish import auto_publish
from broadsheet.desk.acts.kill import kill
from broadsheet.desk.acts.offer import is_as_it_came, offer, open_offer
from broadsheet.desk.acts.settle_offer import dismiss_offer, take_as_ordinary, undo_dismissal
from broadsheet.desk.acts.take import take
from broadsheet.desk.models import AuditEntry, Story, StoryDispatch, WireOffer
from broadsheet.wire.models import DispatchRecord, Feed
from tests.desk.conftest import NOW
from tests.factories import make_user

pytestmark = pytest.mark.django_db

Send = Callable[..., DispatchRecord]
SECOND: dict[str, Any] = {
    "headline": "Ferge slept av grunn",
    "version": "2",
    "versioncreated": "2026-11-22T11:30:00Z",
    "body_xhtml": "<p>Fergen gikk på grunn mandag. Den er slept av.</p>",
}
THIRD: dict[str, Any] = {**SECOND, "headline": "Ferge i havn", "version": "3", "versioncreated": "2026-11-22T11:40:00Z"}
NOTED: dict[str, Any] = {"ednote": "RETTELSE: Riktig antall er 84."}
State = WireOffer.State


@pytest.fixture
def by_itself(send: Send) -> None:
    Feed.objects.update(updates_by_itself=True)


def _came(record: DispatchRecord) -> list[WireOffer]:
    """Offer the version as the database has it, feed and all."""
    return offer(DispatchRecord.objects.get(pk=record.pk), now=NOW)


def _edit(story: Story, headline: str = "Vår tittel", *, who: Any = None) -> Story:
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.headline = headline
    if not draft.live:
        draft.save()
    draft.save_revision(user=who or make_user())
    return Story.objects.get(pk=story.pk)


def _correction(send: Send, **values: Any) -> DispatchRecord:
    record = send(**SECOND, **values)
    DispatchRecord.objects.filter(pk=record.pk).update(is_correction=True)
    record.refresh_from_db()
    return record


def test_a_new_version_of_an_edited_story_is_offered_and_changes_nothing(send: Send) -> None:
    story = _edit(take(send()))
    (made,) = _came(send(**SECOND))
    assert (made.state, made.story_id, made.by_itself) == (State.OPEN, story.pk, False)
    assert Story.objects.get(pk=story.pk).get_latest_revision_as_object().headline == "Vår tittel"


def test_an_untouched_story_is_only_offered_the_version_where_the_feed_does_not_say_so(send: Send) -> None:
    take(send())
    assert [made.state for made in _came(send(**SECOND))] == [State.OPEN]


@pytest.mark.usefixtures("by_itself")
def test_an_untouched_draft_is_updated_by_itself(send: Send) -> None:
    story = take(send())
    (made,) = _came(send(**SECOND))
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert (made.state, made.by_itself, draft.headline, draft.live) == (
        State.TAKEN,
        True,
        "Ferge slept av grunn",
        False,
    )


@pytest.mark.usefixtures("by_itself")
def test_an_untouched_page_is_updated_by_itself(send: Send) -> None:
    story = auto_publish(send())
    _came(send(**SECOND))
    page = Story.objects.get(pk=story.pk)
    assert (page.headline, page.live, page.has_unpublished_changes) == ("Ferge slept av grunn", True, False)


@pytest.mark.usefixtures("by_itself")
def test_a_page_that_somebody_changed_a_word_of_is_left_alone(send: Send) -> None:
    story = auto_publish(send())
    _edit(story)
    (made,) = _came(send(**SECOND))
    page = Story.objects.get(pk=story.pk)
    assert (made.state, page.headline) == (State.OPEN, "Ferge på grunn")


@pytest.mark.usefixtures("by_itself")
def test_a_page_whose_draft_has_other_changes_is_left_alone(send: Send) -> None:
    story = auto_publish(send())
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    draft.urgency = 1
    draft.save_revision(user=make_user())
    (made,) = _came(send(**SECOND))
    assert (made.state, Story.objects.get(pk=story.pk).urgency) == (State.OPEN, 5)


@pytest.mark.usefixtures("by_itself")
def test_a_story_that_somebody_has_locked_is_left_alone(send: Send) -> None:
    story = take(send())
    Story.objects.filter(pk=story.pk).update(locked=True, locked_by=make_user())
    assert [made.state for made in _came(send(**SECOND))] == [State.OPEN]


@pytest.mark.usefixtures("by_itself")
def test_a_correction_of_a_page_is_offered_and_never_published_by_itself(send: Send) -> None:
    story = auto_publish(send())
    (made,) = _came(_correction(send))
    page = Story.objects.get(pk=story.pk)
    assert (made.state, made.is_correction, page.headline) == (State.OPEN, True, "Ferge på grunn")


@pytest.mark.usefixtures("by_itself")
def test_a_correction_of_an_untouched_draft_goes_in_by_itself(send: Send) -> None:
    story = take(send())
    (made,) = _came(_correction(send))
    assert made.state == State.TAKEN
    assert Story.objects.get(pk=story.pk).get_latest_revision_as_object().headline == "Ferge slept av grunn"


@pytest.mark.usefixtures("by_itself")
@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"pubstatus": "withheld"}, id="withheld"),
        pytest.param({"embargoed": "2999-01-01T00:00:00Z"}, id="embargo"),
    ],
)
def test_w6_a_held_version_never_reaches_a_page_by_itself(send: Send, values: dict[str, Any]) -> None:
    story = auto_publish(send())
    _came(send(**SECOND, **values))
    page = Story.objects.get(pk=story.pk)
    assert not page.live
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.usefixtures("by_itself")
def test_a_withheld_version_waits_with_the_reason(send: Send) -> None:
    take(send())
    (made,) = _came(send(**SECOND, pubstatus="withheld"))
    assert (made.state, made.note[:11]) == (State.OPEN, "The agency ")


def test_an_offer_is_made_once(send: Send) -> None:
    _edit(take(send()))
    record = send(**SECOND)
    assert offer(record, now=NOW) == offer(record, now=NOW)
    assert WireOffer.objects.count() == 1


def test_a_newer_version_takes_the_place_of_an_open_offer(send: Send) -> None:
    _edit(take(send()))
    _came(send(**SECOND))
    _came(send(**THIRD))
    states = WireOffer.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.REPLACED, State.OPEN]


def test_a_correction_that_nobody_took_is_still_one_in_the_version_after_it(send: Send) -> None:
    _edit(take(send()))
    _came(_correction(send))
    (made,) = _came(send(**THIRD))
    assert made.is_correction


def test_a_version_that_is_not_the_latest_is_not_offered(send: Send) -> None:
    _edit(take(send()))
    second = send(**SECOND)
    send(**THIRD)
    second.refresh_from_db()
    assert offer(second, now=NOW) == []


def test_nothing_is_offered_to_a_dead_story(send: Send) -> None:
    story = auto_publish(send())
    kill(story, "Trukket.", user=None)
    assert _came(send(**SECOND)) == []


def test_a_version_that_the_story_has_already_is_not_offered(send: Send) -> None:
    record = send()
    take(record)
    assert offer(record, now=NOW) == []


def test_a_dismissed_version_leaves_the_story_as_it_is_and_can_be_brought_back(send: Send) -> None:
    _edit(take(send()))
    (made,) = _came(send(**SECOND))
    who = make_user("nora")
    assert dismiss_offer(made, user=who, now=NOW)
    assert not dismiss_offer(made, user=who, now=NOW)
    assert undo_dismissal(made, user=who)
    assert WireOffer.objects.get().state == State.OPEN
    assert list(AuditEntry.objects.filter(who="nora").values_list("what", flat=True)) == [
        "offer.reopened",
        "offer.dismissed",
    ]


def test_a_dismissal_is_not_undone_when_a_newer_version_has_come(send: Send) -> None:
    _edit(take(send()))
    (made,) = _came(send(**SECOND))
    dismiss_offer(made, user=None, now=NOW)
    _came(send(**THIRD))
    assert not undo_dismissal(made, user=None)


def test_a_dismissed_version_is_offered_again_when_somebody_asks_for_it(send: Send) -> None:
    story = _edit(take(send()))
    record = send(**SECOND)
    (made,) = offer(record, now=NOW)
    dismiss_offer(made, user=None, now=NOW)
    assert open_offer(record, story, now=NOW).pk == made.pk
    assert WireOffer.objects.get().state == State.OPEN


def test_an_agencys_correction_can_be_an_ordinary_update_of_ours(send: Send) -> None:
    _edit(take(send()))
    (made,) = _came(_correction(send))
    assert take_as_ordinary(made, user=make_user())
    assert not WireOffer.objects.get().is_correction


def test_the_text_as_it_came_is_kept_with_the_story(send: Send) -> None:
    take(send())
    link = StoryDispatch.objects.get()
    assert (link.how, link.baseline["headline"]) == ("taken", "Ferge på grunn")
    assert link.baseline["body"] == [["text", "<p>Fergen gikk på grunn mandag.</p>"]]


def test_a_story_from_before_baselines_is_compared_with_its_dispatch(send: Send) -> None:
    record = send()
    story = take(record)
    StoryDispatch.objects.update(baseline=None)
    assert is_as_it_came(story, record)
    assert not is_as_it_came(_edit(story), record)
