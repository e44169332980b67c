"""ANPA 1312: the wire of North America's agencies, in use at AP until 2023; others send its heading with plainer text.

The heading's first line has service level, story number and selector, its second priority, category, keyword, version,
day and length. In the text a line that begins with `^` is a line of the head (`<` or `=` ends it), a tab begins a
paragraph, and a backspace a row of a table. There is no identity and no language.

Source: ANPA Wire Service Transmission Guidelines 1312, as amended to 1989 (NAA 89-3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from broadsheet.core.dispatch import Creator, Dispatch
from broadsheet.wire.errors import MalformedDispatchError
from broadsheet.wire.formats import markup, telegraph
from broadsheet.wire.formats.notes import Notes, squeeze
from broadsheet.wire.formats.telegraph import Message

FIELDS = r"(?P<level>[A-Za-z])(?P<number>\d{4})(?P<service>[A-Za-z]{0,8})\x1f(?P<selector>[\w -]{0,8})[^\n]{0,40}"
HEADING = re.compile(rf"(?:\x16{{1,8}})?\x01{FIELDS}")
MAX_KEYWORD = 24
MAX_LINE = 200
_SECOND = re.compile(
    r"(?P<priority>[A-Za-z]) ?(?P<category>[A-Za-z]{0,2})[\x11-\x14 ]+(?P<keyword>[^\n]*?)"
    r"(?:\s+(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:\s+(?P<words>\d{1,5}))?)?\s*$"
)
_DATED = re.compile(r"(?P<provider>[A-Z]{2,5})-\w{1,4}-(\d{1,2})-(\d{1,2})-(\d{2,4}) +(\d{4})([A-Z]{1,4})?")
_DAY_FIRST = re.compile(r"([A-Z]{2,5})-(\d{2}):(\d{2})-(\d{2})-(\d{2})-(\d{2})")
_CYCLE = re.compile(r"\A(?:am|pm|bc|ap)-", re.IGNORECASE)
_REGION = re.compile(r"\A[A-Z]{2}--")
_BY = re.compile(r"By\s+(?P<names>.+)", re.IGNORECASE)
_NOTE = re.compile(r"\(?Eds?:|Editors?['’]? note|AP (?:Photos?|Video|Graphic|Audio)\b", re.IGNORECASE)
_TITLE = re.compile(r"Associated Press|\bAP\b|Writer|Editor|Correspondent|Special to", re.IGNORECASE)
_LENGTH = re.compile(r",\s*\d{1,5}\s*$")
_INSTRUCTION = re.compile(r"\x0c[^\x0b\x0c\n]{0,200}\x0b")
_CELLS = re.compile(r"(?:[\x1e\x1f] ?)+")
_HALF = re.compile(r"(?<=\d)\{")
_DASH = re.compile(r"(?<=\S) _ (?=\S)")
# ANPA 1312: flash, bulletin, urgent, regular, deferred. What is none of these is an advance or a hold for a day.
_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 6}


@dataclass(slots=True)
class Text:
    """A text taken apart. `blocks` is HTML, a paragraph, subhead or table each."""

    keyword: str | None = None
    headline: str | None = None
    byline: str | None = None
    title: str | None = None
    summary: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def knows(start: str) -> bool:
    """Return whether a file that begins so is ANPA 1312: synchronising characters, and its heading."""
    return start.startswith("\x16") and HEADING.match(start) is not None


def read(data: bytes, notes: Notes) -> list[Dispatch]:
    """Return every message of the file.

    Raises:
        OversizedError: more than 4 MB, 200,000 lines or 5,000 messages.
        MalformedDispatchError: no heading, or no text.
    """
    text = telegraph.decoded(data, notes)
    found = telegraph.messages_of(text, HEADING)
    return [_item(message, notes.another()) for message in found]


def _item(message: Message, notes: Notes) -> Dispatch:
    if not message.text.strip():
        raise MalformedDispatchError("The message has a heading and no text.")
    if not message.is_whole:
        notes.warnings.append("The message has no end; it may have been cut off.")
    return with_heading(message, _text_of(message.text), "anpa", notes)


def with_heading(message: Message, text: Text, format: str, notes: Notes) -> Dispatch:
    """Return the item that a heading of ANPA and a text make."""
    first, _, rest = message.heading.partition("\n")
    service = HEADING.search(f"\x01{first}")
    second = _SECOND.match(rest.split("\n", 1)[0][:MAX_LINE])
    keyword, version = [*re.split(r"[ ,]+", (second["keyword"] if second else "").strip(), maxsplit=1), ""][:2]
    provider, created = _trailer(message.trailer, notes)
    html = "".join(text.blocks) or None
    opening = telegraph.opening(markup.text_of(html) or "")
    signals = tuple(filter(None, (squeeze(version), _filing(text.keyword))))
    provider = provider or (service["service"] if service else None)
    return Dispatch(
        format=format,
        guid=telegraph.guid_of(format, f"{service['level']}", service["number"], created) if service else None,
        pubstatus="canceled" if any(telegraph.is_kill(word) for word in signals) else "usable",
        version_created=created,
        first_created=created,
        urgency=_URGENCY.get(second["priority"].lower(), 5) if second else None,
        headline=text.headline,
        slugline=_slugline(keyword, text.keyword),
        byline=text.byline,
        dateline=opening["line"] if opening else None,
        located=telegraph.town(opening["place"]) if opening else None,
        abstract="\n".join(text.summary) or None,
        body_html=html,
        body_text=markup.text_of(html),
        subjects=telegraph.category(second["category"] if second else None, "anpa"),
        creators=tuple(people_of(text.byline, text.title)),
        ednote="\n".join(text.notes) or None,
        provider=provider or (opening["agency"] or opening["bare"] if opening else None),
        signals=tuple(dict.fromkeys(signals)),
        warnings=tuple(notes.warnings),
    )


def _trailer(trailer: str, notes: Notes) -> tuple[str | None, datetime | None]:
    """Return who sent the message, and when: month first as in America, or after the hour and day first, as Kyodo."""
    if dated := _DATED.search(trailer):
        year, month, day = int(dated[4]), int(dated[2]), int(dated[3])
        return dated["provider"], telegraph.moment((year, month, day), dated[5], dated[6], notes)
    if dated := _DAY_FIRST.search(trailer):
        year, month, day = int(dated[6]), int(dated[5]), int(dated[4])
        return None, telegraph.moment((year, month, day), dated[2] + dated[3], None, notes)
    return None, None


def is_keyword(line: str) -> bool:
    """Return whether a line repeats the heading's keyword: it begins with the cycle, or ends with the length."""
    return bool(_CYCLE.match(line) or _LENGTH.search(line))


