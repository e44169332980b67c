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


@dataclass(frozen=True, kw_only=True)
class PhotoMetadata:
    """The facts of one picture. Absent text is "", absent time None; `taken_at` is aware.

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


@dataclass(frozen=True, kw_only=True)
class AgencyMetadata(PhotoMetadata):
    """What an agency says of a picture beside that: `taken` is the time as it is written, with an offset or without."""

    creators: tuple[str, ...] = ()
    taken: datetime | None = None
    guid: str = ""
    supplier_id: str = ""
    title: str = ""
    urgency: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    copyright_holder: str = ""
    language: str = ""


def read(data: bytes) -> PhotoMetadata:
    """Return what a JPEG, PNG, WebP or PSD says about itself; nothing where it says nothing or cannot be read.

    Never raises. XMP goes before IIM, field by field, unless the file's own digest says that the IIM was changed after
    the XMP was written; EXIF fills what neither has.

    Source: MWG Guidelines 2.0, chapter 5, "Handling IPTC-IIM and XMP".
    """
    return _first_told(PhotoMetadata, containers.blocks(data))


def read_agency(data: bytes) -> AgencyMetadata:
    """Return what such a picture, or an XMP file beside one, says about itself and where it comes from. Never raises."""
    blocks = containers.blocks(data)
    return _first_told(AgencyMetadata, containers.Blocks(xmp=data) if blocks == containers.Blocks() else blocks)


def _first_told(kind: type[Told], blocks: containers.Blocks) -> Told:
    by_xmp, by_iim = xmp.facts(blocks.xmp), iim.facts(blocks.iim)
    told = (by_iim, by_xmp) if iim.changed_after_xmp(blocks.iim, blocks.iim_digest) else (by_xmp, by_iim)
    sources = (*told, exif.facts(blocks.exif))
    merged = {field.name: _nearest(field.name, sources) for field in fields(kind)}
    return kind(**{name: value for name, value in merged.items() if value})


def _nearest(name: str, sources: tuple[Mapping[str, object], ...]) -> Any:
    return next((value for told in sources if (value := told.get(name))), None)
