"""The moderators' screens: who may see them, what they show, and that only a POST changes anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from broadsheet.comments.acts.approve import approve
from broadsheet.comments.acts.reject import reject
from broadsheet.comments.models import Comment, ModerationEntry, Thread
from broadsheet.comments.text import has_unstorable

Send = Callable[..., Comment]
CANARY = "qwhzkpbnxmtrvljdfgcs"
QUEUE = "/desk/comments/"
ACTS = ["approve", "reject", "reopen", "remove", "restore"]


@pytest.fixture
def desk(moderator: Any) -> Client:
    """Return the browser of somebody who may moderate."""
    browser = Client()
    browser.force_login(moderator)
    return browser


def addresses(pk: int) -> list[str]:
    """Return every address of the queue that changes something."""
    acts = [f"{QUEUE}{pk}/{name}/" for name in [*ACTS, "address"]]
    return [*acts, f"{QUEUE}approve/", f"{QUEUE}stories/17/close/", f"{QUEUE}stories/17/reopen/"]


def everything() -> list[Any]:
    """Return all that moderation can change."""
    return [list(model.objects.values_list()) for model in (Comment, ModerationEntry, Thread)]


def test_the_queue_shows_what_waits_with_name_text_and_headline(desk: Client, send: Send) -> None:
    send("One & two.\n\nhttps://example.org/", name="Kari <3")
    page = desk.get(QUEUE).content.decode()
    assert "<bdi>Kari &lt;3</bdi>" in page
    assert '<p dir="auto">One &amp; two.</p>' in page
    assert '<a href="https://example.org/" rel="ugc nofollow noopener">' in page
    assert "Headline 17" in page


def test_an_empty_queue_says_so(desk: Client) -> None:
    assert "No comment waits." in desk.get(QUEUE).content.decode()


def test_the_menu_shows_how_many_wait(desk: Client, send: Send) -> None:
    send("One.")
    send("Two.")
    assert "Comments (2)" in desk.get(QUEUE).content.decode()


def test_the_queue_takes_no_more_queries_for_thirty_than_for_one(
    desk: Client, send: Send, django_assert_max_num_queries: Any
) -> None:
    send("First.")
    desk.get(QUEUE)
    with django_assert_max_num_queries(100) as one:
        desk.get(QUEUE)
    for number in range(29):
        send(f"{number}.")
    with django_assert_max_num_queries(len(one)):
        desk.get(QUEUE)


def test_the_queue_has_pages_and_the_longest_waiting_comes_first(desk: Client, send: Send, now: datetime) -> None:
    for number in range(31):
        send(f"Word {number}.", now=now - timedelta(hours=number))
    first, second = (desk.get(QUEUE, {"p": p}).content.decode() for p in (1, 2))
    assert ("Word 30." in first, "Word 0." in first, "Word 0." in second) == (True, False, True)
    assert "Page 1 of 2" in first


@pytest.mark.parametrize(
    ("query", "is_found"),
    [("?q=blue", True), ("?q=kari", True), ("?q=red", False), ("?story=17", True), ("?story=18", False)],
)
def test_the_queue_is_searched_by_name_text_and_story(desk: Client, send: Send, query: str, is_found: bool) -> None:
    send("Deep blue.")
    assert ("Deep blue." in desk.get(QUEUE + query).content.decode()) is is_found


@pytest.mark.parametrize("query", ["?state=lost", "?p=x", "?story=x", "?q=" + "a" * 300])
def test_a_wrong_filter_is_left_out(desk: Client, send: Send, query: str) -> None:
    send("Deep blue.")
    answer = desk.get(QUEUE + query)
    assert (answer.status_code, b"Deep blue." in answer.content) == (200, True)


@pytest.mark.parametrize(
    ("state", "name", "after"),
    [
        ("held", "approve", "published"),
        ("held", "reject", "rejected"),
        ("rejected", "reopen", "held"),
        ("published", "remove", "removed"),
        ("removed", "restore", "published"),
    ],
)
def test_a_button_does_what_it_says(desk: Client, send: Send, state: str, name: str, after: str) -> None:
    pk = send().pk
    for step in {"rejected": ["reject"], "published": ["approve"], "removed": ["approve", "remove"]}.get(state, []):
        desk.post(f"{QUEUE}{pk}/{step}/")
    answer = desk.post(f"{QUEUE}{pk}/{name}/", {"reason": "Off topic", "back": "state=held&q=x&p=3&evil=1"})
    assert (answer.status_code, answer["Location"]) == (302, f"{QUEUE}?state=held&q=x&p=3")
    assert Comment.objects.get().state == after
    assert ModerationEntry.objects.latest("pk").actor_name == "mia"


def test_the_reason_is_kept_and_one_that_is_too_long_changes_nothing(desk: Client, send: Send) -> None:
    pk = send().pk
    desk.post(f"{QUEUE}{pk}/reject/", {"reason": "x" * 301})
    assert Comment.objects.get().state == "held"
    desk.post(f"{QUEUE}{pk}/reject/", {"reason": "Off topic"})
    assert (Comment.objects.get().reason, ModerationEntry.objects.get().reason) == ("Off topic", "Off topic")


def test_an_act_on_what_a_colleague_changed_is_refused_with_what_happened(
    desk: Client, send: Send, person: Any, now: datetime
) -> None:
    pk = send().pk
    approve(pk, by=person("<b>ola", "moderate_comment"), now=now)
    page = desk.post(f"{QUEUE}{pk}/reject/", follow=True).content.decode()
    assert Comment.objects.get().state == "published"
    assert "&lt;b&gt;ola has already approved the comment" in page


def test_ticked_comments_are_approved_at_once_and_the_others_are_told(desk: Client, send: Send, now: datetime) -> None:
    one, two, three = (send(f"{number}.").pk for number in range(3))
    reject(two, by=None, now=now)
    page = desk.post(f"{QUEUE}approve/", {"comment": [one, two, 999, "x"]}, follow=True).content.decode()
    states = dict(Comment.objects.values_list("pk", "state"))
    assert states == {one: "published", two: "rejected", three: "held"}
    assert "1 comment is published." in page
    assert "shell has already rejected the comment" in page


def test_the_discussion_of_a_story_is_closed_and_opened(desk: Client, send: Send) -> None:
    send()
    page = desk.get(f"{QUEUE}?story=17").content.decode()
    assert "Close the discussion" in page
    desk.post(f"{QUEUE}stories/17/close/", {"back": "story=17"})
    assert Thread.objects.get().state == "closed"
    desk.post(f"{QUEUE}stories/17/reopen/")
    assert Thread.objects.get().state == "open"
    assert desk.post(f"{QUEUE}stories/99/reopen/").status_code == 404


def test_c3_the_address_is_shown_after_a_logged_post_alone(desk: Client, send: Send) -> None:
    pk = send(email=f"{CANARY}@example.org").pk
    pages = [desk.get(QUEUE), desk.get(f"{QUEUE}{pk}/")]
    assert CANARY not in "".join(page.content.decode() for page in pages)
    assert f"{CANARY}@example.org" in desk.post(f"{QUEUE}{pk}/address/").content.decode()
    assert ModerationEntry.objects.get().action == "look"


def test_c3_an_address_sealed_under_a_lost_key_is_said_so(desk: Client, send: Send, comments_settings: Any) -> None:
    pk = send().pk
    comments_settings.COMMENTS_EMAIL_KEY = b"another"
    assert "cannot be opened" in desk.post(f"{QUEUE}{pk}/address/", follow=True).content.decode()


def test_c3_a_moderator_without_that_permission_sees_no_address(send: Send, person: Any) -> None:
    pk, browser = send().pk, Client()
    browser.force_login(person("mod", "moderate_comment"))
    answer = browser.post(f"{QUEUE}{pk}/address/", follow=True)
    assert (b"kari@" in answer.content, ModerationEntry.objects.count()) == (False, 0)
    assert b"Show the email address" not in browser.get(f"{QUEUE}{pk}/").content


@pytest.mark.parametrize("permissions", [None, []], ids=["anonymous", "reporter"])
def test_nobody_but_a_moderator_gets_in(send: Send, person: Any, permissions: list[str] | None) -> None:
    pk, browser = send(f"{CANARY}.").pk, Client()
    if permissions is not None:
        browser.force_login(person("rita", *permissions))
    before = everything()
    answers = [browser.get(QUEUE), browser.get(f"{QUEUE}{pk}/"), *(browser.post(each) for each in addresses(pk))]
    assert {answer.status_code for answer in answers} <= {302, 403}
    assert CANARY not in "".join(answer.content.decode() for answer in answers)
    assert everything() == before


def test_c12_a_get_changes_nothing(desk: Client, send: Send) -> None:
    pk = send().pk
    before = everything()
    assert {desk.get(address).status_code for address in addresses(pk)} == {405}
    assert everything() == before


def test_c12_control_a_post_does(desk: Client, send: Send) -> None:
    pk = send().pk
    before = everything()
    desk.post(addresses(pk)[0])
    assert everything() != before


def test_c12_a_link_leads_to_a_page_with_a_button(desk: Client, send: Send) -> None:
    pk = send().pk
    assert f'action="{QUEUE}{pk}/approve/"' in desk.get(f"{QUEUE}{pk}/").content.decode()


def test_h1_without_a_csrf_token_nothing_changes(moderator: Any, send: Send) -> None:
    pk, browser = send().pk, Client(enforce_csrf_checks=True)
    browser.force_login(moderator)
    before = everything()
    assert {browser.post(address).status_code for address in addresses(pk)} == {403}
    assert everything() == before


@pytest.mark.parametrize("name", ["lost", "look"])
def test_an_act_that_is_not_there_is_not_found(desk: Client, send: Send, name: str) -> None:
    assert desk.post(f"{QUEUE}{send().pk}/{name}/").status_code == 404


@pytest.mark.parametrize("name", [*ACTS, "address"])
def test_a_comment_that_is_not_there_is_not_found(desk: Client, name: str) -> None:
    assert desk.post(f"{QUEUE}999/{name}/").status_code == 404


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "\r\nSet-Cookie: a=b", "p=x"])
def test_h6_the_way_back_stays_in_the_queue(desk: Client, send: Send, back: str) -> None:
    answer = desk.post(f"{QUEUE}{send().pk}/approve/", {"back": back})
    assert answer["Location"] == f"{QUEUE}?p=1"


def test_the_screens_hold_no_inline_script_or_style(desk: Client, send: Send) -> None:
    page = desk.get(QUEUE).content.decode()
    own = page.split('class="nice-padding comment-queue"', 1)[1]
    assert (" style=" in own, "onclick" in own) == (False, False)
    assert '<script type="module" src="/static/comments/queue.js"' in page


class Shape(HTMLParser):
    """The elements of a page with their attributes' names; paragraphs and links of a text aside."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = tuple(name for name, _value in attrs)
        if (tag, names) not in {("p", ("dir",)), ("br", ()), ("a", ("href", "rel"))}:
            self.elements.append((tag, *names))

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment",))


def shape_of(page: str) -> list[tuple[str, ...]]:
    """Return the shape of a page."""
    parser = Shape()
    parser.feed(page)
    parser.close()
    return parser.elements


@pytest.mark.shared
@pytest.mark.parametrize("name", ["xss/html5lib_sanitizer", "xss/h5sc_vectors", "strings/blns"])
def test_c1_no_hostile_comment_changes_the_shape_of_the_queue(
    desk: Client, send: Send, shared_dir: Path, name: str
) -> None:
    lines = (shared_dir / "security" / f"{name}.jsonl").read_text("utf-8").splitlines()
    payloads = [json.loads(line)["payload"] for line in lines]
    payloads = [payload for payload in payloads if payload.strip() and not has_unstorable(payload)]
    for payload in payloads[:30]:
        send(payload, name=payload[:80])
    hostile_page = desk.get(QUEUE).content.decode()
    Comment.objects.filter(state="held").update(name="Kari", body="A word.")
    assert shape_of(hostile_page) == shape_of(desk.get(QUEUE).content.decode())
