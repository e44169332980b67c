"""dpa digitalwires: the German agency's own JSON, one article with its pictures' captions and its desk notes.

The notes of the notepad are in `ednotes` too, so only those are read; what is marked as not publishable is for the
desk alone, which every ednote is here.

Source: dpa-newslab/dpa-digitalwires-to-newsmlg2, dpa's own converter, whose output says which word is which.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from broadsheet.core.dispatch import Creator, Dispatch, Link, Rendition, Term
from broadsheet.wire.errors import MalformedDispatchError
from broadsheet.wire.formats import markup
from broadsheet.wire.formats.notes import Notes, split_caption, squeeze

FORMAT = "dpa-digitalwires"
MAX_PARTS = 500
_ENVELOPES = ("entries", "items")
_KINDS = {"composite": "text", "text": "text", "image": "picture", "picture": "picture", "graphic": "graphic"}
_KINDS |= {"video": "video", "audio": "audio"}
_SUBJECTS = frozenset({"dnltype:dpasubject", "dnltype:desk", "dnltype:scope", "dnltype:subject"})
_PLACES = frozenset({"dnltype:geosubject", "dnltype:poi", "dnltype:located"})
_GENRES = frozenset({"dnltype:genre"})

Fields = dict[str, Any]


def matches(document: object) -> bool:
    """Return whether the JSON says that it is digitalwires, or is an envelope or a list around such."""
    return next(_articles(document), None) is not None


def read(document: object, notes: Notes) -> list[Dispatch]:
    """Return every article of a digitalwires document.

    Raises:
        MalformedDispatchError: none is in it.
    """
    items = [_article(fields, notes.another()) for fields in _articles(document)]
    if not items:
        raise MalformedDispatchError("The JSON has no digitalwires article in it.")
    return items


def _articles(document: object) -> Iterator[Fields]:
    if isinstance(document, dict):
        if str(document.get("format", "")).startswith("digitalwires") and "urn" in document:
            yield document
            return
        document = next((inner for name in _ENVELOPES if isinstance(inner := document.get(name), list)), [])
    for part in document if isinstance(document, list) else ():
        if isinstance(part, dict) and str(part.get("format", "")).startswith("digitalwires") and "urn" in part:
            yield part


def _article(fields: Fields, notes: Notes) -> Dispatch:
    guid = _text(fields, "urn")
    if guid is None:
        notes.warnings.append("The item has no identifier of its own.")
    headline, teaser = _text(fields, "headline"), _text(fields, "teaser")
    html = markup.without_headline(_body(fields), headline)
    categories = _parts(fields, "categories")
    byline = _text(fields, "byline")
    return Dispatch(
        format=FORMAT,
        guid=guid,
        version=_text(fields, "version"),
        kind=_KINDS.get(_text(fields, "type") or "text", "other"),
        pubstatus=notes.pubstatus(_text(fields, "pubstatus")),
        version_created=notes.time(_text(fields, "version_created"), "version_created"),
        first_created=notes.time(_text(fields, "content_created"), "content_created"),
        embargoed_until=notes.time(_text(fields, "embargoed"), "embargoed"),
        language=_text(fields, "language"),
        urgency=notes.urgency(_text(fields, "urgency")),
        headline=headline,
        slugline=_text(fields, "kicker"),
        byline=byline,
        dateline=_text(fields, "dateline"),
        located=next((_text(part, "name") for part in categories if part.get("type") == "dnltype:located"), None),
        abstract=teaser,
        body_html=html,
        body_text=markup.text_of(html),
        keywords=_keywords(fields, categories),
        subjects=_terms(categories, _SUBJECTS),
        genres=_terms(categories, _GENRES),
        places=_terms(categories, _PLACES),
        creators=tuple(_creators(categories)),
        credit_line=_text(fields, "creditline"),
        copyright_notice=_text(fields, "copyrightnotice"),
        usage_terms=_text(fields, "usageterms"),
        ednote=_ednote(fields),
        provider=_provider(categories, guid),
        signals=_signals(fields, categories),
        links=tuple(_links(fields)),
        associations=_associations(fields, notes),
        warnings=tuple(notes.warnings),
    )


def _text(fields: Fields, name: str) -> str | None:
    """Return the text, or the number, of a field."""
    value = fields.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return squeeze(value) if isinstance(value, str) else None


def _parts(fields: Fields, name: str) -> list[Fields]:
    value = fields.get(name)
    return [part for part in value if isinstance(part, dict)][:MAX_PARTS] if isinstance(value, list) else []


def _body(fields: Fields) -> str | None:
    """Return the article with its boxes below it."""
    boxes = (fields.get(name) for name in ("article_html", "infobox_html", "linkbox_html"))
    return "".join(filter(None, (markup.clean(box) for box in boxes if isinstance(box, str)))) or None


def _keywords(fields: Fields, categories: list[Fields]) -> tuple[str, ...]:
    names = fields.get("keyword_names")
    said = [squeeze(name) for name in names if isinstance(name, str)] if isinstance(names, list) else []
    said += [_text(part, "name") for part in categories if part.get("type") == "dnltype:keyword"]
    return tuple(dict.fromkeys(name for name in said if name))


def _terms(categories: list[Fields], types: frozenset[str]) -> tuple[Term, ...]:
    found = []
    for part in categories:
        code, name = _text(part, "qcode"), _short_name(part) or _text(part, "name")
        if part.get("type") in types and (code or name):
            scheme, colon, local = (code or "").partition(":")
            found.append(Term(local, name, scheme) if colon else Term(code, name))
    return tuple(dict.fromkeys(found))


def _short_name(part: Fields) -> str | None:
    """Return the name of a place that is given on the map too; its other name has the whole address in it."""
    geojson = part.get("geojson")
    properties = geojson.get("properties") if isinstance(geojson, dict) else None
    return _text(properties, "name") if isinstance(properties, dict) else None


def _creators(categories: list[Fields]) -> Iterator[Creator]:
    for kind, role in (("dnltype:creator", None), ("dnltype:contributor", "contributor")):
        for part in categories:
            if part.get("type") == kind and (name := _text(part, "name")):
                yield Creator(name, _text(part, "role") or role)


def _ednote(fields: Fields) -> str | None:
    """Return all notes to the desk, a line each, and last what has to stand under an article published unread."""
    said = [_text(part, "ednote") for part in _parts(fields, "ednotes")]
    said.append(_text(fields, "autopublishnotice"))
    if len(said) == 1:
        said[:0] = [_noted(fields, name) for name in ("public_html", "nonpublic_html")]
    return "\n".join(dict.fromkeys(note for note in said if note)) or None


def _noted(fields: Fields, name: str) -> str | None:
    notepad = fields.get("notepad")
    value = notepad.get(name) if isinstance(notepad, dict) else None
    return markup.text_of(markup.clean(value)) if isinstance(value, str) else None


def _provider(categories: list[Fields], guid: str | None) -> str | None:
    named = (_text(part, "name") for part in categories if part.get("type") == "dnltype:provider")
    by_address = (guid or "").split(":")[2].partition(".")[0] if (guid or "").startswith("urn:newsml:") else None
    return next(filter(None, named), None) or by_address or None


def _signals(fields: Fields, categories: list[Fields]) -> tuple[str, ...]:
    said = [_text(fields, "signal")]
    said += [_text(part, "qcode") for part in categories if part.get("type") == "dnltype:signal"]
    return tuple(dict.fromkeys(signal for signal in said if signal))


def _links(fields: Fields) -> Iterator[Link]:
    for association in _parts(fields, "associations"):
        if urn := _text(association, "urn"):
            yield Link("association", urn)


def _associations(fields: Fields, notes: Notes) -> dict[str, Dispatch]:
    found: dict[str, Dispatch] = {}
    for number, part in enumerate(_parts(fields, "associations"), start=1):
        name = "featureimage" if part.get("is_featureimage") is True else f"{_text(part, 'type') or 'item'}-{number}"
        found[name if name not in found else f"{name}-{number}"] = _association(part, notes.another())
    return found


def _association(fields: Fields, notes: Notes) -> Dispatch:
    caption, creators, credit = split_caption(_text(fields, "caption"))
    return Dispatch(
        format=FORMAT,
        guid=_text(fields, "urn"),
        version=_text(fields, "version"),
        kind=_KINDS.get(_text(fields, "type") or "", "other"),
        version_created=notes.time(_text(fields, "version_created"), "version_created"),
        headline=_text(fields, "headline"),
        caption=caption,
        creators=creators,
        credit_line=_text(fields, "creditline") or credit,
        renditions=tuple(_renditions(fields)),
    )


def _renditions(fields: Fields) -> Iterator[Rendition]:
    for part in _parts(fields, "renditions"):
        if href := _text(part, "url"):
            width, height = (_whole(part.get(name)) for name in ("width", "height"))
            yield Rendition(_text(part, "size"), href, _text(part, "mimetype"), width, height)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**10 else None
