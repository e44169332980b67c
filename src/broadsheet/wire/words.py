"""What an item is found by: its text for an engine that takes it apart itself, its words for one that is slow at it.

Plain Python, so that the process that opens files may collect them: words cost as much as reading the item.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from broadsheet.core.dispatch import Dispatch

MAX_CHARACTERS = 100_000
"""Of one item: PostgreSQL's `tsvector` holds less than a megabyte."""
MAX_WORD = 200
"""PostgreSQL takes words of 2,046 bytes."""

_FIELDS = ("headline", "slugline", "byline", "located", "abstract", "body_text", "caption")
_WORD = re.compile(r"[^\W_]+")


class Words(str):
    """Words in small letters, each once, with spaces between them."""

    __slots__ = ()


def text_in(item: Dispatch) -> str:
    """Return headline, names, body and keywords of an item as one text."""
    return _joined([*(getattr(item, name) for name in _FIELDS), *item.keywords])


def text_of(data: Mapping[str, Any]) -> str:
    """Return what `text_in` does for an item as `Dispatch.to_json` gives it."""
    return _joined([*(data.get(name) for name in _FIELDS), *(data.get("keywords") or ())])


def words_in(item: Dispatch) -> Words:
    """Return the words of `text_in`."""
    return as_words(text_in(item))


def as_words(text: str) -> Words:
    """Return the words of a text, in the order of their first place; `Words` as they are."""
    return text if isinstance(text, Words) else Words(" ".join(dict.fromkeys(split(text))))


def split(text: str) -> list[str]:
    """Return the words of a text in small letters, in their order."""
    return [word[:MAX_WORD] for word in _WORD.findall(unicodedata.normalize("NFC", text).lower())]


def _joined(texts: Iterable[str | None]) -> str:
    text = "\n".join(text for text in texts if text)[:MAX_CHARACTERS]
    return unicodedata.normalize("NFC", text).replace("\x00", " ")
