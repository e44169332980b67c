"""The list that the command prints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from broadsheet.comments.acts.approve import approve
from broadsheet.comments.listing import rows
from broadsheet.comments.models import Comment

Send = Callable[..., Comment]


def test_the_list_is_oldest_first_with_the_keys_of_the_contract(send: Send, now: datetime) -> None:
    later = send("Later.", now=now + timedelta(minutes=1))
    first = send("A&B\n<i>")
    approve(later.pk, by=None, now=now)
    assert list(rows()) == [
        {
            "id": first.pk,
            "story": 17,
            "number": None,
            "state": "held",
            "name": "Kari",
            "body": "A&B\n<i>",
            "created": "2026-11-22T12:00:00+00:00",
        },
        {
            "id": later.pk,
            "story": 17,
            "number": 1,
            "state": "published",
            "name": "Kari",
            "body": "Later.",
            "created": "2026-11-22T12:01:00+00:00",
        },
    ]


def test_one_state_is_listed_alone(send: Send, published: Send) -> None:
    send("Waits.")
    published("Seen.")
    assert [row["body"] for row in rows("held")] == ["Waits."]
