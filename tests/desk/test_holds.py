"""Holds: what keeps a story from being read, and until which second (criterion W16)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from broadsheet.desk.acts.auto_publish import auto_publish
from broadsheet.desk.acts.correct import correct
from broadsheet.desk.acts.publish import publish
from broadsheet.desk.acts.take import take
from broadsheet.desk.errors import EmbargoedStoryError, KilledStoryError, WithheldStoryError
from broadsheet.desk.holds import Hold, HoldKind, error_for, holds_of, may_be_read
from broadsheet.desk.models import Story, StoryDispatch
from broadsheet.wire.models import DispatchRecord
from tests.factories import make_story, published_story

pytestmark = pytest.mark.django_db
Send = Callable[..., DispatchRecord]
FAR = datetime(2099, 10, 25, 1, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def kinds(story: Story, now: datetime) -> list[str]:
    return [hold.kind.value for hold in holds_of(story, now)]


def test_w16_an_embargo_holds_to_its_second_and_no_longer() -> None:
    story = make_story(embargoed_until=FAR)
    assert kinds(story, FAR - timedelta(microseconds=1)) == ["embargo"]
    assert kinds(story, FAR - SECOND) == ["embargo"]
    assert kinds(story, FAR) == []
    assert may_be_read(story, FAR)


def test_w16_a_story_is_refused_one_second_before_its_embargo_ends_and_goes_out_at_the_second() -> None:
    story = make_story()
    Story.objects.filter(pk=story.pk).update(embargoed_until=FAR)
    revision = Story.objects.get(pk=story.pk).save_revision(clean=False)
    with pytest.raises(EmbargoedStoryError) as caught:
        publish(story, revision, now=FAR - SECOND)
    assert caught.value.until == FAR
    assert not Story.objects.get(pk=story.pk).live
    publish(story, revision, now=FAR)
    assert Story.objects.get(pk=story.pk).live


def test_w16_an_embargo_on_the_wire_holds_a_story_whose_own_field_somebody_emptied(send: Send) -> None:
    record = send(embargoed="2099-10-25T02:30:00+01:00")
    story = take(record)
    Story.objects.filter(pk=story.pk).update(embargoed_until=None, go_live_at=None)
    story = Story.objects.get(pk=story.pk)
    assert holds_of(story, FAR - SECOND) == (Hold(HoldKind.EMBARGO, FAR, record.pk),)
    with pytest.raises(EmbargoedStoryError):
        publish(story, story.save_revision(clean=False), now=FAR - SECOND)


def test_w16_control_without_the_link_to_the_wire_the_same_story_goes_out(send: Send) -> None:
    story = take(send(embargoed="2099-10-25T02:30:00+01:00"))
    Story.objects.filter(pk=story.pk).update(embargoed_until=None, go_live_at=None)
    StoryDispatch.objects.all().delete()
    story = Story.objects.get(pk=story.pk)
    publish(story, story.save_revision(clean=False), now=FAR - SECOND)
    assert Story.objects.get(pk=story.pk).live


@pytest.mark.parametrize(
    ("lifted", "left"),
    [({"pubstatus": "usable"}, ["embargo"]), ({"embargoed": None}, ["withheld"])],
    ids=["withholding-lifted", "embargo-lifted"],
)
def test_w16_embargo_and_withholding_are_lifted_each_by_itself(
    send: Send, lifted: dict[str, Any], left: list[str]
) -> None:
    held = {"pubstatus": "withheld", "embargoed": "2099-10-25T01:30:00Z"}
    story = take(send(**held))
    assert set(kinds(story, timezone.now())) == {"embargo", "withheld"}
    send(**held | {"version": "2", "versioncreated": "2026-11-22T11:30:00Z"} | lifted)
    assert sorted(set(kinds(Story.objects.get(pk=story.pk), timezone.now()))) == left
    with suppress(WithheldStoryError):  # an embargo that it waits for leaves it scheduled
        Story.objects.get(pk=story.pk).save_revision(clean=False).publish()
    assert not Story.objects.get(pk=story.pk).live


@pytest.mark.parametrize("moved", ["2098-01-01T00:00:00Z", "2099-12-31T23:59:59Z"], ids=["earlier", "later"])
def test_w16_a_later_version_moves_the_embargo(send: Send, moved: str) -> None:
    story = take(send(embargoed="2099-10-25T01:30:00Z"))
    send(embargoed=moved, version="2", versioncreated="2026-11-22T11:30:00Z")
    end = datetime.fromisoformat(moved)
    fresh = Story.objects.get(pk=story.pk)
    assert kinds(fresh, end - SECOND)
    assert kinds(fresh, end) == []
    assert fresh.get_latest_revision_as_object().embargoed_until == end


def test_w16_an_older_version_that_arrives_late_lifts_no_embargo(send: Send) -> None:
    story = take(send(embargoed="2099-10-25T01:30:00Z", version="2", versioncreated="2026-11-22T11:30:00Z"))
    send(version="1", versioncreated="2026-11-22T11:00:00Z")
    assert "embargo" in kinds(story, timezone.now())


def test_w16_an_embargo_that_the_desk_set_itself_is_not_lifted_by_the_wire(send: Send) -> None:
    story = take(send(embargoed="2099-10-25T01:30:00Z"))
    own = datetime(2099, 11, 1, tzinfo=UTC)
    Story.objects.filter(pk=story.pk).update(embargoed_until=own)
    send(version="2", versioncreated="2026-11-22T11:30:00Z")
    assert [hold.until for hold in holds_of(Story.objects.get(pk=story.pk), timezone.now())] == [own]


def test_w16_no_rule_publishes_what_is_held(send: Send) -> None:
    for held in ({"embargoed": "2099-10-25T01:30:00Z"}, {"pubstatus": "withheld"}):
        with pytest.raises((EmbargoedStoryError, WithheldStoryError)):
            auto_publish(send(uri=f"urn:agency:{held}", **held))
    assert not Story.objects.filter(live=True).exists()


def test_w16_no_rule_publishes_an_earlier_version_that_a_later_one_holds(send: Send) -> None:
    first = send()
    send(embargoed="2099-10-25T01:30:00Z", version="2", versioncreated="2026-11-22T11:30:00Z")
    with pytest.raises(EmbargoedStoryError):
        auto_publish(first)


def test_w16_a_correction_does_not_carry_a_held_text_to_readers() -> None:
    story = published_story("Known already")
    story.embargoed_until, story.headline = FAR, "CANARY not yet"
    story.save_revision(clean=False)
    with pytest.raises(EmbargoedStoryError):
        correct(story, "It was something else.")
    assert Story.objects.get(pk=story.pk).headline == "Known already"


def test_w16_a_scheduled_publication_may_wait_for_an_embargo_of_the_wire(send: Send) -> None:
    story = take(send(embargoed="2099-10-25T01:30:00Z"))
    revision = Story.objects.get(pk=story.pk).latest_revision
    revision.publish()
    revision.refresh_from_db()
    assert revision.approved_go_live_at == FAR
    assert not Story.objects.get(pk=story.pk).live


def test_a_killed_story_may_not_be_read_though_nothing_holds_it() -> None:
    story = make_story()
    story.killed_at = timezone.now()
    assert (holds_of(story, timezone.now()), may_be_read(story, timezone.now())) == ((), False)


def test_a_withholding_comes_before_an_embargo_and_the_latest_embargo_before_an_earlier_one() -> None:
    early, late = Hold(HoldKind.EMBARGO, FAR), Hold(HoldKind.EMBARGO, FAR + SECOND)
    assert isinstance(error_for((early, Hold(HoldKind.WITHHELD))), WithheldStoryError)
    error = error_for((late, early))
    assert isinstance(error, EmbargoedStoryError)
    assert error.until == FAR + SECOND
    assert error_for(()) is None


def test_w16_a_kill_that_comes_between_the_check_and_the_publication_wins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = make_story()
    revision = story.save_revision()

    def killed_meanwhile(pictures: Any) -> dict[int, Any]:
        Story.objects.filter(pk=story.pk).update(killed_at=timezone.now(), pubstatus="canceled")
        return {}

    monkeypatch.setattr("broadsheet.desk.acts.publish.made_for", killed_meanwhile)
    with pytest.raises(KilledStoryError):
        publish(story, revision)
    assert not Story.objects.get(pk=story.pk).live


def test_w16_a_schedule_for_the_first_of_two_hours_of_the_same_name_does_not_pass_for_the_second() -> None:
    story = make_story()
    Story.objects.filter(pk=story.pk).update(embargoed_until=FAR, go_live_at=FAR - timedelta(hours=1))
    story = Story.objects.get(pk=story.pk)
    with pytest.raises(EmbargoedStoryError):
        publish(story, story.save_revision(clean=False))


#: Oslo's clock goes back from 03:00 to 02:00 on 25 October 2099 and forward from 02:00 to 03:00 on 29 March 2099.
@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("2099-10-25T02:30:00Z", "2099-10-25T02:30:00+00:00"),
        ("2099-10-25T02:30:00+0100", "2099-10-25T01:30:00+00:00"),
        ("2099-10-25T02:30:00+02:00", "2099-10-25T00:30:00+00:00"),
        ("2099-10-25T02:30:00", "2099-10-25T01:30:00+00:00"),
        ("2099-03-29T02:30:00", "2099-03-29T01:30:00+00:00"),
        ("2099-07-01T12:00:00", "2099-07-01T10:00:00+00:00"),
        ("2099-12-01T12:00:00", "2099-12-01T11:00:00+00:00"),
    ],
    ids=["z", "no-colon", "offset", "autumn-overlap-later-one", "spring-gap", "summer", "winter"],
)
def test_w16_an_embargo_holds_to_the_second_in_every_form_of_its_time(send: Send, written: str, means: str) -> None:
    story, end = take(send(embargoed=written)), datetime.fromisoformat(means)
    assert kinds(story, end - SECOND)
    assert kinds(story, end) == []


def test_w16_a_story_is_never_scheduled_for_the_first_of_two_hours_of_the_same_name() -> None:
    oslo = ZoneInfo("Europe/Oslo")
    story = make_story()
    story.embargoed_until = datetime(2099, 10, 25, 2, 30, tzinfo=oslo, fold=1)
    story.go_live_at = datetime(2099, 10, 25, 2, 45, tzinfo=oslo)
    story.clean()
    assert story.go_live_at.astimezone(UTC) == FAR
