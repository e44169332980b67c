"""A reader without JavaScript: front, story, every part of its page, a comment that waits and then appears."""

from __future__ import annotations

import json
import re
import secrets
import time

import pytest
from playwright.sync_api import expect

from tests.running import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

WORD = secrets.token_hex(8)
COMMENT = f"The nine o'clock boat was late again ({WORD}), and <b>nobody</b> said so.\n\nWrite about the ramp too."
EMAIL = "tordis.canary@reader.example"


@pytest.fixture
def page(open_page):
    return open_page(java_script_enabled=False, viewport={"width": 390, "height": 844})


def the_comment(newsroom):
    rows = newsroom.command("comments", "list", "--json").stdout.splitlines()
    [found] = [row for row in map(json.loads, rows) if WORD in row["body"]]
    return found


def test_the_front_leads_to_a_story_with_every_part_of_the_page(page, newsroom, open_story):
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.locator(f'main a[href="{open_story}"]').first.click()
    expect(page).to_have_url(re.compile(re.escape(open_story) + "$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\w+"))
    figure = page.locator("article figure").first
    expect(figure.locator("figcaption .caption")).to_have_text(re.compile(r"\w+"))
    expect(figure.locator("figcaption .credit")).to_have_text(re.compile(r"^Photo: .+ / .+"))
    caption, credit = (figure.locator(f"figcaption .{name}").bounding_box() for name in ("caption", "credit"))
    assert credit["y"] >= caption["y"] + caption["height"], "caption and credit are two blocks"
    expect(page.locator("article .text p").first).to_have_text(re.compile(r"\w+"))
    expect(page.locator(".source")).to_have_text(re.compile(r"\w+"))
    expect(page.locator(".call")).to_contain_text("Do you have a news tip for")
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ Comments? on “"))).to_be_visible()
    expect(page.get_by_text("Your email address will not be published.")).to_be_visible()


def test_a_comment_waits_is_approved_and_stands_on_the_page_within_a_second(page, newsroom, open_story, capsys):
    page.goto(open_story)
    counted = int(re.match(r"\d+", page.locator("#comments-head").inner_text())[0])
    expect(page.locator("#waits")).to_be_hidden()
    page.get_by_label("Name").fill("Tordis Vik")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Comment", exact=True).fill(COMMENT)
    page.get_by_role("button", name="Post comment").click()
    expect(page).to_have_url(re.compile(r"#waits$"))
    expect(page.locator("#waits")).to_be_visible()
    expect(page.locator("#waits")).to_contain_text("Waiting for a moderator")
    newsroom.command("press", "run")
    assert WORD.encode() not in newsroom.request("GET", open_story)[2]

    held = the_comment(newsroom)
    assert held["state"] == "held"
    newsroom.command("comments", "approve", str(held["id"]))
    approved = time.monotonic()
    wait_until(lambda: WORD.encode() in newsroom.request("GET", open_story)[2], 5)
    took = time.monotonic() - approved
    shown = the_comment(newsroom)
    page.goto(f"{open_story}#comment-{shown['number']}")
    page.reload()
    comment = page.locator(f"#comment-{shown['number']}")
    expect(comment).to_be_in_viewport()
    expect(comment.locator(".name")).to_have_text("Tordis Vik")
    expect(comment.locator(".comment-text p")).to_have_text(COMMENT.split("\n\n"))
    expect(comment.locator("a.number")).to_have_attribute("href", f"#comment-{shown['number']}")
    expect(page.locator("#comments-head")).to_have_text(re.compile(f"^{counted + 1} Comments? on “"))
    assert EMAIL not in page.content()
    with capsys.disabled():
        print(f"\na comment approved at the shell was on the page {took:.2f} s after the command's end")
