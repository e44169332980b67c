"""What ``broadsheet doctor`` looks at in a store that machines share: whether it keeps, gives and forgets as it must."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from broadsheet.commands.check import Check

if TYPE_CHECKING:
    from broadsheet.core.bucket import Bucket, BucketAddress

NAME: Final = "store.url"
FOLDER: Final = "doctor/"
MAX_SECONDS: Final = 2.0
"""Seven requests; a store in the same city takes a tenth of it, and each page that is published waits for one."""


def store_checks() -> Iterator[Check]:
    """Yield the check of the shared store; none where the store is a folder of this machine."""
    from django.conf import settings

    if settings.STORE_ADDRESS is not None:
        yield _shared_store(settings.STORE_ADDRESS)


def _shared_store(address: BucketAddress) -> Check:
    """Put an object, and ask of it all that pages and pictures are asked; nothing is left of it."""
    from broadsheet.core.bucket import Bucket, BucketError

    began = time.monotonic()
    step = "begin"
    try:
        for step, is_right in _steps(Bucket(address), f"{FOLDER}{secrets.token_hex(8)}"):
            if not is_right:
                return Check(NAME, "broken", f"{address.words} gives a wrong answer to: {step}. Is it an S3 store?")
    except BucketError as err:
        advice = "Readers keep their pages and nothing new appears. Is the address right, and what may the key do?"
        return Check(NAME, "broken", f"{address.words} refuses after: {step} ({err.reason}). {advice}")
    seconds = time.monotonic() - began
    if seconds > MAX_SECONDS:
        return Check(
            NAME, "warning", f"{address.words} took {seconds:.1f} s for seven requests; publishing waits for it."
        )
    return Check(NAME)


def _steps(bucket: Bucket, name: str) -> Iterator[tuple[str, bool]]:
    """Yield what was asked for, and whether the answer was right."""
    content, second = secrets.token_bytes(4096), f"{name}-2"
    bucket.put(name, content, content_type="application/octet-stream")
    yield "put", True
    yield "get", bucket.get(name) == content
    yield "copy", bucket.copy(name, second, content_type="application/octet-stream", cache_control="no-store")
    yield "list", list(bucket.names(name)) == [name, second]
    bucket.delete([name, second])
    yield "delete", bucket.get(name) is None
