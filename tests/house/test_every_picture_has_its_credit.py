"""No picture of ours is on any page without its credit, and feeds and structured data say the same credit.

Visible wherever a picture is more than a writer's face the size of a letter: there the credit is text for those who
listen, and the writer's own page shows it.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from lxml import etree, html

from broadsheet.desk.models import FrontRoot, StandingPage, StoryAuthor
from broadsheet.photos.acts.import_picture import import_picture
from broadsheet.photos.models import Picture
from broadsheet.reader.render import all_paths, render_path
from tests.factories import make_author, make_section, make_story, make_topic, publish
from tests.house.pictures import small_jpeg

pytestmark = pytest.mark.django_db
PLACES = ("figure", "article", "li", "header")
MEDIA = "{http://search.yahoo.com/mrss/}"
CHAIN = "Ida Storm / Pool Photo via AP"


def picture(creator: str, credit_line: str = "") -> Picture:
    facts = {"creator": creator, "credit_line": credit_line, "caption": f"What {creator} saw.", "title": creator}
    facts["alt_text"] = f"A view of {len(creator)} boats"
    return import_picture(
        small_jpeg(), filename="a.jpg", overrides={name: text for name, text in facts.items() if text}
    )


def uncredited(page: str) -> list[str]:
    """Return the addresses of the pictures that have no credit beside them: their own, in the place that holds them."""
    credits = {str(one.pk): f"Photo: {one.credit}" for one in Picture.objects.all()}
    found = []
    for image in html.fromstring(page).iter("img"):
        address = image.get("src", "")
        number = address.removeprefix(settings.PICTURES_URL).partition("-")[0]
        near = [
            place
            for place in image.iterancestors()
            if place.tag in PLACES or "byline" in place.get("class", "").split()
        ]
        beside = [text.text_content().strip() for place in near[:1] for text in place.find_class("credit")]
        if credits[number] not in beside:
            found.append(address)
    return found


@pytest.fixture
def pages() -> dict[str, str]:
    """Return every page of a paper that shows pictures in all the places it has, by address."""
    author, topic = make_author("Ida Storm"), make_topic()
    author.picture = picture("Face Maker", "Fjordavisa")
    author.save()
    make_section("sport")
    related = None
    for number in range(9):
        lead = (
            picture("Ida Storm", "Pool Photo via AP")
            if number == 8
            else picture(f"Name Number{'abcdefghi'[number]}", "NTB")
        )
        body: list[tuple[str, Any]] = [("text", "<p>The ferry left.</p>")]
        body += [("picture", {"picture": picture("Body Maker", "AFP"), "caption": ""})] if number == 8 else []
        form = "opinion" if number in (2, 5) else "news"
        section = make_section("sport" if number < 4 else "news")
        story = make_story(f"Ferry {number}", lead_picture=lead, body=body, form=form, section=section)
        story.topics.add(topic)
        story.story_authors.add(StoryAuthor(author=author))
        if related:
            story.related_stories.create(related=related)
        story.save()
        related = publish(story)
    root = FrontRoot.objects.first()
    if root:
        standing = StandingPage(
            title="About", slug="about", body=[("picture", {"picture": picture("Wall Maker"), "caption": ""})]
        )
        root.add_child(instance=standing)
        standing.save_revision().publish()
    rendered = {path: render_path(path, now=timezone.now()) for path in all_paths()}
    return {path: one.body.decode() for path, one in rendered.items() if one}


def test_no_page_shows_a_picture_without_its_credit(pages: dict[str, str]) -> None:
    shown = {path: page for path, page in pages.items() if "<img" in page}
    bare = {path: found for path, page in shown.items() if (found := uncredited(page))}

    assert bare == {}
    assert {"/", "/news/", "/sport/", "/topics/harbour/", "/authors/ida-storm/", "/news/ferry-8/"} <= shown.keys()


def test_the_scan_finds_a_picture_whose_credit_is_gone(pages: dict[str, str]) -> None:
    without = re.sub(r'<p class="credit[^>]*>.*?</p>', "", pages["/"], flags=re.DOTALL)
    assert len(uncredited(without)) == without.count("<img") > 3


def test_structured_data_says_the_credit_of_the_page(pages: dict[str, str]) -> None:
    page = html.fromstring(pages["/news/ferry-8/"])
    image = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["image"]
    assert (image["creditText"], image["creator"]["name"]) == (CHAIN, "Ida Storm")


@pytest.mark.parametrize("path", ["/feed/", "/atom/"])
def test_a_feed_says_the_credit_of_the_page(pages: dict[str, str], path: str) -> None:
    told = [credit.text for credit in etree.fromstring(pages[path].encode()).iter(f"{MEDIA}credit")]
    assert CHAIN in told
    assert len(told) == 9


def test_a_json_feed_says_the_credit_of_the_page(pages: dict[str, str]) -> None:
    items = json.loads(pages["/feed.json"])["items"]
    assert CHAIN in [item["_picture"]["credit"] for item in items]
