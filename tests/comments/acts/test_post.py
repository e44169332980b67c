"""A comment is stored once, whole, and held when it should be."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broadsheet.comments.acts.close_thread import close_thread
from broadsheet.comments.acts.post import Sent
from broadsheet.comments.acts.reject import reject
from broadsheet.comments.errors import CommentsClosedError, ForeignFormError, NoThreadError
from broadsheet.comments.models import Comment, CommentAddress
from broadsheet.comments.signals import comments_changed
from broadsheet.comments.token import token_for

Send = Callable[..., Comment]
ALONE = Path(__file__).with_name("comments_alone.py")


@pytest.fixture
def announced() -> Any:
    """Return the list of what the room announces."""
    heard: list[int] = []

    def listen(story_id: int, **_others: Any) -> None:
        heard.append(story_id)

    comments_changed.connect(listen)
    yield heard
    comments_changed.disconnect(listen)


def test_a_comment_waits_for_a_moderator_and_tells_nobody(send: Send, announced: list[int]) -> None:
    announced.clear()
    comment = send()
    assert (comment.state, comment.number, announced) == ("held", None, [])


def test_with_moderation_afterwards_it_is_published_at_once(
    send: Send, announced: list[int], comments_settings: Any
) -> None:
    comments_settings.COMMENTS_MODERATION = "after"
    announced.clear()
    comment = send()
    assert (comment.state, comment.number, announced) == ("published", 1, [17])


@pytest.mark.parametrize(("links", "state"), [(2, "published"), (3, "held")])
def test_c6_more_than_two_links_are_held_even_with_moderation_afterwards(
    send: Send, comments_settings: Any, links: int, state: str
) -> None:
    comments_settings.COMMENTS_MODERATION = "after"
    assert send(" ".join(f"https://example.org/{number}" for number in range(links))).state == state


def test_a_failed_listener_undoes_the_comment(send: Send, comments_settings: Any) -> None:
    comments_settings.COMMENTS_MODERATION = "after"

    def fail(**_others: Any) -> None:
        raise RuntimeError

    comments_changed.connect(fail)
    with pytest.raises(RuntimeError):
        send()
    comments_changed.disconnect(fail)
    assert Comment.objects.count() == 0


def test_c9_the_same_comment_again_is_the_first_one(send: Send, now: datetime) -> None:
    first = send(now=now + timedelta(minutes=9, seconds=59))
    again = send(now=now + timedelta(minutes=10, seconds=1))
    assert (again.pk, Comment.objects.count(), CommentAddress.objects.count()) == (first.pk, 1, 1)


@pytest.mark.parametrize("other", [{"body": "B."}, {"name": "Ola"}, {"email": "ola@example.org"}], ids=["b", "n", "e"])
def test_c9_control_another_text_name_or_address_is_another_comment(send: Send, other: dict[str, str]) -> None:
    send()
    send(**other)
    assert Comment.objects.count() == 2


def test_c9_the_same_words_half_an_hour_later_are_another_comment(send: Send, now: datetime) -> None:
    send()
    send(now=now + timedelta(minutes=30))
    assert Comment.objects.count() == 2


def test_c9_a_retry_is_answered_even_over_the_limit_and_after_the_end(send: Send, comments_settings: Any) -> None:
    comments_settings.COMMENTS_RATE_LIMITS = {"overall": (1, 60)}
    first = send()
    close_thread(17, by=None)
    assert send().pk == first.pk


def test_c9_a_rejected_comment_sent_again_stays_rejected(send: Send, now: datetime) -> None:
    reject(send().pk, by=None, now=now)
    assert send().state == "rejected"


def test_c9_the_same_comment_fifty_times_in_parallel_is_one_row(tmp_path: Path) -> None:
    assert alone(tmp_path, "parallel") == {"ids": 1, "rows": 1, "addresses": 1}


def test_c9_control_fifty_different_comments_in_parallel_are_fifty_rows(tmp_path: Path) -> None:
    assert alone(tmp_path, "different") == {"ids": 50, "rows": 50, "addresses": 50}


def test_c9_a_kill_between_commit_and_reply_and_a_resend_are_one_row(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, ALONE, tmp_path / "c.sqlite3", "killed"], capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr.decode()
    assert alone(tmp_path, "once") == {"ids": 1, "rows": 1, "addresses": 1}


def alone(folder: Path, how: str) -> Any:
    """Run the room alone, in a process and a database file of its own, and return what it counted."""
    done = subprocess.run([sys.executable, ALONE, folder / "c.sqlite3", how], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.django_db
def test_a_story_without_a_thread_takes_no_comment(send: Send, thread: Any) -> None:
    thread.delete()
    with pytest.raises(NoThreadError):
        send()


def test_a_closed_story_takes_no_comment(send: Send) -> None:
    close_thread(17, by=None)
    with pytest.raises(CommentsClosedError):
        send()


def test_after_its_closing_instant_a_story_takes_no_comment(send: Send, thread: Any) -> None:
    with pytest.raises(CommentsClosedError):
        send(now=thread.closes_at)


def test_c11_another_storys_token_is_refused(send: Send, thread: Any) -> None:
    with pytest.raises(ForeignFormError):
        send(token=token_for(18, thread.closes_at))


def test_an_answer_is_kept_with_what_it_answers(send: Send, published: Send) -> None:
    first = published("First.")
    assert send("Answer.", parent_number=1).parent_id == first.pk


@pytest.mark.parametrize("number", [2, 99], ids=["waiting", "none"])
def test_an_answer_to_what_is_not_on_the_page_answers_nothing(send: Send, published: Send, number: int) -> None:
    published("First.")
    send("Waits.")
    assert send("Answer.", parent_number=number).parent_id is None


def test_v3_what_was_sent_shows_nothing_of_itself() -> None:
    assert "canary" not in repr(Sent(name="canary", email="canary@example.org", body="canary", token="canary"))
