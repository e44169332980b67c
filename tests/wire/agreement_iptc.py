"""The facts of ninjs, NewsML-G2 and NITF: which of them has which of our fields, and when the two are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from broadsheet.core.dispatch import Dispatch

OSLO = ZoneInfo("Europe/Oslo")
FORMATS = ("ninjs-1", "ninjs-2", "ninjs-3", "newsml-g2", "newsml-g2-other", "nitf")
Facts = dict[str, Any]
Check = Callable[[Dispatch, Any], bool]


def facts(row: Facts, items: list[Dispatch]) -> Iterator[tuple[str, bool]]:
    """Yield the name of each fact of the row's document that is a field of ours, and whether we agree."""
    kind = row["format"].split("-")[0]
    for item, found in _pairs(row, items):
        for name, value in found.items():
            check = CHECKS[kind].get(name.lower() if kind == "ninjs" else name)
            if check is not None:
                yield name.lower(), check(item, value) or _is_its_name(row["path"], name, item, value)


def _pairs(row: Facts, items: list[Dispatch]) -> Iterator[tuple[Dispatch, Facts]]:
    document = row.get("document", {})
    if "items" in document:
        yield from zip(items, document["items"], strict=True)
    elif items:
        yield items[0], document


def _is_its_name(path: Path, fact: str, item: Dispatch, values: Any) -> bool:
    """Whether we give the name that the file itself has for the code that the fact is."""
    ours = {"copyright_holders": item.copyright_holder, "located": item.located}.get(fact)
    if ours is None:
        return False
    named = (
        part
        for part in etree.parse(path).iter("{*}located", "{*}copyrightHolder")
        if {part.get("qcode"), part.get("literal"), None} & set(values) or (values == [""] and part.get("uri") == ours)
    )
    return any(
        ours in (_squeezed(name.text), part.get("uri")) for part in named for name in [*part.iter("{*}name"), part]
    ) or any(term.name == ours and f"{term.scheme}:{term.code}" in values for term in item.places)


def _squeezed(value: Any) -> str | None:
    return " ".join(str(value).split()) or None if value is not None else None


def _same(name: str) -> Check:
    def check(item: Dispatch, value: Any) -> bool:
        ours, wanted = _squeezed(getattr(item, name)), _squeezed(value)
        is_cut = wanted is not None and wanted.endswith("…") and ours is not None
        return bool(ours and wanted and ours.startswith(wanted[:-1])) if is_cut else ours == wanted

    return check


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
        coded = [term for term in getattr(item, name) if term.code]
        found = [f"{term.scheme}:{term.code}" if term.scheme else term.code for term in coded]
        bare = [term.code for term in coded]
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
    """The facts count the captions of the media too."""
    captions = sum(len((part.caption or "").split()) + 8 for part in item.associations.values())
    mine = len((item.body_text or "").split())
    return value - captions - max(3, value * 0.02) <= mine <= value + max(3, value * 0.02)


def _content(item: Dispatch, values: list[Facts]) -> bool:
    texts = [value for value in values if value.get("text_words")]
    if not texts:
        return True
    mine = len((item.body_text or "").split())
    # A dpa body repeats headline, time and keywords in a header of its own, which is not part of the story. The facts
    # count words that have no space between them, in two cells or two paragraphs, as one.
    return any(0.75 * value["text_words"] - 25 <= mine <= value["text_words"] * 1.08 + 3 for value in texts)


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
        or (item.kind == "planning" and word in {"planned", "newscoverage"})
    )


def _rewritten(item: Dispatch, values: list[str]) -> bool:
    """NTB's doc-id ends with the number of the rewrite, which is no part of the identity."""
    wanted = values[0]
    return item.guid == wanted or bool(wanted.startswith("NTB") and item.guid == wanted.rpartition("_")[0])


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
    "doc_id": _rewritten,
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
CHECKS: dict[str, dict[str, Check]] = {"ninjs": NINJS, "newsml": NEWSML, "nitf": NITF}
