"""Writing XMP in the plainest of the shapes that RDF allows.

Source: ISO 16684-1 (XMP part 1); IPTC Photo Metadata Standard 2023.2, Core 1.4 and Extension 1.7.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from broadsheet.core.metadata.xmp import CORE, DC, EXTENSION, LANG, PHOTOSHOP, PLUS, PROPERTIES, RDF, RIGHTS

META = "adobe:ns:meta/"
PREFIXES = {
    "x": META,
    "rdf": RDF,
    "dc": DC,
    "photoshop": PHOTOSHOP,
    "xmpRights": RIGHTS,
    "Iptc4xmpCore": CORE,
    "Iptc4xmpExt": EXTENSION,
    "plus": PLUS,
}


def written(values: Mapping[str, str]) -> bytes:
    """Return these facts as a packet in UTF-8."""
    meta = etree.Element(f"{{{META}}}xmpmeta", nsmap=PREFIXES)
    rdf = etree.SubElement(meta, f"{{{RDF}}}RDF")
    about = etree.SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    for name, (space, local, container) in PROPERTIES.items():
        if values.get(name):
            _write(about, f"{{{space}}}{local}", container, values[name])
    _write_addresses(about, values)
    body = etree.tostring(meta, encoding="utf-8", xml_declaration=False)
    begin = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
    return bytes(begin + body + b'\n<?xpacket end="r"?>')


def _write_addresses(about: etree._Element, values: Mapping[str, str]) -> None:
    """Write where the licence is, and the licensor in the structure that PLUS gives it."""
    if values.get("license_url"):
        _write(about, f"{{{RIGHTS}}}WebStatement", "", values["license_url"])
    if values.get("acquire_url"):
        box = etree.SubElement(etree.SubElement(about, f"{{{PLUS}}}Licensor"), f"{{{RDF}}}Seq")
        item = etree.SubElement(box, f"{{{RDF}}}li", {f"{{{RDF}}}parseType": "Resource"})
        etree.SubElement(item, f"{{{PLUS}}}LicensorURL").text = values["acquire_url"]


def _write(about: etree._Element, name: str, container: str, value: str) -> None:
    element = etree.SubElement(about, name)
    if container:
        box = etree.SubElement(element, f"{{{RDF}}}{container}")
        element = etree.SubElement(box, f"{{{RDF}}}li")
        if container == "Alt":
            element.set(LANG, "x-default")
    element.text = value
