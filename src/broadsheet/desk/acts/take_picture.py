"""Take a picture from the wire into the library: its bytes came beside the item, nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.core.dispatch import Dispatch, Rendition
from broadsheet.desk.acts.audit import audit
from broadsheet.desk.errors import CanceledDispatchError, MissingPictureError, NotTextError
from broadsheet.desk.models import User
from broadsheet.desk.resting import was_killed
from broadsheet.photos.acts.import_picture import facts_for, import_picture
from broadsheet.photos.errors import PictureRefusedError
from broadsheet.photos.models import Picture
from broadsheet.wire.acts.attachments import bytes_of
from broadsheet.wire.models import DispatchRecord, Feed

PICTURE_KINDS = frozenset({"picture", "graphic"})


def take_picture(record: DispatchRecord, *, user: User | None = None) -> Picture:
    """Keep the picture of a picture item in the library, with the item's caption, credit and terms.

    Raises:
        CanceledDispatchError: the agency has canceled it, or a later version of it.
        NotTextError: the item is neither a picture nor a graphic.
        MissingPictureError: its file has not come, or is refused.
    """
    if record.pubstatus == DispatchRecord.PubStatus.CANCELED or was_killed(record):
        raise CanceledDispatchError
    if record.kind not in PICTURE_KINDS:
        raise NotTextError(record.kind)
    with transaction.atomic():
        picture = picture_from(record.dispatch, feed=record.feed)
        DispatchRecord.objects.filter(pk=record.pk).update(state=DispatchRecord.State.USED)
        audit(who=user, what="picture.taken", subject=str(picture.pk), after=f"{record.guid} {record.version}")
    return picture


def lead_item(item: Dispatch) -> Dispatch | None:
    """Return the picture that the item leads with: itself if it is one, else ``featuremedia``, else its first picture."""
    if item.kind in PICTURE_KINDS:
        return item
    named = item.associations.get("featuremedia")
    pictures = [inner for inner in item.associations.values() if inner.kind in PICTURE_KINDS]
    return named or next(iter(pictures), None)


def bytes_for(item: Dispatch, *, feed: Feed) -> tuple[bytes, str] | None:
    """Return the largest file of a picture item that came, and the href that it came under; None if none has."""
    for rendition in sorted(item.renditions, key=_size, reverse=True):
        if (data := bytes_of(feed, rendition.href)) is not None:
            return data, rendition.href
    return None


def picture_from(item: Dispatch, *, feed: Feed) -> Picture:
    """Return the picture of an item, imported with what the item says about it.

    Raises:
        MissingPictureError: its file has not come, or is refused.
    """
    found = bytes_for(item, feed=feed)
    if found is None:
        raise MissingPictureError(_("its file has not come over the wire."))
    data, href = found
    provider = item.provider or feed.provider
    try:
        return import_picture(data, filename=href, provider=provider, overrides=_overrides(item, data))
    except PictureRefusedError as err:
        raise MissingPictureError(str(err)) from err


def _size(rendition: Rendition) -> tuple[int, int]:
    return ((rendition.width or 0) * (rendition.height or 0), rendition.bytes or 0)


def _overrides(item: Dispatch, data: bytes) -> dict[str, str]:
    """Return what the item says of the picture; where neither it nor the file names a credit, the holder is credited."""
    told = facts_for(data)
    creator = ", ".join(one.name for one in item.creators) or item.byline
    is_credited = item.credit_line or told.get("credit_line")
    values = {
        "title": item.headline or item.slugline,
        "creator": creator,
        "credit_line": item.credit_line if is_credited else item.copyright_holder or item.provider,
        "caption": item.caption,
        "alt_text": item.alt_text,
        "copyright_notice": item.copyright_notice,
        "usage_terms": item.usage_terms,
        "instructions": _instructions(item, told),
        "guid": item.guid,
    }
    return {name: value for name, value in values.items() if value}


def _instructions(item: Dispatch, told: Mapping[str, Any]) -> str:
    """Return every line that may forbid something: item and file are heard both, and an embargo is one of them."""
    embargo = f"Embargo until {item.embargoed_until.isoformat(timespec='seconds')}" if item.embargoed_until else ""
    lines = (item.ednote, embargo, told.get("instructions", ""), told.get("usage_terms", ""))
    return "\n".join(line for line in dict.fromkeys(lines) if line and line != item.usage_terms)
