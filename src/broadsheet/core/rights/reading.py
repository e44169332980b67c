"""From the words about a picture's rights to facts that something can be done with.

Agencies write them in capitals, in one line, in the language that the desk happens to speak. What plainly forbids,
forbids; what is not understood stays text, bars nothing, and is shown to the desk. Nothing is made up: "no archive"
says not how many days, so it names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from textwrap import wrap
from typing import Any

from broadsheet.core.rights.dates import MONTHS, Written, written_in
from broadsheet.core.rights.names import folded
from broadsheet.core.rights.spans import BAR_UNTIL, Span, bar_days_in, span_in
from broadsheet.core.rights.territories import territories_in, with_us_written_out
from broadsheet.core.rights.uses import FLAGS


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What was understood. Codes are ISO 3166-1 alpha-2 in capitals; instants are aware and in UTC.

    `archive_days` count from the first use, `license_days` from the picture's coming. `has_no_archive` stands alone
    where no number of days is named. `barred_for` and `barred_until` are bars that end by themselves: so many days after
    the picture came, or at an instant. `unread` are the sentences in which nothing was understood.
    """

    barred_in: tuple[str, ...] = ()
    only_in: tuple[str, ...] = ()
    barred_for: tuple[tuple[str, int], ...] = ()
    barred_until: tuple[tuple[str, datetime], ...] = ()
    licensed_until: datetime | None = None
    embargoed_until: datetime | None = None
    archive_days: int | None = None
    license_days: int | None = None
    has_no_archive: bool = False
    is_editorial_only: bool = False
    is_barred_from_social: bool = False
    is_barred_from_web: bool = False
    has_no_sales: bool = False
    has_no_commercial_use: bool = False
    asks_for_credit: bool = False
    unread: tuple[str, ...] = ()


NOTHING = Terms()
MAX_CHARACTERS, MAX_SENTENCE = 8_000, 400
"""Of each text, which is cut, and of a sentence, which is broken: a stranger writes them, and may mean no good."""
MAX_DAYS = 32_767

