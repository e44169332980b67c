"""The facts of the test suites that the files come from, in the words of the contract.

Their fields are another system's. Those without a field of ours are left out (`provider_sequence`, `take_key`, …): a
fact that nobody can agree with says nothing of a reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from broadsheet.core.dispatch import Dispatch

Facts = dict[str, Any]

FIELDS: dict[str, Callable[[Dispatch], Any]] = {
    "guid": lambda item: item.guid,
    "uri": lambda item: item.guid,
    "version": lambda item: item.version,
    "headline": lambda item: item.headline,
    "byline": lambda item: item.byline,
    "slugline": lambda item: item.slugline,
    "body": lambda item: item.body_text,
    "abstract": lambda item: item.abstract or item.caption,
    "description": lambda item: item.caption or item.abstract,
    "media_type": lambda item: item.kind,
    "pubstatus": lambda item: item.pubstatus,
    "language": lambda item: item.language,
    "urgency": lambda item: item.urgency,
    "editor_note": lambda item: item.ednote,
    "keywords": lambda item: list(item.keywords),
    "keywords.#len": lambda item: len(item.keywords),
    "first_created": lambda item: item.first_created,
    "version_created": lambda item: item.version_created,
    "expires": lambda item: item.expires,
    "embargo_until": lambda item: item.embargoed_until,
    "copyright_holder": lambda item: item.copyright_holder,
    "copyright_line": lambda item: item.copyright_notice,
    "copyright_notice": lambda item: item.copyright_notice,
    "usage_terms": lambda item: item.usage_terms,
    "dateline.text": lambda item: item.dateline,
    "dateline.located.city": lambda item: item.located or item.dateline,
    "subject": lambda item: item.subjects,
    "genre": lambda item: item.genres,
    "place": lambda item: item.places,
    "authors": lambda item: item.creators,
    "authors.#len": lambda item: len(item.creators),
    "authors.0": lambda item: item.creators,
}


def facts(row: Facts, items: list[Dispatch]) -> Iterator[tuple[str, bool]]:
    """Yield the name of each portable fact that has a field of ours, and whether we agree."""
    tests = [fact for fact in row.get("origin_tests", ()) if fact.get("portable") and fact["field"] in FIELDS]
    has_uri = any(fact["field"] == "uri" for fact in tests)
    for fact in tests:
        # Beside `uri`, `guid` is the other system's own identity of the version.
        if not (has_uri and fact["field"] == "guid"):
            mine = [FIELDS[fact["field"]](item) for item in _meant(fact, items)]
            yield f"origin {fact['field']}", any(_agrees(fact, value) for value in mine)


def _meant(fact: Facts, items: list[Dispatch]) -> list[Dispatch]:
    """Return the items that a fact may be of: the other system leaves out empty ones, and lists what is inside one."""
    named = [item for item in items if item.guid or item.headline or item.body_text]
    if any(item.associations and item.format.startswith("ninjs") for item in named):
        return [*named, *(part for item in named for part in item.associations.values())]
    return named[fact.get("item") or 0 :][:1]


def _agrees(fact: Facts, ours: Any) -> bool:
    wanted = fact["value"]
    if fact["op"] == "eq":
        return _same(ours, wanted)
    if fact["op"] in {"contains", "text_contains"}:
        return _holds(ours, wanted)
    if fact["op"] == "text_starts_with":
        return _letters(ours).startswith(_letters(wanted))
    if fact["op"] == "regex":
        return re.match(wanted.replace("^ ", r"^\s*"), ours or "") is not None
    return fact["op"] == "not_contains" and (not wanted or wanted not in (ours or ""))


def _same(ours: Any, wanted: Any) -> bool:
    if isinstance(ours, datetime):
        moment = datetime.fromisoformat(str(wanted))
        return ours == (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    if isinstance(wanted, list) and wanted and isinstance(wanted[0], dict):
        return all(_holds(ours, part) for part in wanted)
    if isinstance(wanted, dict):
        return _holds(ours, wanted)
    if isinstance(ours, list):
        return ours == wanted
    return _letters(ours) == _letters(wanted)


def _holds(ours: Any, wanted: Any) -> bool:
    """Whether the text, or the list, has this text, or a term or creator with this code and name."""
    if not isinstance(wanted, dict):
        return wanted in ours if isinstance(ours, list) else _letters(re.sub("<[^>]*>?", "", wanted)) in _letters(ours)
    code, name = wanted.get("qcode") or wanted.get("uri"), wanted.get("name")
    return any(
        (code is None or getattr(term, "code", None) == code) and (name is None or term.name in (name, None))
        for term in ours
    )


def _letters(value: Any) -> str:
    return "".join(str(value).split()) if value is not None else ""
