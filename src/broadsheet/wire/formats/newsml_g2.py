"""NewsML-G2: newsItem, packageItem, conceptItem, knowledgeItem, planningItem, alone or in a newsMessage.

One walk over each item's own children, no XPath. Elements are known by local name: agencies mix namespaces, and a
quarter of real files fail the schema (findings.md).

Source: IPTC NewsML-G2 2.35, `itemMeta`, `contentMeta`, `rightsInfo`, `contentSet`, `groupSet`.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from broadsheet.core.dispatch import KINDS, Creator, Dispatch, Link, Rendition, Term
from broadsheet.wire.formats import markup, nitf, validity, xml
from broadsheet.wire.formats.notes import Notes, paragraphs, split_caption, squeeze
from broadsheet.wire.formats.plain_lines import NO_BODY, Body
from broadsheet.wire.formats.xml import local_name

ITEMS = frozenset({"newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"})
ROOTS = ITEMS | {"newsMessage"}
_ITEM_KINDS = {
    "packageItem": "package",
    "conceptItem": "concept",
    "knowledgeItem": "concept",
    "planningItem": "planning",
    "catalogItem": "other",
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_BODY = frozenset({"header", "time"})
_FLATTENED = frozenset({"itemMeta", "contentMeta", "rightsInfo", "contentSet"})
# The IPTC's item relations for an earlier item that this one takes the place of.
_REPLACING = frozenset({"replaces", "previousversion", "supersedes"})

_NOTHING = Dispatch("nitf")
NOTHING_KNOWN: Mapping[str, str | None] = {}

Fields = dict[str, list[etree._Element]]


def read(root: etree._Element, notes: Notes) -> list[Dispatch]:
    """Return every item of a NewsML-G2 document in its order. A message may be empty."""
    if _name(root) in ITEMS:
        return [_item(root, notes)]
    found = (item for part in root if _name(part) == "itemSet" for item in part if _name(item) in ITEMS)
    return [_item(item, notes.another()) for item in found]


def _item(item: etree._Element, notes: Notes) -> Dispatch:
    notes.warnings.extend(validity.missing_of_newsml_g2(item))
    fields = _fields_of(item)
    kind = _kind(item, fields)
    known = _asserted(fields)
    language = _language(item, fields)
    inner = _inner_nitf(fields, notes)
    headline = _own(fields, "headline", language) or inner.headline or _own(fields, "title", language)
    found = Body(inner.body_html, inner.body_text) if inner.body_html else _body(fields, notes)
    html, text = markup.below_headline(found, headline)
    caption, creators, credit = _picture_text(fields, kind)
    guid = squeeze(item.get("guid"))
    return Dispatch(
        format="newsml-g2",
        file=notes.file,
        guid=guid,
        version=squeeze(item.get("version")),
        kind=kind,
        pubstatus=_pubstatus(fields, notes),
        version_created=notes.time(_text(fields, "versionCreated"), "versionCreated"),
        first_created=notes.time(_text(fields, "firstCreated"), "firstCreated"),
        embargoed_until=notes.release(_text(fields, "embargoed"), "embargoed"),
        expires=notes.time(_text(fields, "expires"), "expires"),
        language=language,
        urgency=notes.urgency(_text(fields, "urgency")),
        headline=headline,
        slugline=_own(fields, "slugline", language),
        byline=_own(fields, "by", language) or inner.byline,
        dateline=_own(fields, "dateline", language) or inner.dateline,
        located=_first(_label(part, known) for part in fields.get("located", ())),
        abstract=None if kind == "picture" else _description(fields),
        body_html=html,
        body_text=text,
        keywords=_texts(fields, "keyword"),
        subjects=_terms(fields, "subject", known),
        genres=_terms(fields, "genre", known),
        places=tuple(dict.fromkeys(_places(fields, known))),
        creators=creators,
        credit_line=credit,
        caption=caption,
        alt_text=_alt_text(fields),
        copyright_holder=_first(_label(part) for part in fields.get("copyrightHolder", ())),
        copyright_notice=_text(fields, "copyrightNotice"),
        usage_terms="\n".join(_texts(fields, "usageTerms")) or None,
        ednote="\n".join(_texts(fields, "edNote")) or None,
        provider=_first(_label(part) for part in fields.get("provider", ())),
        signals=tuple(filter(None, (_code(part) for part in fields.get("signal", ())))),
        links=tuple(_links(fields, guid)),
        renditions=tuple(_renditions(fields)),
        associations=_associations(fields) or inner.associations,
        warnings=tuple(notes.warnings),
    )


def _name(element: etree._Element) -> str:
    return local_name(element.tag)


def _fields_of(item: etree._Element) -> Fields:
    """Return the children of the item's parts under their names; those of `contentMeta` come after `itemMeta`'s."""
    fields: Fields = {}
    for part in item:
        name = _name(part)
        # Rights of one part of the content are not those of the item (2.35, `rightsInfo`, `@idrefs`).
        if name in _FLATTENED and not (name == "rightsInfo" and part.get("idrefs")):
            for child in part:
                fields.setdefault(_name(child), []).append(child)
        elif name in {"groupSet", "assert"}:
            fields.setdefault(name, []).append(part)
        elif name in {"concept", "newsCoverageSet"}:
            fields.setdefault(name, []).append(part)
            _describe(part, fields)
    return fields


def _describe(part: etree._Element, fields: Fields) -> None:
    """Give the item the name and definition of its concept, or the headline of its coverage, for its own."""
    for element in part.iter("{*}name", "{*}definition", "{*}headline"):
        above = element.getparent()
        name, parent = _name(element), "" if above is None else _name(above)
        if parent == "concept" and name == "name":
            fields.setdefault("title", []).append(element)
        elif parent == "concept" and name == "definition":
            fields.setdefault("description", []).append(element)
        elif parent == "planning" and name == "headline":
            fields.setdefault("title", []).append(element)


def _flat(element: etree._Element) -> str | None:
    return squeeze("".join(map(str, element.itertext())) if len(element) else element.text)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _text(fields: Fields, name: str) -> str | None:
    for part in fields.get(name, ()):
        if text := _flat(part):
            return text
    return None


def _own(fields: Fields, name: str, language: str | None) -> str | None:
    """Return the text in the item's own language, where several are given; else the first."""
    parts = fields.get(name, ())
    if len(parts) > 1 and language:
        own = language.lower().partition("-")[0]
        same = (part for part in parts if (part.get(_LANG) or "").lower().partition("-")[0] == own)
        if text := _first(_flat(part) for part in same):
            return text
    return _text(fields, name)


