"""What the readers of the formats share: texts made plain, times made aware, and a place for warnings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from broadsheet.core.credit import parse_credit
from broadsheet.core.dispatch import Creator

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
_TIME = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:[T ]?\d{2}:?\d{2}.*)?")
_DAY_END = re.compile(r"(.{8,10}[T ])24(:?00(?:(?::?00)(?:\.0+)?)?(?:Z|[+-].*)?)\Z")
_PHOTO_TAIL = re.compile(
    r"\s*[(/]?\b(?:Foto|Photo|Bild|Kuva|Illustrasjon)\s*:\s*(?P<credit>[^:\n]{1,120}?)[.)\s]*$", re.IGNORECASE
)
#: What an embargo's end is called. Of an hour that comes twice or not at all the later reading counts: nothing goes out early.
_ENDS_OF_HOLDS = frozenset({"embargoed", "embargoeduntil", "date.release", "StatusWillChange"})


@dataclass(slots=True)
class Notes:
    """The feed's time zone, the file's name, the folder of schemas to look at, and the warnings of the item that is being read."""

    time_zone: ZoneInfo
    warnings: list[str] = field(default_factory=list)
    file: str | None = None
    schemas: Path | None = None

    def another(self) -> Notes:
        """Return the notes for one of several items of the file: what was said of the file so far goes along."""
        return Notes(self.time_zone, list(self.warnings), self.file, self.schemas)

    def time(self, value: str | None, name: str) -> datetime | None:
        """Return the instant that `value` names: in UTC where it has an offset, else in the feed's time zone.

        What is no date is `None` and a warning. Both forms of ISO 8601 are read, and a date alone as its midnight. An
        hour that comes twice, when clocks go back, is the first one; one that never comes is an hour later.
        """
        return self._instant(value, name, fold=0)

    def release(self, value: str | None, name: str) -> datetime | None:
        """Return the instant of a release: of an hour that comes twice the second, so that nothing is out too early."""
        return self._instant(value, name, fold=1)

    def _instant(self, value: str | None, name: str, *, fold: int) -> datetime | None:
        text = squeeze(value)
        if text is None:
            return None
        moment = _moment(text)
        if moment is None:
            self.warnings.append(f"{name} is “{text[:40]}”, which is no time; left out.")
        elif moment.tzinfo is None:
            self.warnings.append(f"{name} has no offset; read in the feed's time zone, {self.time_zone.key}.")
            moment = self._here(moment, fold=fold)
        return moment

    def _here(self, moment: datetime, *, fold: int) -> datetime:
        """Return the instant with its offset fixed: Python compares times of one zone by the clock on the wall."""
        local = moment.replace(tzinfo=self.time_zone, fold=fold)
        there_and_back = local.astimezone(UTC).astimezone(self.time_zone)
        if there_and_back.replace(tzinfo=None, fold=0) != moment:
            there_and_back = moment.replace(tzinfo=self.time_zone).astimezone(UTC).astimezone(self.time_zone)
        return there_and_back.replace(tzinfo=timezone(there_and_back.utcoffset() or timedelta()), fold=0)

    def urgency(self, value: str | None) -> int | None:
        """Return the urgency, 1 to 9, or `None` and a warning."""
        text = squeeze(value)
        if text is None:
            return None
        if len(text) == 1 and text in "123456789":
            return int(text)
        self.warnings.append(f"The urgency is “{text[:20]}”; it has to be a number from 1 to 9.")
        return None

    def pubstatus(self, value: str | None) -> str:
        """Return the publishing status; usable where there is none, withheld where it is a word that we do not know."""
        text = squeeze(value)
        if text is None:
            return "usable"
        word = text.rsplit(":", 1)[-1].rsplit("/", 1)[-1].lower()
        if word in {"usable", "withheld", "canceled"}:
            return word
        if word == "cancelled":
            return "canceled"
        self.warnings.append(f"The publishing status is “{text[:40]}”, which is not known; the item is withheld.")
        return "withheld"


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _moment(text: str) -> datetime | None:
    """Return the time, in UTC if it has an offset, or `None`. ISO 8601 ends a day at 24:00, and UTC has leap seconds."""
    text = text.upper()
    if not _TIME.fullmatch(text):
        return None
    day_ends = _DAY_END.match(text)
    if day_ends:
        text = f"{day_ends[1]}00{day_ends[2]}"
    elif text[17:19] == "60":
        text = f"{text[:17]}59{text[19:]}"
    try:
        moment = datetime.fromisoformat(text) + timedelta(days=1 if day_ends else 0)
        return moment if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def squeeze(value: str | None) -> str | None:
    """Return `value` on one line, without the space around it, or `None` if nothing is left."""
    if not value:
        return None
    text = value.strip(" \t\r\n\f\v")
    if text.isprintable() and "  " not in text:
        return text or None
    return _SPACE.sub(" ", _CONTROL.sub("", text)) or None


def paragraphs(value: str | None) -> str | None:
    """Return `value` with its line breaks kept and its control characters gone, or `None` if nothing is left."""
    if not value:
        return None
    text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    written = text.encode("utf-8", "surrogatepass")  # bytes are looked through at many times a regex's pace
    if len(written.translate(None, _CONTROL_BYTES)) < len(written):
        text = _CONTROL.sub("", text)
    return text.strip() or None


def split_caption(caption: str | None) -> tuple[str | None, tuple[Creator, ...], str | None]:
    """Return a caption without its tail “Foto: A / B / C”, the creators and the credit line that the tail names.

    What the tail says is read as every credit is. Tails without a word before them stay in the caption, which the
    item is to show as it came: the desk takes them off when it keeps the picture.
    """
    match = _PHOTO_TAIL.search(caption) if caption else None
    if caption is None or match is None:
        return caption, (), None
    chain = parse_credit(match["credit"])
    if not chain:
        return caption, (), None
    creators = tuple(Creator(name, "photographer") for name in chain.creators)
    return caption[: match.start()].strip() or None, creators, chain.line or None
