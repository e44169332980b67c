"""What a NewsComponent of NewsML 1 says of an item: lines, metadata and rights.

Of the components that speak of the item itself the outermost value counts. A picture, a sound or a translation with
lines of its own is an item inside the item.

Source: IPTC NewsML 1.2 functional specification, 5.5 (NewsLines, AdministrativeMetadata, RightsMetadata,
DescriptiveMetadata, Metadata).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from broadsheet.core.dispatch import Creator, Dispatch, Rendition, Term
from broadsheet.wire.formats import markup
from broadsheet.wire.formats.newsml_1_content import (
    BODIES,
    CAPTIONS,
    LEADS,
    TITLES,
    Content,
    Node,
    Story,
    child,
    each,
    first,
    flat,
    formal,
    property_of,
    story_of,
)
from broadsheet.wire.formats.notes import Notes, split_caption, squeeze

MAX_NOTICE = 200
_SUBJECTS = ("subject", "subjectmatter", "subjectdetail", "subjectqualifier")
_EDITORIAL = re.compile(r"advisory|ed(?:itor)?'?s?'?[ -]?notes?|editorial|instruction", re.IGNORECASE)
_USAGE = ("usagetype", "geography", "limitations", "startdate", "enddate")
_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright|\s)*(?:\d{4}(?:\s?[-/]\s?\d{2,4})?,?)?\s*([^.©\d\s][^.©]{0,60})\.?", re.IGNORECASE
)
_YEAR = re.compile(r",?\s*\d{4}$")
_COUNTRY = re.compile(r"[A-Z]{2,3}")
_TOWN = ("city", "sublocation")
_REGION = ("area", "countryarea", "country", "worldregion")
_PICTORIAL = frozenset({"picture", "graphic", "video"})


@dataclass(slots=True)
class _Reading:
    """A component while it becomes an item: what it holds, sorted, and the warnings of the item."""

    node: Node
    story: Story
    notes: Notes
    sections: dict[str, list[etree._Element]] = field(default_factory=dict)

    def lines(self, *names: str) -> Iterator[str]:
        """Yield the texts of these news lines, those of the outermost component first."""
        return (text for part in self.within("newslines", *names) if (text := flat(part)))

    def within(self, section: str, *names: str) -> Iterator[etree._Element]:
        """Yield the elements with these names in a section of the components, those of the outermost first."""
        if section not in self.sections:
            found = (child(node.element, section) for node in self.story.trunk)
            self.sections[section] = [part for part in found if part is not None]
        for part in self.sections[section]:
            yield from each(part, *names)

    def text(self, roles: frozenset[str]) -> str | None:
        """Return the text of the first content in one of these roles, on one line."""
        found = (markup.text_of(content.html) for content in self.story.texts if content.role in roles)
        return squeeze((first(found) or "").replace("\n", " "))


def item_of(node: Node, notes: Notes, item_type: str = "") -> Dispatch:
    """Return the item that a component makes, without what only a NewsItem can say."""
    reading = _Reading(node, story_of(node), notes)
    story = reading.story
    bodies = [content for content in story.texts if content.role in BODIES] or [
        content for content in story.texts if content.role not in TITLES | LEADS | CAPTIONS
    ]
    inner = next((content.inner for content in bodies if content.inner), None) or Dispatch(format="newsml-1")
    headline = first(reading.lines("headline")) or reading.text(TITLES) or inner.headline
    html = markup.without_headline("".join(content.html or "" for content in bodies) or None, headline)
    kind = _kind(reading, html, item_type)
    is_medium = html is None and kind != "composite"
    caption, creators, credit = split_caption(reading.text(CAPTIONS)) if is_medium else (None, (), None)
    byline = first(reading.lines("byline")) or inner.byline
    notice = first(reading.lines("copyrightline"))
    return Dispatch(
        format="newsml-1",
        kind=kind,
        language=first(formal(part) for part in reading.within("descriptivemetadata", "language"))
        or first(part.language for part in story.trunk),
        urgency=_urgency(reading),
        headline=headline,
        slugline=first(reading.lines("slugline")) or _administrative(reading, "topic"),
        byline=byline,
        dateline=first(reading.lines("dateline")) or inner.dateline,
        located=first(property_of(part, *_TOWN) for part in _locations(reading)) or inner.located,
        abstract=reading.text(LEADS) or inner.abstract or first(reading.lines("subheadline")),
        body_html=html,
        body_text=markup.text_of(html),
        keywords=tuple(dict.fromkeys(_keywords(reading))) or inner.keywords,
        subjects=tuple(dict.fromkeys(_subjects(reading))),
        genres=tuple(
            Term(name, name) for part in reading.within("descriptivemetadata", "genre") if (name := formal(part))
        ),
        places=tuple(dict.fromkeys(_places(reading))),
        creators=tuple(dict.fromkeys(_creators(reading))) or creators or _written_by(byline, kind),
        credit_line=first(reading.lines("creditline")) or credit,
        caption=caption,
        copyright_holder=_holder(reading, notice) or inner.copyright_holder,
        copyright_notice=notice,
        usage_terms="\n".join(dict.fromkeys(_usage(reading))) or None,
        ednote="\n".join(dict.fromkeys(_ednotes(reading))) or inner.ednote,
        provider=_party(reading, "provider") or _party(reading, "source"),
        renditions=tuple(_renditions([node])) if is_medium else (),
        associations={**inner.associations, **_associations(reading, bodies, notes, is_medium=is_medium)},
    )


def _kind(reading: _Reading, html: str | None, item_type: str) -> str:
    words = [item_type, *(node.role for node in reading.story.trunk)]
    if html is not None:
        return next((kind for kind in ("audio", "video") if any(kind in word for word in words)), "text")
    kinds = {content.kind for content in reading.node.files}
    if len(kinds) == 1 and not _is_gallery(reading.node):
        return kinds.pop()
    if kinds:
        return "composite"
    return "package" if next(_references(reading.node), None) is not None else "text"


def _is_gallery(node: Node) -> bool:
    """Return whether several media, each with lines or parts of its own, stand side by side."""
    compounds = [inner for inner in node.children if inner.is_media and not inner.is_leaf]
    return len(compounds) > 1 or any(_is_gallery(inner) for inner in compounds)


def _urgency(reading: _Reading) -> int | None:
    """Return the priority that some senders write as a property instead of an urgency."""
    value = _administrative(reading, "priority")
    return int(value) if value and value in "123456789" else None


def _administrative(reading: _Reading, *names: str) -> str | None:
    sections = (child(node.element, "administrativemetadata") for node in reading.story.trunk)
    return first(property_of(section, *names) for section in sections)


def _locations(reading: _Reading) -> list[etree._Element]:
    """Return the locations, those of the story's origin first. Some senders write them as nested properties."""
    found = list(reading.within("descriptivemetadata", "location"))
    found += [part for part in reading.within("descriptivemetadata", "property") if formal(part) == "Location"]
    return sorted(found, key=lambda part: part.get("HowPresent") != "Origin")


