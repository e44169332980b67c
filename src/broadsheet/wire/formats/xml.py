"""Agency XML, parsed so that no content of it can reach a file, a network or much memory.

Why by hand what defusedxml does: it refuses every DOCTYPE, and real agency files have one. Why not leave entities to
libxml2: with `resolve_entities=False` it drops the text of an unknown one without a word. So the DOCTYPE is cut out
before the parser sees it, names that HTML and NITF know are replaced from Python's own table, and any reference that
is left refuses the whole file. With no DOCTYPE there is nothing to expand, fetch or loop over.

Source: XML 1.0 (Fifth Edition), 2.8, 4.1, 4.4; NITF 3.6, which takes its entities from XHTML's three sets.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from html import unescape
from html.entities import html5

from lxml import etree

from broadsheet.wire.errors import MalformedDispatchError, OversizedError, UnreadableEntityError

MAX_BYTES = 20 * 1024 * 1024
MAX_MARKUP = 400_000
MAX_UNDECLARED_PREFIXES = 8

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Each alternative that looks for an end also takes the end of the text: a scan stays linear on input that never closes.
_DECLARATION = re.compile(rb"^\s*<\?xml\s[^>]{0,300}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_PROLOG_PART = re.compile(r"\s*(?:<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z))", re.DOTALL)
_DOCTYPE = re.compile(r"\s*<!DOCTYPE\b")
_DOCTYPE_PART = re.compile(r"\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|[\[\]<>]", re.DOTALL)
_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)[A-Za-z_:]")
_REFERENCE = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z_:][\w:.-]*);",
    re.DOTALL,
)
_DECLARED_ENTITY = re.compile(r"<!ENTITY\s+([A-Za-z_:][\w:.-]*)\s+(SYSTEM|PUBLIC|\"[^\"]*\"|'[^']*')")
_UNDECLARED_PREFIX = re.compile(r"Namespace prefix (\S+) ")
_ROOT = re.compile(rb"<[A-Za-z_][^\s/>]*")
_UNDECLARED_ENTITY = re.compile(r"Entity '([^']+)' not defined")
_ENCODINGS = re.compile(
    r"utf-?8|utf-16(le|be)?|us-ascii|ascii|latin-?1|iso-8859-[0-9]{1,2}|windows-[0-9]{3,4}|cp[0-9]{3,4}|koi8-[ru]"
    r"|macintosh|mac-roman|shift[_-]jis|euc-(jp|kr)|iso-2022-(jp|kr)|gb2312|gbk|gb18030|big5"
)
_NAMESPACES = {
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xlink": "http://www.w3.org/1999/xlink",
    "xhtml": "http://www.w3.org/1999/xhtml",
}

# One for all files: making one costs as much as parsing a short item. lxml lets one thread at a time use it.
_PARSER = etree.XMLParser(
    encoding="utf-8",
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    attribute_defaults=False,
    resolve_entities=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)


def parse(data: bytes, warnings: list[str]) -> etree._Element:
    """Return the root element of `data`, free of comments, processing instructions and entities.

    Bytes that are UTF-8 are read as UTF-8 whatever the declaration says; a wrong declaration, and a namespace prefix
    that nobody declared, are mended and said in `warnings`.

    Raises:
        OversizedError: more than 20 MB, or more than 400,000 tags.
        UnreadableEntityError: a reference to an entity that is not in HTML's table.
        MalformedDispatchError: not well-formed XML, or in an encoding that we do not know.
    """
    if len(data) > MAX_BYTES:
        raise OversizedError("bytes", limit=MAX_BYTES, found=len(data))
    clean = _utf8(data, warnings)
    if (found := clean.count(b"<")) > MAX_MARKUP:
        raise OversizedError("tags", limit=MAX_MARKUP, found=found)
    if b"<!DOCTYPE" in clean or _NAMED.search(clean):
        text, declared = without_doctype(clean.decode())
        clean = resolve(text, declared).encode()
    return _tree(clean, warnings)


@lru_cache(maxsize=512)  # the names of all formats are fewer; of hostile ones, long as they may be, no more are kept
def local_name(tag: object) -> str:
    """Return an element's name without its namespace; `""` for what is no element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _utf8(data: bytes, warnings: list[str]) -> bytes:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding).lstrip("\ufeff").encode()
    match = _DECLARATION.match(data[:512])
    declared = match[1].decode().lower() if match else "utf-8"
    if not _ENCODINGS.fullmatch(declared):
        raise MalformedDispatchError(f"The file says that it is {declared}, an encoding that is not read here.")
    if declared.startswith("iso-2022"):
        return _decoded(data, declared).encode()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, declared).encode()
    if declared not in {"utf-8", "utf8", "us-ascii", "ascii"} and not data.isascii():
        warnings.append(f"The file says that it is {declared}, but its bytes are UTF-8; read as UTF-8.")
    return data


