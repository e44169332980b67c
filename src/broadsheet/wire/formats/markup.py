"""The body of an item: from the agency's markup to the desk's short list of tags.

`from_element` writes HTML from an XML tree, `from_text` from plain text, and `clean` makes any HTML into the list.
Safety is nh3's (html5ever parses as browsers do). What it cannot do is done here on its output, which is well-formed:
a `b` becomes `strong`, a `div` that stood for a paragraph becomes one, and loose text gets a paragraph of its own. No
text is added or taken away, and no escaping is undone, after nh3 has run. Of a body of bare lines (`plain_lines`) it is
not asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

import nh3
from lxml import etree

from broadsheet.wire.formats import plain_lines
from broadsheet.wire.formats.body_size import check_size
from broadsheet.wire.formats.plain_lines import NO_BODY, Body, on_one_line, one_space, single_spaced, trimmed
from broadsheet.wire.formats.xml import local_name

TABLE_TAGS = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"})
BLOCK_TAGS = frozenset({"p", "h2", "h3", "ul", "ol", "blockquote", "table"})
BODY_TAGS = BLOCK_TAGS | TABLE_TAGS | {"li", "strong", "em", "a", "br"}

_RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
_BREAKING = frozenset(
    {"div", "section", "article", "header", "footer", "main", "aside", "figure", "figcaption", "address", "dl", "dt"}
    | {"dd", "pre", "center", "details", "summary", "fieldset", "form", "nav", "hr"}
)
_SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "textarea", "select"})
_TOKEN = re.compile(r"<[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>|[^<]+|<")
_TAG = re.compile(r"</?([a-z0-9]+)")
_BREAK = "<br>"
_LINE_STARTS = frozenset({"<p>", "<h2>", "<h3>", "<li>"})
_SILENT = re.compile(r"<(?:ul|ol|table|thead|tbody|tfoot|tr)>|</(?:p|h[23]|[uo]l|li|blockquote|table|t[a-z]+|caption)>")
_LINES = frozenset({"p", "h2", "h3"})
_LISTS = frozenset({"ul", "ol"})
_INLINE = frozenset({"strong", "em", "a"})
_CELLS = frozenset({"td", "th"})
_WITH_ATTRIBUTES = _CELLS | {"a"}
_WRITTEN = BODY_TAGS | _RENAMED.keys() | _BREAKING
_TAG_OF_ANY_KIND = re.compile(r"<[^>]*>")
_LINE_END = re.compile(r"<br>|</(?:p|h[23]|li|tr|caption)>")
_CELL_END = re.compile(r"</t[dh]>")
_HAS_TEXT = re.compile(r"(?:^|>)(?:\s|&nbsp;)*(?!&nbsp;)[^<\s]")
# What `_Flow` would give back as it is: lines of text with at most one inline tag at a time, nothing blank, no break.
_INLINE_TEXT = r"<(strong|em|a)(?: href=\"[^\"<>]*\")?>[^<]++</\2>"
_SIMPLE = re.compile(
    rf"(?:<(p|h[23])>(?=[^<\s&]|<[sea][^>]*>[^<\s&])[^<]*+(?:{_INLINE_TEXT}[^<]*+)*+(?<!\s)(?<!&nbsp;)</\1>)+"
)
_ADDRESS = re.compile(r"(?i:https?)://[^\s\\<>\"'`\x00-\x20]+")
_NITF = {"hl1": "h2", "hl2": "h2", "bq": "blockquote", "block": "div", "nitf-table": "div"}


def _allowed_address(tag: str, attribute: str, value: str) -> str | None:
    """Return an address that a reader may be sent to: absolute, http or https, with a host."""
    if attribute != "href":
        return value if value.isdigit() and len(value) < 4 else None
    text = value.strip()
    if not _ADDRESS.fullmatch(text):
        return None
    try:
        host = urlsplit(text).hostname
    except ValueError:
        return None
    scheme, rest = text.split(":", 1)
    return f"{scheme.lower()}:{rest}" if host else None


def _cleaner(address: Callable[[str, str, str], str | None]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_WRITTEN),
        clean_content_tags=set(_SKIPPED | {"iframe", "object", "embed", "svg", "math"}),
        attributes={"*": set(), "a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        attribute_filter=address,
        url_schemes={"http", "https"},
        strip_comments=True,
        link_rel=None,
    )


_CLEANER = _cleaner(_allowed_address)


@lru_cache(maxsize=16)
def _cleaner_at(base: str) -> nh3.Cleaner:
    """Return a cleaner that reads addresses as relative to `base`."""

    def address(tag: str, attribute: str, value: str) -> str | None:
        try:
            joined = urljoin(base, value.strip()) if attribute == "href" else value
        except ValueError:
            return None
        return _allowed_address(tag, attribute, joined)

    return _cleaner(address)


def clean(html: str | None, base: str | None = None) -> str | None:
    """Return `html` in the desk's tags alone (`BODY_TAGS`; `href` http or https), or `None` if no text is left.

    An address that is relative is left out, unless there is a `base` that it is relative to.

    Raises:
        OversizedError: more tags or references than any text has.
    """
    if not html or html.isspace():
        return None
    if bare := plain_lines.of_html(html):
        return bare.html
    return _cleaned(html, base)


def body(html: str | None) -> Body:
    """Return what `clean` returns of it, and the text of that.

    Raises:
        OversizedError: as `clean`.
    """
    if not html or html.isspace():
        return NO_BODY
    return _whole(plain_lines.of_html(html) or Body(_cleaned(html, None), None))


def body_of_element(element: etree._Element, skip: frozenset[str] = frozenset()) -> Body:
    """Return the content of an XML element (XHTML or NITF), cleaned, and its text; `skip` as for `from_element`.

    Raises:
        OversizedError: as `clean`.
    """
    return plain_lines.of_element(element, skip | _SKIPPED) or body(from_element(element, skip))


def body_of_text(text: str | None) -> Body:
    """Return plain text as `from_text` does, and its text."""
    return _whole(Body(from_text(text), None))


def _whole(found: Body) -> Body:
    return found if found.text is not None else Body(found.html, text_of(found.html))


def _cleaned(html: str, base: str | None) -> str | None:
    check_size(html)
    safe = (_cleaner_at(base) if base else _CLEANER).clean(html)
    lines = one_space("".join(trimmed(safe)))
    blocks = lines if _SIMPLE.fullmatch(lines) else _Flow().of(safe)
    return blocks if _HAS_TEXT.search(blocks) else None


def without_headline(html: str | None, headline: str | None) -> str | None:
    """Return the body without a first subhead that only repeats the headline."""
    if not html or not headline or not html.startswith("<h2>"):
        return html
    first, _, rest = html.partition("</h2>")
    return rest.lstrip() or None if text_of(first) == headline else html


def below_headline(body: Body, headline: str | None) -> Body:
    """Return the body as `without_headline` does."""
    html = without_headline(body.html, headline)
    return body if html is body.html else Body(html, text_of(html))


def from_text(text: str | None) -> str | None:
    """Return plain text as paragraphs: a blank line ends one; without blank lines every line is one."""
    if not text or not text.strip():
        return None
    parts = re.split(r"\n[ \t]*\n", text) if re.search(r"\n[ \t]*\n", text) else text.split("\n")
    return "".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in parts if part.strip())


def text_of(html: str | None) -> str | None:
    """Return the text of a clean body, a line for each paragraph, subhead, list item and table row."""
    if not html:
        return None
    text = on_one_line(html).replace("</p><p>", "\n").removeprefix("<p>").removesuffix("</p>")
    if "<" in text or "&" in text or "\xa0" in text:
        text = _without_signs(text)
    return single_spaced(text) or None


def _without_signs(html: str) -> str:
    """Return the text of what has tags, references or hard spaces in it."""
    text = _TAG_OF_ANY_KIND.sub("", _CELL_END.sub(" ", _LINE_END.sub("\n", html)))
    text = unescape(text).replace("\xa0", " ")
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))


def from_element(element: etree._Element, skip: frozenset[str] = frozenset()) -> str:
    """Return the content of an XML element (XHTML or NITF) as HTML; `clean` it before use.

    Elements are known by their local name; an unknown one gives its text. Those named in `skip` are left out whole.
    """
    out: list[str] = []
    _write_children(element, skip | _SKIPPED, out)
    return "".join(out)


def _write_children(element: etree._Element, skip: frozenset[str], out: list[str]) -> None:
    if text := element.text:
        out.append(_escaped(text))
    for child in element:
        name = local_name(child.tag).lower()
        if name not in skip:
            _write(child, name, skip, out)
        if text := child.tail:
            out.append(_escaped(text))


def _escaped(text: str) -> str:
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def _write(element: etree._Element, name: str, skip: frozenset[str], out: list[str]) -> None:
    tag = "strong" if name == "em" and element.get("class") == "bold" else _NITF.get(name, name)
    if tag == "br":
        out.append(_BREAK)
    elif tag not in _WRITTEN:
        _write_children(element, skip, out)
    else:
        out.append(f"<{tag}{_attributes_of(element)}>" if tag in _WITH_ATTRIBUTES else f"<{tag}>")
        _write_children(element, skip, out)
        out.append(f"</{tag}>")


def _attributes_of(element: etree._Element) -> str:
    kept = ((key, element.get(key)) for key in ("href", "colspan", "rowspan"))
    return "".join(f' {key}="{escape(value)}"' for key, value in kept if value)


class _Flow:
    """Makes nh3's output a sequence of the desk's blocks, in one pass.

    `blocks` names the blocks that are open, and `inline` the inline tags that are open in the innermost one. `loose`
    says that the block is a paragraph of ours, around text that had none. A block ends the inline tags, and the
    paragraph or subhead, that it begins in. Empty elements, and breaks at a block's end, are left out.
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        self.blocks: list[str] = []
        self.inline: list[str] = []
        self.loose = False

    def of(self, html: str) -> str:
        for token in _TOKEN.findall(html):
            if token[0] == "<" and (tag := _TAG.match(token)):
                self._tag(token, tag[1])
            else:
                self._text(one_space(token))
        while self.blocks:
            self._end_block()
        return "".join(self.out)

    def _text(self, text: str) -> None:
        if _is_blank(text) and (not self.out or _SILENT.fullmatch(self.out[-1])):
            return
        self._open_loose()
        if self.out[-1] in _LINE_STARTS:
            text = text.lstrip()
        if text:
            self.out.append(text)

    def _tag(self, token: str, name: str) -> None:
        closes = token[1] == "/"
        if name in _RENAMED:
            name = _RENAMED[name]
            token = f"<{name}>"
        if name == "br":
            self._line_break()
        elif name in _BREAKING or (name == "li" and not _LISTS.intersection(self.blocks)):
            self._break()
        elif name in _INLINE:
            self._close_inline(name) if closes else self._open_inline(token, name)
        else:
            self._close_block(name) if closes else self._open_block(token, name)

    def _break(self) -> None:
        """End a paragraph of ours; in a block of the agency's, begin a new line."""
        if self.loose:
            self._end_block()
        elif self.out and not self.out[-1].startswith("<"):
            self.out.append(_BREAK)

    def _line_break(self) -> None:
        """Write a break; the second of two in a paragraph of ours ends the paragraph."""
        if not self.blocks or self.out[-1] in _LINE_STARTS:
            return
        if self.out[-1] != _BREAK:
            self.out.append(_BREAK)
        elif self.loose and not self.inline:
            self._end_block()

    def _open_loose(self) -> None:
        if not self.blocks:
            self.loose = True
            self.blocks.append("p")
            self.out.append("<p>")

    def _open_inline(self, token: str, name: str) -> None:
        self._open_loose()
        self.inline.append(name)
        self.out.append(token)

    def _close_inline(self, name: str) -> None:
        while name in self.inline:
            last = self.inline.pop()
            self._end_inline(last)
            if last == name:
                return

    def _open_block(self, token: str, name: str) -> None:
        while self.inline:
            self._end_inline(self.inline.pop())
        if self.blocks and self.blocks[-1] in _LINES:
            self._end_block()
        self.blocks.append(name)
        self.out.append(token)

    def _close_block(self, name: str) -> None:
        while name in self.blocks:
            last = self.blocks[-1]
            self._end_block()
            if last == name:
                return

    def _end_block(self) -> None:
        """End the innermost block, or take it back if nothing is in it. A table cell may be empty."""
        while self.inline:
            self._end_inline(self.inline.pop())
        name = self.blocks.pop()
        self.loose = False
        while self.out[-1] == _BREAK or _is_blank(self.out[-1]):
            self.out.pop()
        self.out[-1] = self.out[-1].rstrip()
        if self.out[-1] == f"<{name}>" and name not in _CELLS:
            self.out.pop()
        else:
            self.out.append(f"</{name}>")

    def _end_inline(self, name: str) -> None:
        if self.out[-1] == f"<{name}>" or self.out[-1].startswith(f"<{name} "):
            self.out.pop()
        else:
            self.out.append(f"</{name}>")


def _is_blank(token: str) -> bool:
    return token.isspace() or ("&nbsp;" in token and not token.replace("&nbsp;", "").strip())
