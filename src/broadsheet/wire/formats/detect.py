"""Which format a file is in: by its content, never by its name."""

from __future__ import annotations

import codecs

from lxml import etree

from broadsheet.wire.errors import UnknownFormatError
from broadsheet.wire.formats.newsml_g2 import ROOTS

FORMATS = ("ninjs", "ninjs-1", "ninjs-2", "ninjs-3", "newsml-g2", "nitf")


def is_json(data: bytes) -> bool:
    """Return whether the bytes begin as JSON does.

    Raises:
        UnknownFormatError: they begin neither as JSON nor as XML.
    """
    head = data[:512].removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith((b"{", b"[")):
        return True
    if head.startswith((b"<", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    raise UnknownFormatError("The file is neither XML nor JSON.")


def xml_format(root: etree._Element) -> str:
    """Return `nitf` or `newsml-g2`, by the name of the root element.

    Raises:
        UnknownFormatError: another vocabulary.
    """
    name = etree.QName(root).localname
    if name == "nitf":
        return "nitf"
    if name in ROOTS:
        return "newsml-g2"
    raise UnknownFormatError(f"The root of the XML is “{name[:40]}”, which is neither NewsML-G2 nor NITF.")
