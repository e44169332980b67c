"""Act on what the wire has brought, in its order: offer a new version to its story, or let the rules decide.

And put it beside what other agencies sent about the same event.

At least once, with effects that are the same the second time (criterion D7): a dispatch is marked when all is done, so
a process that dies before that does it again, finds the story made and published, and marks it. Where the database can
skip locked rows (PostgreSQL) each dispatch is one transaction of one worker. SQLite has one writer, so there the acts
keep their own short transactions: rendering a picture does not hold the desk up.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext_noop as _

from broadsheet.desk.acts.alarm import raise_alarm
from broadsheet.desk.acts.apply_rules import Rule, active_rules, apply_rules
from broadsheet.desk.acts.offer import offer
from broadsheet.desk.models import Alarm, StoryDispatch
from broadsheet.desk.resting import living_stories_on
from broadsheet.desk.said import said
from broadsheet.wire.acts.group import group
from broadsheet.wire.models import DispatchRecord

log = structlog.get_logger(__name__)
#: Faults of the machine and not of a dispatch: nothing is given up for them, the next look tries again.
DISK_FAULTS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})


def follow_due(now: datetime, limit: int = 100) -> int:
    """Act on at most `limit` dispatches that nobody has acted on, oldest first; returns how many. Idle, it is one query.

    One that raises is written to the log, told by an alarm and marked, and stops no other.

    Raises:
        OperationalError, InterfaceError, OSError: the database or the disk is at fault; the rest waits for the next look.
    """
    due = DispatchRecord.objects.filter(handled_at__isnull=True).order_by("pk")
    numbers = list(due.values_list("pk", flat=True)[:limit])
    if not numbers:
        return 0
    rules = active_rules()
    return sum(_follow_one(number, rules, now) for number in numbers)


def _follow_one(number: int, rules: Sequence[Rule], now: datetime) -> bool:
    with _claimed(number) as record:
        if record is None:
            return False
        try:
            with _undone_alone():
                _act(record, rules, now)
                group(record, now=now)
        except Exception as err:
            if _is_the_machines(err):
                raise
            log.exception("follow.failed", dispatch=record.pk, guid=record.guid)
            _give_up(record, err)
        DispatchRecord.objects.filter(pk=record.pk, handled_at__isnull=True).update(handled_at=now)
    return True


@contextmanager
def _claimed(number: int) -> Iterator[DispatchRecord | None]:
    """Give the dispatch, or None if another worker has it or has done it."""
    due = DispatchRecord.objects.filter(pk=number, handled_at__isnull=True).select_related("feed")
    if not connection.features.has_select_for_update_skip_locked:
        yield due.first()
        return
    with transaction.atomic():
        yield due.select_for_update(of=("self",), skip_locked=True).first()


@contextmanager
def _undone_alone() -> Iterator[None]:
    """Inside a claim that is a transaction, let a failure undo what was done for this dispatch and keep the claim."""
    if not connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        yield


def _act(record: DispatchRecord, rules: Sequence[Rule], now: datetime) -> None:
    if not record.is_latest or record.pubstatus == DispatchRecord.PubStatus.CANCELED:
        return  # the newer version is acted on; a kill was heeded when it came
    made = StoryDispatch.objects.filter(dispatch=record, how=StoryDispatch.How.TAKEN).select_related("story").first()
    if made and made.story.owner_id:
        return  # somebody at the desk was faster
    if not made and living_stories_on(record):
        offer(record, now=now)
    else:  # also where a rule made the story and its process died before the rest was done
        apply_rules(record, now=now, rules=rules)


def _is_the_machines(err: Exception) -> bool:
    return isinstance(err, OperationalError | InterfaceError) or (isinstance(err, OSError) and err.errno in DISK_FAULTS)


def _give_up(record: DispatchRecord, err: Exception) -> None:
    text = _(
        "“%(item)s” could not be handled automatically (%(error)s). It stays in the list; decide about it by hand."
    )
    told = said(text, item=str(record)[:200], error=type(err).__name__)
    raise_alarm(Alarm.Kind.REFUSED, f"dispatch:{record.pk}", told, dispatch=record)
