"""Which version of an item is the newer one, and what a version that comes does to the item.

Numbers are never counted: an agency's version may be opaque (Reuters), and one may start again at 1. The time of the
version decides; where two have the same time, or one has none, their numbers do if both are numbers; else the order of
arrival.

Source: IPTC NewsML-G2 2.35, `version`, `versionCreated`, `pubStatus`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

STRICTER = {"usable": 0, "withheld": 1, "canceled": 2}


class Version(Protocol):
    """What is asked of a version: a stored one, or one that has just come."""

    @property
    def version(self) -> str:
        """What the provider calls it, or its time."""

    @property
    def version_created(self) -> datetime | None:
        """When the provider made it."""

    @property
    def pubstatus(self) -> str:
        """One of `STRICTER`."""


def is_older(version: Version, other: Version) -> bool:
    """Return whether `version` is known to come before `other`."""
    by_time = _by_time(version, other)
    return (by_time or _by_number(version, other)) < 0


def is_newer(version: Version, other: Version) -> bool:
    """Return whether `version` is known to come after `other`."""
    by_time = _by_time(version, other)
    return (by_time or _by_number(version, other)) > 0


def effect_of(version: Version, latest: Version | None) -> str:
    """Return what a version that comes is to its item, whose newest version so far is `latest`.

    `new`, `update`, `kill`, or `stale`: one that changes nothing.

    A kill is stale only if nothing speaks for it: with an earlier time but a higher number it is heeded, because
    clocks differ and a kill missed is worse than one too many. Canceled is final: after a kill only a version that
    is known to be newer is an update (an agency that takes its kill back); it moves the item on and revives no story,
    because a story that was killed stays so. What cannot be told from before the kill is stale.
    """
    if version.pubstatus == "canceled":
        is_stale = latest is not None and is_older(version, latest) and _by_number(version, latest) <= 0
        return "stale" if is_stale else "kill"
    if latest is None:
        return "new"
    if latest.pubstatus == "canceled":
        return "update" if is_newer(version, latest) else "stale"
    return "stale" if is_older(version, latest) else "update"


def changes_in_place(version: Version, same: Version) -> bool:
    """Return whether the same guid and version, come again, is no mere duplicate.

    A provider may kill, or put a hold on a version, without counting up. A hold is taken off in the same way only with
    a later time; a kill never.
    """
    if same.pubstatus in ("canceled", version.pubstatus):
        return False
    return STRICTER[version.pubstatus] > STRICTER[same.pubstatus] or _by_time(version, same) > 0


def _by_time(version: Version, other: Version) -> int:
    """Return -1, 0 or 1; 0 also where one has no time."""
    mine, theirs = version.version_created, other.version_created
    return (mine > theirs) - (mine < theirs) if mine and theirs else 0


def _by_number(version: Version, other: Version) -> int:
    """Return -1, 0 or 1; 0 also where one is no number."""
    mine, theirs = version.version, other.version
    if not (mine.isdecimal() and theirs.isdecimal()):
        return 0
    return (int(mine) > int(theirs)) - (int(mine) < int(theirs))
