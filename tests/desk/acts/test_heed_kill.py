"""A kill on the wire reaches the desk (criterion W17)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from broadsheet.desk.acts.auto_publish import auto_publish
from broadsheet.desk.acts.heed_kill import heed_kill
from broadsheet.desk.acts.kill_item import kill_item
from broadsheet.desk.acts.take import take, update_from
from broadsheet.desk.errors import CanceledDispatchError, DeskError, KilledStoryError
from broadsheet.desk.models import Alarm, Story, StoryDispatch, User
from broadsheet.desk.search import PUBLIC, find
from broadsheet.wire.models import DispatchRecord, Feed, Quarantined
from tests.factories import published_story

pytestmark = pytest.mark.django_db
Send = Callable[..., DispatchRecord]
KILL = {"version": "2", "versioncreated": "2026-11-22T11:30:00Z", "pubstatus": "canceled"}
AGAIN = {"version": "3", "versioncreated": "2026-11-22T11:40:00Z"}


def fresh(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


def standing(kind: str) -> list[Alarm]:
    return list(Alarm.objects.filter(kind=kind, cleared_at=None))


def make_our_own(story: Story) -> Story:
    """Let most of the story's sentences be the desk's."""
    story = fresh(story)
    story.body = [
        ("text", f"<p>Our reporter saw number {n} of the boats leave the quay that night.</p>") for n in range(9)
    ]
    story.save_revision().publish()
    return fresh(story)


def test_w17_a_kill_withdraws_the_published_story_with_a_notice_and_an_alarm(send: Send) -> None:
    story = auto_publish(send())
    record = send(**KILL)
    story = fresh(story)
    assert (story.live, story.pubstatus, bool(story.kill_notice)) == (False, "canceled", True)
    (alarm,) = standing("kill")
    assert (alarm.story, alarm.dispatch) == (story, record)


def test_w17_a_draft_that_nobody_has_seen_dies_as_well_and_cannot_be_published(send: Send) -> None:
    story = take(send())
    send(**KILL)
    assert fresh(story).pubstatus == "canceled"
    with pytest.raises(KilledStoryError):
        fresh(story).save_revision(clean=False).publish()


def test_w17_every_story_of_the_item_dies(send: Send) -> None:
    first, other = auto_publish(send()), published_story("Another of the same item")
    StoryDispatch.objects.create(story=other, dispatch=StoryDispatch.objects.get(story=first).dispatch)
    Feed.objects.update(kills_own=True)
    send(**KILL)
    assert not Story.objects.filter(killed_at=None).exists()


def test_w17_the_latest_version_killed_kills_what_was_made_of_the_first(send: Send) -> None:
    story = auto_publish(send())
    send(version="2", versioncreated="2026-11-22T11:20:00Z", headline="Updated")
    send(**KILL | {"version": "3"})
    assert fresh(story).killed_at


def test_w17_a_kill_without_a_new_version_number_counts(send: Send) -> None:
    story = auto_publish(send())
    send(pubstatus="canceled")
    assert fresh(story).killed_at


def test_w17_our_own_story_stays_with_an_alarm(send: Send) -> None:
    story = make_our_own(auto_publish(send()))
    send(**KILL)
    assert fresh(story).live
    assert standing("own-kill")[0].story == story
    assert standing("kill") == []


def test_w17_our_own_story_goes_where_the_feed_says_so(send: Send) -> None:
    story = make_our_own(auto_publish(send()))
    Feed.objects.update(kills_own=True)
    send(**KILL)
    assert fresh(story).killed_at


def test_w17_control_a_story_in_the_agency_s_words_is_not_our_own(send: Send) -> None:
    story = auto_publish(send())
    send(**KILL)
    assert (standing("own-kill"), fresh(story).live) == ([], False)


def test_w17_a_correction_of_our_own_story_is_published_after_the_kill(send: Send) -> None:
    story = make_our_own(auto_publish(send()))
    send(**KILL)
    story = fresh(story)
    story.headline = "Put right"
    story.save_revision().publish()
    assert fresh(story).headline == "Put right"


@pytest.mark.parametrize("headline", ["KILL: Ferge på grunn", "MANDATORY KILL", "Politiet drepte ingen – KILL KILL"])
def test_w17_the_word_in_a_headline_kills_nothing(send: Send, headline: str) -> None:
    story = auto_publish(send())
    send(headline, version="2", versioncreated="2026-11-22T11:30:00Z")
    assert fresh(story).live
    assert not Alarm.objects.exists()


def test_w17_control_the_status_kills_under_a_quiet_headline(send: Send) -> None:
    story = auto_publish(send())
    send("Ferge på grunn", **KILL)
    assert not fresh(story).live


def test_w17_a_kill_of_an_item_that_we_do_not_have_is_kept_and_disturbs_nobody(send: Send) -> None:
    record = send(uri="urn:agency:unknown", pubstatus="canceled")
    assert DispatchRecord.objects.get(pk=record.pk).pubstatus == "canceled"
    assert not Alarm.objects.exists()


def test_w17_the_item_sent_again_stays_dead_and_the_desk_is_told(send: Send) -> None:
    story = auto_publish(send())
    send(**KILL)
    again = send(**AGAIN)
    assert fresh(story).killed_at
    (alarm,) = standing("kill")
    assert "again" in alarm.text
    with pytest.raises(KilledStoryError):
        auto_publish(again)
    with pytest.raises(KilledStoryError):
        update_from(again, story)


def test_w17_no_story_is_made_of_an_earlier_version_of_a_killed_item(send: Send) -> None:
    first = send()
    send(**KILL)
    with pytest.raises(CanceledDispatchError):
        take(first)


def test_w17_a_late_older_version_does_not_bring_the_item_back(send: Send) -> None:
    story = auto_publish(send(version="2", versioncreated="2026-11-22T11:20:00Z"))
    send(**KILL | {"version": "3"})
    late = send(version="1", versioncreated="2026-11-22T11:00:00Z")
    assert fresh(story).killed_at
    with pytest.raises(CanceledDispatchError):
        take(late)


def test_w17_a_draft_made_while_the_kill_came_in_cannot_be_published(send: Send) -> None:
    record = send()
    send(**KILL)
    story = Story.objects.create(headline="Late", home_section=published_story().home_section)
    story.body = [("text", "<p>Fergen gikk på grunn mandag.</p>")]
    story.save()
    StoryDispatch.objects.create(story=story, dispatch=record)
    with pytest.raises(CanceledDispatchError):
        story.save_revision(clean=False).publish()


def test_w17_a_dead_story_is_left_alone_by_a_second_kill(send: Send) -> None:
    story = auto_publish(send())
    record = send(**KILL)
    before = fresh(story).killed_at
    assert heed_kill(record) == []
    assert fresh(story).killed_at == before


def test_w17_a_kill_that_cannot_be_heeded_leaves_nothing_half_done_and_waits_in_quarantine(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    auto_publish(send())

    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("broadsheet.desk.acts.heed_kill.kill", breaks)
    with suppress(AssertionError):  # the fixture wants a record
        send(**KILL)
    assert not DispatchRecord.objects.filter(pubstatus="canceled").exists()
    assert Quarantined.objects.get().error == "RuntimeError"


def test_w17_pictures_that_cannot_be_withdrawn_do_not_keep_the_story_on_its_page(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = auto_publish(send())

    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("broadsheet.desk.acts.heed_kill.withdraw_pictures", breaks)
    send(**KILL)
    assert fresh(story).killed_at
    assert standing("picture")[0].subject == "item:urn:agency:1"


def test_w17_the_agency_s_note_stays_with_the_staff(send: Send) -> None:
    story = auto_publish(send())
    send(**KILL, ednote="CANARY source lied to us")
    assert "CANARY" not in fresh(story).kill_notice


@pytest.mark.parametrize(("language", "word"), [("nb", "Nyhetsbyrået"), ("en", "news agency")])
def test_w17_readers_are_told_in_the_story_s_language(send: Send, language: str, word: str) -> None:
    story = auto_publish(send(language=language))
    send(**KILL)
    assert word in fresh(story).kill_notice


def test_w17_a_killed_story_is_in_no_search(send: Send) -> None:
    auto_publish(send("Unmistakable lighthouse"))
    assert find("Unmistakable", among=PUBLIC)
    send(**KILL)
    assert find("Unmistakable", among=PUBLIC) == []


def test_w17_an_editor_kills_an_item_with_the_effect_of_the_agency_s_kill(send: Send, chief: User) -> None:
    record = send()
    story = auto_publish(record)
    assert [one.pk for one in kill_item(record, user=chief)] == [story.pk]
    assert (fresh(story).live, DispatchRecord.objects.get(pk=record.pk).pubstatus) == (False, "canceled")
    with pytest.raises(CanceledDispatchError):
        kill_item(record, user=chief)
    with pytest.raises(DeskError):
        take(DispatchRecord.objects.get(pk=record.pk))
