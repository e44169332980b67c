"""Compares our reading of NewsML 1, IPTC 7901, ANPA 1312 and two agencies' own XML with facts read independently.

The document facts of NewsML 1 are lists over the whole file: a headline may be the item's or that of a picture in it. A
fact agrees where the item, or an item in it, has the value, and the item's own is never another's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.errors import WireError
from broadsheet.wire.formats import read
from tests.wire import agreement_origin

FORMATS = ("newsml-1", "iptc7901", "anpa", "vendor-xml")
OSLO = ZoneInfo("Europe/Oslo")
Facts = dict[str, Any]
Check = Callable[[Dispatch, Any], bool]
Report = Callable[[str, bool, str], None]
DISPUTED = {
    ("kyodo.txt", "language", "en"): "The file names no language; the other system writes a constant.",
    ("kyodo.txt", "slugline", "None"): "The heading's keyword is BC-Soccer-Emperor's-Cup.",
    ("kyodo.txt", "first_created", "2018-12-09T12:18"): "The trailer says 21:37, 9 December 2018, no zone.",
    ("kyodo.txt", "version_created", "2018-12-09T12:18"): "The same.",
    ("IPTC7901.txt", "headline", "could fail ="): "Two suites contradict each other; `=` ends the head.",
    ("IPTC7901.txt", "body", "^ Negotiations"): "Two suites contradict each other; the text begins with its dateline.",
    ("anp_belga.xml", "slugline", "None"): "SlugLine has a text, and the document fact says so.",
    ("anp_belga.xml", "language", "nl"): "The file says nl-nl, and the document fact says so.",
    ("efe_belga.xml", "language", "es"): "The file says es-ES, and the document fact says so.",
    ("belga_tip_newsml_1_2.xml", "version", "1"): "RevisionId is 0, and the document fact says so.",
    (
        "afp_no_headline.xml",
        "headline",
        "Burkina Faso is banning ",
    ): "HeadLine is empty, and the document fact says so.",
    ("ritzau_news.xml", "headline", "Hollandske forskere har "): "headline is nil; these are 100 signs of the body.",
    ("solita_4.xml", "body", "DETTE ER EN TEST BRØDTEK"): "Caption, contacts and address are elements beside body.",
}
"""Facts that contradict the file, or another fact of it: not counted, and every one has its reason here."""


def compare_older(wire: Path, report: Report) -> None:
    """Report every document fact and every portable origin fact of our formats."""
    for line in (wire / "expected.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["format"] in FORMATS:
            _file(wire, row, report)


def _file(wire: Path, row: Facts, report: Report) -> None:
    path = wire / row["file"]
    try:
        items = read(path.read_bytes(), filename=path.name, time_zone=OSLO)
    except WireError as error:
        report(f"{row['format']} read", False, f"{row['file']}: {error}")
        return
    documents = row.get("document", {}).get("items", [])
    for item, facts in zip(items, documents, strict=bool(documents)):
        is_marked_up = "<" in facts.get("text_starts", "")
        for name, value in facts.items():
            # The words of a text in HTML were counted with its tags.
            if name in CHECKS and not (name == "text_words" and is_marked_up):
                report(f"{row['format']} {name}", CHECKS[name](item, value), f"{row['file']}: {value!r:.120}")
    for name, agrees in _origin(row, items):
        report(f"{row['format']} {name}", agrees, row["file"])


def _origin(row: Facts, items: list[Dispatch]) -> Iterator[tuple[str, bool]]:
    """Yield each portable fact and whether we agree; the other systems give one item of a file, not always its first."""
    for fact in row.get("origin_tests", ()):
        if not _is_disputed(row["file"], fact):
            for name, agrees in agreement_origin.facts({**row, "origin_tests": [fact]}, items):
                others = ([item] for item in items[1:])
                alone = {**row, "origin_tests": [{**fact, "item": 0}]}
                yield name, agrees or any(ok for other in others for _, ok in agreement_origin.facts(alone, other))


def _is_disputed(file: str, fact: Facts) -> bool:
    said = str(fact.get("value"))
    return any(file.endswith(f"/{name}") and field == fact["field"] and part in said for name, field, part in DISPUTED)


def _whole(item: Dispatch) -> Iterator[Dispatch]:
    yield item
    for part in item.associations.values():
        yield from _whole(part)


def _same(name: str) -> Check:
    return lambda item, value: _squeezed(getattr(item, name)) == _squeezed(value)


def _any(*names: str) -> Check:
    """Every value is somewhere in the item, and what the item itself says is one of the values, or nobody's."""

    def check(item: Dispatch, values: list[str]) -> bool:
        wanted = {text for value in values if (text := _squeezed(value))}
        found = {_squeezed(getattr(part, name)) for part in _whole(item) for name in names}
        own = _squeezed(getattr(item, names[0]))
        return wanted <= found and (own is None or own in wanted or names[0] in {"byline", "dateline"})

    return check


