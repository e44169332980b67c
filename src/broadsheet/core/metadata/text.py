"""The cleaning of what strangers wrote into a picture."""

from __future__ import annotations

import re
from datetime import UTC, datetime

MAX_CHARACTERS = 5_000
"""Longest text that is read or written. The longest caption among 18 agency pictures has 1,100."""

FIRST_PHOTOGRAPH = 1826

# What XML 1.0 cannot carry, and what has no business in a text: controls, lone surrogates, non-characters.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff]")


def clean(text: str) -> str:
    """Return the text without controls, with plain line ends, without white space around it, at most MAX_CHARACTERS."""
    plain = UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return cut(plain.strip(), MAX_CHARACTERS)


def cut(text: str, max_characters: int) -> str:
    """Return the text, or its beginning with an ellipsis where it is longer."""
    return text if len(text) <= max_characters else text[: max_characters - 1].rstrip() + "…"


def in_utc(found: datetime) -> datetime | None:
    """Return the instant in UTC; one without an offset is read as UTC, one before the first photograph is nonsense."""
    if found.year < FIRST_PHOTOGRAPH:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def instants(found: datetime | None) -> dict[str, object]:
    """Return the time of taking twice: as an instant (`taken_at`), and as it stands there, offset or none (`taken`)."""
    moment = in_utc(found) if found is not None else None
    return {"taken_at": moment, "taken": found if moment is not None else None}
