"""XMP: metadata as RDF in XML. Read by name out of whatever shape the RDF has, and written in the plainest.

Source: ISO 16684-1 (XMP part 1); IPTC Photo Metadata Standard 2023.2, Core 1.4 and Extension 1.7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from lxml import etree

from broadsheet.photos.metadata.containers import MAX_XMP_BYTES
from broadsheet.photos.metadata.text import clean, in_utc

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
BASIC = "http://ns.adobe.com/xap/1.0/"
EXIF = "http://ns.adobe.com/exif/1.0/"
META = "adobe:ns:meta/"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES = {
    "x": META,
    "rdf": RDF,
    "dc": DC,
    "photoshop": PHOTOSHOP,
    "xmpRights": RIGHTS,
    "Iptc4xmpCore": CORE,
    "Iptc4xmpExt": EXTENSION,
}

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
INSTANTS = ((PHOTOSHOP, "DateCreated"), (EXIF, "DateTimeOriginal"), (BASIC, "CreateDate"))


def facts(packet: bytes) -> dict[str, object]:
    """Return the facts that a packet states; none of one that is broken, too big or has a DOCTYPE. Never raises."""
    root = _parsed(packet)
    if root is None:
        return {}
    told: dict[str, object] = {
        name: _one_text(root, space, local, container) for name, (space, local, container) in PROPERTIES.items()
    }
    told["keywords"] = tuple(_values(root, DC, "subject"))
    told["taken_at"] = next(filter(None, (_instant(root, *name) for name in INSTANTS)), None)
    return told


def written(values: Mapping[str, str]) -> bytes:
    """Return these facts as a packet in UTF-8."""
    meta = etree.Element(f"{{{META}}}xmpmeta", nsmap=PREFIXES)
    rdf = etree.SubElement(meta, f"{{{RDF}}}RDF")
    about = etree.SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    for name, (space, local, container) in PROPERTIES.items():
        if values.get(name):
            _write(about, f"{{{space}}}{local}", container, values[name])
    body = etree.tostring(meta, encoding="utf-8", xml_declaration=False)
    begin = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
    return bytes(begin + body + b'\n<?xpacket end="r"?>')


def _write(about: etree._Element, name: str, container: str, value: str) -> None:
    element = etree.SubElement(about, name)
    if container:
        box = etree.SubElement(element, f"{{{RDF}}}{container}")
        element = etree.SubElement(box, f"{{{RDF}}}li")
        if container == "Alt":
            element.set(LANG, "x-default")
    element.text = value


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


def _instant(root: etree._Element, space: str, local: str) -> datetime | None:
    """Return the instant; without an offset it is read as UTC, and a bare year or month tells nothing."""
    text = next(_values(root, space, local), "")
    try:
        return in_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None
