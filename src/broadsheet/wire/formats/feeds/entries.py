"""One entry of a feed, from feedparser's words to ours."""

from __future__ import annotations

import email.utils
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from broadsheet.core.dispatch import Creator, Dispatch, Link, Term
from broadsheet.wire.formats import markup
from broadsheet.wire.formats.feeds import media
from broadsheet.wire.formats.notes import Notes, paragraphs, squeeze

MAX_TERMS = 500
_HTML = frozenset({"text/html", "application/xhtml+xml", "html", "xhtml"})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_ADDRESS = ("javascript:", "vbscript:", "data:")
_WITHHELD = frozenset({"draft", "pending", "private", "future", "auto-draft"})
_POSTS = frozenset({"", "post", "page"})

Entry = Mapping[str, Any]


def item(entry: Entry, feed: Entry, element: etree._Element | None, format: str, notes: Notes) -> Dispatch:
    """Return the entry as an item. What it does not say itself, of language, rights and author, its feed says for it.

    Source: RFC 4287, 4.2.1 (the feed's author is that of an entry without one), 4.2.10; RSS 2.0.11, `guid`, `link`.
    """
    said = notes.warnings
    guid = squeeze(_first(entry, "wenn_nm_original_article_id", "id", "link"))
    if guid is None:
        said.append("The item has no identifier of its own.")
    headline = plain(_get(entry, "title_detail"))
    html, abstract = _texts(entry)
    updated, published, changed, first = _instants(entry, notes)
    creators = tuple(_creators(entry, feed if format == "atom" else {}))
    subjects, keywords = _categories(entry)
    enclosures = [link for link in _get(entry, "links") or () if link.get("rel") == "enclosure"]
    associations = (
        media.of_element(element, enclosures, format, notes)
        if element is not None
        else media.of_entry(entry, enclosures, format)
    )
    if not associations:
        associations = media.of_address(_get(entry, "wp_attachment_url"), format)
    source: Entry = _get(entry, "source") or {}
    return Dispatch(
        format=format,
        guid=guid,
        version=updated or published,
        kind=_kind(entry),
        pubstatus=_pubstatus(entry, said),
        version_created=changed or first,
        first_created=first,
        embargoed_until=_embargo(entry, notes),
        expires=_instant(_get(entry, "validity_end") or _get(entry, "expired"), "expired", notes),
        language=squeeze(_language(entry, feed, element)),
        headline=headline,
        byline=", ".join(creator.name for creator in creators if creator.role is None) or None,
        abstract=abstract,
        body_html=markup.without_headline(html, headline),
        body_text=markup.text_of(markup.without_headline(html, headline)),
        keywords=keywords,
        subjects=subjects,
        creators=creators,
        credit_line=media.credit_of(element) if element is not None else None,
        copyright_notice=plain(_get(entry, "rights_detail")) or plain(_get(feed, "rights_detail")),
        usage_terms=squeeze(_license(entry) or _license(feed)),
        provider=plain(_get(source, "title_detail"))
        or squeeze(_get(source, "title"))
        or squeeze(_get(entry, "publisher"))
        or plain(_get(feed, "title_detail")),
        links=tuple(_links(entry, source)),
        associations=associations,
        warnings=tuple(said),
    )


def _get(entry: Entry, name: str) -> Any:
    """Return the value of exactly this name: `updated` is not to be `published`, as feedparser would have it."""
    return dict.get(entry, name) if isinstance(entry, dict) else None


def _first(entry: Entry, *names: str) -> Any:
    return next((value for name in names if (value := _get(entry, name))), None)


def plain(detail: Entry | None) -> str | None:
    """Return a text of the feed on one line, without the markup that it may have."""
    if not detail:
        return None
    value = detail.get("value") or ""
    if detail.get("type") not in _HTML:
        return squeeze(value)
    return squeeze((markup.text_of(markup.clean(value)) or "").replace("\n", " "))


def _texts(entry: Entry) -> tuple[str | None, str | None]:
    """Return the body, and the summary where there is one beside the body and it says something else."""
    contents = _get(entry, "content") or []
    ranked = sorted(contents, key=lambda detail: detail.get("type") not in _HTML)
    html = next((found for detail in ranked if (found := _html(detail))), None)
    summary = _summary(entry)
    short = plain(_valued(_first(entry, "excerpt_encoded", "wenn_cm_first_line")))
    if html is None:
        return _html(summary), short
    abstract = short or plain(summary)
    return html, None if abstract == squeeze((markup.text_of(html) or "").replace("\n", " ")) else abstract


def _summary(entry: Entry) -> Entry | None:
    """Return the entry's own summary: feedparser lets the description of a picture overwrite its details."""
    detail, value = _get(entry, "summary_detail"), _get(entry, "summary")
    return detail if detail and detail.get("value") == value else _valued(value)


def _valued(value: Any) -> Entry | None:
    return {"value": value, "type": "text/html"} if isinstance(value, str) and value else None


def _html(detail: Entry | None) -> str | None:
    if not detail:
        return None
    value, kind = detail.get("value") or "", detail.get("type") or "text/html"
    if kind in _HTML:
        return markup.clean(value, base=detail.get("base") or None)
    if kind == "application/octet-stream":
        return markup.clean(value)
    return markup.from_text(paragraphs(value)) if kind.startswith("text/") or kind.endswith("xml") else None


