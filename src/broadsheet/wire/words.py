"""The words that an item is found by. Plain Python, so that the process that opens files may collect them."""

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


def words_in(item: Dispatch) -> str:
    """Return each word of headline, names, keywords and body once, in small letters, with spaces between them."""
    return _once([*(getattr(item, name) for name in _FIELDS), *item.keywords])


def words_of(data: Mapping[str, Any]) -> str:
    """Return what `words_in` does for an item as `Dispatch.to_json` gives it."""
    return _once([*(data.get(name) for name in _FIELDS), *(data.get("keywords") or ())])


def split(text: str) -> list[str]:
    """Return the words of a text in small letters, in their order."""
    return [word[:MAX_WORD] for word in _WORD.findall(unicodedata.normalize("NFC", text).lower())]


def _once(texts: Iterable[str | None]) -> str:
    return " ".join(dict.fromkeys(split("\n".join(text for text in texts if text)[:MAX_CHARACTERS])))
