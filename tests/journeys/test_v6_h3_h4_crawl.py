"""A crawl of the whole paper and the desk in a real browser: no stranger is asked, no policy broken, no cookie set."""

from __future__ import annotations

import re

import pytest

from tests.journeys.witness import Witness

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

ODD_ADDRESSES = (
    "/search/",
    "/search/?q=harbour",
    "/search/?q=zzzzzzzz",
    "/there-is-no-such-page/",
    "/comments/1/",
)
DESK = (
    "/desk/",
    "/desk/wire/",
    "/desk/wire/?tab=new",
    "/desk/wire/?tab=quarantine",
    "/desk/stories/",
    "/desk/stories/add/",
    "/desk/comments/",
    "/desk/comments/?state=published",
    "/desk/images/",
    "/desk/images/add/",
    "/desk/users/",
    "/desk/reports/site-history/",
    "/desk/account/",
    "/desk/accounts/2fa/",
    "/desk/accounts/password/change/",
)
STORY_SCREENS = ("edit", "history", "correct", "kill", "pin", "usage")
BAD_PAGE = """<!doctype html><title>Bad</title><link rel="stylesheet" href="http://fonts.example/a.css">
<p style="color:red">Red</p><script>document.title = "ran"</script><p>Text</p>"""


@pytest.fixture(scope="module")
def killed(newsroom):
    """Return the address of a story that was killed."""
    path = newsroom.publish("A story that was killed", slug="a-story-that-was-killed")[1]
    newsroom.python(
        "from django.utils import timezone\nfrom broadsheet.desk.acts.kill import kill\n"
        "from broadsheet.desk.models import Story\n"
        "kill(Story.objects.get(slug='a-story-that-was-killed'), 'It was wrong.', user=None)\nprint('1')"
    )
    newsroom.command("press", "run")
    assert newsroom.status(path) == 410
    return path


@pytest.fixture(scope="module")
def html_pages(newsroom, addresses, killed):
    """Return every public address that answers with a page of HTML, and some that answer with a refusal."""
    pages = [path for path in addresses if path.endswith("/") and not path.endswith(("/feed/", "/atom/"))]
    assert len(pages) > 40
    return [*pages, *ODD_ADDRESSES, killed]


def crawl(witness, page, paths):
    """Open every address and let its scripts run."""
    witness.watch(page)
    for path in paths:
        page.goto(path, wait_until="load")
        witness.ask(page)


def sign_in(page, newsroom, site, name):
    cookie, _, value = newsroom.session(name).partition("=")
    page.context.add_cookies([{"name": cookie, "value": value, "url": site}])


def bad_page_for(page, path, policy):
    """Serve, at an address of the paper, a page that asks another host and has a script and a style of its own."""
    headers = {"Content-Type": "text/html; charset=utf-8"} | ({"Content-Security-Policy": policy} if policy else {})
    page.route(f"**{path}", lambda route: route.fulfill(body=BAD_PAGE, headers=headers))


def test_v6_no_public_page_asks_another_host(open_page, witness, html_pages):
    crawl(witness, open_page(), html_pages)
    assert witness.strangers == []
    assert witness.dialogs == []
    assert witness.broken == []


def test_v6_a_page_with_a_font_of_another_host_would_be_caught(open_page, site):
    witness, page = Witness(site), open_page()
    bad_page_for(page, "/bad/", "")
    crawl(witness, page, ["/bad/"])
    assert witness.strangers == ["http://fonts.example/a.css"]


def test_h4_no_violation_of_the_content_policy_on_the_site(open_page, witness, html_pages):
    crawl(witness, open_page(), html_pages)
    assert witness.refused == []


def test_h4_no_violation_of_the_content_policy_on_the_desk(open_page, witness, newsroom, site):
    page = open_page(viewport={"width": 1440, "height": 900})
    sign_in(page, newsroom, site, "astrid")
    crawl(witness, page, DESK)
    page.goto("/desk/stories/")
    story = re.search(r"/desk/stories/edit/(\d+)/", page.content())[1]
    crawl(witness, page, [f"/desk/stories/{screen}/{story}/" for screen in STORY_SCREENS])
    page.goto("/desk/wire/")
    page.locator("[data-row]").first.click()
    page.locator(".wire-preview__item").wait_for()
    witness.ask(page)
    assert witness.refused == []
    assert witness.strangers == []


@pytest.mark.parametrize("address", ["/", "/desk/accounts/login/"], ids=["site", "desk"])
def test_h4_a_page_that_breaks_the_policy_of_that_address_would_be_caught(address, open_page, newsroom, site):
    policy = newsroom.request("GET", address)[1]["content-security-policy"]
    witness, page = Witness(site), open_page()
    bad_page_for(page, "/bad/", policy)
    crawl(witness, page, ["/bad/"])
    assert any("style" in told for told in witness.refused)
    assert any("script" in told for told in witness.refused)
    assert page.title() == "Bad"


def test_h4_every_page_has_a_policy_that_lets_no_inline_script_or_stranger_in(newsroom, html_pages):
    for path in (*html_pages, *DESK):
        _status, headers, _body = newsroom.request("GET", path)
        policy = headers["content-security-policy"]
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        scripts = rules.get("script-src", rules.get("default-src", ""))
        assert "unsafe-inline" not in scripts and "unsafe-eval" not in scripts and "http:" not in scripts, path
        assert rules["base-uri"] == "'none'", path
        assert rules["frame-ancestors"] == ("'self'" if path.startswith("/desk/") else "'none'"), path


def offends(headers):
    """Return what an answer says that a shared cache must not hear."""
    wrong = ["sets a cookie"] if "set-cookie" in headers else []
    varies = {part.strip().lower() for part in headers.get("vary", "").split(",") if part.strip()}
    return wrong + [f"varies on {name}" for name in sorted(varies - {"accept-encoding"})]


def test_h3_no_public_page_sets_a_cookie_or_varies_on_more_than_encoding(newsroom, addresses, html_pages):
    found = {path: wrong for path in {*addresses, *html_pages} if (wrong := offends(newsroom.request("GET", path)[1]))}
    assert found == {}


def test_h3_the_sign_in_of_the_desk_which_does_set_a_cookie_would_be_caught(newsroom):
    assert "sets a cookie" in offends(newsroom.request("GET", "/desk/accounts/login/")[1])


def test_h3_a_reader_who_reads_leaves_without_a_cookie_or_anything_stored(open_page, html_pages):
    page = open_page()
    for path in html_pages[:12]:
        page.goto(path)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
