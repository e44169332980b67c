"""The bytes of a delivery, wherever they are kept: a text's in the database, a picture's in the raw store.

Deliveries of editions before the third have all their bytes in the raw store; they are found there.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from broadsheet.wire import raw
from broadsheet.wire.models import RawBytes
from broadsheet.wire.opening import unpack


def load(sha256: str) -> bytes:
    """Return the bytes with this digest.

    Raises:
        FileNotFoundError: they are not kept, or no longer.
    """
    row = RawBytes.objects.filter(pk=sha256).values_list("data", flat=True).first()
    return raw.load(Path(settings.WIRE_ROOT), sha256) if row is None else unpack(bytes(row))


def load_many(digests: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of those digests that are kept; asks the database once."""
    wanted = set(digests)
    rows = RawBytes.objects.filter(pk__in=wanted).values_list("sha256", "data")
    found = {sha256: unpack(bytes(data)) for sha256, data in rows}
    for sha256 in wanted - found.keys():
        try:
            found[sha256] = raw.load(Path(settings.WIRE_ROOT), sha256)
        except FileNotFoundError:
            continue
    return found
