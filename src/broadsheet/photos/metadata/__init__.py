"""What a picture file says about itself: written into every published copy, and read by `core.metadata`.

By hand, for the reasons that are given there. Plain Python: no Django.

Source: IPTC Photo Metadata Standard 2023.2; IPTC IIM 4.2; Adobe XMP part 3.
"""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.core.metadata import PhotoMetadata, read
from broadsheet.core.metadata.text import MAX_CHARACTERS, cut
from broadsheet.photos.metadata import containers, iim, xmp
from broadsheet.photos.metadata.text import FIELDS, the_known

__all__ = ["FIELDS", "PhotoMetadata", "embed", "packet", "read"]

LIMITS = (MAX_CHARACTERS, 1_000, 200)


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


def _fitting(write: containers.Writer, values: Mapping[str, str]) -> bytes:
    for limit in LIMITS:
        block = write({name: cut(value, limit) for name, value in values.items()})
        if len(block) <= containers.MAX_BLOCK_BYTES:
            break
    return block
