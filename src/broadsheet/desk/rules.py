"""Whether a rule matches an item: conditions, item and local time in, yes or no out; nothing is read or stored.

A condition that is empty holds of everything, and one that is not does not hold of an item that says nothing of the
kind: an item without urgency is not between 1 and 3. All conditions have to hold; of a list one entry is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from broadsheet.core.dispatch import Dispatch, Term
from broadsheet.desk.models import WireRule
from broadsheet.desk.subjects import codes_of, plain_code

#: What a language of a rule takes in besides itself. Norwegian agencies write `no` for bokmål.
LANGUAGES = {"no": ("nb", "nn"), "nb": ("no",)}
HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a rule asks for, as its fields have it, taken apart. `hours` are local, the second not included."""

    feeds: frozenset[int] = frozenset()
    providers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    urgency_from: int | None = None
    urgency_to: int | None = None
    subjects: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    weekdays: frozenset[int] = frozenset()
    hours: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An item, the feed that it came by, who provides it, and when it came by the newsroom's clock."""

    item: Dispatch
    feed_id: int
    provider: str
    local: datetime


def conditions_of(rule: WireRule, feeds: Iterable[int]) -> Conditions:
    """Return the conditions of a rule, saved or not; `feeds` are the numbers of its feeds."""
    both = rule.from_hour is not None and rule.to_hour is not None
    return Conditions(
        feeds=frozenset(feeds),
        providers=entries(rule.providers),
        languages=entries(rule.languages.replace(",", "\n")),
        kinds=entries(rule.kinds.replace(",", "\n")),
        urgency_from=rule.urgency_from,
        urgency_to=rule.urgency_to,
        subjects=entries(rule.subjects),
        places=entries(rule.places),
        keywords=entries(rule.keywords),
        weekdays=frozenset(int(digit) for digit in rule.weekdays),
        hours=(rule.from_hour or 0, rule.to_hour or 0) if both else None,
    )


def entries(text: str) -> tuple[str, ...]:
    """Return the lines of a list, in lower case, without empty ones and without spaces around them."""
    return tuple(line for raw in text.splitlines() if (line := _plain(raw)))


def matches(conditions: Conditions, arrival: Arrival) -> bool:
    """Return whether every condition holds of the item."""
    asked, item = conditions, arrival.item
    return (
        (not asked.feeds or arrival.feed_id in asked.feeds)
        and (not asked.kinds or item.kind in asked.kinds)
        and _in_time(asked, arrival.local)
        and _in_urgency(asked, item.urgency)
        and (not asked.providers or _is_one(arrival.provider, asked.providers))
        and (not asked.languages or _speaks(item.language, asked.languages))
        and (not asked.subjects or _has_term(item.subjects, asked.subjects))
        and (not asked.places or _has_term(item.places, asked.places) or _is_one(item.located, asked.places))
        and (not asked.keywords or _has_keyword(item, asked.keywords))
    )


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()


def _is_one(text: str | None, wanted: Sequence[str]) -> bool:
    """Return whether a text is one of the entries, or begins like one that ends in an asterisk."""
    plain = _plain(text)
    return bool(plain) and any(
        plain.startswith(entry[:-1]) if entry.endswith("*") else plain == entry for entry in wanted
    )


def _speaks(language: str | None, wanted: Sequence[str]) -> bool:
    """Return whether a language is asked for: `en` takes in `en-GB`, and not the other way round (RFC 4647, 3.3.1)."""
    spoken = _plain(language).replace("_", "-")
    asked = {plain for entry in wanted for plain in (entry.replace("_", "-"), *LANGUAGES.get(entry, ()))}
    return any(spoken == entry or spoken.startswith(f"{entry}-") for entry in asked)


def _in_urgency(asked: Conditions, urgency: int | None) -> bool:
    if asked.urgency_from is None and asked.urgency_to is None:
        return True
    return urgency is not None and (asked.urgency_from or 1) <= urgency <= (asked.urgency_to or 9)


def _in_time(asked: Conditions, local: datetime) -> bool:
    """Return whether weekday and hour fit. The hours after midnight belong to the day on which the stretch began."""
    if asked.hours is None:
        return not asked.weekdays or local.isoweekday() in asked.weekdays
    first, end = asked.hours
    is_after_midnight = end <= first and local.hour < end
    if not (is_after_midnight or first <= local.hour < (end if end > first else HOURS)):
        return False
    day = local.date() - timedelta(days=1) if is_after_midnight else local.date()
    return not asked.weekdays or day.isoweekday() in asked.weekdays


def _has_term(terms: Iterable[Term], wanted: Sequence[str]) -> bool:
    """Return whether a code is asked for, or one that IPTC puts it under, or a name."""
    codes = [(entry, plain_code(entry)) for entry in wanted]
    return any(
        _is_one(term.name, [entry])
        or any(own.startswith(code[:-1]) if code.endswith("*") else own == code for own in codes_of(term))
        for term in terms
        for entry, code in codes
    )


def _has_keyword(item: Dispatch, wanted: Sequence[str]) -> bool:
    """Return whether a keyword is one of the item's, or stands as whole words in headline or slugline."""
    words = [word.strip().removeprefix("#") for word in item.keywords]
    shown = f"{_plain(item.headline)}\n{_plain(item.slugline)}"
    return any(
        any(_is_one(word, [entry]) for word in words) or _whole_words(entry).search(shown)
        for entry in (entry.removeprefix("#") for entry in wanted)
        if entry.rstrip("*")
    )


@lru_cache(maxsize=1024)
def _whole_words(entry: str) -> re.Pattern[str]:
    """Return what finds an entry as whole words; with an asterisk at its end, words that begin so."""
    end = "" if entry.endswith("*") else r"(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(entry.rstrip('*'))}{end}")
