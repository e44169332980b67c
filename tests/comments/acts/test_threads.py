"""A story's discussion begins, ends, and begins again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from broadsheet.comments.acts.close_thread import close_due_threads, close_thread
from broadsheet.comments.acts.open_thread import open_thread
from broadsheet.comments.acts.reopen_thread import reopen_thread
from broadsheet.comments.errors import ForbiddenModerationError, NoThreadError
from broadsheet.comments.models import Thread
from broadsheet.comments.signals import comments_changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Any:
    """Return the stories that were announced."""
    stories: list[int] = []

    def listen(story_id: int, **_others: object) -> None:
        stories.append(story_id)

    comments_changed.connect(listen)
    yield stories
    comments_changed.disconnect(listen)


def test_opening_twice_makes_one_thread_and_announces_once(now: datetime, heard: list[int]) -> None:
    open_thread(17, now)
    open_thread(17, now)
    assert (Thread.objects.count(), heard) == (1, [17])


def test_an_open_thread_takes_a_new_end(now: datetime, heard: list[int]) -> None:
    open_thread(17, now)
    open_thread(17, None)
    assert (Thread.objects.get().closes_at, heard) == (None, [17, 17])


def test_publishing_again_does_not_open_what_was_closed(now: datetime) -> None:
    open_thread(17, now)
    close_thread(17, by=None)
    assert open_thread(17, None).state == "closed"


def test_closing_is_announced_once(heard: list[int]) -> None:
    open_thread(17, None)
    close_thread(17, by=None)
    close_thread(17, by=None)
    close_thread(18, by=None)
    assert heard == [17, 17]


def test_a_closed_thread_opens_again(now: datetime, heard: list[int]) -> None:
    open_thread(17, None)
    close_thread(17, by=None)
    assert reopen_thread(17, closes_at=now, by=None).state == "open"
    assert heard == [17, 17, 17]


def test_a_story_that_never_had_a_thread_gets_none_by_reopening() -> None:
    with pytest.raises(NoThreadError):
        reopen_thread(17, closes_at=None, by=None)


def test_threads_close_at_their_instant(now: datetime, heard: list[int]) -> None:
    for story_id, closes_at in [(1, now), (2, now + timedelta(seconds=1)), (3, None)]:
        open_thread(story_id, closes_at)
    heard.clear()
    assert (close_due_threads(now), heard, close_due_threads(now)) == ([1], [1], [])


@pytest.mark.parametrize("act", [close_thread, lambda pk, by: reopen_thread(pk, closes_at=None, by=by)], ids=["c", "o"])
def test_somebody_without_the_permission_neither_closes_nor_opens(person: Any, act: Any) -> None:
    open_thread(17, None)
    with pytest.raises(ForbiddenModerationError):
        act(17, by=person("rita"))
