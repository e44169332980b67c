"""What one body may cost: a few kilobytes can keep nh3 busy for minutes, so they are counted before it begins.

nh3's time grows with the square of the depth, and of the attributes that one tag has, and with the references times the
length of the text (measured with nh3 0.3).
"""

from __future__ import annotations

import re
from collections import Counter

from broadsheet.wire.errors import OversizedError

MAX_TAGS = 50_000
MAX_DEPTH = 2_000
MAX_ATTRIBUTES = 20_000
MAX_REFERENCES = 100_000_000_000
"""Times the text's length in characters: 100,000 in a text of a megabyte."""

_ENDLESS = frozenset(
    {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "br", "hr", "img", "col"}
    | {"wbr", "input", "meta", "link", "source", "area", "base", "embed", "param", "track"}
)
"""Tags that HTML lets a writer leave open, and those without an end."""

_BEGINNING = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,30})")
_BETWEEN = re.compile(r"[\s\"']+")


def check_size(html: str) -> None:
    """Refuse a body that would take minutes.

    Raises:
        OversizedError: more tags, attributes or references than any text has.
    """
    tags = html.count("<") - html.count("</")
    if tags > MAX_TAGS:
        raise OversizedError("tags in one text", limit=MAX_TAGS, found=tags)
    if tags > MAX_DEPTH and (depth := _depth_of(html)) > MAX_DEPTH:
        raise OversizedError("tags inside each other", limit=MAX_DEPTH, found=depth)
    references, most = html.count("&"), MAX_REFERENCES // max(len(html), 1)
    if references > most:
        raise OversizedError("“&” in one text", limit=most, found=references)
    if len(html) > MAX_ATTRIBUTES:
        attributes = max((_attributes_in(part) for part in html.split(">") if len(part) > MAX_ATTRIBUTES), default=0)
        if attributes > MAX_ATTRIBUTES:
            raise OversizedError("attributes in one tag", limit=MAX_ATTRIBUTES, found=attributes)


def _attributes_in(part: str) -> int:
    """Return how many attributes the tag may have that is not ended in this part of a text."""
    begins = _BEGINNING.search(part)
    return len(_BETWEEN.findall(part, begins.end())) if begins else 0


def _depth_of(html: str) -> int:
    """Return how many tags are open at once at the most, about: tags that need no end are not counted."""
    open_now: Counter[str] = Counter()
    deepest = depth = 0
    for end, name in _BEGINNING.findall(html):
        tag = name.lower()
        if tag in _ENDLESS:
            continue
        if not end:
            open_now[tag] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif open_now[tag]:
            open_now[tag] -= 1
            depth -= 1
    return deepest
