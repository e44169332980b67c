"""A comment comes in by a plain form: taken with a redirect, or refused with its text kept."""

from __future__ import annotations

import html
import json
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.test import Client

from broadsheet.comments.acts.close_thread import close_thread
from broadsheet.comments.forms import MAX_FORM_BYTES
from broadsheet.comments.models import Comment, CommentAddress, Thread
from broadsheet.comments.text import has_unstorable
from broadsheet.comments.token import token_for

CANARY = "qwhzkpbnxmtrvljdfgcs"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def browser() -> Client:
    """Return a browser; CSRF checks are on, as they are in life."""
    return Client(enforce_csrf_checks=True)


def post(browser: Client, fields: dict[str, str], **headers: str) -> Any:
    """Send story 17's form as a browser does."""
    return browser.post("/comments/17/", urlencode(fields), content_type=FORM, headers=headers or None)


def kept_text(answer: Any) -> str:
    """Return what stands in the page's text area, as a browser reads it."""
    page = answer.content.decode()
    inside = page.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]
    return html.unescape(inside.removeprefix("\n"))


def test_a_comment_that_waits_leads_to_the_notice(browser: Client, fields: dict[str, str]) -> None:
    answer = post(browser, fields)
    assert (answer.status_code, answer["Location"], answer.content) == (303, "/news/story-17/#waits", b"")
    assert Comment.objects.get().body == "A word."


def test_a_published_comment_leads_to_its_permalink(
    browser: Client, fields: dict[str, str], comments_settings: Any
) -> None:
    comments_settings.COMMENTS_MODERATION = "after"
    assert post(browser, fields)["Location"] == "/news/story-17/#comment-1"


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_the_address_takes_posts_alone(browser: Client, thread: Thread, method: str) -> None:
    answer = getattr(browser, method)("/comments/17/")
    assert (answer.status_code, answer["Allow"], Comment.objects.count()) == (405, "POST", 0)


def test_somebody_who_opens_the_address_by_hand_is_shown_the_way_back(browser: Client, thread: Thread) -> None:
    assert b'<a href="/news/story-17/">' in browser.get("/comments/17/").content


@pytest.mark.parametrize(("parent", "kept"), [("3", True), ("", False)], ids=["an answer", "none"])
def test_a_refused_answer_still_knows_what_it_answers(
    browser: Client, fields: dict[str, str], parent: str, kept: bool
) -> None:
    answer = post(browser, {**fields, "body": "", "parent": parent})
    assert (b'<input type="hidden" name="parent" value="3">' in answer.content) is kept


@pytest.mark.parametrize("parent", ["x", "-1", "9" * 40, "١"], ids=["letter", "minus", "endless", "Arabic"])
def test_a_made_up_parent_is_no_reason_to_lose_a_comment(browser: Client, fields: dict[str, str], parent: str) -> None:
    assert post(browser, {**fields, "parent": parent}).status_code == 303
    assert Comment.objects.get().parent is None


def test_no_answer_sets_a_cookie_or_may_be_kept(browser: Client, fields: dict[str, str]) -> None:
    answers = [post(browser, fields), post(browser, {**fields, "body": ""})]
    assert [(dict(answer.cookies), answer["Cache-Control"]) for answer in answers] == [({}, "no-store")] * 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "This field is required."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"name": "a\nb"}, "could not be read"),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"email": ""}, "This field is required."),
        ({"body": " \n "}, "This field is required."),
        ({"body": "a\x00b"}, "Null characters are not allowed."),
        ({"body": "a\x1bb"}, "could not be read"),
    ],
    ids=["no name", "long name", "two lines", "no address", "empty address", "no text", "nul", "control"],
)
def test_a_wrong_field_is_named_and_the_text_is_kept(
    browser: Client, fields: dict[str, str], wrong: dict[str, str], sentence: str
) -> None:
    answer = post(browser, {**fields, **wrong})
    assert answer.status_code == 400
    assert sentence in html.unescape(answer.content.decode())
    assert kept_text(answer) == {**fields, **wrong}["body"]
    assert not Comment.objects.exists()


@pytest.mark.parametrize("field", ["name", "email", "body", "token"])
def test_a_field_that_is_missing_altogether_is_refused(browser: Client, fields: dict[str, str], field: str) -> None:
    del fields[field]
    assert post(browser, fields).status_code in (400, 403)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "– – (!) A&B 1.",
        "e\u0301 ångström Å",
        "😀" * 5_000,
        "<b>&amp;</b>",
        "  two  spaces\t",
        "👩‍👧\u202e\u200f",
        "a" * 5_000,
    ],
    ids=["marks", "decomposed", "emoji", "markup", "spaces", "bidi", "longest"],
)
def test_c5_the_stored_text_is_the_sent_text(browser: Client, fields: dict[str, str], body: str) -> None:
    assert post(browser, {**fields, "body": body}).status_code == 303
    stored = Comment.objects.get().body
    assert stored == body
    assert unicodedata.normalize("NFC", stored) == unicodedata.normalize("NFC", body)


