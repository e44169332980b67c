"""IPTC 7901: plain text in an envelope, as dpa, ATS, Kyodo and others have sent it since 1979.

The heading says source, number, priority, category and length; then comes the slug, then the text, whose first lines
are take keys, headline and byline, up to a line that ends with `=` or `+`. Mail and files often come without the
control characters; the heading's own form is enough then. The format names no language and no identity.

Source: IPTC Recommendation 7901, 3 (pre-header, message header, text, post-text information).
"""

from __future__ import annotations

import re
from html import escape

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.errors import MalformedDispatchError
from broadsheet.wire.formats import anpa, markup, telegraph
from broadsheet.wire.formats.notes import Notes, squeeze
from broadsheet.wire.formats.telegraph import Message

_FIELDS = (
    r"(?P<source>[A-Za-z]{2,4}) ?(?P<number>\d{3,5}) (?P<priority>[1-9]) (?P<category>[A-Za-zÀ-ÿ]{1,4})"
    r"(?: +(?P<words>\d{1,5}))?(?P<rest>[^\n\x02]{0,80})"
)
_HEADING = re.compile(rf"(?:\x01|\A\s*(?:ZCZC\s+)?){_FIELDS}")
_ANPA = re.compile(rf"\x01{anpa.FIELDS}")
_LABEL = re.compile(r"(?P<agency>[A-Za-z][\w-]{1,11}) +(?P<number>\d{3,4})\s*$")
_HEAD_ENDS = ("=", "+")
_TAKE_KEY = re.compile(r"[A-Z0-9][A-Z0-9 .,/()-]{1,29}")
_BY = re.compile(r"(?:By|Von|Par|Av|Af|De)\b[: ]\s*(?P<names>.+)")
_NOTEBOOK = re.compile(
    r"^(?:#\s*(?:dpa[ -])?(?:notebook|notizblock)\b|.*\bnot (?:intended )?for publication\b"
    r"|.*nicht zur ver(?:ö|oe)ffentlichung bestimmt)",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(\d{2})(\d{4})(?: *(GMT|UTC|Z|CES?T|MES?Z|BST|JST))? +([A-Za-zÀ-ÿ]{3,9})\.? +(\d{2,4})\b")
_PADDING = " \n\x7f\x0c\x00<"
MAX_HEAD_LINES = 8
MAX_SLUG = 200
MAX_DATED = 40


def knows(start: str) -> bool:
    """Return whether a file that begins so is a message of IPTC 7901, with its control characters or without."""
    return bool(_HEADING.match(start) or _ANPA.match(start))


def read(data: bytes, notes: Notes) -> list[Dispatch]:
    """Return every message of the file.

    Raises:
        OversizedError: more than 4 MB, 200,000 lines or 5,000 messages.
        MalformedDispatchError: no heading, or no text.
    """
    text = _unwrapped(telegraph.decoded(data, notes))
    pattern = _ANPA if _ANPA.search(text) else _HEADING
    return [_item(message, notes.another()) for message in telegraph.messages_of(text, pattern)]


def _unwrapped(text: str) -> str:
    """Return the text without the `ZCZC` and `NNNN` of a teleprinter around it."""
    inside = text.lstrip()
    if inside.startswith("ZCZC"):
        text = inside.removeprefix("ZCZC").lstrip()
    end = text.rstrip()
    return end.removesuffix("NNNN") if end.endswith("\nNNNN") else text


def _item(message: Message, notes: Notes) -> Dispatch:
    if _ANPA.match(f"\x01{message.heading}"):
        return anpa.with_heading(message, _text_of(message.text.split("\n")), "iptc7901", notes)
    first, _, rest = message.heading.partition("\n")
    if message.text:
        slug, lines, trailer = squeeze(rest[:MAX_SLUG]), message.text.split("\n"), message.trailer
        if not message.is_whole:
            notes.warnings.append("The message has no end; it may have been cut off.")
    else:
        slug, lines, trailer = _without_controls(rest)
    if not any(line.strip() for line in lines):
        raise MalformedDispatchError("The message has a heading and no text.")
    heading = _HEADING.match(first) or _HEADING.match(f"\x01{first}")
    return _with_heading(heading, slug, _text_of(lines), trailer, notes)


def _without_controls(text: str) -> tuple[str | None, list[str], str]:
    """Return the slug, the lines and the trailer of a message that came without STX and ETX."""
    lines = text.strip("\n \x7f").split("\n")
    slug, lines = squeeze(lines[0][:MAX_SLUG]), lines[1:]
    if lines and len(lines[-1]) < MAX_DATED and _DATED.search(lines[-1]):
        return slug, lines[:-1], lines[-1]
    return slug, lines, ""


def _with_heading(
    heading: re.Match[str] | None, slug: str | None, text: anpa.Text, trailer: str, notes: Notes
) -> Dispatch:
    label = _LABEL.search(heading["rest"]) if heading else None
    dated = next(iter(_DATED.findall(trailer)), None)
    month = telegraph.month_of(dated[3]) if dated else None
    created = (
        telegraph.moment((int(dated[4]), month, int(dated[0])), dated[1], dated[2], notes) if dated and month else None
    )
    if trailer.strip(_PADDING) and created is None:
        notes.warnings.append(f"The trailer is “{trailer.strip(_PADDING)[:40]}”, which has no date that is read here.")
    html = "".join(text.blocks) or None
    opening = telegraph.opening(markup.text_of(html) or "")
    topics = [part.strip() for part in (slug or "").split("/") if part.strip()]
    return Dispatch(
        format="iptc7901",
        guid=telegraph.guid_of("iptc7901", heading["source"], heading["number"], created) if heading else None,
        pubstatus="canceled" if any(map(telegraph.is_kill, text.keys)) else "usable",
        version_created=created,
        first_created=created,
        urgency=int(heading["priority"]) if heading else None,
        headline=text.headline,
        slugline="/".join(topics) or None,
        byline=text.byline,
        dateline=opening["line"] if opening else None,
        located=telegraph.town(opening["place"]) if opening else None,
        body_html=html,
        body_text=markup.text_of(html),
        keywords=tuple(topics),
        subjects=telegraph.category(heading["category"] if heading else None, "iptc7901"),
        creators=tuple(anpa.people_of(text.byline)),
        ednote="\n".join(text.notes) or None,
        provider=label["agency"] if label else (opening["agency"] or opening["bare"]) if opening else None,
        signals=tuple(text.keys),
        warnings=tuple(notes.warnings),
    )


def _text_of(lines: list[str]) -> anpa.Text:
    """Take the text apart: the lines of its head, the paragraphs for the reader, and those for the newsroom."""
    parts = anpa.Text()
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    ends = (
        n for n, line in enumerate(lines[start : start + MAX_HEAD_LINES], start) if line.rstrip().endswith(_HEAD_ENDS)
    )
    end = next(ends, None)
    head = lines[start : start + 1] if end is None else lines[start : end + 1]
    _read_head([text for line in head if (text := squeeze(line.rstrip(" =+")))], parts)
    body = lines[start + len(head) :]
    notebook = next((number for number, line in enumerate(body) if _NOTEBOOK.match(line)), len(body))
    parts.blocks = [f"<p>{escape(text, quote=False)}</p>" for text in telegraph.paragraphs_of(body[:notebook])]
    parts.notes = [text for line in body[notebook:] if (text := squeeze(line)) and text.strip("* ")]
    return parts


def _read_head(lines: list[str], parts: anpa.Text) -> None:
    if lines and anpa.is_keyword(lines[0]):
        parts.keyword = lines.pop(0)
    if len(lines) > 1 and _BY.match(lines[-1]):
        parts.byline = lines.pop()
    remark = next((number for number, line in enumerate(lines) if line.startswith("(") and line.endswith(")")), None)
    if remark is not None and remark + 1 < len(lines):
        parts.keys += lines[: remark + 1]
        del lines[: remark + 1]
    while len(lines) > 1 and _TAKE_KEY.fullmatch(lines[0]):
        parts.keys.append(lines.pop(0))
    parts.headline = squeeze(" ".join(lines))
