"""A feed's bytes, made safe before feedparser sees them: UTF-8, no DOCTYPE, no entity of its own, bounded.

feedparser takes what it is given. Its search for an e-mail address in an author's name takes time by the square of the
length, its loose parser 14 µs a tag, and neither has a limit; so what would be dear is refused here.

Source: XML 1.0 (Fifth Edition), 4.1, 4.4 and appendix F.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from html import escape

from lxml import etree

from broadsheet.wire.errors import MalformedDispatchError, OversizedError
from broadsheet.wire.formats import xml
from broadsheet.wire.formats.detect import UNITS

MAX_MARKUP = 200_000
MAX_LINES = 2_000_000
MAX_BROKEN_BYTES = 4 * 1024 * 1024
MAX_BROKEN_MARKUP = 100_000
MAX_AUTHOR_WORK = 50_000_000
"""Characters of an author's name, squared and summed: 0.25 s of feedparser's search."""

_DECLARED = re.compile(rb"^\s*<\?xml\s[^>]{0,300}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_DECLARATION = re.compile(r"^\s*<\?xml\s[^>]{0,300}?\?>")
_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
# What stands in place of Latin-1's controls; five have no sign and stay (WHATWG Encoding, windows-1252).
_WINDOWS = {code: sign for code in range(0x80, 0xA0) if (sign := bytes([code]).decode("cp1252", errors="ignore"))}
_NOT_TEXT = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "mbcs", "oem"})
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&([A-Za-z_:][\w:.-]*);", re.DOTALL)
_AUTHORS = frozenset({"author", "creator", "contributor", "managingeditor", "webmaster", "publisher", "owner"})
_AUTHOR_TAG = re.compile(rf"<(/?)(?:[\w.-]{{1,40}}:)?(?:{'|'.join(sorted(_AUTHORS))})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A feed as feedparser may have it, and its XML tree, or `None` where the XML is broken."""

    data: bytes
    root: etree._Element | None


def prepared(data: bytes, warnings: list[str]) -> Source:
    """Return the feed in UTF-8 with all entities resolved: those of HTML, and those that stand for plain text.

    Raises:
        OversizedError: more than 20 MB, 200,000 tags or 2,000,000 lines; broken XML of more than 4 MB or 100,000 tags;
            endless names.
        UnreadableEntityError: a reference to an entity that stands for nothing we know.
        MalformedDispatchError: a document type declaration without an end.
    """
    if len(data) > xml.MAX_BYTES:
        raise OversizedError("bytes", limit=xml.MAX_BYTES, found=len(data))
    text = _UNFIT.sub("", _DECLARATION.sub("", _decoded(data, warnings), count=1))
    if (found := text.count("<")) > MAX_MARKUP:
        raise OversizedError("tags", limit=MAX_MARKUP, found=found)
    if (found := text.count("\n") + text.count("&")) > MAX_LINES:
        raise OversizedError("lines and entities", limit=MAX_LINES, found=found)
    clean = _without_entities(text).encode()
    root = _tree(clean, warnings)
    _check_authors(clean, root)
    return Source(clean, root)


def _decoded(data: bytes, warnings: list[str]) -> str:
    """Return the text: by its mark, else as UTF-8 if it is that, else as it is declared, else as Windows-1252."""
    for mark, encoding in UNITS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").lstrip("\ufeff")
    match = _DECLARED.match(data[:512])
    declared = match[1].decode().lower() if match else "utf-8"
    if not declared.startswith("iso-2022"):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    try:
        if codecs.lookup(declared).name in _NOT_TEXT:
            raise LookupError(declared)
        return data.decode(_ALIASES.get(declared, declared))
    except (LookupError, UnicodeError):
        warnings.append(f"The file says that it is {declared}, which its bytes are not; read as Windows-1252.")
        return data.decode("latin-1").translate(_WINDOWS)


def _without_entities(text: str) -> str:
    text, declared = xml.without_doctype(text)
    plain = {name: value for name, value in declared.items() if not re.search(r"[&<%]|\ASYSTEM\Z|\APUBLIC\Z", value)}
    if plain:
        text = _REFERENCE.sub(lambda match: escape(plain[match[1]]) if match[1] in plain else match[0], text)
        if len(text) > xml.MAX_BYTES:
            raise OversizedError("characters", limit=xml.MAX_BYTES, found=len(text))
    return xml.resolve(text, {})


def _tree(clean: bytes, warnings: list[str]) -> etree._Element | None:
    try:
        return xml.parse(clean, [])
    except MalformedDispatchError as error:
        if len(clean) > MAX_BROKEN_BYTES:
            raise OversizedError("bytes of broken XML", limit=MAX_BROKEN_BYTES, found=len(clean)) from error
        if (found := clean.count(b"<")) > MAX_BROKEN_MARKUP:
            raise OversizedError("tags of broken XML", limit=MAX_BROKEN_MARKUP, found=found) from error
        warnings.append(f"The feed's XML is broken, and is read as well as it can be. {error}")
        return None


def _check_authors(clean: bytes, root: etree._Element | None) -> None:
    if root is None:
        lengths = _spans(clean.decode())
    else:
        named = (part for part in root.iter(etree.Element) if etree.QName(part).localname.lower() in _AUTHORS)
        lengths = [sum(len(str(text)) for text in part.itertext()) for part in named]
    if (work := sum(length * length for length in lengths)) > MAX_AUTHOR_WORK:
        raise OversizedError("characters of names, squared", limit=MAX_AUTHOR_WORK, found=work)


def _spans(text: str) -> list[int]:
    """Return how many characters stand between each author's tag and its end, in XML whose tree nobody knows."""
    lengths, start = [], None
    for tag in _AUTHOR_TAG.finditer(text):
        if not tag[1]:
            start = tag.start() if start is None else start
        elif start is not None:
            lengths.append(tag.start() - start)
            start = None
    return lengths if start is None else [*lengths, len(text) - start]
