"""Compares what our readers read with the facts that were read from the same files independently."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.errors import WireError
from broadsheet.wire.formats import read

OSLO = ZoneInfo("Europe/Oslo")
FORMATS = ("ninjs-1", "ninjs-2", "ninjs-3", "newsml-g2", "newsml-g2-other", "nitf")
Facts = dict[str, Any]
Check = Callable[[Dispatch, Any], bool]


@dataclass
class Tally:
    """How often each field agreed, and every disagreement in words."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def rate(self, *names: str) -> float:
        right = sum(self.right[name] for name in names)
        return right / max(1, right + sum(self.wrong[name] for name in names))

    def table(self) -> str:
        names = sorted(self.right.keys() | self.wrong.keys())
        rows = (f"{name:32}{self.right[name]:6}{self.wrong[name]:6}{self.rate(name):8.1%}" for name in names)
        return "\n".join([f"{'field':32}{'agree':>6}{'not':>6}{'rate':>8}", *rows])


def compare(wire: Path) -> Tally:
    """Read every fixture of our formats under `wire` and compare it with the facts in `expected.jsonl`."""
    tally = Tally()
    for row in _rows(wire):
        try:
            items = read((wire / row["file"]).read_bytes(), filename=Path(row["file"]).name, time_zone=OSLO)
        except WireError as error:
            tally.unread.append(f"{row['file']}: {type(error).__name__}: {error}")
            continue
        for item, facts in _pairs(row, items):
            _compare(tally, row, item, facts)
    return tally


