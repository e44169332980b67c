"""Whether a provider says of a version that it puts an error right.

Asked of the provider's own marks alone: signals and the note to editors (NITF's `ed-msg` and the words of `du-key` come
as such). Never of the headline: there "Correction" is as often a word of the story.

Source: IPTC NewsCodes, scheme `signal`, `sig:correction`; NewsML-G2 2.35, `edNote`; NITF 3.6, `ed-msg`.
"""

from __future__ import annotations

import re

from broadsheet.core.dispatch import Dispatch

# Whole words in English, Norwegian (both forms), Swedish, Danish, German and French. A bare "correct" is not one of
# them ("the name is correct"), and neither is "rettet mot", which is "directed at".
_WORDS = (
    r"correct(?:s|ed|ing|ions?|ives?)|corrigend(?:um|a)|errat(?:um|a)|"
    r"rettel(?:se|sen|ser|sene)|rettinga?r?|rettingen|retta(?! mot)|rettet(?! mot)|retter feil|rettar feil|"
    r"korrigert|korrigerte|korrigering(?:en|er)?|korrigerer|korrigerar|korreksjon(?:en|er)?|"
    r"rättelsen?|rättelser|rättad|rättat|rättar|korrigerad|korrigerat|"
    r"korrigeret|korrektion(?:en|er)?|berigtigelsen?|berigtiget|"
    r"korrektur(?:en)?|korrigiert(?:e|er|es)?|berichtigung(?:en)?|berichtigt(?:e|er|es)?|richtigstellung(?:en)?|"
    r"corrige|corrigée?s?|rectificatifs?|rectifications?|rectifiée?s?|rectifie"
)
_SAID = re.compile(rf"(?<![\w])(?:{_WORDS})(?![\w])", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:no|not|not an?|without|never|ingen|ikke|ikkje|uten|utan|inga|inte|uden|keine?|nicht|ohne|aucune?|sans|pas de?)"
    r"\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_NEAR = 100
"""Characters before a word in which its denial is looked for: a note of a megabyte is read once, not once a word."""

_CODE_PARTS = re.compile(r"[^\W_]+")
_CODES = frozenset({"cor", "corr"})


def is_correction(dispatch: Dispatch) -> bool:
    """Return whether signals or the note to editors say that this version corrects an earlier one."""
    return any(map(_is_signal, dispatch.signals)) or _says_so(dispatch.ednote or "")


def _is_signal(code: str) -> bool:
    """Return whether a signal's last part names a correction: `sig:correction`, `…/signal/correction`, `CORR`."""
    last = re.split(r"[:/#]", code)[-1]
    return _says_so(last.replace("_", " ").replace("-", " ")) or not _CODES.isdisjoint(
        part.lower() for part in _CODE_PARTS.findall(last)
    )


def _says_so(text: str) -> bool:
    return any(
        not _DENIED.search(text[max(0, found.start() - _NEAR) : found.start()]) for found in _SAID.finditer(text)
    )