def _slugline(keyword: str, line: str | None) -> str | None:
    """Return the keyword without the cycle and the region that it begins with.

    It has at most 24 signs. If it is cut, the keyword line of the text tells where its last whole word ends.
    """
    if not keyword:
        return squeeze(line)
    whole = _LENGTH.sub("", (line or "")[:MAX_LINE])
    if len(keyword) >= MAX_KEYWORD and " " in whole:
        kept = whole
        while " " in kept and not keyword.startswith(kept.replace(" ", "")):
            kept = kept.rpartition(" ")[0]
        if keyword.startswith(kept.replace(" ", "")):
            keyword = kept.replace(" ", "")
    return squeeze(_REGION.sub("", _CYCLE.sub("", keyword, count=1), count=1).rstrip(" -"))


def _filing(line: str | None) -> str | None:
    """Return what a keyword line says of the filing, `1st Ld-Writethru` of `BC-Heat-Hawks, 1st Ld-Writethru,416`."""
    _, comma, filing = _LENGTH.sub("", line or "").partition(",")
    return squeeze(filing) if comma else None


def people_of(byline: str | None, title: str | None = None) -> Iterator[Creator]:
    """Yield the people of a byline such as `By ANNE ODA and PER LI`."""
    match = _BY.fullmatch(byline) if byline else None
    for name in re.split(r"\s+and\s+|\s*,\s*", match["names"]) if match else ():
        if name and name[0].isupper() and not name.startswith("The "):
            yield Creator(name, title)


def _text_of(text: str) -> Text:
    parts = Text()
    head: list[tuple[str, str]] = []
    rows: list[str] = []
    for line in _lines(_INSTRUCTION.sub("", text)):
        if line.startswith("\b"):
            rows.append(line)
            continue
        _end_table(rows, parts)
        words = _typeset(line.strip(" \t^"))
        if not words:
            continue
        if not line.startswith("^"):
            parts.blocks.append(f"<p>{escape(words.rstrip('='), quote=False)}</p>")
        elif parts.blocks:
            parts.blocks.append(f"<h3>{escape(words.rstrip('<= '), quote=False)}</h3>")
        else:
            head.append((words.rstrip("<= "), words[-1]))
    _end_table(rows, parts)
    _read_head(head, parts)
    return parts


def _lines(text: str) -> Iterator[str]:
    """Yield the lines, with those that go on with one: which have no sign of their own and follow one without an end."""
    part: list[str] = []
    for line in text.split("\n"):
        if part and (not line.strip() or line.startswith(("^", "\t", "\b", "   ")) or part[-1].rstrip()[-1:] in "<="):
            yield " ".join(part)
            part = []
        if line.strip(" ^"):
            part.append(line)
    if part:
        yield " ".join(part)


def _typeset(text: str) -> str:
    """Return a line with the typesetter's signs as they are printed: quotation marks, dashes, halves, fixed spaces."""
    plain = text.replace("\x10", "").replace("``", "“").replace("''", "”").replace("`", "‘")
    return squeeze(_DASH.sub(" — ", _HALF.sub("½", plain))) or ""


def _end_table(rows: list[str], parts: Text) -> None:
    if rows:
        parts.blocks.append(f"<table><tbody>{''.join(map(_row, rows))}</tbody></table>")
        rows.clear()


def _row(line: str) -> str:
    cells = (_typeset(cell.strip("^")) for cell in _CELLS.split(line.removeprefix("\b").rstrip()))
    return f"<tr>{''.join(f'<td>{escape(cell, quote=False)}</td>' for cell in cells)}</tr>"


def _read_head(head: list[tuple[str, str]], parts: Text) -> None:
    """Sort the head's lines: the keyword line first, then headline, notes, summary, byline and the writer's title."""
    subheads = []
    for number, (line, end) in enumerate(head):
        if number == 0 and is_keyword(line):
            parts.keyword = line
        elif _NOTE.match(line):
            parts.notes.append(line)
        elif end == "=" and _BY.match(line) and parts.byline is None:
            parts.byline = line
        elif end == "=" and parts.byline and parts.title is None and _TITLE.search(line):
            parts.title = line
        elif parts.headline is None:
            parts.headline = line
        elif end == "<":
            parts.summary.append(line)
        else:
            subheads.append(f"<h3>{escape(line, quote=False)}</h3>")
    parts.blocks[:0] = subheads
