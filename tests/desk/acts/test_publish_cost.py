"""What a publication costs the database, whatever the archive, and what it leaves for later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks.signals import task_enqueued
from wagtail.models import ReferenceIndex, Revision

from broadsheet.desk.acts.publish import publish
from broadsheet.desk.errors import EmbargoedStoryError, KilledStoryError
from broadsheet.desk.models import Story
from tests.factories import make_author, make_section, make_story, published_story

pytestmark = pytest.mark.django_db
#: Of the act alone, savepoints and all, on a story with one section, a text and no picture.
MOST_QUERIES = 72


@pytest.fixture
def queued() -> Iterator[list[str]]:
    """Give the names of the tasks that are queued."""
    names: list[str] = []

    def hear(task_result: Any, **_: Any) -> None:
        names.append(task_result.task.name)

    task_enqueued.connect(hear)
    yield names
    task_enqueued.disconnect(hear)


def test_a_publication_asks_for_its_references_once_and_has_them(queued: list[str]) -> None:
    author, other = make_author(), make_section("sport")
    story = make_story(sections=[other])
    story.story_authors.create(author=author)
    story.save()
    queued.clear()
    story.home_section = make_section("world")
    revision = story.save_revision()
    assert queued == []
    revision.publish()
    assert queued == ["update_reference_index_task"]
    found = ReferenceIndex.get_references_for_object(story).values_list("to_object_id", "model_path")
    assert (str(story.home_section_id), "home_section") in found
    assert (str(author.pk), "story_authors.item.author") in found


def test_the_act_asks_a_bounded_number_of_queries() -> None:
    story = published_story()
    revision = story.save_revision()
    with CaptureQueriesContext(connection) as asked:
        revision.publish()
    assert len(asked) <= MOST_QUERIES


def test_a_kill_that_came_after_the_first_look_is_seen_under_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    story = make_story()
    revision = story.save_revision()
    _meanwhile(monkeypatch, lambda: Story.objects.filter(pk=story.pk).update(killed_at=timezone.now()))
    with pytest.raises(KilledStoryError):
        publish(story, Revision.objects.get(pk=revision.pk))


def test_a_revision_written_over_after_the_first_look_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    story = make_story()
    revision = story.save_revision()
    story.embargoed_until = timezone.now() + timedelta(hours=1)
    later = story.serializable_data()
    _meanwhile(monkeypatch, lambda: Revision.objects.filter(pk=revision.pk).update(content=later))
    with pytest.raises(EmbargoedStoryError):
        publish(story, Revision.objects.get(pk=revision.pk))


def _meanwhile(monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """Let something happen between the first look and the lock, while copies of pictures are made."""
    monkeypatch.setattr("broadsheet.desk.acts.publish.made_for", lambda pictures: change())
