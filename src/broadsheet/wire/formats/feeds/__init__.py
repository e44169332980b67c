"""RSS 0.9x to 2.0 and 1.0, Media RSS, Atom 0.3 and 1.0, and WordPress exports, which are RSS: by feedparser.

feedparser is content with nothing; here a feed that gives nothing is an error (W10). Its own
sanitiser and its rewriting of addresses are turned off: nh3 does both, and keeps to the desk's list.

Source: RSS 2.0.11; RSS 1.0; RFC 4287 (Atom); RFC 6721 (deleted entries); Media RSS 1.5.1; feedparser 6.0.
"""

from __future__ import annotations

import io
import warnings as python_warnings
from dataclasses import replace
from typing import Any

import feedparser
from lxml import etree

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire.errors import EmptyFeedError, MalformedDispatchError
from broadsheet.wire.formats.detect import Head
from broadsheet.wire.formats.feeds import entries, source
from broadsheet.wire.formats.notes import Notes, squeeze

ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_RDF_NAMES = ("purl.org/rss/", "purl.org/net/rss", "my.netscape.com/")
_ENTRIES = frozenset({"item", "entry"})
_MAPS = ("{http://www.opengis.net/gml}*", "{http://www.georss.org/georss}*", "{http://www.georss.org/georss/10}*")
_DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def matches_rss(head: Head) -> bool:
    """Return whether the root is RSS's; an RDF root has to name RSS 0.90 or 1.0 somewhere in the head."""
    root = head.root.lower()
    return root in {"rss", "channel"} or (root == "rdf" and any(name in head.start for name in _RDF_NAMES))


def matches_atom(head: Head) -> bool:
    """Return whether the root is Atom's, in whatever namespace."""
    return head.root.lower() == "feed" or (head.root.lower() == "entry" and "atom" in head.namespace.lower())


def read(data: bytes, notes: Notes) -> list[Dispatch]:
    """Return every entry of a feed, and every notice in it that an entry is deleted.

    Raises:
        EmptyFeedError: no entry is in it; a web page has none.
        OversizedError, UnreadableEntityError, MalformedDispatchError: from `source.prepared`.
    """
    made_safe = source.prepared(data, notes.warnings)
    parsed = _parsed(made_safe)
    format = "atom" if (parsed.get("version") or "").startswith("atom") else "rss"
    items = [
        entries.item(entry, parsed.feed, element, format, notes.another())
        for entry, element in _paired(parsed.entries, made_safe.root)
    ]
    items += _deleted(made_safe.root, format, notes)
    if not items:
        raise EmptyFeedError(_emptiness(made_safe, parsed))
    return items


def _parsed(made_safe: source.Source) -> Any:
    """Return what feedparser reads. Where its code for places on a map stumbles, it is given the feed without them.

    Raises:
        MalformedDispatchError: it stumbles over something else.
    """
    try:
        return _fed(made_safe.data)
    except Exception as error:
        # No list of what it may raise exists: a KeyError at a `gml:pos` outside its place is one.
        if made_safe.root is None:
            raise MalformedDispatchError(f"The feed cannot be read: {error!r:.80}.") from error
    etree.strip_elements(made_safe.root, *_MAPS, with_tail=False)
    try:
        return _fed(etree.tostring(made_safe.root, encoding="utf-8"))
    except Exception as error:
        raise MalformedDispatchError(f"The feed cannot be read: {error!r:.80}.") from error


def _fed(data: bytes) -> Any:
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore", DeprecationWarning)
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)


def _paired(found: list[Any], root: etree._Element | None) -> list[tuple[Any, etree._Element | None]]:
    """Return feedparser's entries, each with its element where the XML has just as many."""
    elements = [] if root is None else [part for part in root.iter(etree.Element) if _is_entry(part)]
    if len(elements) == len(found):
        return list(zip(found, elements, strict=True))
    return [(entry, None) for entry in found]


def _is_entry(part: etree._Element) -> bool:
    return etree.QName(part).localname.lower() in _ENTRIES


def _deleted(root: etree._Element | None, format: str, notes: Notes) -> list[Dispatch]:
    """Return the entries that the feed says are deleted, as canceled items (RFC 6721)."""
    found = []
    for part in root.iter(_DELETED) if root is not None else ():
        if guid := squeeze(part.get("ref")):
            own = notes.another()
            when = squeeze(part.get("when"))
            instant = own.time(when, "when")
            note = squeeze(part.findtext("{*}comment"))
            item = Dispatch(format=format, guid=guid, version=when, pubstatus="canceled", version_created=instant)
            found.append(replace(item, ednote=note, warnings=tuple(own.warnings)))
    return found


def _emptiness(made_safe: source.Source, parsed: Any) -> str:
    root = None if made_safe.root is None else etree.QName(made_safe.root).localname
    if root is not None and root.lower() in ROOTS:
        return "The feed has no entry in it. That is not the same as nothing new: ask whoever sends it."
    if (root or "").lower() == "html" or b"<html" in made_safe.data[:2000].lower():
        return "A web page came where a feed was expected."
    return f"Nothing in the file is an entry of a feed: {squeeze(str(parsed.get('bozo_exception') or '')) or root}."
