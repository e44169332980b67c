"""A comment read once for both scores: its words, what the lists found in it, and how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.comments.scoring.fold import LINK, MAIL, NUMBER, is_disguised, plain, words
from broadsheet.comments.scoring.lists import Hit, WordLists

_LETTERS_FOR_CAPITALS = 10
_MARKS = re.compile(r"[!?]{3,}|[$€£]{2,}")
_MONEY = re.compile(r"[$€£]\s?\d|\d\s?(?:[$€£]|kr\b|usd|nok|eur)", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.])\+?\d(?:[ .()-]?\d){7,14}(?![\w])")
_HANDLE = re.compile(r"(?<![\w.])[@#]\w{3,}|watch\?v=", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What stands in a comment. `capitals` is their share among its letters, 0 where there are few letters."""

    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    links: int
    mails: int
    numbers: int
    phones: int
    handles: int
    has_money: bool
    has_marks: bool
    capitals: float
    is_disguised: bool


def read(text: str, lists: WordLists) -> Reading:
    """Return what stands in a comment."""
    found = words(plain(text))
    letters = [letter for letter in text if letter.isalpha()]
    shouted = sum(map(str.isupper, letters)) / len(letters) if len(letters) >= _LETTERS_FOR_CAPITALS else 0.0
    return Reading(
        words=tuple(found),
        hits=tuple(lists.hits(found)),
        links=found.count(LINK),
        mails=found.count(MAIL),
        numbers=found.count(NUMBER),
        phones=len(_PHONE.findall(text)),
        handles=len(_HANDLE.findall(text)),
        has_money=_MONEY.search(text) is not None,
        has_marks=_MARKS.search(text) is not None,
        capitals=shouted,
        is_disguised=is_disguised(text),
    )
