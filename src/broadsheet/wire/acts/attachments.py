"""Pictures that came beside their items.

An item names a picture by an address. No address is fetched: the last part of it is looked for among the files of
the same feed, with the usual endings where it has none.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from broadsheet.wire import kept
from broadsheet.wire.models import Feed, WireFile
from broadsheet.wire.opening import ENDINGS, MAX_FILE_BYTES, is_picture, names_for, names_in

__all__ = ["ENDINGS", "bytes_of", "is_picture", "names_for", "names_in", "pictures_beside"]


def bytes_of(feed: Feed, href: str) -> bytes | None:
    """Return the picture that `href` names, the latest of its name in this feed, or `None` if none has come."""
    names = names_for(href)
    found = WireFile.objects.filter(feed=feed, name__in=names).select_related("delivery").order_by("-pk").first()
    if found is None:
        return None
    try:
        return kept.load(found.delivery.sha256)
    except FileNotFoundError:
        return None


def pictures_beside(folder: Path, names: Iterable[str]) -> list[tuple[str, str, int]]:
    """Keep the pictures in `folder` that have one of the names; return name, digest and size of each.

    What is no file there, is larger than a file may be, or is no picture, is passed over. A link is not followed.

    Raises:
        OSError: the disk is full or broken.
    """
    found = []
    for name in names:
        try:
            data = _bytes_at(folder / name)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO}:
                raise
            continue
        if len(data) <= MAX_FILE_BYTES and is_picture(data):
            stored = kept.keep_picture(data)
            found.append((name, stored.sha256, stored.size))
    return found


def _bytes_at(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        return file.read(MAX_FILE_BYTES + 1)
