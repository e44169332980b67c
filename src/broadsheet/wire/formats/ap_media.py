"""The Associated Press's Media API: ninjs in its main parts, in an envelope, with words of its own.

Each version has another `uri` (its query names the version), so `altids.itemid` is the item's identifier. The text
itself is not in the answer but behind an address in `renditions`; the item is what can be said without it.

Source: AP Media API 2.x, "Item and associations"; the ninjs 1.2 that it is built on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.errors import MalformedDispatchError
from broadsheet.wire.formats import ninjs
from broadsheet.wire.formats.notes import Notes, squeeze

FORMAT = "ap-media"
MAX_DEPTH = 3
_CANCELED = frozenset({"kill", "takedown", "withdraw"})
_WITHHELD = frozenset({"hold", "holdforrelease", "withhold"})

Fields = dict[str, Any]


def matches(document: object) -> bool:
    """Return whether the JSON is an answer of AP's service with an item in it."""
    return isinstance(document, dict) and "api_version" in document and next(_items(document), None) is not None


def read(document: object, notes: Notes) -> list[Dispatch]:
    """Return every item of an answer: one item, or a feed of them.

    Raises:
        MalformedDispatchError: no item is in it.
    """
    found = list(_items(document)) if isinstance(document, dict) else []
    if not found:
        raise MalformedDispatchError("The answer of AP's service has no item in it.")
    return [_item(fields, notes.another()) for fields in found]


def _items(document: Fields) -> Iterator[Fields]:
    data = document.get("data")
    if not isinstance(data, dict):
        return
    listed = data.get("items")
    for part in (data, *(listed if isinstance(listed, list) else ())):
        inner = part.get("item") if isinstance(part, dict) else None
        if isinstance(inner, dict):
            yield inner


def _item(fields: Fields, notes: Notes) -> Dispatch:
    [item] = ninjs.read(_as_ninjs(fields, 0), notes)
    editorial = [word.lower() for word in _words(fields, "editorialtypes")]
    signals = (*_words(fields, "signals"), *(["sig:correction"] if "correction" in editorial else []))
    pubstatus = item.pubstatus
    if _CANCELED.intersection(editorial):
        pubstatus = "canceled"
    elif pubstatus == "usable" and _WITHHELD.intersection(editorial):
        pubstatus = "withheld"
    return _named(replace(item, signals=signals, pubstatus=pubstatus))


def _named(item: Dispatch) -> Dispatch:
    parts = {name: _named(part) for name, part in item.associations.items()}
    return replace(item, format=FORMAT, associations=parts)


def _as_ninjs(fields: Fields, depth: int) -> Fields:
    """Return the item with AP's own words in ninjs's places."""
    told = {name: value for name, value in fields.items() if not name.startswith("description_")}
    told["uri"] = _identifier(fields)
    told["headline"] = _text(fields, "headline") or _text(fields, "title")
    told["description_text"] = next(filter(None, (_text(fields, name) for name in _DESCRIPTIONS)), None)
    told["creditline"] = _text(fields, "description_creditline") or _text(fields, "creditline")
    told["usageterms"] = " ".join(_words(fields, "usageterms")) or _text(fields, "usageterms")
    told["byline"] = ", ".join(filter(None, (_text(part, "by") for part in _dicts(fields, "bylines")))) or None
    told["authors"] = [{"name": _text(part, "name"), "role": "photographer"} for part in _dicts(fields, "photographer")]
    told["located"] = _text(fields, "located") or next(
        (_text(part, "city") for part in _dicts(fields, "datelinelocation")), None
    )
    told["subject"] = [part for name in ("subject", "person", "organisation") for part in _dicts(fields, name)]
    associations = fields.get("associations")
    parts = associations.items() if isinstance(associations, dict) and depth < MAX_DEPTH else ()
    told["associations"] = {name: _as_ninjs(part, depth + 1) for name, part in parts if isinstance(part, dict)}
    told.pop("signals", None)
    return told


_DESCRIPTIONS = ("description_caption", "description_summary", "description_text")


def _identifier(fields: Fields) -> str | None:
    for altids in _dicts(fields, "altids"):
        if found := _text(altids, "itemid"):
            return found
    return (_text(fields, "uri") or "").partition("?")[0] or None


def _text(fields: Fields, name: str) -> str | None:
    value = fields.get(name)
    return squeeze(value) if isinstance(value, str) else None


def _words(fields: Fields, name: str) -> list[str]:
    value = fields.get(name)
    return (
        [word for part in value if isinstance(part, str) and (word := squeeze(part))] if isinstance(value, list) else []
    )


def _dicts(fields: Fields, name: str) -> list[Fields]:
    value = fields.get(name)
    parts = value if isinstance(value, list) else [value]
    return [part for part in parts if isinstance(part, dict)]
