"""Press releases of NTB Kommunikasjon and its sister services: one `release`, as Solita's system exports it.

The comments in the files themselves describe each element: times are `dd.MM.yyyy HH:mm` without a zone, the body is
HTML in a text. Who to ring is for the newsroom alone, so contacts go to the note and never to the body.

Source: the comments in the exports; there is no public description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from broadsheet.core.dispatch import Dispatch, Link, Rendition, Term
from broadsheet.wire.errors import UnknownFormatError
from broadsheet.wire.formats import markup
from broadsheet.wire.formats.notes import Notes, paragraphs, squeeze

ROOT = "release"
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}) (\d{1,2}):(\d{2})")
_TELLING = frozenset({"title", "body", "publicationDate"})
_SIZES = (("original", "url"), ("medium", "mediumimageurl"), ("small", "smallimageurl"))


def read(root: etree._Element, notes: Notes) -> list[Dispatch]:
    """Return the one release. An embargo whose time cannot be read holds until the sender says otherwise.

    Raises:
        UnknownFormatError: another `release`, without any of the elements that this one has.
    """
    if not _TELLING & {etree.QName(part).localname for part in root if isinstance(part.tag, str)}:
        raise UnknownFormatError("The XML is a “release” without title, body or publication date.")
    address = _text(root, "longurl")
    number = squeeze(root.get("id"))
    published = notes.time(_iso(_text(root, "publicationDate")), "publicationDate")
    html = _body(root)
    kind = root.find("{*}type")
    embargo = _text(root, "embargo")
    embargoed = notes.time(_iso(embargo), "embargo")
    return [
        Dispatch(
            format="solita",
            guid=f"release:{_host(address)}:{number}" if number else address,
            pubstatus="withheld" if embargo and embargoed is None else "usable",
            version_created=published,
            first_created=published,
            embargoed_until=embargoed,
            language=squeeze(root.get("lang")),
            headline=_text(root, "title"),
            abstract=squeeze((markup.text_of(markup.clean(_text(root, "leadtext"))) or "").replace("\n", " ")),
            body_html=html,
            body_text=markup.text_of(html),
            keywords=tuple(part for word in (_text(root, "keywords") or "").split(",") if (part := squeeze(word))),
            subjects=tuple(_terms(root, "categories/{*}category", "solita")),
            genres=() if kind is None else tuple(filter(None, [_term(kind, None)])),
            ednote="\n".join(_contacts(root)) or None,
            provider=_text(root, "publisher/{*}name"),
            links=(Link("alternate", address),) if address else (),
            associations=dict(_pictures(root)),
            warnings=tuple(notes.warnings),
        )
    ]


def _text(element: etree._Element, path: str) -> str | None:
    found = element.find(f"{{*}}{path}")
    return None if found is None else squeeze(found.text)


def _iso(value: str | None) -> str | None:
    """Return the time in ISO 8601, or as it is where it has another pattern."""
    match = _DATE.fullmatch(value) if value else None
    if match is None:
        return value
    day, month, year, hour, minute = match.groups()
    return f"{year}-{int(month):02}-{int(day):02}T{int(hour):02}:{minute}"


def _host(address: str | None) -> str:
    try:
        return urlsplit(address or "").hostname or "ntbinfo.no"
    except ValueError:
        return "ntbinfo.no"


def _body(root: etree._Element) -> str | None:
    body, boilerplate = root.find("{*}body"), root.find("{*}boilerplate")
    html = None if body is None else markup.clean(body.text)
    about = None if boilerplate is None else markup.from_text(paragraphs(boilerplate.text))
    return (html or "") + (about or "") or None


def _terms(root: etree._Element, path: str, scheme: str | None) -> Iterator[Term]:
    return (term for part in root.iterfind(f"{{*}}{path}") if (term := _term(part, scheme)))


def _term(element: etree._Element, scheme: str | None) -> Term | None:
    code, name = squeeze(element.get("id")), _text(element, "label")
    return Term(code, name, scheme) if code or name else None


def _contacts(root: etree._Element) -> Iterator[str]:
    if text := _text(root, "contactsAsText"):
        yield text
    for contact in root.iterfind("{*}contacts/{*}contact"):
        said = (squeeze(part.text) for part in contact if isinstance(part.tag, str))
        if line := ", ".join(filter(None, said)):
            yield line


def _pictures(root: etree._Element) -> Iterator[tuple[str, Dispatch]]:
    for number, image in enumerate(root.iterfind("{*}images/{*}image"), start=1):
        sizes = [(name, href) for name, element in _SIZES if (href := _text(image, element))]
        if sizes:
            renditions = tuple(Rendition(name, href) for name, href in sizes)
            caption = _text(image, "caption")
            picture = Dispatch(format="solita", kind="picture", caption=caption, renditions=renditions)
            yield squeeze(image.get("id")) or f"image-{number}", picture
    for number, document in enumerate(root.iterfind("{*}documents/{*}document"), start=1):
        if href := _text(document, "url"):
            title = _text(document, "title") or _text(document, "name")
            paper = Dispatch(format="solita", kind="other", headline=title, renditions=(Rendition(title, href),))
            yield squeeze(document.get("id")) or f"document-{number}", paper
