"""The word lists of each language, as they ship, and what a newsroom has added to them.

A list is a TOML file in `words/`, one for each language. All languages are looked for in every comment: readers of a
Norwegian paper swear in English too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from broadsheet.comments.scoring.fold import plain, words

LANGUAGES: Final = ("en", "nb")
SHORTEST_STEM: Final = 3
STAR: Final = "*"
_REASONS: Final = "reasons/"


@dataclass(frozen=True)
class Entry:
    """One line of a list. `list` is the kind and the list's name: `spam/call`, `incivility/insult`, `spam/own`."""

    list: str
    text: str


@dataclass(frozen=True)
class Hit:
    """An entry that stands in a comment, from word `start` on."""

    entry: Entry
    start: int


class WordLists:
    """Finds the entries that stand in a comment, in one pass over its words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Sort the entries by their first word; a later entry of the same words is left out."""
        self._phrases: dict[str, list[tuple[list[str], Entry]]] = {}
        self._stems: dict[str, Entry] = {}
        for entry in entries:
            text = plain(entry.text)
            parts = words(text.rstrip(STAR))
            if not parts:
                continue
            if text.endswith(STAR) and len(parts) == 1:
                self._stems.setdefault(parts[0], entry)
            else:
                self._phrases.setdefault(parts[0], []).append((parts, entry))
        self._longest_stem = max(map(len, self._stems), default=0)

    def hits(self, found: Sequence[str]) -> Iterator[Hit]:
        """Yield what stands in a comment's words, in order."""
        for start, word in enumerate(found):
            for parts, entry in self._phrases.get(word, ()):
                if list(found[start : start + len(parts)]) == parts:
                    yield Hit(entry, start)
            stem = self._stem_of(word)
            if stem is not None:
                yield Hit(stem, start)

    def _stem_of(self, word: str) -> Entry | None:
        for length in range(min(len(word), self._longest_stem), SHORTEST_STEM - 1, -1):
            entry = self._stems.get(word[:length])
            if entry is not None:
                return entry
        return None


@cache
def shipped() -> tuple[Entry, ...]:
    """Return every entry of every language's lists for comments."""
    return tuple(entry for entry in _read() if not entry.list.startswith(_REASONS))


@cache
def of_reasons() -> WordLists:
    """Return what moderators' reasons are read with: `reasons/spam` and `reasons/incivility`."""
    return WordLists(entry for entry in _read() if entry.list.startswith(_REASONS))


def _read() -> Iterator[Entry]:
    for language in LANGUAGES:
        data = (files("broadsheet.comments.scoring") / "words" / f"{language}.toml").read_bytes()
        for section, lists in tomllib.loads(data.decode()).items():
            for name, texts in lists.items():
                for text in texts:
                    yield Entry(f"{section}/{name}", text)
