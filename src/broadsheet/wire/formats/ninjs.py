"""ninjs 1, 2 and 3: IPTC's news in JSON, and the dialect that Superdesk writes.

The three spell the same things in three ways (`headline`, `headlines`, `versioncreated`, `versionCreated`), so names
are read in lower case and singular and plural are both asked for. A value of the wrong type is left out with a
warning: the story is still worth having.

Source: IPTC ninjs 1.6, 2.2, 3.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from broadsheet.core.dispatch import KINDS, Creator, Dispatch, Link, Rendition, Term
from broadsheet.wire.errors import MalformedDispatchError, UnknownFormatError
from broadsheet.wire.formats import markup, validity
from broadsheet.wire.formats.notes import Notes, paragraphs, split_caption, squeeze
from broadsheet.wire.formats.plain_lines import Body

MAX_DEPTH = 3
_KINDS = {"story": "text", "image": "picture", "photo": "picture", "component": "other"}
_TELLING = frozenset({"uri", "guid", "headline", "headlines", "versioncreated", "pubstatus", "body_html", "bodies"})
_ENVELOPES = ("item", "items", "_items")
_CODES = ("code", "uri", "literal", "qcode")
_MARKED_UP = ("html", "xhtml", "richtext")
_HAS_TAGS = re.compile(r"</?(?:p|div|br|h[1-6])\b[^<>]*>", re.IGNORECASE)

Fields = dict[str, Any]


def read(document: object, notes: Notes) -> list[Dispatch]:
    """Return every item of a ninjs document: one object, a list of them, or an envelope around a list.

    Raises:
        UnknownFormatError: JSON that is no ninjs.
        MalformedDispatchError: one of several objects is no item.
    """
    if isinstance(document, list):
        return [_listed(value, notes) for value in document]
    fields = _lowered(document)
    if not _TELLING & fields.keys():
        for envelope in _ENVELOPES:
            if isinstance(inner := fields.get(envelope), list) and inner:
                return [_listed(value, notes) for value in inner]
        raise UnknownFormatError("The JSON has none of the names that an item in ninjs has.")
    return [_item(fields, notes, version_of(document), depth=0)]


def version_of(document: object) -> str:
    """Return `ninjs-1`, `ninjs-2` or `ninjs-3`: what the item says, else what its spelling shows."""
    if not isinstance(document, dict):
        return "ninjs-1"
    standard = document.get("standard")
    said = f"{standard.get('version')} {standard.get('schema')}" if isinstance(standard, dict) else ""
    for number in ("1", "2", "3"):
        if said.startswith(f"{number}.") or f"ninjs-schema_{number}." in said:
            return f"ninjs-{number}"
    if any(name != name.lower() for name in document):
        return "ninjs-3"
    plural = {"headlines", "bodies", "descriptions", "subjects", "places", "organisations", "people", "by", "altids"}
    return "ninjs-2" if plural & document.keys() or isinstance(document.get("associations"), list) else "ninjs-1"


def _listed(value: object, notes: Notes) -> Dispatch:
    fields = _lowered(value)
    if not _TELLING & fields.keys():
        raise MalformedDispatchError("The list has an object in it that is not an item.")
    return _item(fields, notes.another(), version_of(value), depth=0)


def _lowered(value: object) -> Fields:
    return {key.lower(): part for key, part in value.items()} if isinstance(value, dict) else {}


def _item(fields: Fields, notes: Notes, format: str, *, depth: int) -> Dispatch:
    guid = _text(fields, notes, "uri", "guid")
    if depth == 0:
        notes.warnings.extend(validity.missing_of_ninjs(fields))
    kind = _kind(fields)
    headline = _headline(fields, notes)
    found, plain = _body(fields)
    html, text = markup.below_headline(found, headline)
    descriptions = _by_role(fields, "descriptions")
    description = _description(fields, notes, descriptions)
    pictorial = kind in {"picture", "graphic", "video"}
    caption, tail_creators, tail_credit = split_caption(description if pictorial else None)
    byline = _text(fields, notes, "byline", "by")
    creators = tuple(_creators(fields)) or tail_creators
    if pictorial and not creators and byline:
        creators = (Creator(byline),)
    return Dispatch(
        format=format,
        file=notes.file if depth == 0 else None,
        guid=guid,
        version=_version(fields),
        kind=kind,
        pubstatus=notes.pubstatus(_text(fields, notes, "pubstatus")),
        version_created=notes.time(_text(fields, notes, "versioncreated"), "versioncreated"),
        first_created=notes.time(_text(fields, notes, "firstcreated"), "firstcreated"),
        embargoed_until=notes.release(_text(fields, notes, "embargoeduntil", "embargoed"), "embargoeduntil"),
        expires=notes.time(_text(fields, notes, "expires"), "expires"),
        language=_text(fields, notes, "language"),
        urgency=notes.urgency(_text(fields, notes, "urgency")),
        headline=headline,
        slugline=_text(fields, notes, "slugline"),
        byline=byline,
        dateline=_text(fields, notes, "dateline"),
        located=_text(fields, notes, "located"),
        abstract=None if pictorial else description,
        body_html=html,
        body_text=plain or text,
        keywords=tuple(_keywords(fields)),
        subjects=tuple(_terms(fields, "subjects", "subject")),
        genres=tuple(_terms(fields, "genres", "genre")),
        places=tuple(_terms(fields, "places", "place")),
        creators=creators,
        credit_line=_text(fields, notes, "creditline") or _valued(descriptions, ("creditline",)) or tail_credit,
        caption=caption,
        alt_text=_text(fields, notes, "alt_text", "body_alt") or _valued(descriptions, ("alt", "alttext")),
        copyright_holder=_text(fields, notes, "copyrightholder"),
        copyright_notice=_text(fields, notes, "copyrightnotice"),
        usage_terms=_text(fields, notes, "usageterms"),
        ednote=_text(fields, notes, "ednote"),
        provider=_text(fields, notes, "source", "provider") or next(_names(fields, "infosources", "infosource"), None),
        signals=tuple(term.code or term.name or "" for term in _terms(fields, "signals", "signal")),
        links=tuple(_links(fields, guid)),
        renditions=tuple(_renditions(fields)),
        associations=_associations(fields, notes, format, depth),
        warnings=tuple(notes.warnings),
    )


def _text(fields: Fields, notes: Notes, *names: str) -> str | None:
    """Return the first of these fields that holds a text (or a number, which some senders write)."""
    for name in names:
        value = fields.get(name)
        if value is None:
            continue
        if isinstance(value, str):
            if text := squeeze(value):
                return text
        elif _is_number(value):
            return str(value)
        else:
            notes.warnings.append(f"{name} is no text; left out.")
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _squeezed(value: object) -> str | None:
    """Return the value as `squeeze` does if it is a text."""
    return squeeze(value) if isinstance(value, str) else None


def _first_of(entry: Fields, names: tuple[str, ...]) -> str | None:
    """Return the first of these fields of a part that holds a text."""
    for name in names:
        if text := _squeezed(entry.get(name)):
            return text
    return None


def _version(fields: Fields) -> str | None:
    value = fields.get("version")
    return str(value) if _is_number(value) else _squeezed(value)


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _kind(fields: Fields) -> str:
    word = (_string(fields.get("type")) or "text").lower()
    word = _KINDS.get(word, word)
    return word if word in KINDS else "other"


def _dicts(fields: Fields, *names: str) -> list[Fields]:
    """Return the objects of these fields: of a list each one, of an object of objects each under its name.

    An object may hold lists, as Superdesk's associations do; they are numbered.
    """
    found: list[Fields] = []
    for name in names:
        value = fields.get(name)
        if not value:
            continue
        if isinstance(value, list):
            found += [_lowered(part) for part in value if isinstance(part, dict)]
        elif isinstance(value, dict):
            found += _named(value)
    return found


def _named(value: Fields) -> Iterator[Fields]:
    for key, part in value.items():
        if isinstance(part, dict):
            yield {"name": key, **_lowered(part)}
        elif isinstance(part, list):
            inner = [one for one in part if isinstance(one, dict)]
            yield from ({**_lowered(one), "name": f"{key}-{n}"} for n, one in enumerate(inner, start=1))


def _by_role(fields: Fields, name: str) -> list[tuple[str, Fields]]:
    """Return the objects of the field, each behind its role."""
    return [((_string(entry.get("role")) or "").lower(), entry) for entry in _dicts(fields, name)]


def _valued(entries: list[tuple[str, Fields]], roles: tuple[str, ...]) -> str | None:
    """Return the value of the first entry that has one of these roles, in the order of the roles."""
    for role in roles if entries else ():
        for said, entry in entries:
            if said.endswith(role) and (text := _value(entry)):
                return text
    return None


def _value(entry: Fields) -> str | None:
    value = _string(entry.get("value"))
    is_html = value is not None and "html" in (_string(entry.get("contenttype")) or "").lower()
    return _one_line(value) if is_html else squeeze(value)


def _one_line(html: str | None) -> str | None:
    return squeeze((markup.text_of(markup.clean(html)) or "").replace("\n", " "))


def _headline(fields: Fields, notes: Notes) -> str | None:
    """Return the headline: the main one of several, else any `headline_…`, else the title."""
    if text := _valued(_by_role(fields, "headlines"), ("main", "")) or _text(
        fields, notes, "headline", "headline_main"
    ):
        return text
    others = (_squeezed(value) for name, value in fields.items() if name.startswith("headline_"))
    return next(filter(None, others), None) or _text(fields, notes, "title")


def _description(fields: Fields, notes: Notes, entries: list[tuple[str, Fields]]) -> str | None:
    if text := _valued(entries, ("caption", "text", "summary", "main", "")):
        return text
    if text := _text(fields, notes, "description_text"):
        return text
    for name, value in fields.items():
        if name.startswith("description_") and (text := _string(value)):
            return _one_line(text)
    return None


def _body(fields: Fields) -> tuple[Body, str | None]:
    """Return the body as clean HTML, and as the plain text that the item itself gives."""
    marked, plain = _bodies(fields)
    for name, value in fields.items():
        if name.startswith("body_") and name != "body_alt" and isinstance(value, str):
            if name.endswith(_MARKED_UP):
                marked = marked or value
            elif name == "body_text" or plain is None:
                plain = value
    text = paragraphs(plain)
    body = markup.body(paragraphs(marked))
    return body if body.html else markup.body_of_text(text), text


def _bodies(fields: Fields) -> tuple[str | None, str | None]:
    marked = plain = None
    for entry in _dicts(fields, "bodies"):
        value = _string(entry.get("value"))
        mimetype = (_string(entry.get("contenttype")) or "").lower()
        role = (_string(entry.get("role")) or "").lower()
        if "html" in mimetype or role.endswith(_MARKED_UP) or (not mimetype and _HAS_TAGS.search(value or "")):
            marked = marked or value
        else:
            plain = plain or value
    return marked, plain


def _keywords(fields: Fields) -> Iterator[str]:
    for name in ("keywords", "keyword"):
        value = fields.get(name)
        for part in value if isinstance(value, list) else [value]:
            named = part.get("name") if isinstance(part, dict) else part
            if text := _squeezed(named):
                yield text


def _terms(fields: Fields, *names: str) -> Iterator[Term]:
    for entry in _dicts(fields, *names):
        code, name = _first_of(entry, _CODES), _squeezed(entry.get("name"))
        if code or name:
            yield Term(code, name, _squeezed(entry.get("scheme")))


def _names(fields: Fields, *names: str) -> Iterator[str]:
    return (name for entry in _dicts(fields, *names) if (name := _squeezed(entry.get("name"))))


def _creators(fields: Fields) -> Iterator[Creator]:
    for entry in _dicts(fields, "authors", "creators"):
        if name := _squeezed(entry.get("name")):
            yield Creator(name, _squeezed(entry.get("role")))


def _links(fields: Fields, guid: str | None) -> Iterator[Link]:
    if origin := _squeezed(fields.get("evolvedfrom")):
        yield Link("evolvedfrom", origin)
    for uri in dict.fromkeys(_replaced(fields)):
        if uri != guid:
            yield Link("replaces", uri)
    for entry in _dicts(fields, "links", "trustindicators", "trustindicator"):
        if href := squeeze(_string(entry.get("href")) or _string(entry.get("uri"))):
            yield Link(squeeze(_string(entry.get("rel")) or _string(entry.get("role"))), href)
    rights = _lowered(fields.get("rightsinfo")).get("linkedrights") or fields.get("linkedrights")
    if address := _squeezed(rights):
        yield Link("rights", address)


def _replaced(fields: Fields) -> Iterator[str]:
    """Yield the identities of the item's earlier versions, newest first: TT gives each version an address of its own.

    `replacing` names the one before; `revisions` lists them all, later ones too, which are not replaced by this one.
    """
    before = fields.get("replacing")
    for uri in before if isinstance(before, list) else [before]:
        if text := _squeezed(uri):
            yield text
    mine = _string(fields.get("versioncreated")) or ""
    earlier = [
        (made, uri)
        for entry in _dicts(fields, "revisions")
        if (uri := _squeezed(entry.get("uri"))) and (made := _string(entry.get("versioncreated")) or "") < mine
    ]
    yield from (uri for _made, uri in sorted(earlier, reverse=True))


def _renditions(fields: Fields) -> Iterator[Rendition]:
    for entry in _dicts(fields, "renditions"):
        if href := _squeezed(entry.get("href")):
            yield Rendition(
                name=_squeezed(entry.get("name")),
                href=href,
                mimetype=squeeze(_string(entry.get("contenttype")) or _string(entry.get("mimetype"))),
                width=_whole(entry.get("width")),
                height=_whole(entry.get("height")),
                bytes=_whole(entry.get("sizeinbytes")),
            )


def _whole(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**10 else None


def _associations(fields: Fields, notes: Notes, format: str, depth: int) -> dict[str, Dispatch]:
    found: dict[str, Dispatch] = {}
    for number, entry in enumerate(_dicts(fields, "associations"), start=1):
        if depth == MAX_DEPTH:
            notes.warnings.append("Items inside items go too deep; the innermost are left out.")
            break
        name = squeeze(_string(entry.get("name")) or _string(entry.get("id"))) or f"item-{number}"
        found[name] = _item(entry, Notes(notes.time_zone), format, depth=depth + 1)
    return found
