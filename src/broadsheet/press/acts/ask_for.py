"""Ask for addresses to be pressed: each has one job, however many ask.

By plain SQL, since a job that is there already has to count up, which Django's bulk insert cannot say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

import structlog
from django.db import connection

from broadsheet.press.models import Page, PageJob
from broadsheet.press.stores.layout import is_address

log = structlog.get_logger(__name__)
MAX_PATH: Final = 300
#: A page is rendered at most so often: a storm of changes makes one rendering of them.
GAP: Final = timedelta(milliseconds=300)
#: A page that failed and is asked for anew is tried again that soon; after a few times only so often, since a key that
#: goes stale all the time would have it rendered, and its failure logged, for ever.
FAILED_SOON: Final = timedelta(seconds=2)
FAILED_OFTEN: Final = timedelta(seconds=30)
OFTEN: Final = 5
ROWS_AT_ONCE: Final = 100
COLUMNS: Final = 8
ASK: Final = """
INSERT INTO press_pagejob (path, urgency, generation, asked_at, not_before, worker, attempts, error) VALUES {rows}
ON CONFLICT (path) DO UPDATE SET
  generation = press_pagejob.generation + 1,
  urgency = CASE WHEN excluded.urgency < press_pagejob.urgency THEN excluded.urgency ELSE press_pagejob.urgency END,
  not_before = CASE
    WHEN press_pagejob.attempts = 0 AND press_pagejob.worker IS NULL AND press_pagejob.not_before IS NULL THEN NULL
    WHEN press_pagejob.attempts = 0 THEN excluded.not_before
    WHEN press_pagejob.attempts < %s AND press_pagejob.not_before > %s THEN %s
    WHEN press_pagejob.attempts >= %s AND press_pagejob.not_before > %s THEN %s
    ELSE press_pagejob.not_before END,
  worker = CASE WHEN press_pagejob.worker IS NULL AND press_pagejob.attempts = 0 AND excluded.not_before IS NULL
    THEN excluded.worker ELSE press_pagejob.worker END
"""


@dataclass(frozen=True)
class Asked:
    """An address, how urgent it is, and since when it is stale."""

    path: str
    urgency: int
    since: datetime
    is_patient: bool = False
    """Whether it may wait when it was rendered a moment ago: not what an editor has just published."""


def ask_for(asked: Iterable[Asked], *, now: datetime, slot: int | None = None) -> None:
    """Have each of the addresses pressed; what is to be pressed at once is held by ``slot`` straight away.

    A patient page that was rendered a moment ago waits for the rest of that moment. In the caller's transaction, if it has one.
    """
    ready = sorted(
        _with_a_place(asked), key=lambda one: one.path
    )  # one order for all, so that no two wait for each other
    soon, later = _instant(now + FAILED_SOON), _instant(now + FAILED_OFTEN)
    for rows in _chunks(ready, ROWS_AT_ONCE):
        fresh = dict(
            Page.objects.filter(path__in=[one.path for one in rows], rendered_at__gt=now - GAP).values_list(
                "path", "rendered_at"
            )
        )
        values = [value for one in rows for value in _row(one, fresh.get(one.path), slot)]
        places = ", ".join(["(" + ", ".join(["%s"] * COLUMNS) + ")"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(ASK.format(rows=places), [*values, OFTEN, soon, soon, OFTEN, later, later])


def wait_after(attempts: int) -> timedelta:
    """Return how long a page that failed so often waits at most once a key asks for it anew."""
    return FAILED_SOON if attempts < OFTEN else FAILED_OFTEN


def _row(one: Asked, rendered_at: datetime | None, slot: int | None) -> list[Any]:
    not_before = rendered_at + GAP if rendered_at and one.is_patient else None
    holder = slot if one.urgency == PageJob.Urgency.AT_ONCE and not_before is None else None
    return [one.path, one.urgency, 1, _instant(one.since), _instant(not_before), holder, 0, ""]


def _instant(value: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _with_a_place(asked: Iterable[Asked]) -> Iterator[Asked]:
    for one in asked:
        if len(one.path) <= MAX_PATH and is_address(one.path):
            yield one
        else:
            log.warning("press.no_place", path=one.path)  # no later try can find a place for it in the store


def _chunks(asked: Sequence[Asked], size: int) -> Iterator[list[Asked]]:
    rest = iter(asked)
    while chunk := list(islice(rest, size)):
        yield chunk
