"""Who at the desk wrote which sentence of a story, and when, by its revisions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadsheet.desk.merging.reading import units_of
from broadsheet.desk.models import Story

#: Older changes than those of so many revisions have nobody's name.
MAX_REVISIONS = 40


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody, at a time."""

    name: str
    at: datetime


class Writers:
    """The revisions of a story since a time, read once."""

    def __init__(self, story: Story, since: datetime | None) -> None:
        revisions = story.revisions.select_related("user").order_by("-pk")
        if since:
            revisions = revisions.filter(created_at__gt=since)
        self._seen = [(_who(one), _content(one)) for one in list(revisions[:MAX_REVISIONS])[::-1]]

    def of(self, keys: Iterable[str], *, gone: Iterable[str] = ()) -> Writer | None:
        """Return who first saved the last of the sentences to come, or took the last of ``gone`` out; None if nobody is known."""
        came = [self._first(lambda there, key=key: key in there) for key in keys]
        left = [self._first(lambda there, key=key: key not in there) for key in gone] if not came else []
        known = [number for number in (*came, *left) if number is not None]
        return self._seen[max(known)][0] if known else None

    def of_field(self, name: str, value: str) -> Writer | None:
        """Return who first saved the field with that value."""
        found = self._first(lambda there: there.get(f"\0{name}") == value)
        return self._seen[found][0] if found is not None else None

    def _first(self, is_so: Any) -> int | None:
        return next((number for number, (_who, there) in enumerate(self._seen) if is_so(there)), None)


def _who(revision: Any) -> Writer:
    return Writer(revision.user.get_username() if revision.user else "", revision.created_at)


def _content(revision: Any) -> dict[str, str]:
    """Return the keys of the sentences, and the plain fields under their names after a NUL."""
    body = revision.content.get("body") or "[]"
    there = {unit.key: "" for unit in units_of(json.loads(body) if isinstance(body, str) else body)}
    fields = {
        f"\0{name}": str(value or "") for name, value in revision.content.items() if isinstance(value, str | None)
    }
    return there | fields
