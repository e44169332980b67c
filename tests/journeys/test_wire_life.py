"""The life of an agency's item, in a browser: it arrives, is taken, published, updated, merged, corrected, killed.

After each step the page is what it should be.
"""

from __future__ import annotations

import json
import re
import secrets
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.test_editor import DESKTOP, act, live_text, sign_in
from tests.running import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

MARK = secrets.token_hex(4)
HEADLINE = f"Ferry aground outside Sund {MARK}"
FIRST = "The ferry Havdrott ran aground outside Sund on Sunday morning with 64 people on board."
HURT = "Nobody was hurt, the police say."
TUGS = "Two tugs are on their way from the harbour."
TUGS_ARRIVED = "Two tugs arrived at noon and pulled the ferry free."
STEERING = "The steering failed twenty minutes after the ferry left the quay."
WRONG, RIGHT = "with 64 people on board", "with 46 people on board"
OURS = "Our reporter on the quay saw the passengers come ashore with their dogs."
NOTICE = "The news agency that sent this story has withdrawn it."
LISTS = ("/", "/feed/", "/atom/", "/feed.json", "/sitemap.xml", "/news-sitemap.xml")


def item(version, *paragraphs, **values):
    """Return one version of the item, as the agency's programme writes it."""
    return json.dumps(
        {
            "uri": f"urn:nordpress.example:journey:ferry-{MARK}",
            "type": "text",
            "version": str(version),
            "versioncreated": f"2026-11-22T09:{version:02}:00Z",
            "pubstatus": "usable",
            "urgency": 2,
            "language": "en",
            "copyrightholder": "Nordpress",
            "slugline": f"ferry-{MARK}",
            "headline": HEADLINE,
            "body_xhtml": "".join(f"<p>{text}</p>" for text in paragraphs),
            **values,
        }
    )


def deliver(folder, version, *paragraphs, **values):
    """Write a version into the watched folder, whole at once."""
    partial = folder / f"ferry-{version}.part"
    partial.write_text(item(version, *paragraphs, **values), "utf-8")
    partial.rename(folder / f"ferry-{version}.json")


def open_on_the_wire(desk, status):
    """Wait on the open list, which nobody reloads, until the newest version stands there, and open it."""
    row = desk.locator("tr", has=desk.locator("bdi", has_text=HEADLINE)).filter(has_text=status).first
    expect(row).to_be_visible(timeout=15_000)
    row.locator("[data-row]").click()
    expect(desk.locator("#wire-headline")).to_have_text(HEADLINE)


def test_what_happens_on_the_wire_reaches_the_page(open_page, newsroom, feed_folder, capsys):
    desk = sign_in(open_page(**DESKTOP), "ingrid")
    wire = desk.context.new_page()
    wire.goto("/desk/wire/")

    deliver(feed_folder, 1, f"{FIRST} {HURT}", TUGS)
    open_on_the_wire(wire, "New")
    wire.keyboard.press("Escape")
    wire.get_by_role("button", name="Make story").click()
    wire.wait_for_url(re.compile(r"/desk/stories/edit/\d+/"))
    number = re.search(r"/edit/(\d+)/", wire.url)[1]
    path = newsroom.python(
        "from broadsheet.desk.addresses import address_for\nfrom broadsheet.desk.models import Story\n"
        f"print(json.dumps(address_for(Story.objects.get(pk={number}).get_latest_revision_as_object())))"
    )
    act(wire, "Publish")
    wait_until(lambda: TUGS in live_text(newsroom, path), 10)

    desk.goto(f"/desk/stories/edit/{number}/")
    text = desk.locator(".public-DraftEditor-content").first
    text.click()
    desk.wait_for_timeout(2500)
    desk.keyboard.press("Control+End")
    desk.keyboard.type(f" {OURS}", delay=15)
    expect(desk.locator("#w-autosave-indicator")).to_contain_text("Saved", timeout=15_000)
    act(desk, "Update")
    wait_until(lambda: OURS in live_text(newsroom, path), 10)
    assert "Nordpress, edited by" in live_text(newsroom, path)

    wire.goto("/desk/wire/")
    deliver(feed_folder, 2, f"{FIRST} {HURT}", TUGS_ARRIVED, STEERING)
    open_on_the_wire(wire, "Update")
    assert TUGS_ARRIVED not in live_text(newsroom, path)
    wire.keyboard.press("u")
    wire.wait_for_url(re.compile(r"/desk/updates/\d+/"))
    expect(wire.locator(".merge-form")).to_contain_text(STEERING)
    expect(wire.locator(".merge-form")).to_contain_text(OURS)
    theirs = wire.locator("[data-conflict] input[value=theirs]")
    both = wire.locator("[data-conflict] input[value=both]")
    for choice in range(both.count() or theirs.count()):
        (both if both.count() else theirs).nth(choice).check()
    wire.get_by_role("button", name="Save and update the page").click()
    wait_until(lambda: STEERING in live_text(newsroom, path), 10)
    page = live_text(newsroom, path)
    assert OURS in page
    assert TUGS_ARRIVED in page

    wire.goto("/desk/wire/")
    paragraphs = (f"{FIRST.replace(WRONG, RIGHT)} {HURT}", TUGS_ARRIVED, STEERING)
    deliver(feed_folder, 3, *paragraphs, ednote="CORRECTION: corrects the number of people in par 1.")
    open_on_the_wire(wire, "Correction")
    wire.keyboard.press("u")
    wire.wait_for_url(re.compile(r"/desk/updates/\d+/"))
    wire.get_by_role("button", name="Save and write the correction…").click()
    wire.wait_for_url(re.compile(r"/correct"))
    assert RIGHT not in live_text(newsroom, path)
    wire.locator("textarea[name=text]").fill("There were 46 people on board, not 64 as we wrote.")
    wire.locator(".story-act__buttons button[type=submit]").click()
    wait_until(lambda: "not 64 as we wrote" in live_text(newsroom, path), 10)
    page = live_text(newsroom, path)
    assert RIGHT in page
    assert "corrects the number of people in par 1" not in page

    assert HEADLINE in live_text(newsroom, "/")
    deliver(feed_folder, 4, *paragraphs, pubstatus="canceled", ednote="KILL KILL KILL. Wrong ship.")
    sent = time.monotonic()
    wait_until(lambda: newsroom.status(path) == 410, 15)
    took = time.monotonic() - sent
    page = live_text(newsroom, path)
    assert NOTICE in page
    assert not any(words in page for words in (OURS, STEERING, "Wrong ship"))
    for address in (*LISTS, f"/search/?q={MARK}"):
        wait_until(lambda address=address: HEADLINE not in live_text(newsroom, address), 10)
    desk.goto("/desk/")
    expect(desk.locator("body")).to_contain_text("killed")
    with capsys.disabled():
        print(f"\nthe page answered 410 {took:.2f} s after the kill was in the folder, which is looked at twice")
