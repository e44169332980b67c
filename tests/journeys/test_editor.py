"""The main job, by mouse and keyboard: a dispatch from the watched folder becomes a page, is talked of, put right, killed."""

from __future__ import annotations

import re
import secrets
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.pictures import lighthouse
from tests.running import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

ITEM = Path(__file__).parent / "fixtures" / "lighthouse.json"
HEADLINE = "Keeper finds the old lamp in a boathouse"
NEW_HEADLINE = "Lighthouse gets back its lamp of 1958"
SLUGLINE = f"lighthouse-lamp-{secrets.token_hex(4)}"
CAPTION = "Kvassundet lighthouse, seen from the boathouse on a still morning."
PARTS = ("h1", ".lead-figure", ".byline .by", ".text", ".source")
A_PERSONS_PACE_MS = 120
DESKTOP = {"viewport": {"width": 1440, "height": 1000}}


def sign_in(page, name):
    page.goto("/desk/")
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login/" not in address)
    return page


def deliver(folder):
    """Put the picture and the item into the feed's folder, as an agency's programme does."""
    (folder / "journey-lighthouse.jpg").write_bytes(lighthouse())
    (folder / "lighthouse.json").write_text(ITEM.read_text("utf-8").replace("lighthouse-lamp", SLUGLINE), "utf-8")


def arrived(page):
    page.goto(f"/desk/wire/?q={SLUGLINE}")
    return page.locator("[data-row]", has_text=HEADLINE).count()


def live_text(newsroom, path):
    return newsroom.request("GET", path)[2].decode()


def act(page, item):
    page.get_by_role("button", name="More actions").click()
    page.locator("footer").get_by_text(item, exact=True).click()


def test_a_dispatch_becomes_a_page_that_is_talked_of_corrected_and_killed(open_page, newsroom, feed_folder, capsys):
    desk = sign_in(open_page(**DESKTOP), "ingrid")

    deliver(feed_folder)
    wait_until(lambda: arrived(desk))
    desk.keyboard.press("j")
    expect(desk.locator("#wire-headline")).to_have_text(HEADLINE)
    expect(desk.locator(".wire-preview__text")).to_contain_text("It still has its wick")
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile(r"/desk/stories/edit/\d+/"))
    number = re.search(r"/edit/(\d+)/", desk.url)[1]

    expect(desk.locator("[name=headline]")).to_have_value(HEADLINE)
    expect(desk.locator("[name=byline]")).to_have_value("By Sindre Aasgaard")
    expect(desk.locator("[name=dateline]")).to_have_value("Kvassundet")
    expect(desk.locator(".public-DraftEditor-content").first).to_contain_text("gone since 1958")
    desk.get_by_role("tab", name="Pictures and related").click()
    expect(desk.locator("[name=lead_picture]")).to_have_value(re.compile(r"^\d+$"))
    expect(
        desk.locator("#panel-child-pictures_and_related-lead_picture-section img, img[data-chooser-image]").first
    ).to_be_visible()
    desk.get_by_role("tab", name="Story").click()

    desk.locator("[name=headline]").click()
    desk.keyboard.press("Control+a")
    with desk.expect_response(lambda answer: answer.request.method == "POST" and f"/edit/{number}/" in answer.url):
        desk.keyboard.type(NEW_HEADLINE, delay=A_PERSONS_PACE_MS)
    expect(desk.locator("#w-autosave-indicator")).to_contain_text("Saved")
    kept = f"print(json.dumps(Story.objects.get(pk={number}).get_latest_revision_as_object().headline))"
    wait_until(lambda: newsroom.python("from broadsheet.desk.models import Story\n" + kept) == NEW_HEADLINE)

    desk.get_by_role("button", name="Toggle preview").click()
    preview = desk.frame_locator("iframe.w-preview__iframe:not(.w-preview__proxy)")
    expect(preview.locator("h1")).to_have_text(NEW_HEADLINE)
    expect(preview.locator(".lead-figure .caption")).to_have_text(CAPTION)
    expect(preview.locator(".lead-figure .credit")).to_have_text("Photo: Ragna Solli / Nordpress")
    # A preview shows copies that only the desk may fetch: they are public when the page is (W16).
    as_previewed = {
        part: preview.locator(f"article {part}").first.inner_html().replace("/desk/media/published/", "/media/")
        for part in PARTS
    }
    assert newsroom.request("GET", "/search/?q=boathouse")[2].count(HEADLINE.encode()) == 0

    desk.get_by_role("button", name="Toggle preview").click()
    path = newsroom.python(
        "from broadsheet.desk.addresses import address_for\nfrom broadsheet.desk.models import Story\n"
        f"print(json.dumps(address_for(Story.objects.get(pk={number}).get_latest_revision_as_object())))"
    )
    clicked = time.monotonic()
    act(desk, "Publish")
    wait_until(lambda: NEW_HEADLINE in live_text(newsroom, path), 5)
    took = time.monotonic() - clicked

    reader = open_page(java_script_enabled=False)
    reader.goto(path)
    assert {part: reader.locator(f"article {part}").first.inner_html() for part in PARTS} == as_previewed
    expect(reader.locator("article .dateline")).to_have_text("Kvassundet")
    reader.get_by_label("Name").fill("Oda")
    reader.get_by_label("Email").fill("oda@reader.example")
    reader.get_by_label("Comment", exact=True).fill("My grandfather rowed that lamp across.")
    reader.get_by_role("button", name="Post comment").click()
    reader.wait_for_url("**#waits")

    queue = sign_in(open_page(**DESKTOP), "mons")
    queue.get_by_role("link", name=re.compile("^Comments")).click()
    row = queue.locator("[data-comment]", has_text="rowed that lamp")
    row.get_by_role("button", name="Approve").click()
    expect(row).to_have_count(0)
    wait_until(lambda: 'id="comment-1"' in live_text(newsroom, path), 5)

    desk.goto(f"/desk/stories/edit/{number}/")
    act(desk, "Correct…")
    desk.locator("textarea[name=text]").fill("The lamp went missing in 1958, not in 1985 as we wrote.")
    desk.locator("main form button[type=submit]").last.click()
    wait_until(lambda: "not in 1985 as we wrote" in live_text(newsroom, path), 5)

    desk.goto(f"/desk/stories/edit/{number}/")
    act(desk, "Kill…")
    desk.locator("[name=notice]").fill("The agency has withdrawn this story.")
    desk.locator("[name=sure]").check()
    desk.get_by_role("button", name="Kill the story").click()
    wait_until(lambda: newsroom.status(path) == 410, 5)
    assert "The agency has withdrawn this story." in live_text(newsroom, path)
    assert "still has its wick" not in live_text(newsroom, path)
    with capsys.disabled():
        print(f"\nthe page was live {took:.2f} s after the editor's click on Publish")
