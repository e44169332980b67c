"""XMP: metadata as RDF in XML. Read by name out of whatever shape the RDF has.

Source: ISO 16684-1 (XMP part 1); IPTC Photo Metadata Standard 2023.2, Core 1.4 and Extension 1.7.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from broadsheet.core.metadata.containers import MAX_XMP_BYTES
from broadsheet.core.metadata.text import clean, in_utc, instants

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
BASIC = "http://ns.adobe.com/xap/1.0/"
PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
EXIF = "http://ns.adobe.com/exif/1.0/"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Name of the fact, property, and the container that the standard gives it.
PROPERTIES = {
    "creator": (DC, "creator", "Seq"),
    "credit_line": (PHOTOSHOP, "Credit", ""),
    "copyright_notice": (DC, "rights", "Alt"),
    "caption": (DC, "description", "Alt"),
    "headline": (PHOTOSHOP, "Headline", ""),
    "usage_terms": (RIGHTS, "UsageTerms", "Alt"),
    "alt_text": (CORE, "AltTextAccessibility", "Alt"),
    "source": (PHOTOSHOP, "Source", ""),
    "instructions": (PHOTOSHOP, "Instructions", ""),
    "digital_source_type": (EXTENSION, "DigitalSourceType", ""),
}
# What only the wire asks for.
MORE_PROPERTIES = {
    "guid": (EXTENSION, "DigImageGUID", ""),
    "title": (DC, "title", "Alt"),
    "urgency": (PHOTOSHOP, "Urgency", ""),
    "city": (PHOTOSHOP, "City", ""),
    "location": (CORE, "Location", ""),
    "state": (PHOTOSHOP, "State", ""),
    "country": (PHOTOSHOP, "Country", ""),
    "country_code": (CORE, "CountryCode", ""),
    "rating": (BASIC, "Rating", ""),
    "supplier_id": (PLUS, "ImageSupplierImageID", ""),
    "copyright_holder": (PLUS, "CopyrightOwnerName", ""),
    "language": (DC, "language", ""),
}
ADDRESSES = {"license_url": (RIGHTS, "WebStatement"), "acquire_url": (PLUS, "LicensorURL")}
"""Where the licence can be read, and where one can be had: the first licensor's address, at whatever depth."""
SPANS = {"license_start": (PLUS, "LicenseStartDate"), "license_end": (PLUS, "LicenseEndDate")}
"""From when to when the licence runs."""
SHOWN = {
    "location": "Sublocation",
    "city": "City",
    "state": "ProvinceState",
    "country": "CountryName",
    "country_code": "CountryCode",
}
"""The parts of a place that the picture shows (LocationShown), each under the name that it has among our facts."""
TAKEN = ((PHOTOSHOP, "DateCreated"), (EXIF, "DateTimeOriginal"), (BASIC, "CreateDate"))


def facts(packet: bytes) -> dict[str, object]:
    """Return the facts that a packet states; none of one that is broken, too big or has a DOCTYPE. Never raises."""
    root = _parsed(packet)
    if root is None:
        return {}
    told: dict[str, object] = {
        name: _one_text(root, space, local, container)
        for name, (space, local, container) in (PROPERTIES | MORE_PROPERTIES).items()
    }
    told["keywords"] = tuple(_values(root, DC, "subject"))
    told |= {name: _address(root, space, local) for name, (space, local) in ADDRESSES.items()}
    told |= {name: _written(root, space, local) for name, (space, local) in SPANS.items()}
    told["creators"] = tuple(_values(root, DC, "creator"))
    told["shown"] = tuple(_places(root))
    told["digitized"], told["modified"] = _moment(root, BASIC, "CreateDate"), _moment(root, BASIC, "ModifyDate")
    return told | instants(next(filter(None, (_moment(root, *name) for name in TAKEN)), None))


def _parsed(packet: bytes) -> etree._Element | None:
    """Return the root. A packet has no DOCTYPE, so one that has is refused before any parser sees its entities."""
    if not packet or len(packet) > MAX_XMP_BYTES:
        return None
    text = _decoded(packet)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _decoded(packet: bytes) -> str:
    head = packet.lstrip(b"\xef\xbb\xbf\xff\xfe")[:4] or b"    "
    if head[:3] == b"\x00\x00\x00":
        encoding = "utf-32-be"
    elif head[1:4] == b"\x00\x00\x00":
        encoding = "utf-32-le"
    elif head[:1] == b"\x00":
        encoding = "utf-16-be"
    elif head[1:2] == b"\x00":
        encoding = "utf-16-le"
    else:
        encoding = "utf-8"
    return packet.decode(encoding, "replace").strip("\x00 \r\n\t\ufeff")


def _values(root: etree._Element, space: str, local: str) -> Iterator[str]:
    """Yield the texts of a property, written as an attribute, a plain element or a container of items."""
    name = f"{{{space}}}{local}"
    for about in root.iter(f"{{{RDF}}}Description"):
        value = clean(about.get(name, ""))
        if value:
            yield value
        for element in about.findall(name):
            items = element.findall(f"*/{{{RDF}}}li")
            yield from filter(None, map(_text, _default_first(items) or [element]))


def _text(element: etree._Element) -> str:
    return clean("".join(str(part) for part in element.itertext()))


def _default_first(items: list[etree._Element]) -> list[etree._Element]:
    return sorted(items, key=lambda item: item.get(LANG, "x-default") != "x-default")


def _one_text(root: etree._Element, space: str, local: str, container: str) -> str:
    """Return the property as one text: all creators, and of a text in several languages the default one."""
    values = _values(root, space, local)
    return clean(", ".join(values)) if container == "Seq" else next(values, "")


def _places(root: etree._Element) -> Iterator[dict[str, str]]:
    """Yield the places that the picture shows, each by its named parts."""
    for item in root.iterfind(f".//{{{EXTENSION}}}LocationShown/*/{{{RDF}}}li"):
        named = {name: _address(item, EXTENSION, local) for name, local in SHOWN.items()}
        if place := {name: value for name, value in named.items() if value}:
            yield place


def _address(root: etree._Element, space: str, local: str) -> str:
    """Return the first value of the property, wherever it stands."""
    name = f"{{{space}}}{local}"
    values = (clean(value) for element in root.iter("*") for value in (element.get(name, ""), _own_text(element, name)))
    return next(filter(None, values), "")


def _own_text(element: etree._Element, name: str) -> str:
    return _text(element) if element.tag == name else ""


def _written(root: etree._Element, space: str, local: str) -> str:
    """Return a day, with its time of day and offset if it has them, as ISO 8601; "" for a bare year, month or nothing."""
    text = _address(root, space, local)
    try:
        found = datetime.fromisoformat(text)
        is_told = in_utc(found) is not None
    except (ValueError, OverflowError):
        return ""
    if not is_told:
        return ""
    return found.isoformat() if len(text) > len("2026-12-31") else found.date().isoformat()


def _moment(root: etree._Element, space: str, local: str) -> datetime | None:
    """Return the time, with an offset if it has one; a bare year or month tells nothing."""
    text = next(_values(root, space, local), "")
    try:
        found = datetime.fromisoformat(text)
        return found if in_utc(found) else None
    except (ValueError, OverflowError):
        return None
