"""The scorer as it stands, read from the database once a process and again when another version has been learnt."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, NamedTuple

import structlog

from broadsheet.comments.scoring.lists import Entry
from broadsheet.comments.scoring.models import LearntScorer, OwnWord
from broadsheet.comments.scoring.rules import KINDS
from broadsheet.comments.scoring.scorer import Scorer, scorer_with
from broadsheet.comments.scoring.weights import Weights, unpacked

#: How long a process may score with what it has read; a new word of the newsroom's is heeded after this.
LOOK_AGAIN: Final = timedelta(seconds=30)

_log = structlog.get_logger(__name__)


class _Read(NamedTuple):
    scorer: Scorer
    own: tuple[tuple[str, str], ...]
    looked_at: datetime


class _Kept:
    """The scorer that this process has read last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._read: _Read | None = None

    def at(self, now: datetime) -> Scorer:
        """Return the scorer, looking at the database if the last look is too old."""
        kept = self._read
        if kept is not None and timedelta(0) <= now - kept.looked_at < LOOK_AGAIN:
            return kept.scorer
        with self._lock:
            self._read = _look(self._read, now)
            return self._read.scorer

    def forget(self) -> None:
        """Read it anew at the next comment."""
        self._read = None


_kept = _Kept()


def current_scorer(now: datetime) -> Scorer:
    """Return the newest scorer that this process knows of; at most 30 seconds behind."""
    return _kept.at(now)


def forget_scorer() -> None:
    """Make this process read the scorer anew at the next comment."""
    _kept.forget()


def _look(last: _Read | None, now: datetime) -> _Read:
    own = tuple(OwnWord.objects.order_by("kind", "text").values_list("kind", "text"))
    version = LearntScorer.objects.values_list("version", flat=True).first() or 0
    if last is not None and (last.scorer.version, last.own) == (version, own):
        return last._replace(looked_at=now)
    words = [Entry(f"{kind}/own", text) for kind, text in own]
    return _Read(_scorer(words), own, now)


def _scorer(words: list[Entry]) -> Scorer:
    row = LearntScorer.objects.first()
    if row is None:
        return scorer_with(words)
    try:
        weights = {kind: _weights(row, kind) for kind in KINDS if kind in row.figures}
    except (zlib.error, ValueError, IndexError, KeyError):  # a damaged row must not keep comments out
        _log.exception("scorer_unreadable", version=row.version)
        return scorer_with(words, version=row.version)
    thresholds = {kind: row.figures[kind]["threshold"] for kind in weights}
    return scorer_with(words, version=row.version, weights=weights, thresholds=thresholds)


def _weights(row: LearntScorer, kind: str) -> Weights:
    data, told = bytes(getattr(row, f"{kind}_weights")), row.figures[kind]
    if not data:
        return Weights()
    return Weights(bias=told["bias"], rarer=min(told["bad"], told["good"]), table=unpacked(data))
