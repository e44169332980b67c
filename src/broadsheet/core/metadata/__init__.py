"""What a picture file says about itself: read by the photo room on arrival, and by the wire.

By hand, and not by a library, because the ones that pip brings either drop IPTC IIM (Pillow, Willow), carry a licence
that the house cannot take (pyexiv2), or start a process for each file (exiftool). Plain Python: no Django.

Source: IPTC Photo Metadata Standard 2023.2; IPTC IIM 4.2; Adobe XMP part 3; Metadata Working Group Guidelines 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from broadsheet.core.metadata import containers, exif, iim, xmp

__all__ = ["AgencyMetadata", "PhotoMetadata", "read", "read_agency"]

Told = TypeVar("Told", bound="PhotoMetadata")
Facts = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class PhotoMetadata:
    """The facts of one picture. Absent text is "", absent time None; `taken_at` is aware.

    `released`, `expires` (IIM) and `license_start`, `license_end` (PLUS) are days, or instants with the offset that they
    were written with, as ISO 8601: what a day without a time or an offset means, the newsroom's clock says.

    Text is data from a stranger: free of control characters, and not safe for HTML.
    """

    creator: str = ""
    credit_line: str = ""
    copyright_notice: str = ""
    caption: str = ""
    headline: str = ""
    usage_terms: str = ""
    alt_text: str = ""
    source: str = ""
    instructions: str = ""
    keywords: tuple[str, ...] = ()
    taken_at: datetime | None = None
    digital_source_type: str = ""
    license_url: str = ""
    acquire_url: str = ""
    released: str = ""
    expires: str = ""
    license_start: str = ""
    license_end: str = ""


@dataclass(frozen=True, kw_only=True)
class AgencyMetadata(PhotoMetadata):
    """What an agency says of a picture beside that.

    `taken`, `digitized` and `modified` are times as they are written, with an offset or without. `shown` are the places
    that the picture shows, each by the parts that `xmp.SHOWN` names; `city` and its kind are the older single place.
    `orientation` is EXIF's number of 1 to 8, 0 for none.
    """

    creators: tuple[str, ...] = ()
    taken: datetime | None = None
    digitized: datetime | None = None
    modified: datetime | None = None
    orientation: int = 0
    rating: str = ""
    guid: str = ""
    supplier_id: str = ""
    title: str = ""
    urgency: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    country_code: str = ""
    location: str = ""
    shown: tuple[Mapping[str, str], ...] = ()
    copyright_holder: str = ""
    language: str = ""


def read(data: bytes) -> PhotoMetadata:
    """Return what a JPEG, PNG, WebP or PSD says about itself; nothing where it says nothing or cannot be read.

    Never raises. What EXIF has goes first, then XMP, then IIM, fact by fact; where the file's own digest says that the
    IIM was changed after the XMP was written, IIM goes before XMP, unless it is only the beginning of what XMP has.

    Source: MWG Guidelines 2.0, chapter 5, "Handling IPTC-IIM and XMP", "Description", "Creator", "Copyright".
    """
    return _reconciled(PhotoMetadata, containers.blocks(data))


def read_agency(data: bytes) -> AgencyMetadata:
    """Return what such a picture, or an XMP file beside one, says about itself and where it comes from. Never raises."""
    blocks = containers.blocks(data)
    return _reconciled(AgencyMetadata, containers.Blocks(xmp=data) if blocks == containers.Blocks() else blocks)


def _reconciled(kind: type[Told], blocks: containers.Blocks) -> Told:
    by_exif, by_xmp, by_iim = exif.facts(blocks.exif), xmp.facts(blocks.xmp), iim.facts(blocks.iim)
    if _leaves_out_creators(by_exif, by_xmp, by_iim):
        by_exif = by_exif | {"creator": "", "creators": ()}
    is_iim_newer = iim.changed_after_xmp(blocks.iim, blocks.iim_digest)
    newer = {name: value for name, value in by_iim.items() if value and not _is_cut(name, value, by_xmp.get(name))}
    sources = (by_exif, newer if is_iim_newer else {}, by_xmp, by_iim)
    merged = {field.name: _nearest(field.name, sources) for field in fields(kind)}
    return kind(**{name: value for name, value in merged.items() if value})


def _leaves_out_creators(by_exif: Facts, *others: Facts) -> bool:
    """Return whether EXIF names the first of several creators alone: there no program writes more than one."""
    first: tuple[str, ...] = by_exif.get("creators") or ()
    return any(len(told.get("creators") or ()) > 1 and told["creators"][:1] == first for told in others)


def _is_cut(name: str, value: Any, whole: Any) -> bool:
    """Return whether an IIM value is the beginning of XMP's, cut where IIM ends."""
    if name not in iim.MAX_BYTES or not whole:
        return False
    pairs = zip(value, whole, strict=False) if isinstance(value, tuple) else ((value, whole),)
    return any(len(part.encode()) >= iim.MAX_BYTES[name] and long.startswith(part) for part, long in pairs)


def _nearest(name: str, sources: tuple[Facts, ...]) -> Any:
    return next((value for told in sources if (value := told.get(name))), None)