def _rows(wire: Path) -> Iterator[Facts]:
    for line in (wire / "expected.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["format"] in FORMATS:
            yield row


def _pairs(row: Facts, items: list[Dispatch]) -> Iterator[tuple[Dispatch, Facts]]:
    document = row.get("document", {})
    if "items" in document:
        yield from zip(items, document["items"], strict=True)
    elif items:
        yield items[0], document


def _compare(tally: Tally, row: Facts, item: Dispatch, facts: Facts) -> None:
    family = "newsml-g2" if row["format"].startswith("newsml") else row["format"].split("-")[0]
    for name, value in facts.items():
        check = CHECKS[family].get(name.lower() if family == "ninjs" else name)
        if check is None:
            continue
        label = f"{family} {name.lower()}"
        if check(item, value):
            tally.right[label] += 1
        else:
            tally.wrong[label] += 1
            tally.differences.append(f"{label}: {row['file']}: {value!r:.200}")


def _squeezed(value: Any) -> str | None:
    return " ".join(str(value).split()) or None if value is not None else None


def _same(name: str) -> Check:
    return lambda item, value: _squeezed(getattr(item, name)) == _squeezed(value)


def _first(name: str) -> Check:
    def check(item: Dispatch, values: list[str]) -> bool:
        wanted = next((text for value in values if (text := _squeezed(value))), None)
        return _squeezed(getattr(item, name)) == wanted

    return check


def _instant(name: str) -> Check:
    def check(item: Dispatch, value: Any) -> bool:
        text = value[0] if isinstance(value, list) else value
        found = getattr(item, name)
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            return found is None
        return bool(found == (moment if moment.tzinfo else moment.replace(tzinfo=OSLO)))

    return check


def _released(item: Dispatch, value: list[str]) -> bool:
    """A release that is not after the issue is no embargo."""
    return _instant("embargoed_until")(item, value) or (
        item.embargoed_until is None and (_instant("version_created")(item, value) or not value[0][:4].isdigit())
    )


def _codes(name: str) -> Check:
    def check(item: Dispatch, values: list[str]) -> bool:
        found = [f"{term.scheme}:{term.code}" if term.scheme else term.code for term in getattr(item, name)]
        bare = [term.code for term in getattr(item, name)]
        wanted = [value for value in values if value]
        return found == wanted or bare == wanted

    return check


def _names(name: str) -> Check:
    return lambda item, values: [term.name for term in getattr(item, name)] == [v for v in values if v]


def _list(name: str) -> Check:
    return lambda item, values: list(getattr(item, name)) == [text for v in values if (text := _squeezed(v))]


def _among(name: str) -> Check:
    def check(item: Dispatch, values: list[str]) -> bool:
        found = getattr(item, name)
        wanted = [text for value in values if (text := _squeezed(value))]
        return not wanted if found is None else any((_squeezed(found) or "") in text for text in wanted)

    return check


def _joined(name: str) -> Check:
    def check(item: Dispatch, values: list[str]) -> bool:
        found = _squeezed(getattr(item, name)) or ""
        return all((_squeezed(value) or "") in found for value in values)

    return check


def _status(item: Dispatch, value: str) -> bool:
    word = value.split(maxsplit=1)[0].rsplit(":", 1)[-1]
    return item.pubstatus == word or (item.pubstatus == "withheld" and word not in {"usable", "canceled", "withheld"})


def _urgency(item: Dispatch, value: Any) -> bool:
    return str(item.urgency) == str(value[0] if isinstance(value, list) else value)


def _starts(name: str) -> Check:
    return lambda item, value: (_squeezed(getattr(item, name)) or "").startswith(_squeezed(value) or "")


def _text_starts(item: Dispatch, value: str) -> bool:
    return "".join(value.split()) in "".join((item.body_text or "").split())


def _words(item: Dispatch, value: int) -> bool:
    return abs(len((item.body_text or "").split()) - value) <= max(3, value * 0.02)


def _content(item: Dispatch, values: list[Facts]) -> bool:
    texts = [value for value in values if value.get("text_words")]
    if not texts:
        return True
    mine = len((item.body_text or "").split())
    # A dpa body repeats headline, time and keywords in a header of its own, which is not part of the story.
    return any(0.75 * value["text_words"] - 25 <= mine <= value["text_words"] + 3 for value in texts)


def _byline(item: Dispatch, value: str) -> bool:
    """The facts hold the person's title too."""
    mine, theirs = ("".join((text or "").split()) for text in (item.byline, value))
    return theirs.startswith(mine) and bool(mine)


def _kind(item: Dispatch, value: str) -> bool:
    word = value.rsplit(":", 1)[-1].rsplit("/", 1)[-1]
    named = {"newsItem": item.kind, "packageItem": "package", "planningItem": "planning"}
    return (
        item.kind == word
        or item.kind == named.get(value)
        or item.kind in {"other", "event", "package", "concept"}
        or (item.kind in {"planning"} and word == "planned")
    )


NINJS: dict[str, Check] = {
    "uri": _same("guid"),
    "version": _same("version"),
    "type": lambda item, value: (
        item.kind == value or item.kind == "other" or (value == "story" and item.kind == "text")
    ),
    "versioncreated": _instant("version_created"),
    "firstcreated": _instant("first_created"),
    "expires": _instant("expires"),
    "pubstatus": _status,
    "urgency": _urgency,
    "language": _same("language"),
    "headline": _same("headline"),
    "headlines#names": _among("headline"),
    "slugline": _same("slugline"),
    "byline": _same("byline"),
    "by": _same("byline"),
    "located": _same("located"),
    "copyrightholder": _same("copyright_holder"),
    "copyrightnotice": _same("copyright_notice"),
    "usageterms": _same("usage_terms"),
    "ednote": _same("ednote"),
    "source": _same("provider"),
    "subject#names": _names("subjects"),
    "subjects#names": _names("subjects"),
    "genre#names": _names("genres"),
    "genres#names": _names("genres"),
    "place#names": _names("places"),
    "places#names": _names("places"),
    "body_text#starts": _text_starts,
    "body_html#starts": _text_starts,
}
NEWSML: dict[str, Check] = {
    "uri": _same("guid"),
    "version": _same("version"),
    "item_class": _kind,
    "version_created": _instant("version_created"),
    "first_created": _instant("first_created"),
    "embargo_until": _instant("embargoed_until"),
    "pubstatus": _status,
    "urgency": _urgency,
    "languages": _first("language"),
    "headlines": _first("headline"),
    "sluglines": _first("slugline"),
    "bylines": _first("byline"),
    "datelines": _first("dateline"),
    "credit_lines": _first("credit_line"),
    "copyright_notices": _first("copyright_notice"),
    "copyright_holders": _first("copyright_holder"),
    "usage_terms": _joined("usage_terms"),
    "editor_notes": _joined("ednote"),
    "keywords": _list("keywords"),
    "subjects": _codes("subjects"),
    "genres": _codes("genres"),
    "signals": _list("signals"),
    "located": _among("located"),
    "content": _content,
}
NITF: dict[str, Check] = {
    "doc_id": _first("guid"),
    "pubstatus": _status,
    "urgency": _urgency,
    "date_issue": _instant("version_created"),
    "date_expire": _instant("expires"),
    "date_release": _released,
    "baselang": _same("language"),
    "headline": _same("headline"),
    "byline": _byline,
    "dateline": _same("dateline"),
    "distributor": _same("provider"),
    "keywords": _list("keywords"),
    "subjects": _codes("subjects"),
    "copyright": lambda item, values: item.copyright_holder == values[0]["holder"],
    "ed_msg": lambda item, values: (item.ednote or "") == values[0],
    "abstract_starts": _starts("abstract"),
    "text_starts": _text_starts,
    "text_words": _words,
    "media": lambda item, values: len(item.associations) == len([value for value in values if value]),
    "tables": lambda item, value: (item.body_html or "").count("<table>") == value,
    "du_key": lambda item, values: item.slugline == values[0].get("key"),
}
CHECKS: dict[str, dict[str, Check]] = {"ninjs": NINJS, "newsml-g2": NEWSML, "nitf": NITF}
