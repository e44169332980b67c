"""Hostile text in comments and wire copy, looked at by a browser: nothing runs, nothing is asked for (C1, W12)."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from tests.journeys.witness import Witness
from tests.running import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.shared, pytest.mark.xdist_group("journeys")]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
A_COMMENT = 4500
#: Payloads that are most likely to get past a filter: handlers, javascript addresses, SVG, broken quotes, entities.
TELLING = re.compile(r"onerror|onload|javascript:|<svg|<script|srcdoc|formaction|&#|\\x|expression\(", re.I)


@pytest.fixture(scope="module")
def payloads(shared_dir) -> list[str]:
    lines = []
    for path in sorted((shared_dir / "security" / "xss").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            lines += [text for text in (row.values() if isinstance(row, dict) else [row]) if isinstance(text, str)]
    lines = [line for line in lines if TELLING.search(line)]
    chosen = [line for line in dict.fromkeys(lines) if 5 < len(line) < 400 and line.isprintable()]
    return chosen[:: max(1, len(chosen) // 240)]


def comments_of(payloads: list[str]) -> list[str]:
    """Return the payloads as as few comments as they fit into."""
    comments, words = [], ""
    for payload in payloads:
        if len(words) + len(payload) > A_COMMENT or len((words + payload).encode()) > 15_000:
            comments.append(words)
            words = ""
        words += payload + "\n\n"
    return [*comments, words]


def seen_by(witness: Witness) -> tuple[list[str], list[str], list[str]]:
    return witness.dialogs, witness.strangers, witness.refused


def test_c1_no_comment_runs_on_the_page_or_in_the_queue(newsroom, open_page, witness, payloads, open_story):
    page_text = newsroom.request("GET", open_story)[2].decode()
    action = re.search(r'action="(/comments/\d+/)"', page_text)[1]
    token = re.search(r'name="token" value="([0-9a-f]+)"', page_text)[1]
    bodies = comments_of(payloads)
    for number, body in enumerate(bodies):
        sent = {
            "name": f"<img src=x onerror=alert({number})>",
            "email": f"x{number}@reader.example",
            "body": body,
            "token": token,
        }
        assert newsroom.request("POST", action, urlencode(sent), FORM)[0] == 303
    rows = [
        json.loads(line)
        for line in newsroom.command("comments", "list", "--json", "--state", "held").stdout.splitlines()
    ]
    ours = [str(row["id"]) for row in rows if row["name"].startswith("<img")]
    assert len(ours) == len(bodies)
    desk = witness.watch(open_page())
    name, _, value = newsroom.session("mons").partition("=")
    desk.context.add_cookies([{"name": name, "value": value, "url": witness.site}])
    desk.goto("/desk/comments/")
    witness.ask(desk)
    newsroom.command("comments", "approve", *ours)
    newsroom.command("press", "run")
    reader = witness.watch(open_page())
    reader.goto(open_story)
    assert reader.locator("#comments .comment").count() >= len(bodies)
    witness.ask(reader)
    assert seen_by(witness) == ([], [], [])


def test_w12_no_wire_copy_runs_on_the_page_or_at_the_desk(newsroom, open_page, witness, payloads, tmp_path):
    item = {
        "uri": "urn:x:hostile",
        "version": "1",
        "type": "text",
        "headline": "Hostile <script>alert(1)</script><img src=x onerror=alert(2)>",
        "byline": "<svg onload=alert(3)>",
        "body_xhtml": "<div>" + "".join(f"<p>{payload}</p>" for payload in payloads) + "</div>",
    }
    (tmp_path / "item.json").write_text(json.dumps(item))
    done = newsroom.command("wire", "ingest", str(tmp_path / "item.json"), "--feed", "hostile", "--publish")
    path = json.loads(done.stdout)["url"]
    newsroom.command("press", "run")
    reader = witness.watch(open_page())
    reader.goto(path)
    witness.ask(reader)
    desk = witness.watch(open_page())
    name, _, value = newsroom.session("ingrid").partition("=")
    desk.context.add_cookies([{"name": name, "value": value, "url": witness.site}])
    for screen in ("/desk/wire/", "/desk/stories/"):
        desk.goto(screen)
        witness.ask(desk)
    assert seen_by(witness) == ([], [], [])


def test_c1_w12_a_page_that_runs_a_payload_is_caught(chromium):
    page: Page = chromium.new_page()
    witness = Witness("http://127.0.0.1:1")
    witness.watch(page)
    page.set_content("<img src='http://127.0.0.1:9/x' onerror='alert(1)'>")
    wait_until(lambda: page.evaluate("1") and witness.dialogs, 10)
    assert witness.strangers
    page.close()
