"""Pictures that came beside their items.

An item names a picture by an address. No address is fetched: the last part of it is looked for among the files of
the same feed, with the usual endings where it has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from broadsheet.core.dispatch import Dispatch
from broadsheet.wire import raw
from broadsheet.wire.models import Feed, WireFile

ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")


def is_picture(data: bytes) -> bool:
    """Return whether the bytes begin as a JPEG, PNG, GIF or WebP does. The picture room looks closer."""
    return data.startswith(_SIGNATURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def names_for(href: str) -> tuple[str, ...]:
    """Return the file names under which the picture at `href` may have come: none if its last part is no plain name."""
    try:
        last = unquote(urlsplit(href).path).rsplit("/", 1)[-1]
    except ValueError:
        return ()
    if not last or last in {".", ".."} or len(last.encode()) > 240 or any(sign in last for sign in "\\/\x00"):
        return ()
    if last.lower().endswith(ENDINGS):
        return (last,)
    return (last, *(last + ending for ending in ENDINGS))


def names_in(item: Dispatch) -> Iterator[str]:
    """Yield every file name that the item, and the items in it, may name a picture by."""
    for rendition in item.renditions:
        yield from names_for(rendition.href)
    for inner in item.associations.values():
        yield from names_in(inner)


def bytes_of(feed: Feed, href: str) -> bytes | None:
    """Return the picture that `href` names, the latest of its name in this feed, or `None` if none has come."""
    names = names_for(href)
    found = WireFile.objects.filter(feed=feed, name__in=names).select_related("delivery").order_by("-pk").first()
    if found is None:
        return None
    try:
        return raw.load(Path(settings.WIRE_ROOT), found.delivery.sha256)
    except FileNotFoundError:
        return None
