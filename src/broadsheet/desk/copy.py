"""From an agency's item to the fields of a story: values in, values out, nothing stored.

The body is built anew from the tags of the desk's list, so that what Wagtail stores is its own rich text whatever the
wire let through: text is escaped here, and an address is http or https or no link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from lxml import html as lxml_html
from lxml.etree import ParserError

from broadsheet.core.dispatch import Dispatch

#: Tags of the item's body as Wagtail's rich text writes them.
_INLINE = {"strong": "b", "b": "b", "em": "i", "i": "i"}
_LISTS = frozenset({"ul", "ol"})
_MAX_SUBHEAD = 200
#: Languages that the newsroom writes under another name.
_LANGUAGES = {"no": "nb", "nn": "nb"}

Block = tuple[str, Any]


def text_fields(item: Dispatch) -> dict[str, Any]:
    """Return the story's text as the item has it. None of the desk's own fields is among them."""
    body = blocks_of(item)
    return {
        "headline": _line(item.headline or item.slugline or item.guid, 250),
        "slugline": _line(item.slugline, 120),
        "standfirst": _standfirst(item.abstract, body),
        "byline": _line(item.byline, 200),
        "dateline": _line(item.dateline, 120),
        "body": body,
        "copyright_holder": _line(item.copyright_holder, 120),
        "provider": _line(item.provider, 120),
        "ednote": item.ednote or "",
        "embargoed_until": item.embargoed_until,
        "urgency": min(max(item.urgency or 5, 1), 9),
        "language": language_of(item.language),
    }


def language_of(code: str | None) -> str:
    """Return the item's language where the newsroom publishes in it, else the newsroom's own."""
    first = (code or "")[:2].lower()
    first = _LANGUAGES.get(first, first)
    return first if first in dict(settings.LANGUAGES) else settings.SITE_LANGUAGE


def topic_names(keywords: Iterable[str]) -> list[str]:
    """Return the keywords that begin with ``#`` as names of topics, without it, each once."""
    names = (_line(word.strip().removeprefix("#"), 80) for word in keywords if word.strip().startswith("#"))
    return list(dict.fromkeys(name for name in names if name))


def blocks_of(item: Dispatch) -> list[Block]:
    """Return the item's body as blocks of a story; paragraphs and lists in a row are one block of text.

    A picture item has no body: what it tells is the caption, which then is the text too.
    """
    if item.body_html:
        return list(_merged(_blocks(item.body_html)))
    paragraphs = [line.strip() for line in (item.body_text or item.caption or "").splitlines() if line.strip()]
    return [("text", "".join(f"<p>{escape(line, quote=False)}</p>" for line in paragraphs))] if paragraphs else []


def _merged(blocks: Iterable[Block]) -> Iterator[Block]:
    text: list[str] = []
    for kind, value in blocks:
        if kind == "text":
            text.append(value)
            continue
        if text:
            yield "text", "".join(text)
            text = []
        yield kind, value
    if text:
        yield "text", "".join(text)


def _blocks(body: str) -> Iterator[Block]:
    try:
        root = lxml_html.fragment_fromstring(body, create_parent="div")
    except (ParserError, ValueError):
        return
    if root.text and root.text.strip():
        yield "text", _paragraph(escape(root.text.strip(), quote=False))
    for element in root:
        yield from _block(element)
        if element.tail and element.tail.strip():
            yield "text", _paragraph(escape(element.tail.strip(), quote=False))


def _block(element: Any) -> Iterator[Block]:
    words = " ".join(element.text_content().split()) if isinstance(element.tag, str) else ""
    if not words:
        return
    match element.tag:
        case "h2" | "h3" if len(words) <= _MAX_SUBHEAD:
            yield "subhead", words
        case "blockquote":
            yield "quote", {"text": words, "name": ""}
        case "ul" | "ol":
            items = "".join(f"<li>{_inline(item)}</li>" for item in element.iter("li"))
            yield "text", f"<{element.tag}>{items}</{element.tag}>"
        case "table":
            for row in element.iter("caption", "tr"):
                yield from _row(row)
        case _:
            yield "text", _paragraph(_inline(element))


def _row(row: Any) -> Iterator[Block]:
    cells = [" ".join(cell.text_content().split()) for cell in row] or [" ".join(row.text_content().split())]
    if any(cells):
        yield "text", _paragraph(escape(" · ".join(cells), quote=False))


def _inline(element: Any) -> str:
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        parts.append(_tag(child))
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts).strip()


def _tag(child: Any) -> str:
    if not isinstance(child.tag, str) or child.tag in _LISTS:
        return ""
    inner = _inline(child)
    if child.tag == "br":
        return "<br/>"
    if child.tag == "a":
        href = child.get("href", "")
        return f'<a href="{escape(href)}">{inner}</a>' if _is_web_address(href) else inner
    name = _INLINE.get(child.tag)
    return f"<{name}>{_spaced(child, inner)}</{name}>" if name else _spaced(child, inner)


def _spaced(child: Any, inner: str) -> str:
    """Return the inner text with the spaces at its ends that the item had: they part words."""
    text = child.text_content()
    return (" " if text[:1].isspace() else "") + inner + (" " if text[-1:].isspace() else "")


def _is_web_address(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _paragraph(inner: str) -> str:
    return f"<p>{inner}</p>"


def _standfirst(abstract: str | None, body: list[Block]) -> str:
    """Return the abstract, unless the body begins with the same words."""
    words = " ".join((abstract or "").split())
    if not words or (body and body[0][0] == "text" and _words(body[0][1]).startswith(words)):
        return ""
    return words


def _words(rich_text: str) -> str:
    element: Any = lxml_html.fromstring(f"<div>{rich_text}</div>")
    return " ".join(element.text_content().split())


def _line(text: str | None, max_characters: int) -> str:
    """Return the text on one line, cut to fit with a mark that it was."""
    line = " ".join((text or "").split())
    return line if len(line) <= max_characters else line[: max_characters - 1].rstrip() + "…"