def _decoded(data: bytes, encoding: str) -> str:
    """Return the text. Latin-1 is read as Windows-1252, as every browser does (WHATWG Encoding, 4.2)."""
    known = "cp1252" if encoding in {"iso-8859-1", "latin1", "latin-1"} else encoding
    try:
        return data.decode(known)
    except (UnicodeError, LookupError) as error:
        raise MalformedDispatchError(f"The bytes of the file are not {encoding}, which they are said to be.") from error


def without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """Return `text` without its document type declaration, line numbers kept, and the entities that it declares."""
    start = 0
    while part := _PROLOG_PART.match(text, start):
        start = part.end()
    opening = _DOCTYPE.match(text, start)
    if opening is None:
        return text, {}
    end = _end_of_doctype(text, opening.end())
    declared = {name: value.strip("\"'") for name, value in _DECLARED_ENTITY.findall(text, opening.end(), end)}
    return text[:start] + "\n" * text.count("\n", start, end) + text[end:], declared


def _end_of_doctype(text: str, start: int) -> int:
    depth = 0
    for part in _DOCTYPE_PART.finditer(text, start):
        sign = part[0]
        if sign == ">" and depth == 0:
            return part.end()
        if sign in "[<":
            depth += 1
        elif sign in "]>":
            depth -= 1
    raise MalformedDispatchError("The document type declaration at the head of the file never ends.")


def resolve(text: str, declared: dict[str, str]) -> str:
    """Return `text` with the signs of HTML's names in place of the names.

    A name that the document itself declares stands for something else, unless it declares the same sign.

    Raises:
        UnreadableEntityError: any other name.
    """

    def replacement(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return match[0]
        value = html5.get(f"{name};")
        if value is None or unescape(declared.get(name, value)) != value:
            raise UnreadableEntityError(name[:80])
        return "".join(f"&#{ord(sign)};" if sign in "<>&\"'" else sign for sign in value)

    return _REFERENCE.sub(replacement, text)


def _tree(data: bytes, warnings: list[str]) -> etree._Element:
    for _attempt in range(MAX_UNDECLARED_PREFIXES):
        try:
            root = etree.fromstring(data, _PARSER)
        except etree.XMLSyntaxError as error:
            data = _mended(data, error, warnings)
        else:
            if root is None:
                raise MalformedDispatchError("The file is empty.")
            return root
    raise MalformedDispatchError("The file uses too many namespace prefixes that it does not declare.")


def _mended(data: bytes, error: etree.XMLSyntaxError, warnings: list[str]) -> bytes:
    """Return `data` with the namespace declared that `error` misses; any other error is the file's own.

    Raises:
        UnreadableEntityError, MalformedDispatchError: there is nothing to mend.
    """
    message = str(error.msg or error)
    if entity := _UNDECLARED_ENTITY.search(message):
        raise UnreadableEntityError(entity[1]) from error
    prefix = _UNDECLARED_PREFIX.search(message)
    root = _ROOT.search(data)
    if prefix is None or root is None:
        raise MalformedDispatchError(f"The XML is broken: {message}.") from error
    uri = _NAMESPACES.get(prefix[1], f"urn:undeclared:{prefix[1]}")
    warnings.append(f"The file uses the namespace prefix {prefix[1]} without declaring it.")
    return data[: root.end()] + f' xmlns:{prefix[1]}="{uri}"'.encode() + data[root.end() :]
