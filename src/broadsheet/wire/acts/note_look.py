"""Say in a feed's row how its last look went, and when the next one is due.

Looks that go well are not written down one by one: fifty folders looked at once a second would be fifty commits a second.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from broadsheet.wire.errors import MissedFileError
from broadsheet.wire.models import Feed, FeedHour, hour_of
from broadsheet.wire.signals import feed_changed

FAILURES_FOR_AN_ALARM = 3
SECONDS_BETWEEN_NOTES = 60
MAX_ERROR = 500


def note_success(feed: Feed, *, now: datetime, next_look_at: datetime) -> None:
    """Note a look that went well; after failures that the desk was told of, tell it that they are over."""
    is_news = feed.state != Feed.State.WORKING or feed.failures or feed.last_error
    if not is_news and _was_noted_lately(feed, now):
        return
    had_alarm = feed.failures >= FAILURES_FOR_AN_ALARM
    _save(feed, state=Feed.State.WORKING, last_error="", failures=0, last_looked_at=now, next_look_at=next_look_at)
    if had_alarm:
        feed_changed.send(sender=Feed, feed=feed, what="recovered")


def note_failure(feed: Feed, problem: Exception, *, now: datetime, next_look_at: datetime) -> None:
    """Note a look that went wrong; the third in a row is told to the desk.

    A file that still cannot be had is written down once a minute and not at every look.
    """
    text = (str(problem) or type(problem).__name__)[:MAX_ERROR]
    is_known = feed.state == Feed.State.FAILING and feed.last_error == text
    if is_known and isinstance(problem, MissedFileError) and _was_noted_lately(feed, now):
        return
    failures = feed.failures + 1
    with transaction.atomic():
        hour, _made = FeedHour.objects.get_or_create(feed=feed, hour=hour_of(now))
        FeedHour.objects.filter(pk=hour.pk).update(failures=F("failures") + 1)
        _save(
            feed,
            state=Feed.State.FAILING,
            last_error=text,
            failures=failures,
            last_looked_at=now,
            next_look_at=next_look_at,
        )
        if failures == FAILURES_FOR_AN_ALARM:
            feed_changed.send(sender=Feed, feed=feed, what="failing")


def delay(
    failures: int, every: timedelta, *, longest: timedelta, die: float, at_least: timedelta = timedelta()
) -> timedelta:
    """Return how long to wait after so many failures in a row.

    Twice as long each time, up to `longest` or the feed's own interval, a fifth more or less (`die` is from 0 to 1)
    so that feeds of one agency do not come back all at once; never less than the other side asked for.
    """
    wait = min(max(longest, every), every * 2 ** min(max(failures - 1, 0), 20))
    return max(at_least, wait * (0.8 + 0.4 * die))


def _was_noted_lately(feed: Feed, now: datetime) -> bool:
    return feed.last_looked_at is not None and (now - feed.last_looked_at).total_seconds() < SECONDS_BETWEEN_NOTES


def _save(feed: Feed, **values: object) -> None:
    Feed.objects.filter(pk=feed.pk).update(**values)
    for name, value in values.items():
        setattr(feed, name, value)
