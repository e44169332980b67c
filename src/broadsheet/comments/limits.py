"""How many comments may come in how short a time: per network, per e-mail address, per story and overall.

Counted from the comments themselves, in the transaction that stores the next one, so there is no counter to reset,
to lose in a crash or to share between machines. What was refused does not count; a comment sent twice counts once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from broadsheet.comments.errors import LimitReachedError
from broadsheet.comments.models import Comment, Thread


def refuse_over_limit(thread: Thread, *, network: str, address: str, now: datetime) -> None:
    """Return if another comment may be stored; `network` and `address` are keyed hashes.

    Raises:
        LimitReachedError: one of `settings.COMMENTS_RATE_LIMITS` is used up.
    """
    counted = {
        "network": Comment.objects.filter(network=network),
        "email": Comment.objects.filter(address__digest=address),
        "story": Comment.objects.filter(thread=thread),
        "overall": Comment.objects.all(),
    }
    for limit, (count, seconds) in settings.COMMENTS_RATE_LIMITS.items():
        retry_after = _wait(counted[limit], count=count, window=timedelta(seconds=seconds), now=now)
        if retry_after is not None:
            raise LimitReachedError(thread.story_id, limit=limit, retry_after=retry_after)


def _wait(comments: QuerySet[Comment], *, count: int, window: timedelta, now: datetime) -> timedelta | None:
    """Return how long until fewer than `count` comments lie in the window, or None if that is so now."""
    if count < 1:
        return window
    times = comments.filter(created_at__gt=now - window).order_by("-created_at").values_list("created_at", flat=True)
    oldest_counted = next(iter(times[count - 1 : count]), None)
    return None if oldest_counted is None else oldest_counted + window - now