_ABBREVIATED = ("kl", "excl", "incl", "max", "maks", "approx", "lic", *(name for name in MONTHS if len(name) <= 4))
_SENTENCES = re.compile(
    r"[\n\r;|]+|(?<!\d)(?<!\b[a-z])" + "".join(rf"(?<!\b{name})" for name in _ABBREVIATED) + r"\.(?=\s|$)"
    r"|\s+[-–—*•]+\s+|\*{2,}|!+",
    re.IGNORECASE,
)
_EMBARGO = re.compile(
    r"\b(?:embargo\w*|sperrfrist|sperret|sperrad|sperre|klausul\w*|klausuler\w*|frigis|frigives|"
    r"hold(?: for release)? until|(?:hold|held) for release|(?:no|not on) (?:the )?(?:internet|web|"
    r"online)(?: use)? (?:before|until|till)|for release|release (?:date|time|on|at)|"
    r"(?:no|not)(?: for| to be| be)? (?:use|used|release|released|publication|publish|published)? ?(?:before|"
    r"until|prior to|till|til)|"
    r"do not (?:use|publish|release) (?:before|until|prior to)|(?:valid|available|cleared|free|for use|"
    r"for publication) from|"
    r"(?:ikke|ej|inte|icke) (?:(?:for|til|ma|brukes|bruges|anvandas|publiseres|publiceres|publiceras|publisering|"
    r"publicering|bruk|brug) )*(?:for|fore|innan)|"
    r"nicht (?:\w+ )?vor|frei ab|fri fra|fri fran|pas avant|pas (?:\w+ ){0,3}avant|sous embargo)\b"
)
_END_BEFORE = re.compile(
    r"(?:\b(?:until|till|through|thru|up to|expir(?:es|y|ed|ing|ation)|valid to|ends?|ending|end date|"
    r"license end|til og med|t\.?o\.?m\.?|"
    r"frem til|fram til|til|till och med|utloper|udlober|utgar|lopt ut|gyldig til|senest|gultig bis|bis(?: zum|"
    r" einschliesslich)?|"
    r"ablauf|lauft ab|endet|jusqu'au|jusqu'en|expire|valable jusqu'au|fin de licence)(?: date)?|-|to)"
    r"[\s:]*(?:(?:and including|on|at|the|end of|midnight|den|d\.|am|zum|le|inklusive|incl\.?|kl\.?)[\s:]*)*$"
)
_AFTER = re.compile(
    r"\b(?:after|beyond|past|etter|efter|nach(?: dem)?|apres(?: le)?)[\s:]*(?:(?:on|the|den|dem|am|le|d\.)[\s:]*)*$"
)
_BEFORE = re.compile(
    r"\b(?:use|used|remove|removed|delete|deleted|take down|taken down|slettes|fjernes|raderas|loschen|supprimer|"
    r"utiliser)\b[\w ]*?\b(?:before|by|no later than|innen|senest|for|fore|vor|bis|avant)[\s:]*(?:(?:on|the|den|"
    r"dem|am|le)[\s:]*)*$"
)
_ON = re.compile(
    r"\b(?:remove|removed|delete|deleted|take down|taken down|slettes|fjernes|raderas|loschen|supprimer)\b[\w ]*$|"
    r"\b(?:licen[cs]e|rights|usage|use|lisens(?:en)?|licens(?:en)?|lizenz|licence)\s*(?:end|ends|slutt|slut|ende|"
    r"fin)?[\s:]*$"
)
_NO = re.compile(
    r"\b(?:no|not|never|don't|cannot|ikke|ikkje|ej|inte|icke|nicht|kein|keine|pas|ne|aucune|remove|delete|"
    r"deleted|removed|slett|slettes|fjernes|raderas|loschen)\b"
)
_FROM = re.compile(r"\b(?:from|fra|fran|ab|vom|du|a partir du|between)[\s:]*(?:(?:the|den|dem|le)[\s:]*)*$")
_RANGE = re.compile(r"\b(?:from|fra|fran|ab|vom|du|between)\b.*(?:to|until|til|till|bis|au|-)")
_RIGHTS = re.compile(
    r"\b(?:licen[cs]|lisens|lizenz|rights?\b|rettig|recht|droit|us(?:e|ed|age|able)\b|valid|gyldig|giltig|gultig|"
    r"valable|available|"
    r"cleared|permi|allowed|tilla[dt]|erlaubt|may\b|can\b|kan\b|far\b|bruk|brug|anvand|nutz|verwend|utilis|publi|"
    r"publish|free\b|"
    r"fri(?:tt)?\b|frei|expir|utlop|udlob|utgar|gar ut|ablauf|ablauft|lauft ab|slett|delete|remove|fjern|radera|"
    r"losch|supprim|archiv|arkiv)"
)
"""Without one of them "until" is about something else: an exhibition, an event."""
_OTHER_MATTER = re.compile(
    r"\b(?:no|not for|ikke|kein|keine|pas de) (?:sales?|resales?|archiv\w*|social|sosiale|mags?|magazines?|tv|books?|"
    r"advertis\w*|commercial|internet|web|online|salg|verkauf)\b"
)


def read_terms(texts: Iterable[str], *, zone: tzinfo) -> Terms:
    """Return what the texts say together: every bar counts, and of two ends the earlier. Days are those of `zone`.

    Never raises.
    """
    terms = NOTHING
    for text in texts:
        for sentence in _sentences(text[:MAX_CHARACTERS]):
            terms = _together(terms, _read(sentence, zone))
    return terms


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCES.split(text):
        for part in wrap((sentence or "").strip(), MAX_SENTENCE):
            if part.strip(" -–—*:,."):
                yield part


def _read(sentence: str, zone: tzinfo) -> Terms:
    written = with_us_written_out(sentence)
    plain = folded(written)
    places = territories_in(plain, as_written=written)
    flags: dict[str, Any] = {name: bool(pattern.search(plain)) for name, pattern in FLAGS.items()}
    terms = replace(Terms(barred_in=tuple(sorted(places.barred)), only_in=tuple(sorted(places.only))), **flags)
    dates = list(written_in(plain))
    if not places.is_told:
        terms = _with_days(_with_dates(terms, plain, dates, zone), plain)
    elif not places.only:
        terms = _for_some_time(terms, plain, dates, zone)
    return terms if terms != NOTHING else Terms(unread=(sentence,))


