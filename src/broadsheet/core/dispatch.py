"""One version of one agency item, as a value.

`wire` makes it out of bytes, `desk` makes a story out of it, and `broadsheet wire read` prints it. It stands in
`core` because two rooms share it, and it is plain Python: reading a file needs no database.

Absent is `None` or an empty tuple, never an empty string. Times are aware.

Source: contracts.md, "An item, as `wire read` prints it"; the words are IPTC's (NewsML-G2, ninjs).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]

KINDS = frozenset(
    {
        "text",
        "picture",
        "video",
        "audio",
        "graphic",
        "composite",
        "package",
        "concept",
        "event",
        "planning",
        "other",
    }
)
PUBSTATUSES = frozenset({"usable", "withheld", "canceled"})


@dataclass(frozen=True, slots=True)
class Term:
    """A subject, a genre or a place: a code in a scheme, a name, or both."""

    code: str | None = None
    name: str | None = None
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Creator:
    """Who wrote, photographed or drew the item."""

    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Another thing that the item points to, and how they are related."""

    rel: str | None
    uri: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a picture, a video or a sound. Width and height in pixels, `bytes` as the provider states it."""

    name: str | None
    href: str
    mimetype: str | None = None
    width: int | None = None
    height: int | None = None
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One version of one agency item."""

    format: str
    file: str | None = None
    guid: str | None = None
    version: str | None = None
    kind: str = "text"
    pubstatus: str = "usable"
    version_created: datetime | None = None
    first_created: datetime | None = None
    embargoed_until: datetime | None = None
    expires: datetime | None = None
    language: str | None = None
    urgency: int | None = None
    headline: str | None = None
    slugline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    located: str | None = None
    abstract: str | None = None
    body_html: str | None = None
    body_text: str | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[Term, ...] = ()
    genres: tuple[Term, ...] = ()
    places: tuple[Term, ...] = ()
    creators: tuple[Creator, ...] = ()
    credit_line: str | None = None
    caption: str | None = None
    alt_text: str | None = None
    copyright_holder: str | None = None
    copyright_notice: str | None = None
    usage_terms: str | None = None
    ednote: str | None = None
    provider: str | None = None
    signals: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    renditions: tuple[Rendition, ...] = ()
    associations: Mapping[str, Dispatch] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def to_json(self) -> JsonObject:
        """Return the item as the contract's JSON object: the fields in the contract's order, times in ISO 8601."""
        return {name: _plain(getattr(self, name)) for name in CONTRACT_FIELDS}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Dispatch:
        """Return the item that `to_json` made `data` of. A name that the contract does not have is left out."""
        known = {name: data[name] for name in CONTRACT_FIELDS if name in data}
        for name in _TIMES & known.keys():
            known[name] = datetime.fromisoformat(known[name]) if known[name] else None
        for name, part in _PARTS.items():
            known[name] = tuple(part(**value) for value in known.get(name, ()))
        for name in _STRINGS & known.keys():
            known[name] = tuple(known[name])
        known["associations"] = {name: cls.from_json(item) for name, item in (known.get("associations") or {}).items()}
        return cls(**known)


CONTRACT_FIELDS: tuple[str, ...] = (
    "file",
    "format",
    *(part.name for part in fields(Dispatch) if part.name not in {"file", "format"}),
)
_TIMES = frozenset({"version_created", "first_created", "embargoed_until", "expires"})
_STRINGS = frozenset({"keywords", "signals", "warnings"})
_PARTS: dict[str, Any] = {
    "subjects": Term,
    "genres": Term,
    "places": Term,
    "creators": Creator,
    "links": Link,
    "renditions": Rendition,
}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Dispatch):
        return value.to_json()
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, Term | Creator | Link | Rendition):
        return {part.name: getattr(value, part.name) for part in fields(value)}
    return value
