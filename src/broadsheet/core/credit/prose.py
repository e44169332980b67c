"""Telling a sentence from a credit, so that the text of a caption is not printed as the name of an agency."""

from __future__ import annotations

import re

from broadsheet.core.credit.agencies import house_of
from broadsheet.core.credit.names import is_person
from broadsheet.core.credit.words import AUXILIARY, BEFORE, COURTESY, GERMAN_VERB, PARTICLE

MIN_WORDS = 5
MIN_WORDS_WITH_VERB = 3
WORD = re.compile(r"(?<!\S)[\"«“(–-]?([^\W\d_][^\s.]*)(?=[.]?(?:\s|$))")
LABEL = re.compile(r"(?P<label>[^\W\d_]{3,20}): +(?P<rest>.+)")
PIECES = re.compile(r"\s*[/|;,]\s*|\s+(?:via|og|och|and|und|et|&)\s+")


def is_prose(text: str) -> bool:
    """Return whether it is a sentence: most of its words are small, or a verb has its object. No house signs it."""
    words = WORD.findall(text)
    if len(words) < MIN_WORDS_WITH_VERB or COURTESY.match(text) or any(map(house_of, PIECES.split(text))):
        return False
    small = [word for word in words if word[0].islower() and not PARTICLE.fullmatch(word)]
    has_verb = any(map(AUXILIARY.fullmatch, small)) or GERMAN_VERB.search(text)
    return (len(words) >= MIN_WORDS and 2 * len(small) > len(words)) or bool(has_verb)


def without_unknown_label(text: str) -> str:
    """Return the names after a label that no table has (`Bearbeiding: Jane Doe`); "" where it is no credit at all."""
    match = LABEL.fullmatch(text)
    if not match or BEFORE.fullmatch(match["label"]) or COURTESY.match(text):
        return text
    if house_of(match["label"]):
        return f"{match['label']} / {match['rest']}"
    is_named = any(house_of(piece) or is_person(piece) for piece in PIECES.split(match["rest"]))
    return match["rest"] if is_named else ""
