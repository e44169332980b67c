from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.desk.acts.publish_due import publish_due
from broadsheet.desk.models import Story
from tests.factories import make_story, published_story

pytestmark = pytest.mark.django_db


def scheduled(at):
    story = make_story(go_live_at=at)
    story.save_revision().publish()
    return story


def is_live(story) -> bool:
    return Story.objects.get(pk=story.pk).live


def test_a_scheduled_story_goes_live_at_its_second_and_not_before(monkeypatch):
    at = timezone.now() + timedelta(hours=1)
    story = scheduled(at)
    assert publish_due(at - timedelta(seconds=1)) == 0
    assert not is_live(story)
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert publish_due(at) == 1
    assert is_live(story)


def test_a_story_that_is_refused_when_due_stays_a_draft_and_stops_no_other(monkeypatch):
    at = timezone.now() + timedelta(hours=1)
    refused, good = scheduled(at), scheduled(at)
    Story.objects.filter(pk=refused.pk).update(pubstatus="withheld")
    monkeypatch.setattr(timezone, "now", lambda: at)
    publish_due(at)
    assert (is_live(refused), is_live(good)) == (False, True)
    assert publish_due(at) == 0


def test_an_expired_story_is_withdrawn():
    story = published_story()
    now = timezone.now()
    Story.objects.filter(pk=story.pk).update(expire_at=now - timedelta(seconds=1))
    assert publish_due(now) == 1
    assert not is_live(story)


def test_the_clock_asks_no_more_in_a_large_archive(django_assert_max_num_queries):
    for _ in range(5):
        published_story()
    with django_assert_max_num_queries(3):
        publish_due(timezone.now())
