"""axe finds nothing on any kind of public page, in light and dark, narrow and wide, nor in our own parts of the desk.

Of the desk's screens only our own containers are looked at (DESK below): sidebar, header, footer bar, side panels and
the editor's fields are Wagtail's.
"""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

LOOKS = [(width, scheme) for width in (360, 1440) for scheme in ("light", "dark")]
KINDS = {
    "topic": r"/topics/[^/]+/",
    "author": r"/authors/[^/]+/",
    "day": r"/archive/\d+/\d+/\d+/",
}
FIXED = {
    "front": "/",
    "section": "/news/",
    "search": "/search/",
    "search with results": "/search/?q=harbour",
    "search without results": "/search/?q=zzzzzzzz",
    "tips": "/tips/",
    "corrections": "/corrections/",
    "standing page": "/about/",
    "no such page": "/there-is-no-such-page/",
}
DESK = {
    "/desk/wire/": ".wire",
    "/desk/wire/?tab=quarantine": ".wire",
    "/desk/stories/": ".story-state",
    "/desk/comments/": ".comment-queue",
    "/desk/comments/?state=published": ".comment-queue",
    "/desk/comments/?state=removed": ".comment-queue",
    "/desk/accounts/2fa/": "main",
    "/desk/accounts/password/change/": "main",
}
EXPLAINED = "document.title = 'Bad'; document.querySelector('main').innerHTML = '<img src=\"/x.png\"><input>'"


def violations(page, include=None):
    """Return what axe finds, each as one line with the element it is about."""
    found = Axe().run(page, context=[include] if include else None)
    return [
        f"{page.url}: {rule['id']}: {node['html'][:160]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture(scope="module")
def kinds(newsroom, addresses, open_story):
    """Return one address of every kind of public page."""
    found = {kind: next(path for path in addresses if re.fullmatch(pattern, path)) for kind, pattern in KINDS.items()}
    killed = newsroom.publish("A story that axe sees withdrawn")[1]
    newsroom.python(
        "from broadsheet.desk.acts.kill import kill\nfrom broadsheet.desk.models import Story\n"
        "kill(Story.objects.get(headline='A story that axe sees withdrawn', killed_at=None), 'It was wrong.', user=None)\nprint('1')"
    )
    newsroom.command("press", "run")
    corrected = newsroom.python(
        "from broadsheet.desk.addresses import story_url\nfrom broadsheet.desk.models import Correction\n"
        "print(json.dumps(story_url(Correction.objects.filter(story__live=True).first().story_id)))"
    )
    return found | FIXED | {"story with comments": open_story, "corrected story": corrected, "withdrawn story": killed}


def desk_page(open_page, newsroom, site, scheme):
    page = open_page(viewport={"width": 1440, "height": 1000}, color_scheme=scheme)
    cookie, _, value = newsroom.session("astrid").partition("=")
    page.context.add_cookies([{"name": cookie, "value": value, "url": site}])
    return page


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_any_kind_of_public_page(open_page, kinds, width, scheme):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = []
    for path in kinds.values():
        page.goto(path)
        found += violations(page)
    assert found == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_the_form_of_a_comment_that_was_refused(open_page, open_story, width, scheme):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(open_story)
    page.evaluate("document.querySelector('#comment-form').noValidate = true")
    page.get_by_label("Name").fill("Oda")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_url("**/comments/*/")
    assert violations(page) == []


def test_axe_would_find_a_picture_without_a_text_and_a_field_without_a_label(open_page):
    page = open_page()
    page.goto("/")
    page.evaluate(EXPLAINED)
    assert {"image-alt", "label"} <= {line.split(": ")[1] for line in violations(page)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_our_own_parts_of_the_desk(open_page, newsroom, site, scheme):
    page = desk_page(open_page, newsroom, site, scheme)
    found = []
    for path, part in DESK.items():
        page.goto(path)
        page.locator(part).first.wait_for(state="attached")
        found += violations(page, part)
    page.goto("/desk/stories/")
    story = re.search(r"/desk/stories/edit/(\d+)/", page.content())[1]
    for screen in ("correct", "kill", "pin"):
        page.goto(f"/desk/stories/{screen}/{story}/")
        if page.locator(".story-act").count():
            found += violations(page, ".story-act")
    page.goto("/desk/wire/")
    page.goto(page.locator("[data-row]").first.get_attribute("href"))
    found += violations(page, ".wire")
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_sign_in(open_page, scheme):
    page = open_page(color_scheme=scheme)
    page.goto("/desk/accounts/login/")
    assert violations(page) == []
