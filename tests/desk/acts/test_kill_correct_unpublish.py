import pytest
from django.db import DatabaseError, transaction

from broadsheet.comments.models import Thread
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.acts.correct import correct
from broadsheet.desk.acts.kill import kill
from broadsheet.desk.acts.pin import pin, unpin
from broadsheet.desk.errors import EmptyCorrectionError, KilledStoryError, NotPublishedError
from broadsheet.desk.models import AuditEntry, FrontPin, Story
from broadsheet.desk.search import DESK, PUBLIC, find
from broadsheet.press.models import StaleKey
from tests.factories import make_story, published_story

pytestmark = pytest.mark.django_db


def test_a_killed_story_is_not_live_and_keeps_its_notice():
    story = published_story()
    kill(story, " The source withdrew it. ")
    story.refresh_from_db()
    assert (story.live, story.pubstatus, story.kill_notice) == (False, "canceled", "The source withdrew it.")


def test_a_kill_is_final():
    story = published_story()
    kill(story, "Wrong.")
    with pytest.raises(KilledStoryError):
        kill(story, "Wrong again.")


def test_a_killed_story_takes_no_more_comments_and_leaves_search_and_front():
    story = published_story("Unmistakable headline")
    pin(story)
    kill(story, "Wrong.")
    assert Thread.objects.get(story_id=story.pk).state == "closed"
    assert find("Unmistakable", among=PUBLIC) == []
    assert not FrontPin.objects.exists()


def test_a_draft_can_be_killed_before_it_was_published():
    story = make_story()
    kill(story, "Never true.")
    assert Story.objects.get(pk=story.pk).killed_at


def test_a_correction_publishes_the_draft_with_its_text_and_one_version():
    story = published_story("Sixty minutes late")
    story.headline = "Six minutes late"
    story.save_revision()
    correct(story, "It was six minutes.")
    story.refresh_from_db()
    assert (story.headline, story.corrections.get().text) == ("Six minutes late", "It was six minutes.")
    assert list(story.versions.values_list("number", "kind")) == [(1, "published"), (2, "corrected")]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_correction_without_a_text_is_refused(text):
    with pytest.raises(EmptyCorrectionError):
        correct(published_story(), text)


def test_a_draft_cannot_be_corrected():
    with pytest.raises(NotPublishedError):
        correct(make_story(), "Something.")


def test_an_unpublished_story_can_be_published_again_at_its_address():
    story = published_story("Back soon")
    story.unpublish()
    assert find("Back soon", among=PUBLIC) == []
    story = Story.objects.get(pk=story.pk)
    story.save_revision().publish()
    assert story.addresses.get().path == "/news/back-soon/"


def test_a_story_that_is_not_published_cannot_be_unpublished():
    with pytest.raises(NotPublishedError):
        make_story().unpublish()


def test_only_a_published_story_can_be_pinned_and_one_at_a_time():
    with pytest.raises(NotPublishedError):
        pin(make_story())
    first, second = published_story(), published_story()
    pin(first)
    pin(second)
    assert FrontPin.objects.get().story == second
    unpin()
    assert not FrontPin.objects.exists()


def test_what_a_failed_act_did_is_undone_with_its_stale_keys(monkeypatch):
    story = published_story()
    StaleKey.objects.all().delete()

    def breaks(*args, **named):
        raise RuntimeError

    monkeypatch.setattr("broadsheet.desk.acts.kill.audit", breaks)
    with pytest.raises(RuntimeError), transaction.atomic():
        kill(story, "Wrong.")
    assert Story.objects.get(pk=story.pk).live
    assert not StaleKey.objects.exists()


def test_p10_control_characters_in_the_audit_log_are_written_as_escapes():
    assert audit(who=None, what="test", subject="a\r\nforged line\x1b[0m").subject == "a\\r\\nforged line\\x1b[0m"


@pytest.mark.parametrize("sql", ["UPDATE desk_auditentry SET who = 'nobody'", "DELETE FROM desk_auditentry"])
def test_p10_the_audit_log_refuses_to_be_changed_even_by_sql(sql):
    from django.db import connection

    audit(who=None, what="test", subject="x")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEntry.objects.filter(what="test").count() == 1


@pytest.mark.parametrize("words", ['"', "*", "a OR b", 'NEAR("x")', "((((", "-", "\x00", "' ; DROP TABLE", "ferry*"])
def test_a_hostile_search_finds_something_or_nothing_and_breaks_nothing(words):
    published_story("The ferry")
    assert isinstance(find(words), list)


def test_search_finds_beginnings_of_words_and_newest_first():
    first, second = published_story("Harbour opens"), published_story("Harbours close")
    assert find("harb") == [second.pk, first.pk]
    assert find("harbour opens") == [first.pk]


def test_the_desk_finds_a_draft_that_readers_do_not():
    from broadsheet.desk.search import remember_draft

    story = make_story("Secret plan")
    remember_draft(story)
    assert (find("secret", among=DESK), find("secret")) == ([story.pk], [])
