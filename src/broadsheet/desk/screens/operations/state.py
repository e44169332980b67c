"""How the newsroom's machinery is, as those upstairs say when the screen asks them by a signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Failing:
    """A page that could not be rendered: which, what the press said, how often, and when it is tried again."""

    id: int
    path: str
    error: str
    attempts: int
    next_try: datetime | None


@dataclass(frozen=True)
class Moment:
    """One minute of the past: seconds from a change to its live page, half of them and nearly all, and what waited."""

    at: datetime
    half: float | None
    most: float | None
    waiting: int
    oldest_seconds: float


@dataclass(frozen=True)
class Backup:
    """The newest backup that was read back."""

    made_at: datetime
    size_bytes: int
    is_encrypted: bool
    is_old: bool


@dataclass(frozen=True)
class State:
    """All of it. `fault` is what makes the database lose data, "" for nothing; `mirror_seconds` None where none is kept."""

    at_once: int
    lists: int
    later: int
    keys: int
    oldest_seconds: float
    pages: int
    older_pages: int
    failing: Sequence[Failing]
    failing_count: int
    moments: Sequence[Moment]
    free_bytes: int
    total_bytes: int
    is_disk_low: bool
    backup: Backup | None
    database: str
    fault: str
    versions: Sequence[tuple[str, str]]
    mirror_seconds: float | None
