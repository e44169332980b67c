"""The story's editor: saving, publishing, refusing, and two people at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.desk.acts.kill import kill
from broadsheet.desk.acts.save import refuse_stale
from broadsheet.desk.errors import StaleEditError
from broadsheet.desk.models import Correction, FrontPin, Story, User
from broadsheet.desk.search import DESK, find
from broadsheet.settings.keys import make_key
from tests.desk.screens.photo_desk import picture
from tests.factories import make_section, make_story, make_user, published_story

Form = Callable[..., dict[str, Any]]


@pytest.fixture
def story(db: None) -> Story:
    story = make_story("As it was")
    story.save_revision()
    return Story.objects.get(pk=story.pk)


def _edit(story: Story) -> str:
    return reverse("stories:edit", args=[story.pk])


def _drafted(story: Story) -> str:
    return str(Story.objects.get(pk=story.pk).get_latest_revision_as_object().headline)


def test_the_editor_shows_its_three_tabs(at_the_desk: Client, story: Story) -> None:
    page = at_the_desk.get(_edit(story)).content.decode()
    assert all(f'id="tab-label-{name}"' in page for name in ("story", "pictures_and_related", "publishing"))


def test_a_new_story_belongs_to_who_wrote_it(at_the_desk: Client, chief: User, form_of: Form) -> None:
    template = make_story("A template")
    sent = form_of(template, headline="Brand new", slug="")
    assert at_the_desk.post(reverse("stories:add"), sent).status_code == 302
    story = Story.objects.get(headline="Brand new")
    assert (story.owner, story.live, story.slug) == (chief, False, "brand-new")


def test_a_saved_draft_is_found_by_the_desk_and_read_by_nobody_else(
    at_the_desk: Client, story: Story, form_of: Form
) -> None:
    at_the_desk.post(_edit(story), form_of(story, headline="Quay collapses"))
    assert find("quay", among=DESK) == [story.pk]
    assert not Story.objects.get(pk=story.pk).live


def test_publishing_from_the_editor_publishes(at_the_desk: Client, story: Story, form_of: Form) -> None:
    at_the_desk.post(_edit(story), form_of(story, **{"action-publish": "action-publish"}))
    assert Story.objects.get(pk=story.pk).live


def test_a_refused_publication_keeps_the_text_and_says_why(at_the_desk: Client, story: Story, form_of: Form) -> None:
    Story.objects.filter(pk=story.pk).update(pubstatus="withheld")
    sent = form_of(story, headline="Written anew", **{"action-publish": "action-publish"})
    response = at_the_desk.post(_edit(story), sent, follow=True)
    assert response.status_code == 200
    assert "The agency withholds this item" in response.content.decode()
    assert _drafted(story) == "Written anew"
    assert not Story.objects.get(pk=story.pk).live


def test_a_refusal_for_a_picture_leads_to_the_pictures_page_and_back(
    at_the_desk: Client, story: Story, form_of: Form
) -> None:
    lock = picture("lock", alt_text="")
    Story.objects.filter(pk=story.pk).update(lead_picture=lock)
    story = Story.objects.get(pk=story.pk)
    story.save_revision()
    sent = form_of(Story.objects.get(pk=story.pk), lead_picture=str(lock.pk), **{"action-publish": "action-publish"})

    page = at_the_desk.post(_edit(story), sent, follow=True).content.decode()

    url = f"{reverse('wagtailimages:edit', args=[lock.pk])}?{urlencode({'next': _edit(story)})}"
    assert "The picture “lock” has no alt text" in page
    assert f'href="{url}"' in page
    assert f'value="{_edit(story)}" name="next"' in at_the_desk.get(url).content.decode()


def test_an_embargoed_story_is_scheduled_and_not_live(at_the_desk: Client, story: Story, form_of: Form) -> None:
    until = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    at_the_desk.post(_edit(story), form_of(story, embargoed_until=until, **{"action-publish": "action-publish"}))
    story.refresh_from_db()
    assert not story.live
    assert story.go_live_at is not None
    assert story.go_live_at >= story.embargoed_until


def test_d8_a_stale_save_by_a_plain_form_is_refused_with_both_texts(
    at_the_desk: Client, story: Story, form_of: Form
) -> None:
    mine = form_of(story, headline="My headline")
    at_the_desk.post(_edit(story), form_of(story, headline="Their headline"))
    response = at_the_desk.post(_edit(story), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Their" in page
    assert "My" in page
    assert _drafted(story) == "Their headline"


def test_d8_control_a_save_that_knows_the_latest_version_is_taken(
    at_the_desk: Client, story: Story, form_of: Form
) -> None:
    at_the_desk.post(_edit(story), form_of(story, headline="Their headline"))
    assert at_the_desk.post(_edit(story), form_of(story, headline="My headline")).status_code == 302
    assert _drafted(story) == "My headline"


def test_d8_control_without_the_check_the_stale_save_wins(
    at_the_desk: Client, story: Story, form_of: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.desk.screens.stories.editing.refuse_stale", lambda *_, **__: None)
    mine = form_of(story, headline="My headline")
    at_the_desk.post(_edit(story), form_of(story, headline="Their headline"))
    at_the_desk.post(_edit(story), mine)
    assert _drafted(story) == "My headline"


def test_d8_a_stale_publication_publishes_nothing(at_the_desk: Client, story: Story, form_of: Form) -> None:
    mine = form_of(story, headline="My headline", **{"action-publish": "action-publish"})
    at_the_desk.post(_edit(story), form_of(story, headline="Their headline"))
    assert at_the_desk.post(_edit(story), mine).status_code == 409
    assert not Story.objects.get(pk=story.pk).live


def test_d8_a_form_that_names_no_version_is_refused(at_the_desk: Client, story: Story, form_of: Form) -> None:
    mine = form_of(story, headline="My headline")
    del mine["loaded_revision_id"]
    assert at_the_desk.post(_edit(story), mine).status_code == 409


def test_d8_saving_mine_as_the_newest_is_one_button_and_a_draft(
    at_the_desk: Client, story: Story, form_of: Form
) -> None:
    mine = form_of(story, headline="My headline", **{"action-publish": "action-publish"})
    at_the_desk.post(_edit(story), form_of(story, headline="Their headline"))
    page = at_the_desk.post(_edit(story), mine)
    context = page.context
    again = dict(context["sent"])
    again |= {name: context[name] for name in ("loaded_revision_id", "loaded_revision_created_at")}
    assert at_the_desk.post(_edit(story), again).status_code == 302
    assert _drafted(story) == "My headline"
    assert not Story.objects.get(pk=story.pk).live


def test_d8_of_parallel_saves_exactly_one_is_taken(tmp_path: Path) -> None:
    for name in ("secret", "comment-addresses"):
        make_key(tmp_path / "data" / "keys", name)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")}
    environment = {
        **kept,
        "BROADSHEET_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tests.desk.screens.real_database",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.desk.screens.parallel_saves"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [302, 409, 409, 409], done.stderr[-2000:]


def test_a_save_after_a_kill_brings_nothing_back(at_the_desk: Client, form_of: Form) -> None:
    story = published_story()
    mine = form_of(story, headline="Alive again")
    loaded = Story.objects.get(pk=story.pk)
    kill(story, "Withdrawn.")
    with pytest.raises(Exception, match="killed"):
        refuse_stale(loaded, seen_revision=loaded.latest_revision_id, seen_at=None)
    at_the_desk.post(_edit(story), mine)
    assert Story.objects.get(pk=story.pk).killed_at is not None


def test_a_story_that_went_live_meanwhile_makes_a_save_stale(story: Story) -> None:
    loaded = Story.objects.get(pk=story.pk)
    story.latest_revision.publish()
    with pytest.raises(StaleEditError):
        refuse_stale(loaded, seen_revision=loaded.latest_revision_id, seen_at=None)


def test_a_colleague_in_the_story_is_told_of(client: Client, story: Story, at_the_desk: Client) -> None:
    at_the_desk.get(_edit(story))
    other = Client()
    other.force_login(make_user("ben", is_superuser=True))
    page = other.get(_edit(story)).content.decode()
    assert "w-editing-sessions" in page or "editing-sessions" in page


@pytest.mark.parametrize("screen", ["edit", "history", "correct", "kill", "pin", "unpublish", "preview_on_edit"])
def test_another_persons_private_draft_does_not_exist_for_a_reporter(
    client: Client, reporter: User, screen: str
) -> None:
    hidden = make_story("Secret", private=True, owner=make_user("olav"))
    client.force_login(reporter)
    assert client.get(reverse(f"stories:{screen}", args=[hidden.pk])).status_code == 404
    assert b"Secret" not in client.get(reverse("stories:list")).content


@pytest.mark.parametrize("screen", ["correct", "kill", "pin"])
def test_an_act_without_the_permission_is_refused(client: Client, reporter: User, screen: str) -> None:
    story = published_story()
    client.force_login(reporter)
    client.post(reverse(f"stories:{screen}", args=[story.pk]), {"text": "x", "notice": "x", "sure": "on"})
    story.refresh_from_db()
    assert story.live
    assert not Correction.objects.exists()
    assert not FrontPin.objects.exists()


@pytest.mark.parametrize("screen", ["edit", "correct", "kill", "pin", "unpublish"])
def test_h1_an_act_without_a_token_is_refused(chief: User, screen: str, form_of: Form) -> None:
    story = published_story()
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)
    sent = form_of(story, text="x", notice="x", sure="on")
    assert client.post(reverse(f"stories:{screen}", args=[story.pk]), sent).status_code == 403
    assert Story.objects.get(pk=story.pk).live


@pytest.mark.parametrize("screen", ["correct", "kill", "pin"])
def test_looking_at_an_acts_page_does_nothing(at_the_desk: Client, screen: str) -> None:
    story = published_story()
    assert at_the_desk.get(reverse(f"stories:{screen}", args=[story.pk])).status_code == 200
    assert at_the_desk.delete(reverse(f"stories:{screen}", args=[story.pk])).status_code == 405
    assert Story.objects.get(pk=story.pk).live


def test_a_correction_publishes_the_draft_and_says_what_was_wrong(at_the_desk: Client, form_of: Form) -> None:
    story = published_story("Five ferries")
    at_the_desk.post(_edit(story), form_of(story, headline="Six ferries"))
    at_the_desk.post(reverse("stories:correct", args=[story.pk]), {"text": "There are six, not five."})
    story.refresh_from_db()
    assert story.headline == "Six ferries"
    assert story.corrections.get().text == "There are six, not five."
    assert story.versions.last().revision_id == story.live_revision_id


def test_an_empty_correction_comes_back_with_a_sentence(at_the_desk: Client) -> None:
    story = published_story()
    response = at_the_desk.post(reverse("stories:correct", args=[story.pk]), {"text": " "})
    assert response.status_code == 422
    assert not Correction.objects.exists()


def test_a_correction_of_a_draft_is_refused_with_its_text_kept(at_the_desk: Client, story: Story) -> None:
    response = at_the_desk.post(reverse("stories:correct", args=[story.pk]), {"text": "It was six."})
    assert response.status_code == 422
    assert "It was six." in response.content.decode()


def test_a_kill_has_to_be_meant(at_the_desk: Client) -> None:
    story = published_story()
    url = reverse("stories:kill", args=[story.pk])
    assert at_the_desk.post(url, {"notice": "Withdrawn."}).status_code == 422
    assert Story.objects.get(pk=story.pk).live
    at_the_desk.post(url, {"notice": "Withdrawn.", "sure": "on"})
    assert Story.objects.get(pk=story.pk).kill_notice == "Withdrawn."


def test_a_story_is_pinned_and_let_go_by_the_same_page(at_the_desk: Client) -> None:
    story = published_story()
    url = reverse("stories:pin", args=[story.pk])
    at_the_desk.post(url)
    assert FrontPin.objects.get().story == story
    at_the_desk.post(url)
    assert not FrontPin.objects.exists()


def test_a_story_that_readers_saw_is_not_deleted(at_the_desk: Client) -> None:
    story = published_story()
    at_the_desk.post(reverse("stories:delete", args=[story.pk]))
    assert Story.objects.filter(pk=story.pk).exists()


def test_a_draft_that_nobody_read_is_deleted(at_the_desk: Client, story: Story) -> None:
    at_the_desk.post(reverse("stories:delete", args=[story.pk]))
    assert not Story.objects.filter(pk=story.pk).exists()


def test_a_section_in_use_is_not_deleted(at_the_desk: Client, story: Story) -> None:
    at_the_desk.post(reverse("sections:delete", args=[story.home_section_id]))
    assert story.home_section.__class__.objects.filter(pk=story.home_section_id).exists()
    unused = make_section("unused")
    at_the_desk.post(reverse("sections:delete", args=[unused.pk]))
    assert not story.home_section.__class__.objects.filter(pk=unused.pk).exists()


def test_a_killed_story_offers_no_publication(at_the_desk: Client) -> None:
    story = published_story()
    assert "action-publish" in at_the_desk.get(_edit(story)).content.decode()
    kill(story, "Withdrawn.")
    assert "action-publish" not in at_the_desk.get(_edit(story)).content.decode()


def _with_row(sent: dict[str, Any], name: str, **values: str) -> dict[str, Any]:
    """Return the form with one more row of authors or related stories, as a browser sends it."""
    row = {f"{name}-0-{key}": value for key, value in {"id": "", "ORDER": "1", "DELETE": "", **values}.items()}
    return sent | {f"{name}-TOTAL_FORMS": "1"} | row


@pytest.mark.parametrize(
    ("name", "values"),
    [("related_stories", {"related": ""}), ("story_authors", {"author": "", "role": ""})],
    ids=["a related story", "an author"],
)
def test_a_row_that_is_still_empty_stops_no_autosave(
    at_the_desk: Client, story: Story, form_of: Form, name: str, values: dict[str, str]
) -> None:
    sent = _with_row(form_of(story, headline="Written on"), name, **values)
    assert at_the_desk.post(_edit(story), sent, headers={"accept": "application/json"}).status_code == 200
    assert _drafted(story) == "Written on"


def test_a_row_that_says_something_without_an_author_is_told(at_the_desk: Client, story: Story, form_of: Form) -> None:
    sent = _with_row(form_of(story, headline="Written on"), "story_authors", author="", role="research")
    assert at_the_desk.post(_edit(story), sent, headers={"accept": "application/json"}).status_code == 400


def test_a_related_story_is_kept(at_the_desk: Client, story: Story, form_of: Form) -> None:
    other = make_story("The other one")
    sent = _with_row(form_of(story), "related_stories", related=str(other.pk))
    assert at_the_desk.post(_edit(story), sent).status_code == 302
    draft = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert [row.related for row in draft.related_stories.all()] == [other]


def test_a_new_story_stands_in_the_section_that_its_writer_wrote_for_last(at_the_desk: Client, chief: User) -> None:
    make_section("first", position=1)
    last = make_section("sport", position=2)
    make_story("Before", owner=chief, home_section=last)
    page = at_the_desk.get(reverse("stories:add")).content.decode()
    assert f'<option value="{last.pk}" selected' in page


def test_a_story_is_not_offered_as_related_to_itself(at_the_desk: Client, story: Story) -> None:
    other = make_story("The other one")
    page = at_the_desk.get(_edit(story)).content.decode()
    assert "written_from" in page
    address = reverse(Story.snippet_viewset.chooser_viewset.get_url_name("choose"))
    offered = at_the_desk.get(address, {"written_from": str(story.latest_revision_id)}).json()["html"]
    assert (str(other) in offered, str(story) in offered) == (True, False)


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 40])
def test_a_chooser_that_is_told_nothing_of_use_offers_everything(
    at_the_desk: Client, story: Story, number: str
) -> None:
    address = reverse(Story.snippet_viewset.chooser_viewset.get_url_name("choose"))
    assert str(story) in at_the_desk.get(address, {"written_from": number}).json()["html"]


def test_d8_both_texts_show_every_field_in_which_they_differ(at_the_desk: Client, story: Story, form_of: Form) -> None:
    mine = form_of(story, byline="By Kari", dateline="Sund", urgency="2", lead_caption="At the quay")
    at_the_desk.post(_edit(story), form_of(story, byline="By Ola"))
    page = at_the_desk.post(_edit(story), mine).content.decode()
    for words in ("Byline", "Kari", "Ola", "Dateline", "Sund", "Urgency", "Caption of the lead picture", "quay"):
        assert words in page
    assert "Copyright holder" not in page
