"""Sentences of a text, without loss: joined they are the text again.

By hand, because a merge needs every character back and the same cut in both versions more than it needs grammar; the
usual tokenizers drop spaces, or carry models of many megabytes. One pass over the words, whatever they are.
"""

from __future__ import annotations

import re

_WORDS = re.compile(r"\s*\S+\s*|\s+")
_CLOSERS = "\"'”’“‘»«›‹)]}"
_OPENERS = "\"'“”„‘‚«»‹›([{¿¡–—-"
_ENDS = (".", "!", "?", "…")
#: Norwegian, English, German, French, Swedish and Danish, in lower case and without the last full stop.
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        # Titles and names.
        "adm adv amb avd dipl dr eng frk fr fru gen hr ing insp jr kapt kl kol kom kpt lt mag mlle mme mr mrs ms msgr"
        " oblt prof sen sgt sr st sta ste univ"
        # Counting, places and references.
        " abs abt aufl bd bzw ca ch chap cit ed edn ekskl eks evt exkl ev fig figs fnr gl hhv incl inkl jf jfr kap kr"
        " maks mill mio mia mrd mnd nos nr num omkr op osv pga pkt pl pp pr resp sek skr sml spp ss std str tel tlf utg"
        " vg vgl vol vs zzgl usw etc ggf usf tsd zb"
        # Firms, months and days where they are cut.
        " co corp inc ltd bros jan feb apr aug sep sept okt oct nov des dec dez tir ons lør søn tue wed thu fri blvd"
        " ave rd mt ft",
    )
)
_MONTHS = frozenset(
    re.findall(
        r"\S+",
        "januar februar mars april mai juni juli august september oktober november desember january february march"
        " may june july october december januari februari maj augusti marts märz dezember janvier février avril juin"
        " juillet août septembre octobre novembre décembre",
    )
)
_MAX_ORDINAL_DIGITS = 2


def sentences(text: str) -> list[str]:
    """Return the text's sentences, each with the space that follows it; a line break ends one. ``""`` has none."""
    words = _WORDS.findall(text)
    cuts: list[str] = []
    current: list[str] = []
    for number, word in enumerate(words):
        current.append(word)
        if number + 1 < len(words) and _ends(word, words, number):
            cuts.append("".join(current))
            current = []
    if current:
        cuts.append("".join(current))
    return cuts


def _ends(word: str, words: list[str], number: int) -> bool:
    bare = word.strip()
    if "\n" in word[len(word.rstrip()) :]:
        return True
    core = bare.rstrip(_CLOSERS)
    if not core.endswith(_ENDS):
        return False
    following = _next_word(words, number + 1)
    if not following or not (following[0].isupper() or following[0].isdigit()):
        return False
    return not (core.endswith(".") and not core.endswith("..") and _goes_on(core[:-1].lstrip(_OPENERS), following))


def _next_word(words: list[str], number: int) -> str:
    """Return the next word without what opens it, past a dash that stands alone."""
    for word in words[number : number + 3]:
        bare = word.strip().lstrip(_OPENERS)
        if bare:
            return bare
    return ""


def _goes_on(word: str, following: str) -> bool:
    """Return whether the full stop belongs to the word: an abbreviation, an initial, or the number of a day."""
    lower = word.lower()
    if lower in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return True
    if "." in word.strip(".") and any(c.isalpha() for c in word):
        return all(len(part) <= 4 for part in word.split("."))
    is_ordinal = word.isdigit() and len(word) <= _MAX_ORDINAL_DIGITS
    return is_ordinal and following.rstrip(".,;:").lower() in _MONTHS
