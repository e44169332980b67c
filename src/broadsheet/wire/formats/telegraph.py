"""What the two formats of the telegraph years share: an envelope of control characters around plain text.

SOH begins a heading, STX the text, ETX ends it, and what stands between ETX and EOT is the trailer with the date.

Source: ISO 646, C0 set; IPTC Recommendation 7901, 2; ANPA Wire Service Transmission Guidelines 1312 (NAA 89-3), 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from broadsheet.core.dispatch import Term
from broadsheet.wire.errors import MalformedDispatchError, OversizedError
from broadsheet.wire.formats.notes import Notes, squeeze

# A message of these years has some thousand signs, and a file of a whole day some million.
MAX_BYTES = 4 * 1024 * 1024
MAX_MESSAGES = 5_000
MAX_LINES = 200_000
MAX_TRAILER = 500
SOH, STX, ETX, EOT, SYN = "\x01", "\x02", "\x03", "\x04", "\x16"

_KILL = re.compile(r"(?:mandatory |bulletin )?kill(?:ed)?|withdrawn|zur(?:ü|ue)ckgezogen|annul(?:é|e|leret|lert)", re.I)
_ISO_646 = re.compile(r"(?<=[A-Za-z])[{|}\[\]\\](?=[a-z])")
_OPENING = re.compile(
    r"(?P<line>(?P<place>[^\W\d_][^.!?\n()]{1,60}?(?:\. ?[A-Z][a-z]+)?(?:, \w+\.? \d{1,2})?)"
    r" (?:\((?P<agency>[\w/ .-]{2,20})\)|(?P<bare>Kyodo|Xinhua|AFP|AP|Reuters|TASS)))\s?(?:[-–—_]+|(?<=\))) "
)
_ZONES = {
    **dict.fromkeys(("GMT", "UTC", "Z"), "+0000"),
    **dict.fromkeys(("CET", "MEZ", "BST"), "+0100"),
    **dict.fromkeys(("CEST", "MESZ"), "+0200"),
    "JST": "+0900",
    "EDT": "-0400",
    **dict.fromkeys(("EST", "CDT"), "-0500"),
    **dict.fromkeys(("CST", "MDT"), "-0600"),
    **dict.fromkeys(("MST", "PDT"), "-0700"),
    "PST": "-0800",
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan jän",
            "feb fév fev",
            "mar mär mrz mrs",
            "apr avr",
            "may mai maj",
            "jun jui",
            "jul juil",
            "aug aoû aou",
            "sep",
            "oct okt",
            "nov",
            "dec dez des déc",
        ),
        start=1,
    )
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message: the heading before STX, the text, and the trailer after ETX."""

    heading: str
    text: str
    trailer: str
    is_whole: bool = True


def decoded(data: bytes, notes: Notes) -> str:
    """Return the text of `data`: UTF-8 where it is that, else Windows-1252, with every line ended by a line feed.

    Raises:
        OversizedError: more than 4 MB, or more than 200,000 lines.
    """
    if len(data) > MAX_BYTES:
        raise OversizedError("bytes", limit=MAX_BYTES, found=len(data))
    if (found := data.count(b"\n")) > MAX_LINES:
        raise OversizedError("lines", limit=MAX_LINES, found=found)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _western(data)
    if data.isascii() and len(_ISO_646.findall(text)) > 2:
        notes.warnings.append("Brackets stand inside words: the text may be in a national variant of ISO 646.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _western(data: bytes) -> str:
    """Return Windows-1252, or Latin-1 where five signs that only it has are used."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def messages_of(text: str, heading: re.Pattern[str]) -> Iterator[Message]:
    """Yield every message of `text`. Each begins with what `heading` matches.

    Raises:
        OversizedError: more than 5,000 messages.
        MalformedDispatchError: none at all.
    """
    starts = [match.start() for match in heading.finditer(text)]
    if not starts:
        raise MalformedDispatchError("The file has no heading of a wire message.")
    if len(starts) > MAX_MESSAGES:
        raise OversizedError("messages", limit=MAX_MESSAGES, found=len(starts))
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        body, _, _ = text[start:end].partition(EOT)
        before, _, after = body.partition(STX)
        inside, mark, trailer = after.partition(ETX)
        yield Message(before.strip(SOH + SYN + "\n "), inside, trailer[:MAX_TRAILER], bool(mark))


def opening(paragraph: str) -> re.Match[str] | None:
    """Return the dateline that a first paragraph begins with, such as `Berlin (dpa) - `."""
    return _OPENING.match(paragraph)


def town(place: str) -> str:
    """Return the town of a dateline: without country and day, and not in capitals."""
    name = place.split(",", maxsplit=1)[0].strip()
    return name.title() if name.isupper() else name


def paragraphs_of(lines: Iterable[str]) -> Iterator[str]:
    """Yield paragraphs on one line each: one ends at a blank line, and begins at an indented one or at a list's dash."""
    part: list[str] = []
    for line in lines:
        text = squeeze(line)
        if part and (text is None or line.startswith(("   ", "\t", "- ", "* "))):
            yield " ".join(part)
            part = []
        if text is not None:
            part.append(text)
    if part:
        yield " ".join(part)


def is_kill(words: str) -> bool:
    """Return whether a field that names the kind of filing says that the story is killed."""
    return any(_KILL.fullmatch(part.strip()) for part in re.split(r"[,;/-]", words))


def moment(date: tuple[int, int, int], clock: str, zone: str | None, notes: Notes) -> datetime | None:
    """Return the instant that a trailer names: year, month and day, four digits of time; without a zone the feed's."""
    year, month, day = date
    full = year if year > 99 else 2000 + year if year < 70 else 1900 + year
    offset = _ZONES.get(zone or "", "")
    return notes.time(f"{full:04}{month:02}{day:02}T{clock}{offset}", "The trailer's date")


def month_of(word: str) -> int | None:
    """Return the number of a month's name in English, German, French or a Nordic language."""
    name = word.lower()
    return next((number for length in (4, 3) if (number := _MONTHS.get(name[:length]))), None)


def category(letters: str | None, scheme: str) -> tuple[Term, ...]:
    return (Term(letters.lower(), None, scheme),) if letters and letters.strip() else ()


def guid_of(format: str, service: str, number: str, created: datetime | None) -> str | None:
    """Return an identity for a message. Numbers begin again every day, so without a date there is none."""
    if created is None:
        return None
    return f"{format}:{service}{number}:{created.astimezone(UTC):%Y%m%dT%H%MZ}".lower()