def _instant(name: str) -> Check:
    def check(item: Dispatch, value: str) -> bool:
        moment = datetime.fromisoformat(value)
        return bool(getattr(item, name) == (moment if moment.tzinfo else moment.replace(tzinfo=OSLO)))

    return check


def _identifier(item: Dispatch, value: str) -> bool:
    return item.guid == value


def _status(item: Dispatch, value: str) -> bool:
    """A word that the standard does not have is withheld."""
    return item.pubstatus == (value.lower() if value.lower() in {"usable", "withheld", "canceled"} else "withheld")


def _urgency(item: Dispatch, value: str) -> bool:
    return item.urgency == (int(value) if value.isdigit() else None)


def _codes(name: str) -> Check:
    def check(item: Dispatch, values: list[str]) -> bool:
        return {term.code for part in _whole(item) for term in getattr(part, name)} == set(filter(None, values))

    return check


def _keywords(item: Dispatch, values: list[str]) -> bool:
    return set(filter(None, values)) <= {word for part in _whole(item) for word in part.keywords}


def _media(item: Dispatch, values: list[Facts]) -> bool:
    return {value["href"] for value in values} == {size.href for part in _whole(item) for size in part.renditions}


def _properties(item: Dispatch, values: list[Facts]) -> bool:
    """Keyword, City and Country are fields of ours; a country's name gives way to its town's."""
    words = {(part["name"], _squeezed(part.get("value"))) for part in values}
    keywords = {value for name, value in words if name == "Keyword" and value}
    towns = {value for name, value in words if name == "City" and value}
    named = {_squeezed(term.name) for part in _whole(item) for term in part.places}
    return keywords <= {word for part in _whole(item) for word in part.keywords} and towns <= named


def _text_starts(item: Dispatch, value: str) -> bool:
    wanted = _letters(re.sub(r"<!--.*?-->|<[^>]*>", "", value))
    texts = [text for part in _whole(item) for text in (part.body_text, part.headline, part.caption, part.abstract)]
    return any(_letters(text).startswith(wanted) or wanted.startswith(_letters(text)) for text in texts if text)


def _text_words(item: Dispatch, value: int) -> bool:
    """The count is of the first text in the file, whichever it is."""
    texts = [text for part in _whole(item) for text in (part.body_text, part.headline, part.caption, part.abstract)]
    return any(abs(len(text.split()) - value) <= max(4, value * 0.15) for text in texts if text)


def _squeezed(value: Any) -> str | None:
    return " ".join(str(value).split()) or None if value is not None else None


def _letters(value: str | None) -> str:
    return "".join((value or "").split())


CHECKS: dict[str, Check] = {
    "public_identifier": _identifier,
    "version": _same("version"),
    "item_type": lambda item, value: value.lower() == "news" or value in item.signals,
    "first_created": _instant("first_created"),
    "version_created": _instant("version_created"),
    "pubstatus": _status,
    "urgency": _urgency,
    "headlines": _any("headline"),
    "bylines": _any("byline"),
    "datelines": _any("dateline"),
    "sluglines": _any("slugline"),
    "credit_lines": _any("credit_line"),
    "copyright_lines": _any("copyright_notice"),
    "usage_terms": _any("usage_terms"),
    "languages": _any("language"),
    "subjects": _codes("subjects"),
    "genres": _codes("genres"),
    "keyword_lines": _keywords,
    "media": _media,
    "properties": _properties,
    "text_starts": _text_starts,
    "text_words": _text_words,
}
