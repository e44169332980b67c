from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.desk.errors import EmbargoedStoryError, KilledStoryError, WithheldStoryError
from broadsheet.desk.models import AuditEntry, Story, StoryAddress
from broadsheet.press.models import StaleKey
from tests.factories import make_section, make_story, publish, published_story

pytestmark = pytest.mark.django_db


def test_a_new_story_is_not_public():
    assert not make_story().live


def test_a_published_story_is_public_and_has_an_address():
    story = published_story("Ferjå går på æreskjær")
    assert story.live
    assert StoryAddress.objects.get(story=story, current=True).path == "/news/ferja-gar-pa-aereskjaer/"


def test_a_publication_leaves_the_stale_keys_of_every_page_that_shows_the_story():
    story = make_story()
    other = make_section("sport")
    story.sections.add(other)
    publish(story)
    keys = set(StaleKey.objects.values_list("key", flat=True))
    assert {
        f"story:{story.pk}",
        f"card:{story.pk}",
        "front",
        "feed",
        f"section:{story.home_section_id}",
        f"section:{other.pk}",
    } <= keys


def test_a_story_under_embargo_is_refused_and_says_until_when():
    until = timezone.now() + timedelta(hours=2)
    story = make_story()
    Story.objects.filter(pk=story.pk).update(embargoed_until=until)
    story.refresh_from_db()
    with pytest.raises(EmbargoedStoryError) as caught:
        story.save_revision(clean=False).publish()
    assert caught.value.until == until
    assert not Story.objects.get(pk=story.pk).live


def test_an_embargoed_story_that_an_editor_saves_is_scheduled_for_the_second_it_ends():
    until = timezone.now() + timedelta(hours=2)
    story = make_story(embargoed_until=until)
    assert story.go_live_at == until
    assert not publish(story).live


def test_a_withheld_story_is_refused():
    story = make_story()
    Story.objects.filter(pk=story.pk).update(pubstatus="withheld")
    with pytest.raises(WithheldStoryError):
        publish(Story.objects.get(pk=story.pk))


def test_a_killed_story_is_refused_even_by_an_old_revision():
    from broadsheet.desk.acts.kill import kill

    story = published_story()
    revision = story.latest_revision
    kill(story, "The source withdrew it.")
    with pytest.raises(KilledStoryError):
        revision.publish()


def test_a_changed_address_keeps_the_former_as_a_redirect():
    story = published_story("One")
    story.slug = "two"
    publish(story)
    assert dict(StoryAddress.objects.values_list("path", "current")) == {"/news/one/": False, "/news/two/": True}


def test_two_stories_of_one_headline_have_two_addresses():
    published_story("Ferry late")
    second = published_story("Ferry late")
    assert StoryAddress.objects.get(story=second).path == f"/news/ferry-late-{second.pk}/"


def test_a_publication_is_in_the_audit_log():
    story = published_story()
    assert AuditEntry.objects.get(what="story.published").subject.startswith(f"{story.pk} ")