def _places(reading: _Reading) -> Iterator[Term]:
    for part in _locations(reading):
        country = property_of(part, "countrycode", "country") or ""
        name = property_of(part, *_TOWN) or property_of(part, *_REGION)
        code = country if _COUNTRY.fullmatch(country) else None
        if name or code:
            yield Term(code, None if name == code else name, "iso3166-1" if code else None)


def _keywords(reading: _Reading) -> Iterator[str]:
    yield from reading.lines("keywordline")
    for part in reading.within("descriptivemetadata", "property"):
        if (formal(part) or "").lower() in {"keyword", "keywords"} and (value := squeeze(part.get("Value"))):
            yield value


def _subjects(reading: _Reading) -> Iterator[Term]:
    for group in reading.within("descriptivemetadata", "subjectcode"):
        for part in each(group, *_SUBJECTS):
            if code := formal(part):
                is_iptc = len(code) == 8 and code.isdigit()
                yield Term(code, None, "subj" if is_iptc else squeeze(part.get("Vocabulary") or part.get("Scheme")))


def _creators(reading: _Reading) -> Iterator[Creator]:
    for name in ("creator", "contributor"):
        for group in reading.within("administrativemetadata", name):
            for party in each(group, "party"):
                if person := formal(party):
                    role = property_of(party, "role", "position") or squeeze(party.get("Topic"))
                    is_plain = role is None or role.startswith("#")
                    yield Creator(person, (name if name == "contributor" else None) if is_plain else role)