def _instants(entry: Entry, notes: Notes) -> tuple[str | None, str | None, datetime | None, datetime | None]:
    """Return the times of the last change and of the first release: as the feed writes them, and as instants."""
    updated = squeeze(_first(entry, "wenn_nm_updated", "updated")) or _in_gmt(entry, "wp_post_modified_gmt")
    published = _in_gmt(entry, "wp_post_date_gmt") or squeeze(
        _first(entry, "wenn_nm_published", "published", "created")
    )
    name = "published" if _get(entry, "published") else "created"
    changed = _instant(updated, "updated", notes)
    first = _instant(published, name, notes)
    return updated, published, changed, first


def _in_gmt(entry: Entry, name: str) -> str | None:
    """Return a time that WordPress exports in UTC without saying so; noughts are its way to say never."""
    text = squeeze(_get(entry, name))
    return None if text is None or text.startswith("0000") else f"{text}+00:00"


def _instant(value: Any, name: str, notes: Notes) -> datetime | None:
    """Return the instant of a date in RFC 822 or ISO 8601.

    feedparser's own reading is not asked: of what it does not understand it makes a day of this month.
    """
    text = squeeze(value)
    if text is None:
        return None
    if not text[:4].isdigit():
        try:
            return _aware(email.utils.parsedate_to_datetime(text), name, notes)
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    return notes.time(text, name)


def _aware(moment: datetime, name: str, notes: Notes) -> datetime | None:
    if moment.tzinfo is None:
        return notes.time(moment.isoformat(), name)
    try:
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return notes.time("out of range", name)


def _embargo(entry: Entry, notes: Notes) -> datetime | None:
    """Return until when the entry may not be read: PRISM's embargo, or the hour of a post that WordPress has planned."""
    for name in ("prism_embargodate", "dcterms_available"):
        if value := _get(entry, name):
            return _instant(value, name, notes)
    if _get(entry, "wp_status") == "future":
        return _instant(_in_gmt(entry, "wp_post_date_gmt") or _get(entry, "published"), "post_date_gmt", notes)
    return None


def _pubstatus(entry: Entry, said: list[str]) -> str:
    """Return the status by WordPress's `status` or the publishing protocol's `draft` (RFC 5023, 13.1.1)."""
    status = (squeeze(_get(entry, "wp_status")) or "").lower()
    if status == "trash":
        return "canceled"
    if status in _WITHHELD or (squeeze(_get(entry, "app_draft")) or "").lower() == "yes":
        said.append(f"The feed says that the entry is no finished one ({status or 'draft'}); it is withheld.")
        return "withheld"
    return "usable"


def _kind(entry: Entry) -> str:
    if address := squeeze(_get(entry, "wp_attachment_url")):
        return media.kind(None, None, address)
    return "text" if (squeeze(_get(entry, "wp_post_type")) or "").lower() in _POSTS else "other"


def _language(entry: Entry, feed: Entry, element: etree._Element | None) -> Any:
    """Return the language of the body, else of the headline, else of the feed. An empty `xml:lang` takes it back."""
    contents = _get(entry, "content") or [{}]
    details = (contents[0], _get(entry, "title_detail") or {}, _get(entry, "summary_detail") or {})
    own = _get(entry, "language") or next((found for detail in details if (found := detail.get("language"))), None)
    if own or (element is not None and any(part.get(_LANG) == "" for part in (element, *element))):
        return own
    return _get(feed, "language")


def _creators(entry: Entry, feed: Entry) -> Iterator[Creator]:
    authors = [one for one in _get(entry, "authors") or () if one]
    if not authors and not _get(_get(entry, "source") or {}, "authors"):
        authors = [one for one in _get(feed, "authors") or () if one]
    for one in authors[:MAX_TERMS]:
        if name := squeeze(one.get("name")) or squeeze(one.get("email")):
            yield Creator(name)
    for one in (_get(entry, "contributors") or ())[:MAX_TERMS]:
        if name := squeeze(one.get("name")) or squeeze(one.get("email")):
            yield Creator(name, "contributor")


def _categories(entry: Entry) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """Return the categories that belong to a scheme as subjects, and the free ones as keywords."""
    subjects, keywords = [], []
    for tag in (_get(entry, "tags") or ())[:MAX_TERMS]:
        term, label, scheme = (squeeze(tag.get(name)) for name in ("term", "label", "scheme"))
        if not (label or term):
            continue
        if scheme and scheme != "post_tag":
            subjects.append(Term(term, label or term, scheme))
        else:
            keywords.append(label or term or "")
    return tuple(subjects), tuple(keywords)


def _license(fields: Entry) -> str | None:
    said = _get(fields, "media_license")
    if isinstance(said, dict) and (text := said.get("content") or said.get("href")):
        return str(text)
    links = _get(fields, "links") or ()
    return next((link.get("href") for link in links if link.get("rel") == "license"), None)


def _links(entry: Entry, source: Entry) -> Iterator[Link]:
    for link in (_get(entry, "links") or ())[:MAX_TERMS]:
        if link.get("rel") not in {"enclosure", "license"} and (uri := _uri(link.get("href"))):
            yield Link(squeeze(link.get("rel")), uri)
    for content in _get(entry, "content") or ():
        if uri := _uri(content.get("src")):
            yield Link("content", uri)
    if uri := _uri(_get(entry, "comments")):
        yield Link("comments", uri)
    if uri := _uri(_get(source, "href") or _get(source, "link")):
        yield Link("source", uri)


def _uri(value: Any) -> str | None:
    uri = squeeze(value) if isinstance(value, str) else None
    return None if uri is None or uri.lower().replace(" ", "").startswith(_NO_ADDRESS) else uri
