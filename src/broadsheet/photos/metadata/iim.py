"""Writing IPTC IIM, for readers that know nothing newer.

Source: IPTC-NAA Information Interchange Model 4.2, chapters 1.5 (coded character set 1:90) and 6 (application record).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from broadsheet.core.metadata.containers import RESOURCE_IIM, RESOURCE_IIM_DIGEST
from broadsheet.core.metadata.iim import CHARSET, TAG, TEXTS, UTF_8, digest_of
from broadsheet.photos.metadata.containers import resource


def written(values: Mapping[str, str]) -> bytes:
    """Return the facts that IIM can carry, in UTF-8, as Photoshop resources with the digest for other readers."""
    sets = [_dataset(CHARSET, UTF_8), _dataset((2, 0), b"\x00\x04")]
    sets += [_dataset(number, values[name].encode()) for name, number in TEXTS.items() if values.get(name)]
    iim = b"".join(sets)
    return resource(RESOURCE_IIM, iim) + resource(RESOURCE_IIM_DIGEST, digest_of(iim))


def _dataset(number: tuple[int, int], value: bytes) -> bytes:
    return struct.pack(">BBBH", TAG, *number, len(value)) + value
