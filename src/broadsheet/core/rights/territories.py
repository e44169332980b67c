"""Where a picture may not be used, or only may: read from a folded sentence.

The patterns name every country twice and take most of a second to make ready, so that is done for the first sentence
that is read and not at the start of every process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from broadsheet.core.rights.names import LONG_CODES, PLACES

_NAME = "|".join(re.escape(name) for name in sorted(PLACES, key=len, reverse=True))
_AND = (
    r"(?:\s*(?:,|/|&|\+|-)\s*(?:and |og |or )?|\s+(?:and|or|und|oder|og|eller|och|et|ou|plus)\s+(?:in |i |en |"
    r"the )?|\s+)"
)
_LIST = rf"(?P<places>(?<![\w-])(?:{_NAME})(?![\w-])(?:{_AND}(?:the )?(?:{_NAME})(?![\w-]))*)"
_MEDIA = (
    r"(?:\s+(?:newspapers?|media|press|papers|online|web|websites?|internet|digital|sales|use|usage|rights|clients|"
    r"customers|subscribers|outlets|publications?|publishers|market|territory|medier|aviser|presse|medien|kunden))*"
)
_USE = (
    r"(?:use|usage|uses|sales?|sale|resale|resales|publication|publishing|distribution|redistribution|release|"
    r"transmission|reproduction|display|syndication|access|rights|online use|commercial use|third[- ]party sales)"
)
_ARTICLE = r"(?:the |all |any )?"
_BRUK = (
    r"(?:bruk|brug|bruges|brukes|salg|salj|saljas|selges|salges|publisering|publiceras|publiceres|publiseres|"
    r"publicering|publicera|anvandas|anvandning|forsaljning|videresalg|trykkes|spres|distribueres|distribution)"
)
_NUTZUNG = (
    r"(?:verwendung|nutzung|veroffentlichung|verkauf|verbreitung|weitergabe|publikation|abdruck|verwenden|nutzen|"
    r"veroffentlichen|verkaufen|abdrucken)"
)
_USAGE = (
    r"(?:vente|ventes|utilisation|usage|diffusion|publication|distribution|utiliser|publier|diffuser|vendre|distribuer)"
)
_EN = r"(?:en|au|aux|dans|pour(?: la| le| les| l')?|sur)\s+(?:la |le |les |l')?"

BARS = (
    rf"{_LIST}{_MEDIA}\s*[:=-]?\s*\(?(?:outs?|ut|ute|ude|udelukket|raus|exclus?|excluded|exclue?s?|gesperrt|"
    r"sperret|sparrat|barred|not allowed|prohibited|interdite?s?|nicht|verboten)\b\)?(?! of\b)",
    rf"\bout:?\s+(?:in |for )?{_LIST}\s*$",
    rf"\b(?:no|not?) (?:for )?{_USE}(?: (?:is |are )?(?:allowed|permitted))?(?: ?(?:or|and|,|"
    rf"/) ?{_USE})*[ ,:]+(?:in|to|for|within|into|by)?\s*{_ARTICLE}{_LIST}",
    rf"\bno {_LIST}\s+(?:{_USE}|newspapers?|media|press|online|web|internet|clients|subscribers)\b",
    r"\b(?:not|never) (?:for|in|to|available (?:in|to|for)|valid (?:in|for)|cleared (?:in|for)|"
    rf"licen[cs]ed (?:in|for)|authori[sz]ed (?:in|for)|permitted in|allowed in) {_ARTICLE}{_LIST}",
    r"\b(?:not|never|cannot|can't|don't|do not)(?: to)?(?: be)? (?:used?|published?|sold|sell|distributed?|"
    r"reproduced?|released?|shown|displayed|licensed|syndicated)(?: (?:or|and) \w+)* (?:in|to|within|by|"
    rf"for) {_ARTICLE}{_LIST}",
    r"\b(?:unavailable|prohibited|forbidden|barred|banned|blocked|restricted|embargoed indefinitely) (?:in|"
    rf"to|for|within) {_ARTICLE}{_LIST}(?! only)",
    r"\b(?:excluding|excludes?|excl\.?|except(?:ing|ion)?(?: for| in| to)?|with the exception of|"
    r"other than in|outside(?: of)?|unntatt(?: i)?|undtagen(?: i)?|undtaget|undantaget|bortsett fra|utenom|"
    r"utom(?: i)?|ausser(?: in)?|ausgenommen(?: in)?|mit ausnahme von|sauf(?: en| au| aux)?|hors|"
    rf"a l'exception de(?: la| le| l')?)\s*:?\s+{_ARTICLE}(?:la |le |l')?{_LIST}",
    r"\b(?:ikke|ikkje|ej|inte|icke)(?: (?:tillatt|tilladt|tillatet|tillaten|til|for|for|att|"
    rf"a))*(?: {_BRUK})?(?: (?:i|til|for|av))? {_LIST}",
    rf"\b(?:ma|kan|skal|far) (?:ikke|ej|inte) {_BRUK}(?: (?:eller|og) {_BRUK})* (?:i|til|av) {_LIST}",
    rf"\b(?:ikke|ej|inte) {_BRUK} (?:i|til|av) {_LIST}",
    rf"\bforbud (?:mot|mod) (?:bruk|brug) i {_LIST}",
    rf"\b(?:ingen|intet|inga) {_BRUK} (?:i|til) {_LIST}",
    rf"\b(?:nicht|kein|keine|keinerlei)(?: {_NUTZUNG})?(?: (?:in|fur|nach))?(?: (?:der|die|den))? {_LIST}",
    rf"\bgesperrt (?:in|fur)(?: der| die)? {_LIST}",
    rf"\b{_NUTZUNG} (?:in|fur)(?: der| die)? {_LIST} (?:untersagt|nicht|verboten|ausgeschlossen)",
    r"\b(?:pas|aucune?|ni|interdite?s?|ne pas|ne peut etre|non)(?: (?:de|d'|a la|"
    rf"a l'))?\s?(?:{_USAGE} )?{_EN}{_LIST}",
)
ONLY = (
    rf"(?<!no ){_LIST}{_MEDIA}\s+(?:only|exclusively|kun|bare|endast|seulement|uniquement|exclusivement|"
    r"allein|ausschliesslich)\b",
    r"\b(?:only|exclusively|solely) (?:(?:for|to be|available|licensed|valid|cleared) )*(?:use |used |usage |"
    rf"publication |sale )?(?:in|for|within|to) {_ARTICLE}{_LIST}",
    rf"\b(?:restricted|limited) to (?:use in |publication in )?{_ARTICLE}{_LIST}",
    r"\b(?:kun|bare|endast|enbart|kun til|kun for) (?:(?:til|for) )?(?:bruk |brug |publisering |publicering |"
    rf"anvandning |anvandas |brukes |bruges )?(?:i|til|for) {_LIST}",
    rf"\b(?:nur|ausschliesslich|lediglich) (?:zur {_NUTZUNG} )?(?:in|fur)(?: der| die)? {_LIST}",
    rf"\b(?:uniquement|seulement|exclusivement|reserve(?:e|s|es)?)\s+(?:{_USAGE} )?{_EN}{_LIST}",
    rf"\b(?:no|not for) (?:use|usage|publication|distribution) (?:outside|except(?: in| for)?) {_ARTICLE}{_LIST}",
    r"\b(?:all|alle|rest of (?:the )?world|world(?:wide)?|all (?:other )?(?:countries|"
    rf"territories)) out (?:except|excl\.?|apart from|but) (?:for |in )?{_ARTICLE}{_LIST}",
    rf"\bnot (?:for use|to be used|for publication) outside(?: of)? {_ARTICLE}{_LIST}",
    rf"\b(?:ikke|ej|inte) (?:for |til )?(?:{_BRUK} )?(?:utenfor|uden for|utanfor) {_LIST}",
)
_GLUED = re.compile(r"\b([A-Z]{3})OUT\b")
_US = re.compile(r"(?<![A-Za-z])(?<!contact )(?<!CONTACT )(?<!call )(?<!CALL )(?:U\.S\.|US)(?![A-Za-z])")
_PLACE = rf"(?<![\w-])(?:{_NAME})(?![\w-])"


@dataclass(frozen=True, slots=True)
class Territories:
    """ISO 3166-1 alpha-2 codes; empty for nothing said."""

    barred: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()

    @property
    def is_told(self) -> bool:
        """Return whether a territory is spoken of."""
        return bool(self.barred or self.only)


def with_us_written_out(text: str) -> str:
    """Return the text with "US" as "USA": without its capitals it is the pronoun."""
    return _US.sub("USA", text)


def territories_in(sentence: str, *, as_written: str = "") -> Territories:
    """Return what a folded sentence says of places. `as_written` is the same with its capitals, for "SYROUT".

    "All out except Norway" is a place that it may be used in, not one that it may not.
    """
    glued = {LONG_CODES[code] for code in _GLUED.findall(as_written) if code in LONG_CODES}
    only = _codes(ONLY, sentence)
    if only:
        return Territories(barred=frozenset(glued), only=only)
    return Territories(barred=_codes(BARS, sentence) | glued)


def _codes(patterns: tuple[str, ...], sentence: str) -> frozenset[str]:
    named = (found["places"] for pattern in patterns for found in _ready(pattern).finditer(sentence))
    return frozenset(code for places in named for name in _ready(_PLACE).findall(places) for code in PLACES[name])


@cache
def _ready(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
