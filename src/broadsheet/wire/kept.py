"""The bytes of a delivery, wherever they are kept: a text's in the database, a picture's in the raw store.

The raw store is a folder, or where several machines share a store, a part of that one.

Deliveries of editions before the third have all their bytes in the raw store; they are found there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings

from broadsheet.core.bucket import Bucket, BucketAddress
from broadsheet.wire import raw
from broadsheet.wire.models import RawBytes
from broadsheet.wire.opening import unpack

SHARED: Final = "wire/"


def load(sha256: str) -> bytes:
    """Return the bytes with this digest.

    Raises:
        FileNotFoundError: they are not kept, or no longer.
    """
    row = RawBytes.objects.filter(pk=sha256).values_list("data", flat=True).first()
    return _load_raw(sha256) if row is None else unpack(bytes(row))


def load_many(digests: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of those digests that are kept; asks the database once."""
    wanted = set(digests)
    rows = RawBytes.objects.filter(pk__in=wanted).values_list("sha256", "data")
    found = {sha256: unpack(bytes(data)) for sha256, data in rows}
    for sha256 in wanted - found.keys():
        try:
            found[sha256] = _load_raw(sha256)
        except FileNotFoundError:
            continue
    return found


def keep_picture(data: bytes) -> raw.Kept:
    """Store a picture's bytes and return where, once they are durable.

    Raises:
        OSError: the disk is full, or the store cannot be written.
    """
    if settings.STORE_ADDRESS is None:
        return raw.keep(Path(settings.WIRE_ROOT), data)
    digest = hashlib.sha256(data).hexdigest()
    _bucket(settings.STORE_ADDRESS).put(_name(digest), data, content_type="application/octet-stream")
    return raw.Kept(digest, _name(digest), len(data))


def forget_before(instant: datetime, *, spared: Container[str], limit: int) -> int:
    """Delete pictures that came before an instant and have not come again; return how many."""
    if settings.STORE_ADDRESS is None:
        old = raw.older_than(Path(settings.WIRE_ROOT), instant)
        some = list(islice((path for path in old if path.name not in spared), limit))
        for path in some:
            path.unlink(missing_ok=True)
        return len(some)
    bucket = _bucket(settings.STORE_ADDRESS)
    names = bucket.names(SHARED, before=instant)
    gone = list(islice((name for name in names if name.rpartition("/")[2] not in spared), limit))
    bucket.delete(gone)
    return len(gone)


def _load_raw(sha256: str) -> bytes:
    if settings.STORE_ADDRESS is None:
        return raw.load(Path(settings.WIRE_ROOT), sha256)
    data = _bucket(settings.STORE_ADDRESS).get(_name(sha256))
    if data is None:
        raise FileNotFoundError(sha256)
    return data


def _name(sha256: str) -> str:
    return f"{SHARED}{sha256[:2]}/{sha256}"


@cache
def _bucket(address: BucketAddress) -> Bucket:
    return Bucket(address)
