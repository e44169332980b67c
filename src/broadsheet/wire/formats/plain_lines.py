"""Bodies of bare lines, which nh3 would give back as they are: they cost a few looks, and nh3 is not asked.

A line is a paragraph or a subhead. It is bare if it has no attribute and no sign in it that HTML could read in two ways.
What is not told to be bare by these looks is `None` here, and goes the long way (`markup.clean`).

Of all characters nh3 changes NUL, CR, `&`, `<`, `>` and the hard space alone.
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

from lxml import etree

from broadsheet.wire.formats.xml import local_name

LINE_TAG = re.compile(r"(</?(?:p|h[23])>)")
_TAGS = {"p": "p", "h1": "h2", "h2": "h2", "hl1": "h2", "hl2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_PAIRS = re.compile(r"(?:<(p|h[23])></\1>)+")
_TEXT = r"[^<>&]*+(?:&(?:amp|lt|gt);[^<>&]*+)*+"
_LINES = re.compile(
    rf"(?:<(p|h[23])>(?=[^<\s]|<[se][^>]*>[^<\s]){_TEXT}"
    rf"(?:<(strong|em)>(?=[^<]){_TEXT}</\2>{_TEXT})*+(?<!\s)</\1>)+"
)
_TWO_SPACES = re.compile("  ")
_BETWEEN = "\0"  # no text of XML has it


class Body(NamedTuple):
    """A body in the desk's tags, and its text, a line for each paragraph and subhead if it is known already."""

    html: str | None
    text: str | None


NO_BODY = Body(None, None)


def of_html(html: str) -> Body | None:
    """Return a body of bare lines without the space around them, or `None` if it is any other."""
    if "\0" in html or "\xa0" in html:
        return None
    if "&" not in html and html.lstrip().startswith("<p>") and (body := _of_paragraphs(html)):
        return body
    bare = _of_lines(html)
    return Body(bare, None) if bare else None


def _of_paragraphs(html: str) -> Body | None:
    """Return a body of nothing but `<p>text</p>`, with space or without between them."""
    whole = one_space(html).strip()
    if not whole.endswith("</p>"):
        return None
    lines = list(map(str.strip, whole[3:-4].split("</p><p>")))
    text = "\n".join(lines)
    if "<" in text or ">" in text or not all(lines):
        return _of_paragraphs(closer) if (closer := whole.replace("</p> <p>", "</p><p>")) != whole else None
    return Body(f"<p>{'</p><p>'.join(lines)}</p>", text)


def _of_lines(html: str) -> str | None:
    """Return a body that has subheads, simple inline tags and the three references, or `None`."""
    parts = trimmed(html)
    between, lines, tags = parts[::4], parts[2::4], parts[1::2]
    if any(between) or not all(lines) or not _PAIRS.fullmatch("".join(tags)):
        return None
    body = one_space("".join(parts))
    if body.count("<") == body.count(">") == len(tags) and "&" not in body:
        return body
    return body if _LINES.fullmatch(body) else None


def of_element(element: etree._Element, skip: frozenset[str]) -> Body | None:
    """Return the body that an XML element is if it has lines without elements in them alone, or `None`.

    Elements named in `skip` are left out, and so is a line without text. The text is XML's and is escaped here.
    """
    if _is_said(element.text):
        return None
    tags, lines = [], []
    for child in element:
        name = local_name(child.tag).lower()
        if name not in skip:
            tag = _TAGS.get(name)
            if tag is None or len(child):
                return None
            if line := (child.text or "").strip():
                tags.append(tag)
                lines.append(line)
        if _is_said(child.tail):
            return None
    return _written(tags, _BETWEEN.join(lines)) if lines else None


def _is_said(text: str | None) -> bool:
    return text is not None and not text.isspace()


def _written(tags: list[str], lines: str) -> Body | None:
    if "\xa0" in lines or "\r" in lines:
        return None
    text = one_space(lines)
    safe = escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text
    html = "".join([f"<{tag}>{line}</{tag}>" for tag, line in zip(tags, safe.split(_BETWEEN), strict=True)])
    return Body(html, text.replace(_BETWEEN, "\n"))


def trimmed(html: str) -> list[str]:
    """Return the body cut at the tags of its lines: text, tag, text and so on, no text with space around it."""
    parts = LINE_TAG.split(html)
    parts[::2] = map(str.strip, parts[::2])
    return parts


def one_space(text: str) -> str:
    """Return the text with every run of space as one space; by plain replacing, which is many times a regex's pace."""
    return single_spaced(on_one_line(text))


def on_one_line(text: str) -> str:
    """Return the text with a space for each line break and tab."""
    for sign in "\n\r\t":
        text = text.replace(sign, " ")
    return text


def single_spaced(text: str) -> str:
    """Return the text without two spaces beside each other."""
    while _TWO_SPACES.search(text):
        text = text.replace("  ", " ")
    return text