def test_c5_line_ends_are_stored_as_they_were_typed(browser: Client, fields: dict[str, str]) -> None:
    post(browser, {**fields, "body": "one\r\ntwo\r\n\r\nthree"})
    assert Comment.objects.get().body == "one\ntwo\n\nthree"


@pytest.mark.parametrize("body", ["a" * 5_001, "👍🏽" * 2_600, "é" * 40_000], ids=["5,001", "20 KB", "80 KB"])
def test_c5_a_longer_text_is_refused_and_given_back_whole(browser: Client, fields: dict[str, str], body: str) -> None:
    answer = post(browser, {**fields, "body": body})
    assert (answer.status_code, kept_text(answer), Comment.objects.count()) == (413, body, 0)


def test_c5_text_that_is_no_utf_8_is_refused_not_changed(browser: Client, fields: dict[str, str]) -> None:
    data = urlencode(fields).encode() + b"&body=caf%E9"
    answer = browser.post("/comments/17/", data, content_type=FORM)
    assert (answer.status_code, Comment.objects.count()) == (400, 0)


def test_ten_megabytes_are_refused_without_being_read(browser: Client, fields: dict[str, str]) -> None:
    answer = post(browser, {**fields, "body": "a" * 10_000_000})
    assert (answer.status_code, len(answer.content) < MAX_FORM_BYTES, Comment.objects.count()) == (413, True, 0)


def test_a_multipart_form_is_read_and_its_files_are_not(
    browser: Client, fields: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(CANARY)
    with file.open("rb") as attached:
        answer = browser.post("/comments/17/", {**fields, "body": attached, "extra": "x"})
    assert answer.status_code == 400
    assert browser.post("/comments/17/", fields).status_code == 303


def test_a_closed_story_says_so_and_keeps_the_text(browser: Client, fields: dict[str, str]) -> None:
    close_thread(17, by=None)
    answer = post(browser, {**fields, "body": "\nMy long text."})
    assert (answer.status_code, kept_text(answer)) == (409, "\nMy long text.")
    assert b"are closed" in answer.content


@pytest.mark.parametrize("story_id", [18, 1000, 2**70], ids=["no thread", "no story", "no number"])
def test_where_there_is_no_discussion_the_text_is_kept(browser: Client, fields: dict[str, str], story_id: int) -> None:
    answer = browser.post(f"/comments/{story_id}/", urlencode(fields), content_type=FORM)
    assert (answer.status_code, kept_text(answer)) == (404, "A word.")


def test_c7_two_hundred_posts_with_rotating_headers_stay_within_the_limit(
    browser: Client, fields: dict[str, str], comments_settings: Any
) -> None:
    comments_settings.COMMENTS_RATE_LIMITS = {"network": (5, 600)}
    answers = [
        post(
            browser,
            {**fields, "body": f"Word {number}.", "email": f"{number}@example.org"},
            X_Forwarded_For=f"198.51.{number}.1",
            Forwarded=f"for=198.51.{number}.1",
            X_Real_IP=f"198.51.{number}.1",
            User_Agent=str(number),
        )
        for number in range(200)
    ]
    assert ([answer.status_code for answer in answers], Comment.objects.count()) == ([303] * 5 + [429] * 195, 5)
    assert 590 <= int(answers[-1]["Retry-After"]) <= 600
    assert kept_text(answers[-1]) == "Word 199."


def test_c7_control_the_page_servers_word_tells_networks_apart(
    browser: Client, fields: dict[str, str], comments_settings: Any
) -> None:
    comments_settings.COMMENTS_RATE_LIMITS = {"network": (1, 600)}
    for number in range(3):
        post(browser, {**fields, "body": f"{number}"}, X_Broadsheet_Client=f"198.51.{number}.1")
    assert Comment.objects.count() == 3


def test_c9_a_double_click_is_one_comment_and_one_answer(browser: Client, fields: dict[str, str]) -> None:
    answers = {post(browser, fields)["Location"] for _ in range(3)}
    assert (answers, Comment.objects.count()) == ({"/news/story-17/#waits"}, 1)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_c11_a_form_on_another_site_posts_nothing(
    browser: Client, fields: dict[str, str], headers: dict[str, str]
) -> None:
    assert post(browser, fields, **headers).status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://testserver"}, {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}],
    ids=str,
)
def test_c11_control_the_papers_own_form_and_old_browsers_post(
    browser: Client, fields: dict[str, str], headers: dict[str, str]
) -> None:
    assert post(browser, fields, **headers).status_code == 303


