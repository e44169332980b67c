"""The list of stories: states, filters, search, and that a long list costs no more queries than a short one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.desk.acts.kill import kill
from broadsheet.desk.models import Story
from broadsheet.desk.screens.stories.states import STATES, in_state, state_of, with_states
from tests.factories import make_section, make_story, make_user, published_story

LIST = "stories:list"


def _found(client: Client, **asked: Any) -> list[str]:
    page = client.get(reverse(LIST), asked)
    assert page.status_code == 200
    return [story.headline for story in page.context["object_list"]]


def _one_of_each() -> dict[str, Story]:
    made = {"draft": make_story("Draft"), "published": published_story("Published")}
    made["changed"] = published_story("Changed")
    made["changed"].save_revision()
    made["killed"] = published_story("Killed")
    kill(made["killed"], "Withdrawn.")
    made["unpublished"] = published_story("Unpublished")
    made["unpublished"].unpublish()
    made["held"] = make_story("Held", embargoed_until=timezone.now() + timedelta(days=1))
    later = make_story("Scheduled", go_live_at=timezone.now() + timedelta(days=1))
    later.save_revision().publish()
    made["scheduled"] = later
    return made


@pytest.mark.django_db
def test_each_story_has_one_state_and_its_filter_finds_it() -> None:
    made, now = _one_of_each(), timezone.now()
    for name, story in made.items():
        shown = with_states(Story.objects.filter(pk=story.pk), now).get()
        assert state_of(shown, now) == name
        found = [
            state
            for state, _word in STATES
            if in_state(with_states(Story.objects.all(), now), state, now).filter(pk=story.pk)
        ]
        assert found == [name]


def test_the_list_is_narrowed_by_state_section_urgency_and_owner(at_the_desk: Client) -> None:
    olav, sport = make_user("olav"), make_section("sport")
    make_story("In sport", section=sport)
    make_story("Urgent", urgency=1)
    make_story("By Olav", owner=olav)
    published_story("Out")
    assert _found(at_the_desk, home_section=sport.pk) == ["In sport"]
    assert _found(at_the_desk, urgency=1) == ["Urgent"]
    assert _found(at_the_desk, owner=olav.pk) == ["By Olav"]
    assert _found(at_the_desk, state="published") == ["Out"]


def test_the_list_is_searched_by_slugline_and_text(at_the_desk: Client) -> None:
    story = make_story("Quay collapses", slugline="quay-north")
    story.save_revision()
    make_story("Another").save_revision()
    assert _found(at_the_desk, q="quay-north") == ["Quay collapses"]


def test_the_newest_edit_stands_first(at_the_desk: Client) -> None:
    first, second = make_story("First"), make_story("Second")
    second.save_revision()
    first.save_revision()
    assert _found(at_the_desk) == ["First", "Second"]


def test_the_list_shows_the_headline_of_the_latest_draft(at_the_desk: Client) -> None:
    story = published_story("As readers have it")
    story.headline = "As it will be"
    story.save_revision()
    assert "As it will be" in at_the_desk.get(reverse(LIST)).content.decode()


def test_a_locked_story_names_who_holds_it(at_the_desk: Client) -> None:
    make_story("Held fast", locked=True, locked_by=make_user("olav"))
    assert "Locked: olav" in at_the_desk.get(reverse(LIST)).content.decode()


def test_a_long_list_asks_no_more_than_a_short_one(at_the_desk: Client) -> None:
    at_the_desk.get(reverse(LIST))
    counts = []
    for wanted in (20, 200):
        for _ in range(wanted - Story.objects.count()):
            make_story().save_revision()
        at_the_desk.get(reverse(LIST))  # once a minute a request notes in the session that somebody is there
        with CaptureQueriesContext(connection) as asked:
            at_the_desk.get(reverse(LIST))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] < 30


def test_the_chooser_finds_by_the_desks_own_index(at_the_desk: Client) -> None:
    make_story("Quay collapses", slugline="quay-north").save_revision()
    make_story("Another").save_revision()
    url = reverse("wagtailsnippetchoosers_desk_story:choose_results")
    page = at_the_desk.get(url, {"q": "collapses"}).content.decode()
    assert "Quay collapses" in page
    assert "Another" not in page


def test_the_menu_has_a_newsrooms_words_and_nothing_it_does_not_need(at_the_desk: Client) -> None:
    page = at_the_desk.get(reverse("wagtailadmin_home")).content.decode()
    assert all(f'"label": "{word}"' in page for word in ("Stories", "Wire", "Pictures", "Set-up"))
    assert '"label": "Documents"' not in page
    assert '"label": "Snippets"' not in page


@pytest.mark.parametrize("name", ["sections", "topics", "authors"])
def test_lists_of_the_set_up_open(at_the_desk: Client, name: str) -> None:
    assert at_the_desk.get(reverse(f"{name}:list")).status_code == 200


def test_the_list_of_feeds_opens(at_the_desk: Client) -> None:
    assert at_the_desk.get(reverse("feeds:index")).status_code == 200


def test_somebody_who_is_not_signed_in_is_sent_to_the_door(client: Client, db: None) -> None:
    assert client.get(reverse(LIST)).status_code == 302