def _for_some_time(terms: Terms, plain: str, dates: list[Written], zone: tzinfo) -> Terms:
    """Return the bars of a sentence with their end, where it names one: "UK OUT FOR 28 DAYS", "Norway out until …"."""
    ends = [one.last_instant(zone) for one in dates if BAR_UNTIL.search(plain[: one.start])]
    days = bar_days_in(plain)
    if ends and not _OTHER_MATTER.search(plain):
        return replace(terms, barred_in=(), barred_until=tuple((code, max(ends)) for code in terms.barred_in))
    if days is not None:
        return replace(terms, barred_in=(), barred_for=tuple((code, min(days, MAX_DAYS)) for code in terms.barred_in))
    return terms


def _with_dates(terms: Terms, plain: str, dates: list[Written], zone: tzinfo) -> Terms:
    is_embargo = bool(_EMBARGO.search(plain))
    for one in dates:
        before = plain[: one.start]
        if _BEFORE.search(before) and not is_embargo:
            terms = _together(terms, Terms(licensed_until=_day_before(one, zone)))
        elif _is_end(before, is_embargo=is_embargo):
            terms = _together(terms, Terms(licensed_until=one.last_instant(zone)))
        elif (is_embargo and one is dates[0]) or (_FROM.search(before) and _RIGHTS.search(before)):
            terms = _together(terms, Terms(embargoed_until=one.first_instant(zone)))
    return terms


def _is_end(before: str, *, is_embargo: bool) -> bool:
    """Return whether a date after these words is the last day; "not until" and "no sales until" make none of it."""
    if _OTHER_MATTER.search(before):
        return False
    if _AFTER.search(before):
        return bool(_NO.search(before))
    if is_embargo and not _RANGE.search(before):
        return False
    found = _END_BEFORE.search(before)
    is_about_rights = _RIGHTS.search(before) or (found and not before[: found.start()].strip(" :,-("))
    return bool(is_about_rights and (found or _ON.search(before))) and not _bare_hyphen(before)


def _bare_hyphen(before: str) -> bool:
    """Return whether only a hyphen or "to" leads to the date, and no range began before it."""
    tail = before.rstrip(" :")
    return tail.endswith(("-", " to")) and not _RANGE.search(before) and "valid to" not in before


def _day_before(one: Written, zone: tzinfo) -> datetime:
    return min(one.first_instant(zone), one.last_instant(zone))


def _with_days(terms: Terms, plain: str) -> Terms:
    span: Span | None = span_in(plain)
    if span is None:
        return terms
    days = min(span.days, MAX_DAYS)
    if span.is_from_arrival:
        return replace(terms, license_days=days)
    return replace(terms, archive_days=days)


def _together(first: Terms, second: Terms) -> Terms:
    """Return both: bars of either, the earlier end, the later embargo; only the places that both leave."""
    only = set(first.only_in) & set(second.only_in) if first.only_in and second.only_in else None
    return Terms(
        barred_in=tuple(sorted({*first.barred_in, *second.barred_in})),
        only_in=tuple(sorted(only)) if only else first.only_in or second.only_in,
        barred_for=tuple(sorted({*first.barred_for, *second.barred_for})),
        barred_until=tuple(sorted({*first.barred_until, *second.barred_until})),
        licensed_until=_least(first.licensed_until, second.licensed_until),
        embargoed_until=max(filter(None, (first.embargoed_until, second.embargoed_until)), default=None),
        archive_days=_least(first.archive_days, second.archive_days),
        license_days=_least(first.license_days, second.license_days),
        unread=tuple(dict.fromkeys((*first.unread, *second.unread))),
        **{name: getattr(first, name) or getattr(second, name) for name in FLAGS},
    )


def _least(first: Any, second: Any) -> Any:
    told = [value for value in (first, second) if value is not None]
    return min(told) if told else None
