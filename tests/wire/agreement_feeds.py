"""Compares our reading of feeds, WordPress exports, pictures, dpa's and vendors' JSON with what others say of the files.

Of feedparser's own expectations those count that say something about an entry which the contract has a field for;
`bozo`, `encoding`, the feed's own fields and how feedparser names things do not. Times are read in UTC, as it does.
"""

from __future__ import annotations

import ast
import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.errors import EmptyFeedError, WireError
from broadsheet.wire.formats import read

FEEDS = ("rss", "atom", "feed-base", "feed-encoding", "feed-illformed")
UTC_ZONE = ZoneInfo("UTC")
Report = Callable[[str, bool, str], None]
"""Takes `<format> <field>`, whether we agree, and a sentence for when we do not."""
Path_ = tuple[str | int, ...]


def compare_feeds(wire: Path, report: Report) -> None:
    """Report every comparison of the feeds, exports, pictures and vendors' files under `wire`."""
    for line in (wire / "expected.jsonl").read_text().splitlines():
        row = json.loads(line)
        check = ROWS.get(row["format"])
        if check is not None:
            check(wire, row, report)
    _digitalwires(wire, report)


def _items(wire: Path, row: dict[str, Any]) -> list[Dispatch]:
    return read((wire / row["file"]).read_bytes(), filename="x", time_zone=UTC_ZONE)


def _feed(wire: Path, row: dict[str, Any], report: Report) -> None:
    expected = row.get("feed_expect", {}).get("feedparser_expect", "")
    # What comes from the HTTP header beside a feed is not in its bytes.
    is_by_header = Path(row["file"]).name.startswith("http_") and "encoding" not in row["format"]
    facts = [fact for fact in _facts(expected) if _check_of(fact[0]) and not is_by_header]
    try:
        items = _items(wire, row)
    except WireError:
        items = []
    for path, value in facts:
        check = _check_of(path)
        number = path[0]
        agrees = isinstance(number, int) and number < len(items) and bool(check and check(items[number], path, value))
        family = items[0].format if items else "rss"
        report(f"{family} {_field(path)}", agrees, f"{row['file']}: {path} {value!r:.120}")
    if row.get("origin_tests"):
        _origin(items, row, report)


def _facts(expression: str) -> Iterator[tuple[Path_, Any]]:
    """Yield path and value of every `entries[0]['title'] == 'x'` in an expectation."""
    for node in ast.walk(ast.parse(expression or "1", mode="eval")):
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq):
            path = _path(node.left)
            try:
                value = ast.literal_eval(node.comparators[0])
            except ValueError:
                continue
            if path and path[0] == "entries" and len(path) > 2:
                yield path[1:], value


def _path(node: ast.expr) -> Path_ | None:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        outer = _path(node.value)
        return None if outer is None else (*outer, node.slice.value)
    if isinstance(node, ast.Attribute):
        outer = _path(node.value)
        return None if outer is None else (*outer, node.attr)
    return None


def _field(path: Path_) -> str:
    return " ".join(str(part) for part in path[1:] if isinstance(part, str))


def _words(text: Any) -> str:
    """Return what a reader sees of HTML, without any space."""
    plain = html.unescape(re.sub(r"<(script|style|title|svg|math)\b.*?</\1>|<[^>]*>", "", str(text), flags=re.DOTALL))
    return "".join(plain.split())


def _bare(text: Any) -> str:
    return "".join(str(text or "").split())


def _text(name: str) -> Any:
    def check(item: Dispatch, _path: Path_, value: Any) -> bool:
        return _bare(getattr(item, name)) in {_words(value), _bare(value)}

    return check


def _told(item: Dispatch, _path: Path_, value: Any) -> bool:
    """The text stands in the body or the summary, with the addresses of its links; a drawing has none to show."""
    addresses = re.findall(r'<a href="([^"]*)"', str(value))
    if not all(f'href="{address}"' in (item.body_html or "") for address in addresses):
        return False
    return bool({_words(value), _bare(value)} & {"", _bare(item.body_text), _bare(item.abstract)})


def _link(item: Dispatch, _path: Path_, value: Any) -> bool:
    uris = [link.uri for link in item.links] + [r.href for one in item.associations.values() for r in one.renditions]
    return value in [*uris, item.guid, item.usage_terms]


def _linked(item: Dispatch, path: Path_, value: Any) -> bool:
    return path[-1] != "href" or _link(item, path, value)


def _instant(name: str) -> Any:
    def check(item: Dispatch, _path: Path_, value: Any) -> bool:
        return bool(getattr(item, name) == datetime(*value[:6], tzinfo=UTC))

    return check


def _raw(name: str) -> Any:
    def check(item: Dispatch, _path: Path_, value: Any) -> bool:
        return item.version == value or getattr(item, name) is not None

    return check


def _author(item: Dispatch, path: Path_, value: Any) -> bool:
    names = [creator.name for creator in item.creators]
    return any(name in str(value) for name in names)


def _author_part(item: Dispatch, path: Path_, value: Any) -> bool:
    return str(value) in [creator.name for creator in item.creators]