def _written_by(byline: str | None, kind: str) -> tuple[Creator, ...]:
    """Return the byline of a picture as its creator, where nobody else is named."""
    return (Creator(byline),) if byline and kind in _PICTORIAL else ()


def _party(reading: _Reading, name: str) -> str | None:
    groups = reading.within("administrativemetadata", name)
    return first(formal(party) or flat(party) for group in groups for party in each(group, "party"))


def _holder(reading: _Reading, notice: str | None) -> str | None:
    """Return who holds the copyright: as the rights say, else as a short copyright line names him."""
    for group in reading.within("rightsmetadata", "copyright"):
        holder = child(group, "copyrightholder")
        said = first(formal(party) for party in each(holder, "party")) or flat(holder)
        if said:
            return said
    match = _HOLDER.fullmatch(notice) if notice and len(notice) < MAX_NOTICE else None
    return _YEAR.sub("", match[1]).strip() or None if match else None


def _usage(reading: _Reading) -> Iterator[str]:
    for group in reading.within("rightsmetadata", "usagerights"):
        yield from filter(None, (flat(part) for part in each(group, *_USAGE)))


def _ednotes(reading: _Reading) -> Iterator[str]:
    for line in reading.within("newslines", "newsline"):
        if _EDITORIAL.search(formal(child(line, "newslinetype")) or ""):
            yield from filter(None, (flat(part) for part in each(line, "newslinetext")))
    if note := _administrative(reading, "editorialinfo", "ednote", "editornote"):
        yield note


def _renditions(nodes: list[Node]) -> Iterator[Rendition]:
    return (content.rendition for node in nodes for content in node.files if content.rendition)


def _references(node: Node) -> Iterator[tuple[Node, str]]:
    for inner in node.all_nodes():
        for part in each(inner.element, "newsitemref"):
            if uri := squeeze(part.get("NewsItem")):
                yield inner, uri


def _associations(reading: _Reading, bodies: list[Content], notes: Notes, *, is_medium: bool) -> dict[str, Dispatch]:
    found: dict[str, Dispatch] = {}
    read = {id(content) for content in bodies}
    if not is_medium:
        for number, nodes in enumerate(reading.story.media, start=1):
            _put(found, squeeze(nodes[0].element.get("Duid")) or f"media-{number}", _medium(nodes, notes))
    for node in reading.story.languages:
        _put(found, f"language-{node.language}", item_of(node, notes))
    for content in reading.story.texts:
        if content.role not in TITLES | LEADS | (CAPTIONS if is_medium else frozenset()) and id(content) not in read:
            _put(found, content.role, _text(content))
    for node, uri in _references(reading.node):
        _put(found, uri, _reference(node, uri))
    return found


def _put(found: dict[str, Dispatch], name: str, item: Dispatch) -> None:
    free = name
    number = len(found)
    while free in found:
        number += 1
        free = f"{name}-{number}"
    found[free] = item


def _medium(nodes: list[Node], notes: Notes) -> Dispatch:
    """Return a picture, a sound or a document that goes with a story, in all its sizes."""
    item = item_of(nodes[0], notes)
    if len(nodes) == 1 and item.renditions:
        return item
    kinds = {content.kind for node in nodes for content in node.files}
    return replace(
        item,
        kind=kinds.pop() if len(kinds) == 1 else "composite",
        renditions=tuple(_renditions(nodes)),
        associations={},
    )


def _text(content: Content) -> Dispatch:
    return Dispatch(format="newsml-1", body_html=content.html, body_text=markup.text_of(content.html))


def _reference(node: Node, uri: str) -> Dispatch:
    lines = child(node.element, "newslines")
    kind = "picture" if "pic" in node.role or "photo" in node.role else "text" if node.role == "text" else "other"
    return Dispatch(
        format="newsml-1",
        guid=uri,
        kind=kind,
        language=node.language,
        headline=flat(child(lines, "headline")),
        slugline=flat(child(lines, "slugline")),
        links=(),
    )
