"""What a picture file says about itself: read on arrival, written into every published copy.

By hand, and not by a library, because the ones that pip brings either drop IPTC IIM (Pillow, Willow), carry a licence
that the house cannot take (pyexiv2), or start a process for each file (exiftool). Plain Python: no Django.

Source: IPTC Photo Metadata Standard 2023.2; IPTC IIM 4.2; Adobe XMP part 3; Metadata Working Group Guidelines 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from broadsheet.photos.metadata import containers, exif, iim, xmp
from broadsheet.photos.metadata.text import FIELDS, MAX_CHARACTERS, cut, the_known

__all__ = ["FIELDS", "PhotoMetadata", "embed", "packet", "read"]

LIMITS = (MAX_CHARACTERS, 1_000, 200)


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


def read(data: bytes) -> PhotoMetadata:
    """Return what a JPEG, PNG or WebP says about itself; nothing where it says nothing or cannot be read. Never raises.

    XMP goes before IIM, field by field, unless the file's own digest says that the IIM was changed after the XMP was
    written; EXIF fills what neither has.

    Source: MWG Guidelines 2.0, chapter 5, "Handling IPTC-IIM and XMP".
    """
    blocks = containers.blocks(data)
    by_xmp = xmp.facts(blocks.xmp)
    by_iim = iim.facts(blocks.iim)
    told = (by_iim, by_xmp) if iim.changed_after_xmp(blocks.iim, blocks.iim_digest) else (by_xmp, by_iim)
    return _first_told(*told, exif.facts(blocks.exif))


def embed(jpeg: bytes, values: Mapping[str, str]) -> bytes:
    """Return the JPEG with these facts written as IIM and XMP, in place of the IIM and XMP that it had.

    `values` may name any of FIELDS; empty ones are left out. Pixels and other segments stay as they are. A text longer
    than a JPEG segment holds is cut, the standard's 32 octets for a name are not kept: a cut credit is a wrong credit.

    Raises:
        UnknownFieldError: a name that is not in FIELDS.
        NotAPictureError: the bytes are no JPEG.
    """
    known = the_known(values)
    return containers.with_blocks(jpeg, iim=_fitting(iim.written, known), xmp=_fitting(xmp.written, known))


def packet(values: Mapping[str, str]) -> bytes:
    """Return these facts as an XMP packet of at most 64 KB, for a format that takes one whole (WebP).

    Raises:
        UnknownFieldError: a name that is not in FIELDS.
    """
    return _fitting(xmp.written, the_known(values))


def _first_told(*sources: Mapping[str, object]) -> PhotoMetadata:
    merged: dict[str, object] = {}
    for field in fields(PhotoMetadata):
        value = next((told[field.name] for told in sources if told.get(field.name)), None)
        if value:
            merged[field.name] = value
    return PhotoMetadata(**merged)  # type: ignore[arg-type]


def _fitting(write: containers.Writer, values: Mapping[str, str]) -> bytes:
    for limit in LIMITS:
        block = write({name: cut(value, limit) for name, value in values.items()})
        if len(block) <= containers.MAX_BLOCK_BYTES:
            break
    return block