def _texts(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(text for part in fields.get(name, ()) if (text := _flat(part)))


def _code(element: etree._Element) -> str | None:
    return squeeze(element.get("qcode") or element.get("uri") or element.get("literal"))


def _name_of(element: etree._Element) -> str | None:
    for part in element:
        if _name(part) == "name" and (text := _flat(part)):
            return text
    return None


def _asserted(fields: Fields) -> dict[str, str | None]:
    """Return the names that the item's own `assert` elements give to its literals: a place's name or its town."""
    return {
        literal: _name_of(part) or _first(_name_of(town) for town in part.iter("{*}locality"))
        for part in fields.get("assert", ())
        if (literal := part.get("literal"))
    }


def _label(element: etree._Element, known: Mapping[str, str | None] = NOTHING_KNOWN) -> str | None:
    """Return what a person would call the thing: its name, else its literal or its own text, else its code."""
    literal = squeeze(element.get("literal"))
    if literal is not None:
        literal = known.get(literal, literal)
    label = _name_of(element) or literal or squeeze(element.text)
    qcode = squeeze(element.get("qcode"))
    return label or (qcode.split(":", 1)[-1] if qcode else squeeze(element.get("uri")))


def _term(element: etree._Element, known: Mapping[str, str | None]) -> Term | None:
    qcode = squeeze(element.get("qcode"))
    name = _name_of(element)
    if qcode and ":" in qcode:
        scheme, local = qcode.split(":", 1)
        return Term(local, name, scheme)
    code = _code(element)
    if name is None and code is not None:
        name = known.get(code)
    return Term(code, name) if code or name else None


def _terms(fields: Fields, name: str, known: Mapping[str, str | None]) -> tuple[Term, ...]:
    return tuple(term for part in fields.get(name, ()) if (term := _term(part, known)))


def _places(fields: Fields, known: Mapping[str, str | None]) -> Iterator[Term]:
    for part in fields.get("subject", ()):
        if part.get("type") in {"cpnat:geoArea", "cpnat:poi"} and (term := _term(part, known)):
            yield term
    for part in fields.get("located", ()):
        if term := _term(part, known):
            yield term


def _kind(item: etree._Element, fields: Fields) -> str:
    fixed = _ITEM_KINDS.get(_name(item))
    if fixed is not None:
        is_event = fixed == "concept" and any(_is_event(part) for part in fields.get("concept", ()))
        return "event" if is_event else fixed
    word = _last_word(_first(_code(part) for part in fields.get("itemClass", ())) or "")
    if word in KINDS:
        return word
    return "graphic" if word == "animated" else "text" if not word and _name(item) == "newsItem" else "other"


def _is_event(concept: etree._Element) -> bool:
    return any(_name(part) == "eventDetails" or part.get("qcode") == "cpnat:event" for part in concept)


def _pubstatus(fields: Fields, notes: Notes) -> str:
    """Return the status. An embargo without a time holds until the provider says otherwise: withheld."""
    status = notes.pubstatus(_first(_code(part) for part in fields.get("pubStatus", ())))
    if status == "usable" and fields.get("embargoed") and _text(fields, "embargoed") is None:
        notes.warnings.append("The embargo has no end; the item is withheld.")
        return "withheld"
    return status


def _language(item: etree._Element, fields: Fields) -> str | None:
    return _first(squeeze(part.get("tag")) for part in fields.get("language", ())) or squeeze(item.get(_LANG))


def _description(fields: Fields) -> str | None:
    return _first(
        _flat(part) for part in fields.get("description", ()) if not (part.get("role") or "").endswith(":alt")
    )


def _alt_text(fields: Fields) -> str | None:
    said = (_flat(part) for part in fields.get("description", ()) if (part.get("role") or "").endswith(":alt"))
    return _first(said)


def _picture_text(fields: Fields, kind: str) -> tuple[str | None, tuple[Creator, ...], str | None]:
    """Return caption, creators and credit line. A picture's byline names its creator where only a code does.

    The tail “Foto: …” of a picture's caption goes where the credit is; it fills what the item itself leaves empty.
    """
    creators = tuple(_creators(fields))
    credit = _text(fields, "creditline")
    if kind not in {"picture", "graphic", "video"}:
        return None, creators, credit
    if not creators and (by := _text(fields, "by")):
        creators = (Creator(by),)
    caption, tail_creators, tail_credit = split_caption(_description(fields))
    return caption, creators or tail_creators, credit or tail_credit


def _creators(fields: Fields) -> Iterator[Creator]:
    coded_only = bool(fields.get("by"))
    for part in fields.get("creator", ()):
        name = _name_of(part) or squeeze(part.get("literal")) or squeeze(part.text)
        if name is None and not coded_only:
            name = _label(part)
        if name:
            role = squeeze(part.get("role"))
            yield Creator(name, role.split(":", 1)[-1] if role else None)


def _links(fields: Fields, guid: str | None) -> Iterator[Link]:
    """Yield the links as they stand, and one more for an earlier item, under another guid, that this one replaces."""
    for part in fields.get("link", ()):
        if uri := squeeze(part.get("residref") or part.get("href") or part.get("guidref")):
            rel = squeeze(part.get("rel"))
            yield Link(rel, uri)
            is_replaced = rel is not None and rel != "replaces" and _last_word(rel) in _REPLACING
            if is_replaced and uri != guid:
                yield Link("replaces", uri)


def _last_word(code: str) -> str:
    return code.rsplit(":", 1)[-1].rsplit("/", 1)[-1].lower()


def _renditions(fields: Fields) -> Iterator[Rendition]:
    for part in fields.get("remoteContent", ()):
        if href := squeeze(part.get("href") or part.get("residref")):
            yield Rendition(
                name=squeeze(part.get("rendition")),
                href=href,
                mimetype=squeeze(part.get("contenttype")),
                width=nitf.pixels(part.get("width")),
                height=nitf.pixels(part.get("height")),
                bytes=nitf.pixels(part.get("size")),
            )


def _body(fields: Fields, notes: Notes) -> Body:
    """Return the first content that is text: XHTML or NITF in XML, else inline data."""
    for part in fields.get("inlineXML", ()):
        if (body := _inline_xml(part)).html:
            return body
    for part in fields.get("inlineData", ()):
        if (body := _inline_data(part, notes)).html:
            return body
    return NO_BODY


def _inline_xml(part: etree._Element) -> Body:
    content = next(part.iter("{*}body.content"), None)
    if content is not None:
        return nitf.body_of(content)
    body = next(part.iter("{*}body"), part)
    headers = _NOT_BODY if next(body.iterchildren("{*}header"), None) is not None else frozenset()
    return markup.body_of_element(body, headers)


def _inner_nitf(fields: Fields, notes: Notes) -> Dispatch:
    """Return the NITF document inside the item, whose head fills what the item itself leaves empty."""
    for part in fields.get("inlineXML", ()):
        for element in part:
            if _name(element) == "nitf":
                return nitf.item_of(element, Notes(notes.time_zone))
    return _NOTHING


def _inline_data(part: etree._Element, notes: Notes) -> Body:
    """Return the clean body of text in the item: plain, HTML, or NITF, in Base64 or as it is."""
    mimetype = (squeeze(part.get("contenttype")) or "text/plain").split(";")[0].lower()
    is_html, is_nitf = "html" in mimetype, "nitf" in mimetype
    if not (is_html or is_nitf or mimetype.startswith("text/")):
        notes.warnings.append(f"The content is {mimetype}, which is no text; left out.")
        return NO_BODY
    text = "".join(map(str, part.itertext()))
    if part.get("encoding", "").lower().endswith("base64"):
        try:
            text = base64.b64decode(text, validate=False).decode()
        except (binascii.Error, UnicodeDecodeError):
            notes.warnings.append("The content says that it is base64 and is not; left out.")
            return NO_BODY
    if is_nitf and text.lstrip().startswith("<"):
        return nitf.body_of(next(xml.parse(text.strip().encode(), notes.warnings).iter("{*}body.content"), None))
    return markup.body(text) if is_html or is_nitf else markup.body_of_text(paragraphs(text))


def _associations(fields: Fields) -> dict[str, Dispatch]:
    """Return the items that a package refers to, each under the identifier that the package uses."""
    found: dict[str, Dispatch] = {}
    for groups in fields.get("groupSet", ()):
        for reference in groups.iter("{*}itemRef"):
            guid = squeeze(reference.get("residref") or reference.get("href"))
            if guid and guid not in found:
                found[guid] = _reference(reference, guid)
    return found


def _reference(reference: etree._Element, guid: str) -> Dispatch:
    fields: Fields = {}
    for part in reference:
        fields.setdefault(_name(part), []).append(part)
    kind = _last_word(_first(_code(part) for part in fields.get("itemClass", ())) or "")
    return Dispatch(
        format="newsml-g2",
        guid=guid,
        version=squeeze(reference.get("version")),
        kind=kind if kind in KINDS else "other",
        headline=_text(fields, "headline") or _text(fields, "title"),
        abstract=_description(fields),
        provider=_first(_label(part) for part in fields.get("provider", ())),
    )