def _tag(item: Dispatch, path: Path_, value: Any) -> bool:
    found = {part for term in item.subjects for part in (term.code, term.name, term.scheme)}
    return value in found | set(item.keywords)


def _language(item: Dispatch, _path: Path_, value: Any) -> bool:
    return item.language == value


def _rendition(item: Dispatch, path: Path_, value: Any) -> bool:
    found = [r for one in item.associations.values() for r in one.renditions]
    return any(str(value) in {r.href, r.mimetype, str(r.bytes), str(r.width), str(r.height)} for r in found)


_provider = _text("provider")


CHECKS: dict[str, Any] = {
    "title": _text("headline"),
    "title value": _text("headline"),
    "title_detail value": _text("headline"),
    "link": _link,
    "links href": _link,
    "id": lambda item, path, value: item.guid == value,
    "guid": lambda item, path, value: item.guid == value,
    "content value": _told,
    "summary": _told,
    "summary_detail value": _told,
    "description": _told,
    "updated_parsed": _instant("version_created"),
    "published_parsed": _instant("first_created"),
    "created_parsed": _instant("first_created"),
    "updated": _raw("version_created"),
    "published": _raw("first_created"),
    "created": _raw("first_created"),
    "author": _author,
    "author_detail name": _author_part,
    "authors name": _author_part,
    "contributors name": _author_part,
    "tags term": _tag,
    "tags label": _tag,
    "tags scheme": _tag,
    "category": _tag,
    "language": _language,
    "title_detail language": _language,
    "content language": _language,
    "summary_detail language": _language,
    "enclosures href": _rendition,
    "enclosures url": _rendition,
    "enclosures type": _rendition,
    "enclosures length": _rendition,
    "media_thumbnail url": _rendition,
    "media_content url": _rendition,
    "rights": _text("copyright_notice"),
    "rights_detail value": _text("copyright_notice"),
    "copyright": _text("copyright_notice"),
    "license": _link,
    "source title": _provider,
    "publisher": _provider,
    "comments": _link,
}


def _check_of(path: Path_) -> Any:
    return CHECKS.get(_field(path))


def _export(wire: Path, row: dict[str, Any], report: Report) -> None:
    document = row["document"]
    try:
        items = _items(wire, row)
    except EmptyFeedError:
        items = []
    except WireError as error:
        report("wxr read", False, f"{row['file']}: {error}")
        return
    report("wxr items", len(items) == document.get("items", len(items)), f"{row['file']}: not {len(items)}")
    for item, facts in zip(items, document.get("first_items") or (), strict=False):
        for name, value in facts.items():
            if name in EXPORT and value is not None:
                report(f"wxr {name}", EXPORT[name](item, value), f"{row['file']}: {name} {value!r:.120}")
    _origin(items, row, report)


def _post_date(item: Dispatch, value: str) -> bool:
    try:
        moment = datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        return True
    return item.first_created is not None and abs(item.first_created - moment) < timedelta(days=1)


EXPORT: dict[str, Callable[[Dispatch, Any], bool]] = {
    "title": lambda item, value: _bare(item.headline) in {_bare(value), _words(value)},
    "link": lambda item, value: _link(item, (), value),
    "guid": lambda item, value: item.guid == value,
    "post_date_gmt": _post_date,
    "creator": lambda item, value: value in [creator.name for creator in item.creators],
    "categories": lambda item, value: (
        {_words(one) for one in value}
        == {_words(one) for one in (*item.keywords, *(term.name for term in item.subjects))}
    ),
    "status": lambda item, value: (
        item.pubstatus == {"publish": "usable", "inherit": "usable", "trash": "canceled"}.get(value, "withheld")
    ),
}


def _origin(items: list[Dispatch], row: dict[str, Any], report: Report) -> None:
    for test in row.get("origin_tests", ()):
        number = 0 if test["item"] == "all" else test["item"]
        check = ORIGIN.get(test["field"])
        if test.get("portable") and check and isinstance(number, int):
            agrees = number < len(items) and check(items[number], test["value"])
            report(
                f"{items[0].format if items else row['format']} origin {test['field']}",
                agrees,
                f"{row['file']}: {test['field']} {test['value']!r:.120}",
            )


def _moment(name: str) -> Callable[[Dispatch, Any], bool]:
    return lambda item, value: bool(getattr(item, name) == datetime.fromisoformat(value))


ORIGIN: dict[str, Callable[[Dispatch, Any], bool]] = {
    "guid": lambda item, value: item.guid == value,
    "headline": lambda item, value: " ".join(str(value).split()) == item.headline,
    "byline": lambda item, value: item.byline == value,
    "language": lambda item, value: item.language == value,
    "media_type": lambda item, value: item.kind == value,
    "version_created": _moment("version_created"),
    "first_created": _moment("first_created"),
    "body": lambda item, value: _bare(value) in _bare(item.body_text),
    "body_html": lambda item, value: _words(value)[:200] in _bare(item.body_text),
    "author": lambda item, value: value in [creator.name for creator in item.creators],
    "first_published": _moment("first_created"),
    "abstract": lambda item, value: " ".join(str(value).split()) == item.abstract,
}
ROWS: dict[str, Callable[[Path, dict[str, Any], Report], None]] = {
    **dict.fromkeys(FEEDS, _feed),
    "wxr": _export,
}


