"""Reuters Connect's API: one item of a GraphQL answer, whose fields are NewsML-G2's in JSON.

Source: Reuters Connect API, `item`; its codes (`N2:`, `subj:`) are those of Reuters' NewsML-G2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from broadsheet.core.dispatch import Dispatch, Term
from broadsheet.wire.errors import MalformedDispatchError, UnreadableFileError
from broadsheet.wire.formats import markup, ninjs, xml
from broadsheet.wire.formats.notes import Notes

FORMAT = "reuters-api"
_HEAD = re.compile(r"<head\b.*?(?:</head>|\Z)", re.DOTALL | re.IGNORECASE)
_NAMES = {"slug": "slugline", "bodyxhtml": "body_xhtml", "bodytext": "body_text", "caption": "description_text"}
_NAMES |= {"creditline": "creditline", "keyword": "keywords"}

Fields = dict[str, Any]


def matches(document: object) -> bool:
    """Return whether the JSON is an answer of Reuters' service with an item in it."""
    return next(_items(document), None) is not None


def read(document: object, notes: Notes) -> list[Dispatch]:
    """Return every item of an answer.

    Raises:
        MalformedDispatchError: no item is in it.
    """
    items = [_item(fields, notes.another()) for fields in _items(document)]
    if not items:
        raise MalformedDispatchError("The answer of Reuters' service has no item in it.")
    return items


def _items(document: object) -> Iterator[Fields]:
    data = document.get("data") if isinstance(document, dict) else None
    if not isinstance(data, dict):
        return
    search = data.get("search")
    listed = search.get("items") if isinstance(search, dict) else data.get("items")
    for part in (data.get("item"), *(listed if isinstance(listed, list) else ())):
        if isinstance(part, dict) and str(part.get("uri", "")).startswith("tag:reuters.com"):
            yield part


def _item(fields: Fields, notes: Notes) -> Dispatch:
    told = {_NAMES.get(name.lower(), name.lower()): value for name, value in fields.items()}
    subjects = told.get("subject")
    told["subject"] = [part for part in subjects if isinstance(part, dict)] if isinstance(subjects, list) else []
    if isinstance(xhtml := told.pop("body_xhtml", None), str):
        told["body_html"] = _as_html(xhtml)
    [item] = ninjs.read(told, notes)
    caption = item.abstract if isinstance(fields.get("caption"), str) else None
    return replace(
        item,
        format=FORMAT,
        caption=item.caption or caption,
        abstract=None if caption else item.abstract,
        subjects=tuple(_split(term) for term in item.subjects),
        provider=item.provider or "Reuters",
    )


def _as_html(xhtml: str) -> str:
    """Return the body of an XHTML page as HTML. As HTML its empty `<title/>` would never end, and hide all the text."""
    try:
        root = xml.parse(xhtml.encode(), [])
    except UnreadableFileError:
        return _HEAD.sub("", xhtml)
    body = root if (found := root.find("{*}body")) is None else found
    return markup.from_element(body)


def _split(term: Term) -> Term:
    """Return a code in a scheme as both: `N2:ENV` is ENV in N2."""
    scheme, colon, code = (term.code or "").partition(":")
    return Term(code, term.name, scheme) if colon else term
