"""Queued tasks whose worker died in the middle are done again (D7): the queue itself leaves them “running” for good.

Only Wagtail queues any: entries of its index of references, removed files. Each takes moments, and done twice it is done
once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

#: A task that has run for so long runs nowhere.
LOST_AFTER: Final = timedelta(minutes=10)


def take_up_lost_tasks(now: datetime) -> int:
    """Put tasks that were begun long ago and not ended back into the queue; returns how many."""
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=now - LOST_AFTER)
    return int(lost.update(status=TaskResultStatus.READY, started_at=None))