def _digitalwires(wire: Path, report: Report) -> None:
    """dpa's converter made NewsML-G2 of these files: both readers have to read the same item."""
    for path in sorted(wire.glob("fixtures/dpa-digitalwires-json/*/data/input/*.json")):
        project = path.parents[2].name
        twin = wire / "fixtures/newsml-g2" / project / "data/output" / f"{path.stem}.xml"
        [item] = read(path.read_bytes(), filename="x", time_zone=UTC_ZONE)
        [other] = [one for one in read(twin.read_bytes(), filename="x", time_zone=UTC_ZONE) if one.guid == item.guid]
        for field, agrees in _twins(item, other, json.loads(path.read_bytes())):
            report(f"{item.format} {field}", agrees, f"{path.name}: {field}")


def _twins(item: Dispatch, other: Dispatch, document: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    for field in TWINS:
        mine, theirs = getattr(item, field), getattr(other, field)
        yield field, _bare(mine) == _bare(theirs) if isinstance(mine, str) else mine == theirs
    # The converter numbers the places on the map, and writes the first genre alone.
    places = {(term.name, term.code) for term in (*item.subjects, *item.places)}
    places |= {(term.name, None) for term in item.places}
    wanted = {(term.name, None if (term.code or "").startswith("poiID") else term.code) for term in other.subjects}
    yield "subjects", wanted <= places
    yield "genres", set(other.genres) <= set(item.genres)
    # It leaves out the box of links.
    told = _bare(other.body_text) + _words(document.get("linkbox_html") or "")
    yield "body", all(_bare(line) in told for line in (item.body_text or "").split("\n"))
    notes = (_bare(line) for line in (other.ednote or "").split("\n"))
    yield "ednote", all(note in _bare(item.ednote) or note.startswith("Notizblock") for note in notes)


TWINS = (
    *("guid", "version", "pubstatus", "version_created", "first_created", "embargoed_until", "language", "urgency"),
    *("headline", "byline", "dateline", "abstract", "keywords", "credit_line", "copyright_notice", "usage_terms"),
    *("provider", "signals"),
)


def _photo(wire: Path, row: dict[str, Any], report: Report) -> None:
    [item] = _items(wire, row)
    document = row["document"]
    stated, reconciled = document["preferred_xmp_then_iim"], document.get("mwg_reconciled") or {}
    for name, check in PHOTO.items():
        told = [stated.get(name), reconciled.get(RECONCILED.get(name, ""))]
        # The first table lost what is not ASCII, and writes a question mark for it.
        values = [value for value in told if value and ("?" not in str(value) or value is told[1])]
        if values:
            agrees = any(check(item, value) for value in values)
            report(f"picture {name}", agrees, f"{row['file']}: {name} {values!r:.160}")
    _origin([item], row, report)


def _is(name: str) -> Callable[[Dispatch, Any], bool]:
    return lambda item, value: _bare(getattr(item, name)) == _bare(value)


def _all(value: Any) -> list[str]:
    return [_bare(one) for one in value] if isinstance(value, list) else [_bare(value)]


def _taken(item: Dispatch, value: str) -> bool:
    day, _, time = value.partition(" ")
    moment = datetime.fromisoformat(day.replace(":", "-") + ("T" + time if time else ""))
    wanted = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    allowed = timedelta() if time else timedelta(days=1)
    return item.version_created is not None and abs(item.version_created - wanted) <= allowed


PHOTO: dict[str, Callable[[Dispatch, Any], bool]] = {
    "headline": _is("headline"),
    "title": _is("slugline"),
    "caption": lambda item, value: _bare(value).startswith(_bare(item.caption)) and bool(item.caption),
    "creator": lambda item, value: [_bare(one.name) for one in item.creators] == _all(value),
    "credit": _is("credit_line"),
    "source": _is("provider"),
    "copyright": _is("copyright_notice"),
    "usage_terms": _is("usage_terms"),
    "instructions": _is("ednote"),
    "keywords": lambda item, value: [_bare(one) for one in item.keywords] == _all(value),
    "city": _is("located"),
    "country": lambda item, value: _bare(value) in [_bare(place.name) for place in item.places],
    "state": lambda item, value: set(_all(value)) <= {_bare(place.name) for place in item.places},
    "date_created": _taken,
    "urgency": lambda item, value: (item.urgency or 0) == int(str(value)[0]),
}
RECONCILED = {
    "caption": "Description",
    "creator": "Creator",
    "copyright": "Copyright",
    "keywords": "Keywords",
    "city": "City",
    "country": "Country",
    "state": "State",
    "date_created": "DateTimeOriginal",
}
ROWS["photo"] = _photo


def _vendor(wire: Path, row: dict[str, Any], report: Report) -> None:
    _origin(_items(wire, row), row, report)


ROWS["vendor-json"] = _vendor
