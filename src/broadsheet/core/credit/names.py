"""How a person's name looks, and how one that came in capitals is set."""

from __future__ import annotations

import re

from broadsheet.core.credit.agencies import house_of
from broadsheet.core.credit.words import NAMED_ARCHIVE, OF_A_HOUSE, ORGANISATION, PARTICLE, RANK

MAX_WORDS = 6
INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,3}")
WORD = re.compile(r"[^\W\d_][^\W\d_.'’\"“”«»()-]*(?:[.'’-][^\W\d_]*)*", re.UNICODE)
ABBREVIATION = re.compile("[BCDFGHJ-NP-TV-XZ]{3,}")
"""Capitals without a vowel, which no name has: SNCF Réseau, DHL Express."""
NUMERAL = re.compile(r"I{1,3}|IV|VI{0,3}")


def is_person(name: str) -> bool:
    """Return whether it looks like a first name and a surname: two to six words, capitals, nothing that a house has."""
    if re.fullmatch(r"@\w+", name):
        return True
    words = _without_rank(name).split()
    if not 2 <= len(words) <= MAX_WORDS or is_house(name):
        return False
    plain = [word.strip("\"“”«»'’()") for word in words]
    if not all(map(_may_be_in_a_name, plain)) or any(map(ABBREVIATION.fullmatch, words)):
        return False
    full = [word for word in plain if word[0].isupper() and not _is_initials(word)]
    return bool(full) and any(len(word) > 2 for word in full) and _bare(plain[-1])[:1].isupper()


def is_house(name: str) -> bool:
    """Return whether a word in it, or the table, says that it is an agency, a paper or an institution."""
    name = _without_rank(name)
    told = house_of(name) or ORGANISATION.search(name) or NAMED_ARCHIVE.search(name) or OF_A_HOUSE.match(name)
    return bool(told or re.search(r"\d", name) or _is_of_a_house(name))


def is_signature(name: str) -> bool:
    """Return whether it is one short word that is no surname: VG, imago, dpa, LaPresse."""
    return " " not in name and (
        name.isupper() or name.islower() or bool(re.search(r"[a-zß-ÿ][A-ZÀ-Þ]|[A-ZÀ-Þ]{2}", name))
    )


def set_in_title_case(name: str) -> str:
    """Return a person's name without the capitals of an agency's typography: `JANE VAN DER DOE` → `Jane van der Doe`.

    A name in small letters, and initials, stay as they are.
    """
    words = name.split()
    is_shouted = name.isupper()
    return " ".join(_set(word, is_first=at == 0, is_shouted=is_shouted) for at, word in enumerate(words))


def _is_of_a_house(name: str) -> bool:
    """Return whether it is a known house's capitals and a word, as a channel or a service is called: `SVT Play`."""
    first, _, word = name.partition(" ")
    return bool(word) and " " not in word and len(first) > 2 and first.isupper() and bool(house_of(first))


def _without_rank(name: str) -> str:
    return RANK.sub("", name, count=1) if RANK.match(name) else name


def _is_initials(word: str) -> bool:
    return bool(INITIALS.fullmatch(word)) and ("." in word or (word.isupper() and len(word) < 3))


def _may_be_in_a_name(word: str) -> bool:
    if not word:
        return False
    if PARTICLE.fullmatch(word):
        return True
    return bool(WORD.fullmatch(word)) and _bare(word)[:1].isupper()


def _bare(word: str) -> str:
    return re.sub(r"^(?:d|l|al|el)['’-]", "", word, flags=re.IGNORECASE)


def _set(word: str, *, is_first: bool, is_shouted: bool) -> str:
    letters = re.sub(r"[\W\d_]", "", word)
    if not word.isupper() or re.search(r"\d", word) or NUMERAL.fullmatch(word):
        return word
    if len(letters) < 2 or (INITIALS.fullmatch(word) and not re.search(r"[AEIOUYÅÄÖÆØÜÉ]", word) and len(letters) < 3):
        return word
    if "." in word.rstrip(".") or (not is_shouted and len(letters) < 3):
        return word
    if is_shouted and not is_first and PARTICLE.fullmatch(word) and len(word) > 1:
        return word.lower()
    return "".join(_capital(piece) for piece in re.split(r"([-'’])", word))


def _capital(piece: str) -> str:
    if re.fullmatch(r"MC\w{3,}", piece):
        return "Mc" + piece[2:].capitalize()
    return piece.capitalize()
