"""The words of an archive: stories of 3 to 6 KB that nobody wrote, seeded, in words as frequent as those of a language.

A vocabulary of syllables, drawn by Zipf's law, so that a search has words that stand in every story and words that stand
in three. Each story has a name of its own in its headline, a paragraph of its own, and sentences that it shares.
"""

from __future__ import annotations

import json
import random
from itertools import accumulate
from typing import NamedTuple

SYLLABLES = [first + vowel + last for first in "bdfghjklmnprstv" for vowel in "aeiou" for last in ("", "n", "r", "s")]
VOCABULARY, SENTENCES = 60_000, 40_000
#: The most frequent words are short, as they are in every language.
SHORT = 300
LEAST_CHARACTERS, MORE_CHARACTERS = 3_000, 3_000


class Copy(NamedTuple):
    """A story's words: `body` is what the story's column holds, `plain` what a search may find in it."""

    headline: str
    standfirst: str
    slugline: str
    body: str
    plain: str


class Writer:
    """Writes stories; the same number is the same story."""

    def __init__(self, seed: int) -> None:
        self.seed, dice = seed, random.Random(0)
        self.words = [
            "".join(dice.choices(SYLLABLES, k=dice.randint(1, 2) if rank < SHORT else dice.randint(2, 4)))
            for rank in range(VOCABULARY)
        ]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
        self.sentences = [self.sentence(dice, dice.randint(7, 20)) for _ in range(SENTENCES)]

    def sentence(self, dice: random.Random, words: int) -> str:
        """Return as many words, with a capital and a full stop."""
        text = " ".join(dice.choices(self.words, cum_weights=self.weights, k=words))
        return text[:1].upper() + text[1:] + "."

    def name(self, number: int) -> str:
        """Return two words that no other number has."""
        parts = []
        for _place in range(4):
            number, rest = divmod(number, len(SYLLABLES))
            parts.append(SYLLABLES[rest])
        return f"{parts[0]}{parts[1]} {parts[2]}{parts[3]}".title()

    def story(self, number: int, dice: random.Random) -> Copy:
        """Return the words of a story: paragraphs, a subhead, a quotation."""
        wanted = LEAST_CHARACTERS + int(MORE_CHARACTERS * dice.random() ** 6)
        paragraphs = [self.sentence(dice, 60)]
        written = len(paragraphs[0])
        while written < wanted:
            text = " ".join(dice.choices(self.sentences, k=3))
            paragraphs.append(text)
            written += len(text) + 1
        middle = max(1, len(paragraphs) // 2)
        subhead, quote = self.sentence(dice, 4)[:-1], dice.choice(self.sentences)
        said_by = self.name(dice.randrange(5_000))
        blocks = [
            ("text", paragraphs[:middle]),
            ("subhead", subhead),
            ("text", paragraphs[middle:]),
            ("quote", {"text": quote, "name": said_by}),
        ]
        first, second = ("".join(f"{p} " for p in part) for part in (paragraphs[:middle], paragraphs[middle:]))
        plain = "\n".join((first, subhead, second, f"{quote} {said_by}"))
        return Copy(
            headline=f"{self.name(number)}: {self.sentence(dice, 6)[:-1].lower()}",
            standfirst=dice.choice(self.sentences),
            slugline="-".join(dice.choices(self.words, cum_weights=self.weights, k=2)),
            body=json.dumps([_block(kind, value, dice) for kind, value in blocks]),
            plain=plain,
        )

    def comment(self, dice: random.Random) -> str:
        """Return what a reader says."""
        return " ".join(dice.choices(self.sentences, k=dice.choice((1, 1, 2, 2, 3, 6))))


def _block(kind: str, value: object, dice: random.Random) -> dict[str, object]:
    if isinstance(value, list):
        value = "".join(f"<p>{text}</p>" for text in value)
    digits = f"{dice.getrandbits(128):032x}"
    number = f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"
    return {"type": kind, "value": value, "id": number}
