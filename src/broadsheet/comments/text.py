"""A comment's body as finished HTML: everything escaped, paragraphs kept, web addresses made into links.

Django's `urlize` is not used: it rewrites what it links (punctuation, entities, trimmed addresses) and has had
quadratic cases, while a comment has to come back character for character. The scanner here is one regular
expression that reads each character once, and a link always shows the text that was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup, escape

MAX_CHARACTERS = 5_000
MAX_BYTES = 20 * 1024
MAX_LINK_CHARACTERS = 2_000

# No white space, no delimiter of HTML, and none of the invisible characters that turn or hide the text of an address.
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])https?://[^\s<>\"`{}|\\^\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")
_CLOSERS = {")": "(", "]": "["}
_LINK = Markup('<a href="{}" rel="ugc nofollow noopener">{}</a>')
_BREAK = Markup("<br>")


class Piece(NamedTuple):
    """A run of text, and where it leads if it is an address."""

    text: str
    href: str | None


def as_typed(sent: str) -> str:
    """Return the text with the line ends that the reader typed: a browser sends each of them as CR LF.

    Source: HTML, "constructing the entry list": newlines are normalised to CR LF when a form is sent.
    """
    return sent.replace("\r\n", "\n").replace("\r", "\n") if "\r" in sent else sent


def is_too_long(body: str) -> bool:
    """Return whether a body passes 5,000 characters or 20 KB of UTF-8."""
    return len(body) > MAX_CHARACTERS or len(body.encode("utf-8", "surrogatepass")) > MAX_BYTES


def has_unstorable(text: str) -> bool:
    """Return whether a text holds what no page or feed can give back.

    That is a control character other than tab and newline, half a surrogate pair, a non-character, or U+FFFD, which
    stands where the sent bytes were not UTF-8.
    """
    return _UNSTORABLE.search(text) is not None


def count_links(body: str) -> int:
    """Return how many web addresses a body holds, linked or not."""
    return len(_SCHEME.findall(body))


def paragraphs(body: str) -> tuple[Markup, ...]:
    """Return the inner HTML of each paragraph of a body; a blank line divides two, a line end stays as `<br>`."""
    if "://" in body:
        return tuple(_BREAK.join(map(_line, lines)) for lines in _blocks(body))
    # Most have no address: escaped as a whole, which leaves line ends where they were.
    safe = str.__str__(escape(body))
    return tuple(str.__new__(Markup, "<br>".join(lines)) for lines in _blocks(safe))


def pieces(line: str) -> Iterator[Piece]:
    """Yield the runs of one line; together their texts are the line, character for character."""
    done = 0
    for match in _ADDRESS.finditer(line):
        address = _without_trailing_marks(match.group())
        if not _is_linkable(address):
            continue
        if match.start() > done:
            yield Piece(line[done : match.start()], None)
        yield Piece(address, address)
        done = match.start() + len(address)
    if done < len(line):
        yield Piece(line[done:], None)


def _blocks(body: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in as_typed(body).split("\n"):
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _line(line: str) -> Markup:
    return Markup().join(_LINK.format(href, text) if href else escape(text) for text, href in pieces(line))


def _without_trailing_marks(address: str) -> str:
    """Drop the sentence's own punctuation, and a closing bracket that the address did not open."""
    opened = {closer: address.count(opener) for closer, opener in _CLOSERS.items()}
    closed = {closer: address.count(closer) for closer in _CLOSERS}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in _CLOSERS and closed[last] > opened[last]:
            closed[last] -= 1
        elif last not in ".,;:!?'*_~’”»…":
            break
        end -= 1
    return address[:end]


def _is_linkable(address: str) -> bool:
    """Return whether the address names a host in plain sight: no user part to hide behind, and not endless."""
    if len(address) > MAX_LINK_CHARACTERS:
        return False
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
