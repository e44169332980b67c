"""The house keeps its word: whatever is edited through a screen of the desk leaves the stale key that the press needs."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from broadsheet.core import keys
from broadsheet.desk.models import FrontRoot, StandingPage
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.press.models import StaleKey
from tests.factories import make_author, make_section, make_topic, published_story

pytestmark = pytest.mark.django_db


def _left() -> set[str]:
    return set(StaleKey.objects.values_list("key", flat=True))


def _post(client: Client, url: str, values: dict[str, Any]) -> set[str]:
    """Send the form and return the keys that it left. The answer must be a success: a form shown again saved nothing."""
    StaleKey.objects.all().delete()
    response = client.post(url, values)
    assert response.status_code == 302, response.context["form"].errors
    return _left()


def test_a_story_that_is_published_again(at_the_desk: Client, form_of: Callable[..., dict[str, Any]]) -> None:
    story = published_story()
    url = reverse("stories:edit", args=[story.pk])
    left = _post(at_the_desk, url, form_of(story, headline="Changed", **{"action-publish": "action-publish"}))
    assert {keys.story(story.pk), keys.section(story.home_section_id), keys.FRONT, keys.FEED} <= left


def test_a_story_whose_draft_is_saved_leaves_nothing_to_do(
    at_the_desk: Client, form_of: Callable[..., dict[str, Any]]
) -> None:
    story = published_story()
    assert _post(at_the_desk, reverse("stories:edit", args=[story.pk]), form_of(story, headline="Changed")) == set()


@pytest.mark.parametrize(
    ("screen", "sent"),
    [
        pytest.param("correct", {"text": "Six, not five."}, id="correct"),
        pytest.param("kill", {"notice": "Withdrawn.", "sure": "on"}, id="kill"),
        pytest.param("unpublish", {}, id="unpublish"),
    ],
)
def test_an_act_on_a_story(at_the_desk: Client, screen: str, sent: dict[str, str]) -> None:
    story = published_story()
    assert keys.story(story.pk) in _post(at_the_desk, reverse(f"stories:{screen}", args=[story.pk]), sent)


def test_a_pin(at_the_desk: Client) -> None:
    story = published_story()
    assert keys.FRONT in _post(at_the_desk, reverse("stories:pin", args=[story.pk]), {})


def test_a_section(at_the_desk: Client) -> None:
    section = make_section()
    sent = {"name": "World news", "slug": section.slug, "position": "3", "in_navigation": "on"}
    left = _post(at_the_desk, reverse("sections:edit", args=[section.pk]), sent)
    assert {keys.section(section.pk), keys.SITE} <= left


def test_a_topic(at_the_desk: Client) -> None:
    topic = make_topic()
    left = _post(at_the_desk, reverse("topics:edit", args=[topic.pk]), {"name": "Harbours", "slug": topic.slug})
    assert {keys.topic(topic.pk), keys.topic_name(topic.pk)} <= left


def test_an_author(at_the_desk: Client) -> None:
    author = make_author()
    left = _post(at_the_desk, reverse("authors:edit", args=[author.pk]), {"name": "Ida S. Storm", "slug": author.slug})
    assert {keys.author(author.pk), keys.author_name(author.pk)} <= left


def test_a_picture(at_the_desk: Client) -> None:
    out = BytesIO()
    Image.new("RGB", (640, 480), (40, 90, 120)).save(out, "JPEG")
    picture = import_picture(out.getvalue(), filename="quay.jpg", overrides={"creator": "Jane Doe"})
    sent = {
        "title": "Quay",
        "creator": "Jane Roe",
        "caption": "The quay.",
        "alt_text": "A quay",
        "collection": picture.collection_id,
    }
    assert keys.photo(picture.pk) in _post(at_the_desk, reverse("wagtailimages:edit", args=[picture.pk]), sent)


def test_a_redirect(at_the_desk: Client) -> None:
    sent = {"old_path": "/old/", "is_permanent": "on", "redirect_link": "https://elsewhere.example/new/"}
    left = _post(at_the_desk, reverse("wagtailredirects:add"), sent)
    assert keys.page(Redirect.objects.get().old_path + "/") in left


def test_a_standing_page(at_the_desk: Client) -> None:
    root = Page.get_first_root_node().add_child(instance=FrontRoot(title="Pages", slug="pages"))
    page = root.add_child(instance=StandingPage(title="About", slug="about"))
    page.save_revision().publish()
    latest = Page.objects.get(pk=page.pk).latest_revision
    sent = {
        "title": "About us",
        "slug": "about",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "loaded_revision_id": str(latest.pk),
        "loaded_revision_created_at": latest.created_at.isoformat(),
        "action-publish": "action-publish",
    }
    left = _post(at_the_desk, reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)
    assert {keys.standing(page.pk), keys.page("/about/")} <= left
