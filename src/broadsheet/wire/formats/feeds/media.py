"""Pictures, films and sounds of a feed's entry: Media RSS, enclosures and what WordPress calls an attachment.

Read from the XML and not from feedparser, which throws the credits of all pictures of an entry into one list.

Source: Media RSS 1.5.1, "Optional elements": an element stands for its parent and for what is below, the nearest wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from broadsheet.core.dispatch import Creator, Dispatch, Rendition
from broadsheet.wire.formats import markup
from broadsheet.wire.formats.notes import Notes, split_caption, squeeze

MAX_MEDIA = 200
_MEDIA = ("{http://search.yahoo.com/mrss/}", "{http://search.yahoo.com/mrss}")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_KINDS = {"image": "picture", "video": "video", "audio": "audio"}
_ENDS = {
    "picture": frozenset({"jpg", "jpeg", "png", "webp", "gif", "avif"}),
    "video": frozenset({"mp4", "m4v", "mov", "webm"}),
    "audio": frozenset({"mp3", "m4a", "ogg", "wav"}),
}
_MAKERS = frozenset(
    {"", "author", "photographer", "creator", "artist", "illustrator", "producer", "director", "writer"}
)


def of_element(entry: etree._Element, enclosures: list[Any], format: str, notes: Notes) -> dict[str, Dispatch]:
    """Return the media of an entry under names of ours: `media-1`, `media-2` and so on."""
    found: list[Dispatch] = []
    for holder in _holders(entry):
        if len(found) == MAX_MEDIA:
            notes.warnings.append(f"The entry has more than {MAX_MEDIA} media; the others are left out.")
            break
        item = _item(holder, entry, format)
        if item.renditions:
            found.append(item)
    known = {rendition.href for item in found for rendition in item.renditions}
    found += [item for item in _enclosed(enclosures, format) if item.renditions[0].href not in known]
    return _named(found)


def _enclosed(enclosures: list[Any], format: str) -> list[Dispatch]:
    """Return the enclosures of an entry as feedparser tells them, each as an item."""
    found = []
    for number, enclosure in enumerate(enclosures[:MAX_MEDIA]):
        if href := squeeze(enclosure.get("href") or enclosure.get("url")):
            mimetype = squeeze(enclosure.get("type"))
            size = whole(enclosure.get("length") or enclosure.get("filesize"))
            width, height = whole(enclosure.get("width")), whole(enclosure.get("height"))
            rendition = Rendition(f"enclosure-{number + 1}", href, mimetype, width, height, size)
            found.append(
                Dispatch(format=format, kind=kind(mimetype, enclosure.get("medium"), href), renditions=(rendition,))
            )
    return found


def _named(items: list[Dispatch]) -> dict[str, Dispatch]:
    """Return the items under names of ours, in their order."""
    return {f"media-{number}": item for number, item in enumerate(items, start=1)}


def credit_of(entry: etree._Element) -> str | None:
    """Return the credits that an entry states for itself, not for one of its pictures."""
    return " / ".join(filter(None, (squeeze(part.text) for part in _own(entry, "credit")))) or None


def whole(value: object) -> int | None:
    """Return a number that the feed states in digits."""
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _holders(entry: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands for one thing each: a group with all its forms, a content by itself, a thumbnail alone."""
    groups = list(_own(entry, "group"))
    contents = list(_own(entry, "content"))
    yield from groups
    yield from contents
    if not groups and not contents and next(_own(entry, "thumbnail"), None) is not None:
        yield entry


def _item(holder: etree._Element, entry: etree._Element, format: str) -> Dispatch:
    near = list(dict.fromkeys((*_contents(holder)[:1], holder)))
    around = list(dict.fromkeys((*near, entry)))
    channel = entry.getparent()
    everywhere = around if channel is None else [*around, channel]
    caption, tail_creators, tail_credit = split_caption(_nearest(around, "description"))
    credits = next((found for scope in everywhere if (found := list(_own(scope, "credit")))), [])
    names = [(name, (part.get("role") or "").lower()) for part in credits if (name := squeeze(part.text))]
    return Dispatch(
        format=format,
        kind=kind(near[0].get("type"), near[0].get("medium"), near[0].get("url")),
        headline=_nearest(near, "title"),
        caption=caption,
        creators=tuple(Creator(name, role or None) for name, role in names if role in _MAKERS) or tail_creators,
        credit_line=" / ".join(name for name, _role in names) or tail_credit,
        copyright_notice=_nearest(everywhere, "copyright"),
        usage_terms=_nearest(everywhere, "license"),
        renditions=tuple(_renditions(holder)),
    )


def _contents(holder: etree._Element) -> list[etree._Element]:
    if holder.tag.endswith("}content"):
        return [holder]
    return sorted(_own(holder, "content"), key=lambda part: part.get("isDefault") != "true")[:MAX_MEDIA]


def _renditions(holder: etree._Element) -> Iterator[Rendition]:
    for number, part in enumerate(_contents(holder), start=1):
        address = part.get("url") or next((player.get("url") for player in _own(part, "player")), None)
        if href := _address(part, address):
            yield Rendition(
                name="default" if part.get("isDefault") == "true" else f"content-{number}",
                href=href,
                mimetype=squeeze(part.get("type")),
                width=whole(part.get("width")),
                height=whole(part.get("height")),
                bytes=whole(part.get("fileSize") or part.get("filesize")),
            )
        yield from _thumbnails(part if part is not holder else None)
    yield from _thumbnails(holder)


def _thumbnails(holder: etree._Element | None) -> Iterator[Rendition]:
    for part in _own(holder, "thumbnail") if holder is not None else ():
        if href := _address(part, part.get("url") or part.text):
            yield Rendition("thumbnail", href, None, whole(part.get("width")), whole(part.get("height")))


def _own(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (part for space in _MEDIA for part in parent.iterchildren(f"{space}{name}"))


def _nearest(scopes: list[etree._Element], name: str) -> str | None:
    """Return the text of the nearest element of this name; HTML in it is made plain."""
    for scope in scopes:
        for part in _own(scope, name):
            text = "".join(str(piece) for piece in part.itertext())
            if part.get("type") == "html":
                text = (markup.text_of(markup.clean(text)) or "").replace("\n", " ")
            if text := squeeze(text) or "":
                return text
    return None


def _address(part: etree._Element, value: str | None) -> str | None:
    """Return the address, made absolute by the `xml:base` of the elements around it."""
    address = squeeze(value)
    if address is None:
        return None
    try:
        for scope in (part, *part.iterancestors()):
            if base := scope.get(_BASE):
                address = urljoin(base, address)
        return address
    except ValueError:
        return None


def kind(mimetype: str | None, medium: str | None, address: str | None) -> str:
    """Return the kind by what the feed says, else by the end of the address."""
    word = (medium or (mimetype or "").partition("/")[0]).lower()
    if word:
        return _KINDS.get(word, "other")
    end = urlsplit(address or "").path.rpartition(".")[2].lower() if address and address.isprintable() else ""
    return next((name for name, ends in _ENDS.items() if end in ends), "other")


def of_entry(entry: Mapping[str, Any], enclosures: list[Any], format: str) -> dict[str, Dispatch]:
    """Return the media of an entry of broken XML, without their credits, which nobody can tell apart there."""
    contents = entry.get("media_content") or entry.get("media_thumbnail") or []
    return _named(_enclosed([*contents, *enclosures], format))


def of_address(address: str | None, format: str) -> dict[str, Dispatch]:
    """Return the one file at this address."""
    return _named(_enclosed([{"href": address}], format))
