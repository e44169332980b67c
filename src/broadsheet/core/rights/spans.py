"""How long a picture may stand: "no archive after 30 days", "MAX 14 DAYS", "within 28 days of transmission"."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "fourteen": 14,
    "thirty": 30, "sixty": 60, "ninety": 90, "en": 1, "ett": 1, "to": 2, "tva": 2, "tre": 3, "fire": 4, "fyra": 4,
    "sju": 7, "syv": 7, "fjorten": 14, "tretti": 30, "tredive": 30, "trettio": 30, "ein": 1, "eine": 1, "einem": 1,
    "einen": 1, "zwei": 2, "drei": 3, "vierzehn": 14, "dreissig": 30, "un": 1, "deux": 2, "trois": 3, "quatorze": 14,
    "trente": 30, "a": 1,
}  # fmt: skip
_UNITS = (
    (1, r"days?|dagers?|dage?s?|dagar|dogn|tagen?|jours?|d"),
    (7, r"weeks?|uker?|uger?|veckor?|wochen?|semaines?"),
    (30, r"months?|maneder|maned|manader|manad|monaten?|monat|mois"),
    (365, r"years?|ar|aar|jahren?|jahr|ans?"),
)
_UNIT = "|".join(f"(?P<u{days}>{words})" for days, words in _UNITS)
_SPAN = (
    rf"(?P<number>\d{{1,4}}|{'|'.join(NUMBERS)})(?:\s*\(\d+\))?[\s-]*(?:calendar |consecutive |kalender)?"
    rf"(?:{_UNIT}|(?P<hours>hours?|hrs?|timer|timmar|stunden|heures))\b"
)
_HOW = (
    r"\b(?:no|not?|non|never|ikke|ikkje|ej|inte|nicht|kein\w*|pas|ne|arkiv\w*|archiv\w*|use|used|usage|remove\w*|"
    r"deleted?|delete|expires?|utgar|"
    r"slett\w*|fjern\w*|radera\w*|loschen|supprim\w*|licen[cs]e)\b[^0-9]{0,60}?\b(?:after|beyond|past|"
    r"longer than|more than|over|etter|efter|lenger enn|langer enn|langre an|laengere end|mer enn|mer an|nach|"
    rf"langer als|mehr als|apres|plus de|au-dela de)\s+(?:the )?(?:first )?{_SPAN}",
    r"\b(?:max(?:imum|imal|\.)?|maks(?:imalt|\.|imum)?|hogst|hojst|hoyst|hoechstens|hochstens|at most|up to|"
    r"no more than|not more than|only for|kun i|bare i|endast i|nur|opptil|op til|upp till|jusqu'a|pendant|"
    r"limited to|within|innen|inden|inom|innerhalb von|binnen|for|i|archive[sd]? (?:for )?)\s*:?\s*(?:of |the |"
    rf"a |period of |perioden? )*(?:first )?{_SPAN}",
    rf"{_SPAN}[\s-]*(?:of )?(?:use|usage|licen[cs]e|archive|arkiv|archiv|max\w*|maks\w*|only|kun|bare|limit|from|"
    r"fra|fran|ab|after|etter|efter|a compter|online|lisens|licens|lizenz|nutzung)\b",
    r"\b(?:licen[cs]e|lisens|licens|lizenz|archive|arkiv|usage|use|duration|varighet|laufzeit|"
    rf"duree)(?: (?:period|term|time))?\s*[:=]?\s*{_SPAN}",
)
_PATTERNS = tuple(re.compile(pattern) for pattern in _HOW)
_FROM_ARRIVAL = re.compile(
    r"\b(?:transmission|transmitted|transmit|delivery|delivered|receipt|received|creation|date taken|being taken|"
    r"issue|issued|"
    r"release|distribution|download|mottak|mottatt|levering|leveranse|modtagelse|leverans|sending|utsendelse|"
    r"lieferung|erhalt|ubermittlung|eingang|reception|livraison|transmise?|envoi)\b"
)
_OTHER_MATTER = re.compile(
    r"\b(?:sales?|resale|exclusiv\w*|salg|eksklusiv\w*|exklusiv\w*|verkauf|vente|payment|invoice|faktura|"
    r"rechnung|notice|embargo\w*|"
    r"social|facebook|twitter|instagram|print|mags?|magazines?|tv|contact)\b"
)


_OF_A_BAR = re.compile(
    r"\b(?:for|i|fur|pendant|outs?|ut|ute)\s+(?:a |the |en |eine )?(?:further |first |next |neste |period of |perioden? )*"
    rf"{_SPAN}"
)
_NOT_OF_A_BAR = re.compile(
    r"\b(?:archiv\w*|arkiv\w*|licen[cs]e\w*|lisens\w*|lizenz\w*|after|beyond|etter|efter|nach|apres|max\w*|maks\w*|only)\b"
)
BAR_UNTIL = re.compile(
    r"\b(?:until|till|through|til|til og med|t\.?o\.?m\.?|frem til|fram til|till och med|bis(?: zum)?|jusqu'au|before)"
    r"[\s:]*(?:(?:and including|on|the|end of|midnight|den|am|le)[\s:]*)*$"
)
"""What stands before the day up to which a country is barred."""


@dataclass(frozen=True, slots=True)
class Span:
    """So many days: from the picture's coming if `is_from_arrival`, else from its first use."""

    days: int
    is_from_arrival: bool


def span_in(sentence: str) -> Span | None:
    """Return the shortest span that a folded sentence sets, or None. Hours are rounded down to days, to one at least.

    A span of sales, exclusivity, payment or of other media is none of ours.
    """
    found = [match for pattern in _PATTERNS for match in pattern.finditer(sentence)]
    if not found or (_OTHER_MATTER.search(sentence) and not re.search(r"\b(?:archiv|arkiv)", sentence)):
        return None
    return Span(max(1, min(_days(match) for match in found)), bool(_FROM_ARRIVAL.search(sentence)))


def bar_days_in(sentence: str) -> int | None:
    """Return for how many days the folded sentence bars a country, None for good. Of several the most, hours rounded up.

    Where it speaks of an archive, a licence or of other media as well, the days may be of that: then the bar is for good.
    """
    found = list(_OF_A_BAR.finditer(sentence))
    if not found or _NOT_OF_A_BAR.search(sentence) or _OTHER_MATTER.search(sentence):
        return None
    return max(_days(match) + (1 if match["hours"] else 0) for match in found)


def _days(found: re.Match[str]) -> int:
    number = int(found["number"]) if found["number"].isdigit() else NUMBERS[found["number"]]
    if found["hours"]:
        return number // 24
    return number * next(days for days, _ in _UNITS if found[f"u{days}"])
