"""The scorer learns from what moderators have decided: in the worker, never while a reader waits."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone

from broadsheet.comments.scoring.current import current_scorer, forget_scorer
from broadsheet.comments.scoring.decisions import decided_after, decisions, last_entry
from broadsheet.comments.scoring.learning import Learnt, learn
from broadsheet.comments.scoring.models import LearntScorer
from broadsheet.comments.scoring.rules import INCIVILITY, KINDS, SPAM

#: So many new decisions, and at least this share of those learnt before, are worth learning anew.
ENOUGH: Final = 20
ENOUGH_OF: Final = 0.05
#: So often it learns anew in any case, from what there still is: a comment that was deleted is forgotten by then.
AT_LEAST_EVERY: Final = timedelta(hours=12)
LOOK_EVERY: Final = timedelta(minutes=1)

_log = structlog.get_logger(__name__)


def learn_when_due(now: datetime) -> LearntScorer | None:
    """Learn if enough was decided since the last time, or if that was half a day ago; return what was learnt then.

    Raises:
        LearningError: the learning failed; scoring goes on with what is known.
    """
    row = LearntScorer.objects.first()
    return learn_now(now) if _is_due(row, now) else None


def learn_now(now: datetime) -> LearntScorer:
    """Learn from every decision that there is, and keep it in place of what was learnt before.

    Raises:
        LearningError: the learning failed; nothing was changed.
    """
    upto = last_entry()
    forget_scorer()
    lists = current_scorer(now).lists
    known = decisions(lists, now)
    learnt = learn(known, lists, budget=settings.COMMENTS_WRONGLY_HELD / 100)
    with transaction.atomic():
        before = LearntScorer.objects.select_for_update().first()
        row, _made = LearntScorer.objects.update_or_create(
            pk=LearntScorer.ONLY,
            defaults={
                "version": 1 if before is None else before.version + 1,
                "made_at": now,
                "decisions": len(known),
                "last_entry": upto,
                "spam_weights": learnt[SPAM].packed,
                "incivility_weights": learnt[INCIVILITY].packed,
                "figures": {kind: _figures(learnt[kind]) for kind in KINDS},
            },
        )
    forget_scorer()
    return row


def _is_due(row: LearntScorer | None, now: datetime) -> bool:
    if row is None:
        return decided_after(0) >= ENOUGH
    if now - row.made_at >= AT_LEAST_EVERY:
        return True
    return decided_after(row.last_entry) >= max(ENOUGH, ENOUGH_OF * row.decisions)


def _figures(learnt: Learnt) -> dict[str, Any]:
    return {
        "bias": learnt.bias,
        "bad": learnt.bad,
        "good": learnt.good,
        "threshold": learnt.threshold,
        "counts": [asdict(count) for count in learnt.figures],
    }


def keep_learning(stop: Event) -> None:
    """Look every minute whether enough was decided, and learn then, until told to stop."""
    while not stop.wait(LOOK_EVERY.total_seconds()):
        try:
            row = learn_when_due(timezone.now())
            if row is not None:
                _log.info("scorer.learnt", version=row.version, decisions=row.decisions)
        except Exception:  # the database, or the process that learns: what is known stays, and it is tried again
            _log.exception("scorer.failed")
        close_old_connections()
