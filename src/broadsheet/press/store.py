"""The page store of this newsroom."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from broadsheet.core.bucket import Bucket, BucketAddress
from broadsheet.press.stores.folder import FolderStore
from broadsheet.press.stores.kinds import PageStore
from broadsheet.press.stores.s3 import S3Store


def store() -> PageStore:
    """Return the store that the settings name; one a process, so that its temporaries and connections are kept."""
    address = settings.STORE_ADDRESS
    return _folder(Path(settings.PAGES_ROOT)) if address is None else _shared(address)


@lru_cache(maxsize=4)
def _folder(root: Path) -> PageStore:
    return FolderStore(root)


@lru_cache(maxsize=4)
def _shared(address: BucketAddress) -> PageStore:
    return S3Store(Bucket(address))