@pytest.mark.parametrize("token", ["", "0" * 64], ids=["none", "made up"])
def test_h1_without_a_token_nothing_is_stored(browser: Client, fields: dict[str, str], token: str) -> None:
    answer = post(browser, {**fields, "token": token})
    assert (answer.status_code, kept_text(answer), Comment.objects.count()) == (403, "A word.", 0)


def test_c11_another_storys_token_is_refused_and_the_form_comes_back_with_the_right_one(
    browser: Client, fields: dict[str, str], thread: Thread
) -> None:
    answer = post(browser, {**fields, "token": token_for(18, thread.closes_at)})
    assert (answer.status_code, fields["token"].encode() in answer.content) == (403, True)


def test_a_full_disk_is_said_so_and_the_form_can_be_sent_again(
    browser: Client, fields: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_others: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("broadsheet.comments.views.post_comment", full)
    answer = post(browser, fields)
    assert (answer.status_code, answer["Retry-After"], kept_text(answer)) == (503, "30", "A word.")
    assert fields["token"].encode() in answer.content


def test_v3_a_crash_puts_no_address_and_no_words_into_the_log(
    fields: dict[str, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(*_args: object, **_others: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("broadsheet.comments.acts.post.seal", crash)
    browser = Client(raise_request_exception=False)
    sent = {**fields, "name": f"{CANARY}a", "email": f"{CANARY}@example.org", "body": f"{CANARY}b"}
    answer = post(browser, sent)
    assert (answer.status_code, Comment.objects.count()) == (500, 0)
    assert "broken" in caplog.text
    assert CANARY not in caplog.text + answer.content.decode()


def test_c2_the_address_is_in_no_column_in_clear(browser: Client, fields: dict[str, str]) -> None:
    post(browser, {**fields, "email": f"{CANARY}@example.org"})
    rows = [*Comment.objects.values_list(), *CommentAddress.objects.values_list("digest")]
    assert CANARY not in repr(rows)
    assert CANARY.encode() not in bytes(CommentAddress.objects.get().ciphertext)


def test_v2_no_column_holds_the_network_in_clear(browser: Client, fields: dict[str, str]) -> None:
    post(browser, fields, X_Broadsheet_Client="203.0.113.7")
    assert "203.0.113" not in repr(list(Comment.objects.values_list()))


class Shape(HTMLParser):
    """The elements of a page with their attributes' names, without any text or value."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _value in attrs)))

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment",))


def shape_of(page: str) -> list[tuple[str, ...]]:
    """Return the shape of a page."""
    parser = Shape()
    parser.feed(page)
    parser.close()
    return parser.elements


def hostile(shared_dir: Path, step: int) -> list[str]:
    """Return every so-many-th hostile input of all collections."""
    files = [*sorted((shared_dir / "security/xss").glob("*.jsonl")), shared_dir / "security/strings/blns.jsonl"]
    files.append(shared_dir / "security/strings/template_injection.jsonl")
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    payloads = [json.loads(line)["payload"] for line in lines[::step]]
    return [payload for payload in payloads if payload.strip() and not has_unstorable(payload)]


@pytest.mark.shared
def test_c1_no_hostile_input_changes_the_shape_of_the_form_that_comes_back(
    browser: Client, fields: dict[str, str], shared_dir: Path
) -> None:
    payloads = hostile(shared_dir, 40)
    sent = [
        {**fields, "name": " ".join(payload.split())[:80], "body": payload, "token": payload} for payload in payloads
    ]
    shapes = {str(shape_of(post(browser, each).content.decode())) for each in sent}
    assert shapes == {str(shape_of(post(browser, {**fields, "token": "x"}).content.decode()))}


@pytest.mark.shared
def test_c1_control_most_hostile_input_has_a_shape_of_its_own(shared_dir: Path) -> None:
    payloads = hostile(shared_dir, 40)
    assert sum(bool(shape_of(payload)) for payload in payloads) > len(payloads) / 2


def test_the_form_comes_back_in_the_papers_language(
    browser: Client, fields: dict[str, str], comments_settings: Any
) -> None:
    comments_settings.LANGUAGE_CODE = "nb"
    page = post(browser, {**fields, "body": ""}, Accept_Language="en").content.decode()
    assert '<html lang="nb">' in page
    assert "E-postadressen din blir ikke publisert." in page
