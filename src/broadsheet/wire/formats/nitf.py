"""NITF: the older XML of the agencies, and the body of many NewsML-G2 items.

Source: IPTC NITF 3.6 (`docdata`, `pubdata`, `body.head`, `body.content`, `media`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from broadsheet.core.dispatch import Creator, Dispatch, Link, Rendition, Term
from broadsheet.wire.formats import markup, validity
from broadsheet.wire.formats.notes import Notes, split_caption, squeeze
from broadsheet.wire.formats.plain_lines import NO_BODY, Body
from broadsheet.wire.formats.xml import local_name

NOT_BODY = frozenset({"media", "nitf-table-metadata", "note", "col", "colgroup"})
_KINDS = {"image": "picture", "photo": "picture", "picture": "picture", "video": "video", "audio": "audio"}
_REWRITE = re.compile(r"(.+)_(\d{2,3})")
_HOLDER = re.compile(r"\(?(?:©|\(c\))\s*([A-Z][\w .&-]{1,40}?)\)?", re.IGNORECASE)
_NOT_HEAD = frozenset({"body.content", "body.end", "note"})
_PLACE_PARTS = ("city", "county-dist", "state-prov", "country", "region")


@dataclass(slots=True)
class _Parts:
    """The elements of one item that the reader asks for, each under its local name, found in one walk."""

    found: dict[str, list[etree._Element]] = field(default_factory=dict)

    def all(self, name: str) -> list[etree._Element]:
        return self.found.get(name, [])

    def get(self, name: str, attribute: str) -> str | None:
        """Return the first value of `attribute` that is not empty."""
        for part in self.found.get(name, ()):
            if value := squeeze(part.get(attribute)):
                return value
        return None

    def text(self, name: str) -> str | None:
        """Return the first text that is not empty."""
        for part in self.found.get(name, ()):
            if value := _text(part):
                return value
        return None


def read(root: etree._Element, notes: Notes) -> list[Dispatch]:
    """Return the one item of an NITF document."""
    notes.warnings.extend(validity.missing_of_nitf(root))
    return [item_of(root, notes)]


def item_of(root: etree._Element, notes: Notes) -> Dispatch:
    """Return the item. An item without a `doc-id` has no guid, and a warning says so."""
    parts = _head_of(root)
    meta = {part.get("name"): squeeze(part.get("content")) for part in parts.all("meta")}
    body = next((part for part in root.iter("{*}body.content") if _name(part.getparent()) == "body"), None)
    html, text = body_of(body)
    issued = notes.time(parts.get("date.issue", "norm") or parts.get("pubdata", "date.publication"), "date.issue")
    released = notes.release(parts.get("date.release", "norm"), "date.release") if parts.all("date.release") else None
    guid, rewrite = _identity(parts.get("doc-id", "id-string"), meta.get("NTBID"))
    if guid is None:
        notes.warnings.append("The item has no identifier of its own.")
    creators = tuple(Creator(name) for part in parts.all("byline") for name in _people(part))
    return Dispatch(
        format="nitf",
        file=notes.file,
        guid=guid,
        version=parts.get("du-key", "version") or rewrite or parts.get("du-key", "generation"),
        kind="text",
        pubstatus=_pubstatus(parts, notes, released is not None),
        version_created=issued,
        first_created=issued,
        embargoed_until=released if released and (issued is None or released > issued) else None,
        expires=notes.time(parts.get("date.expire", "norm"), "date.expire"),
        language=squeeze(root.get("baselang")) or _language(root),
        urgency=notes.urgency(parts.get("urgency", "ed-urg")),
        headline=_headline(parts),
        slugline=parts.get("du-key", "key") or meta.get("anpa-keyword") or meta.get("NTBStikkord"),
        byline=_byline(parts),
        dateline=parts.text("dateline"),
        located=_located(parts),
        abstract=parts.text("abstract") or _lead(body) or parts.text("hl2"),
        body_html=html,
        body_text=text,
        keywords=tuple(key for part in parts.all("keyword") if (key := squeeze(part.get("key")))),
        subjects=tuple(_subjects(parts)),
        genres=tuple(
            Term(name=name) for part in parts.all("tobject.property") if (name := part.get("tobject.property.type"))
        ),
        places=tuple(_places(parts)),
        creators=creators,
        copyright_holder=parts.get("doc.copyright", "holder") or _holder(text),
        usage_terms=parts.get("doc.rights", "limitations"),
        ednote=parts.get("ed-msg", "info"),
        provider=parts.text("distributor") or parts.get("doc-id", "regsrc") or meta.get("aap-source"),
        links=tuple(_links(parts, meta)),
        associations=associations_of(body),
        warnings=tuple(notes.warnings),
    )


def body_of(content: etree._Element | None) -> Body:
    """Return the clean body of a `body.content`: every paragraph, subhead, list and table, without the media."""
    return NO_BODY if content is None else markup.body_of_element(content, NOT_BODY)


def associations_of(content: etree._Element | None) -> dict[str, Dispatch]:
    """Return the media of a `body.content` as items: `media-1`, `media-2` and so on, in their order."""
    if content is None:
        return {}
    found = (_media(part) for part in content.iter("{*}media"))
    return {f"media-{number}": item for number, item in enumerate(filter(None, found), start=1)}


def _head_of(root: etree._Element) -> _Parts:
    """Return everything that stands outside `body.content`, which is read by itself."""
    found: dict[str, list[etree._Element]] = {}
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        name = local_name(element.tag)
        if name in _NOT_HEAD:
            continue
        if name in found:
            found[name].append(element)
        else:
            found[name] = [element]
        if len(element):
            waiting.extend(reversed(element))
    return _Parts(found)


def _name(element: etree._Element | None) -> str:
    return "" if element is None else local_name(element.tag)


def _text(element: etree._Element) -> str | None:
    return squeeze("".join(map(str, element.itertext())) if len(element) else element.text)


def _language(root: etree._Element) -> str | None:
    return squeeze(root.get("{http://www.w3.org/XML/1998/namespace}lang"))


def _pubstatus(parts: _Parts, notes: Notes, has_release: bool) -> str:
    status = parts.get("docdata", "management-status")
    if status == "embargoed":
        return "usable" if has_release else "withheld"
    return notes.pubstatus(status)


def _identity(doc_id: str | None, family: str | None) -> tuple[str | None, str | None]:
    """Return the item's identity, and NTB's number of the rewrite, which NTB writes at the end of its `doc-id`.

    An identity has to stay when the text is rewritten, else every rewrite were another item.
    """
    match = _REWRITE.fullmatch(doc_id or "")
    if match and (family == match[1] or (family is None and match[1].startswith("NTB"))):
        return match[1], match[2]
    return doc_id, None


def _lead(content: etree._Element | None) -> str | None:
    """Return the paragraph that says of itself that it is the lead (`lede`, or NTB's class `lead`)."""
    for part in content if content is not None else ():
        if part.get("lede") == "true" or part.get("class") == "lead":
            return _text(part)
    return None


def _headline(parts: _Parts) -> str | None:
    return parts.text("hl1") or parts.text("hedline") or parts.text("headline") or parts.text("title")


def _byline(parts: _Parts) -> str | None:
    """Return the byline without the title of the person (`byttl`), which is no name."""
    for part in parts.all("byline"):
        text = squeeze(" ".join(_texts_without(part, "byttl")))
        if text:
            return text
    return None


def _texts_without(element: etree._Element, left_out: str) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if _name(child) != left_out:
            yield from _texts_without(child, left_out)
        if child.tail:
            yield child.tail


def _people(byline: etree._Element) -> Iterator[str]:
    return (name for person in byline.iter("{*}person") if (name := _text(person)))


def _located(parts: _Parts) -> str | None:
    for dateline in parts.all("dateline"):
        for name in ("city", "location"):
            place = next(dateline.iter(f"{{*}}{name}"), None)
            if place is not None and (text := _text(place)):
                return text
    return None


def _subjects(parts: _Parts) -> Iterator[Term]:
    for part in parts.all("tobject.subject"):
        code = squeeze(part.get("tobject.subject.refnum"))
        names = (part.get(f"tobject.subject.{level}") for level in ("detail", "matter", "type"))
        name = next((text for text in map(squeeze, names) if text), None)
        if code or name:
            yield Term(code, name, "subj" if code else None)


def _places(parts: _Parts) -> Iterator[Term]:
    for part in parts.all("evloc"):
        name = next((text for key in _PLACE_PARTS if (text := squeeze(part.get(key)))), None)
        code = squeeze(part.get("iso-cc"))
        if name or code:
            yield Term(code, name, "iso3166-1" if code else None)


def _holder(text: str | None) -> str | None:
    """Return the holder that a last paragraph such as `(©NTB)` names."""
    last = (text or "").rsplit("\n", 1)[-1]
    match = _HOLDER.fullmatch(last)
    return match[1].strip() if match else None


def _links(parts: _Parts, meta: dict[str | None, str | None]) -> Iterator[Link]:
    other = parts.get("docdata", "management-doc-idref")
    if other:
        yield Link(parts.get("docdata", "management-idref-status"), other)
    if family := meta.get("NTBID"):
        yield Link("family", family)


def _media(media: etree._Element) -> Dispatch | None:
    renditions = tuple(_renditions(media))
    raw = next((text for part in media.iter("{*}media-caption") if (text := _text(part))), None)
    if not renditions and raw is None:
        return None
    caption, creators, credit = split_caption(raw)
    if producer := next((text for part in media.iter("{*}media-producer") if (text := _text(part))), None):
        creators = creators or (Creator(producer),)
    alternative = (squeeze(part.get("alternate-text")) for part in media.iter("{*}media-reference"))
    return Dispatch(
        format="nitf",
        kind=_KINDS.get((media.get("media-type") or "").lower(), "other"),
        creators=creators,
        credit_line=credit,
        caption=caption,
        alt_text=next(filter(None, alternative), None),
        renditions=renditions,
    )


def _renditions(media: etree._Element) -> Iterator[Rendition]:
    for part in media.iter("{*}media-reference"):
        if href := squeeze(part.get("source")):
            yield Rendition(
                name=squeeze(part.get("name")) or squeeze(part.get("id")),
                href=href,
                mimetype=squeeze(part.get("mime-type")),
                width=pixels(part.get("width")),
                height=pixels(part.get("height")),
            )


def pixels(value: str | None) -> int | None:
    """Return a whole number below ten digits, or `None`."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None
