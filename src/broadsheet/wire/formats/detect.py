"""What a file is, told by its head: by its content, never by its name.

A cheap look, not a parse: a feed that is broken further down is still known as a feed. For XML it finds the root
element's name and namespace, whatever stands before it.

Source: XML 1.0 (Fifth Edition), 2.8 and appendix F.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from lxml import etree

MAX_HEAD_BYTES = 64 * 1024
MAX_OPENING_BYTES = 1024
"""Of what begins as JSON does: the rest of it is for its parser."""

#: How the first bytes tell the width and the order of the units, and the encoding to read them in (XML 1.0, appendix F).
UNITS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
# Each alternative that looks for an end also takes the end of the text: a scan stays linear on input that never closes.
_PROLOG = re.compile(
    r"\s+|<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)"
    r"|<![A-Za-z](?:[^\[>\"']|\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|\[.*?(?:\]\s*(?=>)|\Z))*(?:>|\Z)",
    re.DOTALL,
)
_ROOT = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)([^<>]*)")
_NAMESPACE = re.compile(r"xmlns(?::([\w.-]+))?\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a file. Not XML: `root` is empty. `namespace` is empty where the root's prefix is not declared.

    `start` is the file's first text, without a byte order mark and space.
    """

    data: bytes
    start: str
    root: str = ""
    namespace: str = ""
    attributes: str = ""

    @property
    def is_json(self) -> bool:
        return self.start.startswith(("{", "["))


def head_of(data: bytes) -> Head:
    """Return what the first 64 KB tell."""
    if data.startswith((b"{", b"[")):
        return Head(data, data[:MAX_OPENING_BYTES].decode("latin-1"))
    start = _decoded(data[:MAX_HEAD_BYTES]).lstrip("\ufeff \t\r\n")
    if not start.startswith("<"):
        return Head(data, start)
    position = 0
    while part := _PROLOG.match(start, position):
        position = part.end()
    root = _ROOT.match(start, position)
    if root is None:
        return Head(data, start)
    prefix, name, attributes = root.groups()
    namespaces = dict(_NAMESPACE.findall(attributes))
    return Head(data, start, name, namespaces.get(prefix or "", ""), attributes)


def head_of_element(data: bytes, root: etree._Element) -> Head:
    """Return the head of a file whose XML has been parsed, which no odd beginning can hide."""
    name = etree.QName(root)
    return Head(data, "<", name.localname, name.namespace or "")


def _decoded(data: bytes) -> str:
    """Return the text for a look at its ASCII letters; what else it has does not matter here."""
    for mark, encoding in UNITS:
        if data.startswith(mark):
            return data.decode(encoding, errors="ignore")
    return data.decode("latin-1")
