"""NewsML 1.0 to 1.2: one or more NewsItems in a NewsML document.

Each revision has an address of its own (`PublicIdentifier`), which is the guid; the addresses of the revisions before
it are links, `replaces`, so that all of them are one item. Elements are known by local name in any case.

Source: IPTC NewsML 1.2 functional specification, 5.3 (NewsItem, NewsIdentifier) and 5.4 (NewsManagement).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from lxml import etree

from broadsheet.core.dispatch import Dispatch, Link
from broadsheet.wire.errors import OversizedError
from broadsheet.wire.formats.newsml_1_component import item_of
from broadsheet.wire.formats.newsml_1_content import LANG, child, each, first, flat, formal, name_of, node_of
from broadsheet.wire.formats.notes import Notes, squeeze

ROOT = "NewsML"
MAX_ITEMS_INSIDE = 3
MAX_PARTS = 10_000
_COUNTED = frozenset({"newsitem", "newscomponent", "contentitem"})
_KILLS = frozenset({"killed", "kill", "deleted", "delete", "retracted", "withdrawn"})


def read(root: etree._Element, notes: Notes) -> list[Dispatch]:
    """Return every item of a NewsML 1 document in its order. A document of vocabularies alone has none.

    Raises:
        OversizedError: more than 10,000 items, components and contents.
    """
    if (found := sum(name_of(part) in _COUNTED for part in root.iter())) > MAX_PARTS:
        raise OversizedError("parts", limit=MAX_PARTS, found=found)
    return [_item(part, notes.another(), depth=0) for part in each(root, "newsitem")]


def _item(element: etree._Element, notes: Notes, *, depth: int) -> Dispatch:
    management = child(element, "newsmanagement")
    identification = child(element, "identification")
    identifier = child(identification, "newsidentifier")
    created = flat(child(management, "firstcreated"))
    guid = _guid(identifier, created)
    if guid is None and depth == 0:
        notes.warnings.append("The item has no identifier of its own.")
    if (identifier is not None and _update(identifier) in {"U", "A"}) or child(element, "update") is not None:
        notes.warnings.append("The item holds only what has changed since the revision before it.")
    main = child(element, "newscomponent")
    node = node_of(etree.Element("NewsComponent") if main is None else main, notes, _language_around(element))
    item = item_of(node, notes, (formal(child(management, "newsitemtype")) or "").lower())
    status, embargoed, expires = _status(management, notes)
    return replace(
        item,
        guid=guid,
        version=flat(child(identifier, "revisionid")),
        pubstatus=status,
        version_created=notes.time(flat(child(management, "thisrevisioncreated")), "ThisRevisionCreated"),
        first_created=notes.time(created, "FirstCreated"),
        embargoed_until=embargoed,
        expires=expires,
        urgency=notes.urgency(formal(child(management, "urgency"))) or item.urgency,
        slugline=item.slugline or flat(child(identification, "namelabel")),
        provider=item.provider or flat(child(identifier, "providerid")),
        signals=tuple(_signals(management)),
        links=(*_replaced(guid, identifier), *_links(management)),
        associations={**item.associations, **_items_inside(element, notes, depth)},
        warnings=tuple(notes.warnings),
    )


def _guid(identifier: etree._Element | None, created: str | None) -> str | None:
    """Return the public identifier; where it is not whole, an address made of the parts that make it by the standard.

    Some senders write the same short one into every item, and the time of the revision as the date of the item: then
    it is made of the provider, the day of the first version and the item's own number.
    """
    public = flat(child(identifier, "publicidentifier"))
    provider, date, number = (flat(child(identifier, name)) for name in ("providerid", "dateid", "newsitemid"))
    if public and (not public.startswith("urn:newsml:") or public.count(":") > 3 or (number and number in public)):
        return public
    if provider is None or (date is None and number is None):
        return public
    if number and number.strip("0"):
        return f"urn:newsml:{provider}:{(created or date or '')[:8]}:{number}"
    return ":".join(filter(None, ("urn:newsml", provider, date, number)))


def _update(identifier: etree._Element) -> str:
    revision = child(identifier, "revisionid")
    return "N" if revision is None else revision.get("Update", "N").strip().upper()


def _replaced(guid: str | None, identifier: etree._Element | None) -> Iterator[Link]:
    """Yield the addresses of the revisions before this one: the first, and the one that it names."""
    revision = child(identifier, "revisionid")
    number = flat(revision)
    if guid is None or revision is None or number is None:
        return
    previous = squeeze(revision.get("PreviousRevision"))
    earlier = ["1"] if number.isascii() and number.isdigit() and int(number[:9]) > 1 else []
    if previous and previous not in {"0", "1", number}:
        earlier.append(previous)
    for ending in (f":{number}", f":{number}{_update(identifier) if identifier is not None else ''}"):
        if guid.endswith(ending):
            stem, mark = guid.removesuffix(ending), ending.removeprefix(f":{number}")
            yield from (Link("replaces", f"{stem}:{one}{mark}") for one in earlier)
            return


def _status(management: etree._Element | None, notes: Notes) -> tuple[str, datetime | None, datetime | None]:
    """Return the publishing status, the end of an embargo, and the time after which the item is not to be used."""
    word = (formal(child(management, "status")) or "").lower()
    change = child(management, "statuswillchange")
    future = (formal(child(change, "futurestatus")) or "").lower()
    moment = notes.time(flat(child(change, "dateandtime")), "StatusWillChange")
    opens = moment if future in {"", "usable"} else None
    if word == "embargoed":
        if opens is None:
            notes.warnings.append("The embargo has no end; the item is withheld.")
        return ("usable" if opens else "withheld"), opens, None
    status = "canceled" if word in _KILLS else notes.pubstatus(word)
    if status == "usable":
        return status, moment if future == "embargoed" and moment else None, None if future == "embargoed" else moment
    return status, opens, None


def _signals(management: etree._Element | None) -> Iterator[str]:
    """Yield the agency's own words for what kind of filing this is: its type unless it is news, and instructions."""
    for part in each(management, "newsitemtype", "instruction"):
        word = formal(part)
        if word and word.lower() != "news":
            yield word


def _links(management: etree._Element | None) -> Iterator[Link]:
    for part in each(management, "associatedwith", "derivedfrom"):
        if uri := squeeze(part.get("NewsItem")):
            yield Link("derivedFrom" if name_of(part) == "derivedfrom" else "associatedWith", uri)


def _items_inside(element: etree._Element, notes: Notes, depth: int) -> dict[str, Dispatch]:
    found: dict[str, Dispatch] = {}
    for component in element.iter("{*}NewsComponent"):
        for part in each(component, "newsitem"):
            if _nearest_item(part) is not element:
                continue
            if depth == MAX_ITEMS_INSIDE:
                notes.warnings.append("Items inside items go too deep; the innermost are left out.")
                return found
            item = _item(part, notes.another(), depth=depth + 1)
            found[item.guid or f"item-{len(found) + 1}"] = item
    return found


def _nearest_item(element: etree._Element) -> etree._Element | None:
    return next((part for part in element.iterancestors() if name_of(part) == "newsitem"), None)


def _language_around(element: etree._Element) -> str | None:
    return first(squeeze(part.get(LANG)) for part in (element, *element.iterancestors()))
