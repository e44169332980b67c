"""Limits are counted from what was stored, and say how long to wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from broadsheet.comments.errors import LimitReachedError
from broadsheet.comments.models import Comment

Send = Callable[..., Comment]


def test_c7_the_network_may_send_as_many_as_the_limit_and_no_more(send: Send, comments_settings: Any) -> None:
    comments_settings.COMMENTS_RATE_LIMITS = {"network": (5, 600)}
    for number in range(5):
        send(f"Word {number}.", email=f"{number}@example.org")
    with pytest.raises(LimitReachedError) as caught:
        send("One more.", email="more@example.org")
    assert (caught.value.limit, Comment.objects.count()) == ("network", 5)


def test_c7_control_another_network_is_not_held_up(send: Send, comments_settings: Any) -> None:
    comments_settings.COMMENTS_RATE_LIMITS = {"network": (1, 600)}
    send("One.")
    send("Two.", network="another")
    assert Comment.objects.count() == 2


def test_c7_one_address_is_held_up_wherever_it_comes_from(send: Send, comments_settings: Any) -> None:
    comments_settings.COMMENTS_RATE_LIMITS = {"email": (1, 600)}
    send("One.", network="a", email="kari@example.org")
    with pytest.raises(LimitReachedError):
        send("Two.", network="b", email="KARI@example.org")


@pytest.mark.parametrize("limit", ["story", "overall"])
def test_c7_a_story_and_the_paper_have_limits_too(send: Send, comments_settings: Any, limit: str) -> None:
    comments_settings.COMMENTS_RATE_LIMITS = {limit: (1, 600)}
    send("One.", network="a", email="a@example.org")
    with pytest.raises(LimitReachedError):
        send("Two.", network="b", email="b@example.org")


def test_the_wait_is_until_the_oldest_counted_comment_leaves_the_window(
    send: Send, comments_settings: Any, now: datetime
) -> None:
    comments_settings.COMMENTS_RATE_LIMITS = {"network": (2, 600)}
    for minute in (0, 4):
        send(f"Minute {minute}.", now=now + timedelta(minutes=minute))
    with pytest.raises(LimitReachedError) as caught:
        send("Minute 7.", now=now + timedelta(minutes=7))
    assert caught.value.retry_after == timedelta(minutes=3)
    send("Minute 10.", now=now + timedelta(minutes=10))


def test_a_limit_of_none_lets_nothing_through(send: Send, comments_settings: Any) -> None:
    comments_settings.COMMENTS_RATE_LIMITS = {"overall": (0, 60)}
    with pytest.raises(LimitReachedError):
        send("One.")
